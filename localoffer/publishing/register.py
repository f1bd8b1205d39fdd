"""The register “You said, we did”: what was said, its answer, and the numbers of a year (SI 2014/1530 reg. 56)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Session

from localoffer.publishing.moderation import answer_due
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import Entry
from localoffer.records.feedback import HELD, HOLD_REASONS, PUBLISHED, RECEIVED, TAKEN_BACK
from localoffer.records.queries import published_of_kind
from localoffer.records.register_queries import PublicComment, comments_counted, entries_about, published_comments
from localoffer.records.responses import OPEN, ResponseDocument

#: How an answer stands: it came in time, it came late, it is still to come, it should have come by now.
IN_TIME, CAME_LATE, WAITING, LATE = "in_time", "came_late", "waiting", "late"
STANDINGS = (IN_TIME, CAME_LATE, WAITING, LATE)
#: Coverage of a response that another area gave: we show it, and count it nowhere.
ELSEWHERE = "out_of_area"


@dataclass(frozen=True)
class Said:
    """One line of the register: a published response with the comments it answers, or a comment that waits alone.

    ``due_on`` is the last day for an answer; ``about`` is what a lone comment is about, while families can see it.
    """

    theme: str
    aspect: str
    status: str
    heard_on: date
    due_on: date
    answered_on: date | None = None
    entry: Entry | None = None
    comments: tuple[PublicComment, ...] = ()
    about: Entry | None = None

    @property
    def years(self) -> set[int]:
        """Calendar years in which somebody said it."""
        return {self.heard_on.year, *(comment.received_on.year for comment in self.comments)}

    @property
    def newest(self) -> date:
        """The day on which it was last said."""
        return max([self.heard_on, *(comment.received_on for comment in self.comments)])

    @property
    def from_elsewhere(self) -> bool:
        """True for an answer that another area gave to its families."""
        return self.entry is not None and self.entry.coverage == ELSEWHERE

    @cached_property
    def document(self) -> ResponseDocument | None:
        """The response; None for a comment that waits alone. Made when asked for: lists show few of many."""
        document = self.entry.document() if self.entry else None
        return document if isinstance(document, ResponseDocument) else None

    def standing(self, today: date) -> str:
        """One of STANDINGS."""
        return standing(self.status, self.answered_on, self.due_on, today)


def standing(status: str, answered_on: date | None, due_on: date, today: date) -> str:
    """How an answer stands on ``today``: one of STANDINGS."""
    if status == OPEN or answered_on is None:
        return LATE if due_on < today else WAITING
    return CAME_LATE if answered_on > due_on else IN_TIME


def register(session: Session, rules: DeskRules) -> list[Said]:
    """Everything that was said in public, the newest first."""
    responses, comments = published_of_kind(session, "response"), published_comments(session)
    about = entries_about(session, {comment.about_id for comment in comments if comment.about_id})
    return put_together(responses, comments, about, rules)


def put_together(
    responses: Iterable[Entry], comments: Iterable[PublicComment], about: Mapping[str, Entry], rules: DeskRules
) -> list[Said]:
    """The register from its parts: comments stand below their response, those without a published one alone."""
    answers = {entry.id: entry for entry in responses}
    below: dict[str, list[PublicComment]] = {}
    alone = []
    for comment in comments:
        if comment.response_id in answers:
            below.setdefault(comment.response_id or "", []).append(comment)
        else:
            alone.append(_waiting(comment, about.get(comment.about_id or ""), rules))
    found = [_answer(entry, tuple(below.get(key, ())), rules) for key, entry in answers.items()]
    return sorted(found + alone, key=lambda said: said.newest, reverse=True)


def _answer(entry: Entry, comments: tuple[PublicComment, ...], rules: DeskRules) -> Said:
    held = entry.fields
    heard_on = date.fromisoformat(held["heard_on"])
    answered_on = date.fromisoformat(held["responded_on"]) if held.get("responded_on") else None
    return Said(
        held["theme"],
        held["comment_kind"],
        held["status"],
        heard_on,
        answer_due(heard_on, rules),
        answered_on,
        entry,
        comments,
    )


def _waiting(comment: PublicComment, about: Entry | None, rules: DeskRules) -> Said:
    heard_on = comment.received_on
    return Said(
        comment.theme, comment.aspect, OPEN, heard_on, answer_due(heard_on, rules), comments=(comment,), about=about
    )


def chosen(register: Iterable[Said], *, theme: str = "", year: str = "", status: str = "") -> list[Said]:
    """What fits a choice; an empty choice fits all."""
    return [
        said
        for said in register
        if (not theme or said.theme == theme)
        and (not year or year in map(str, said.years))
        and (not status or said.status == status)
    ]


def years_of(register: Iterable[Said]) -> list[int]:
    """Years in which something was said to us, the newest first."""
    return sorted({year for said in register if not said.from_elsewhere for year in said.years}, reverse=True)


# --- the report of a year ---


@dataclass(frozen=True)
class Count:
    """A number that may be read by everybody. Not ``exact``: a small part of it is not told."""

    number: int
    exact: bool = True


@dataclass(frozen=True)
class YearReport:
    """The numbers of one calendar year and the lines behind them (reg. 56: in a form that identifies nobody).

    ``said`` was said in the year; ``answered`` was said before and answered in it. ``left_out`` is by reason.
    ``by_theme`` and ``by_aspect`` count (published comments, answers).
    """

    year: int
    received: Count
    published: int
    left_out: dict[str, Count]
    unread: Count
    taken_back: Count
    by_theme: dict[str, tuple[int, int]]
    by_aspect: dict[str, tuple[int, int]]
    by_status: dict[str, int]
    standings: dict[str, int]
    said: list[Said]
    answered: list[Said]
    unanswered: list[Said]

    @property
    def answers(self) -> int:
        """How much of what was said has an answer."""
        return self.standings[IN_TIME] + self.standings[CAME_LATE]


def year_report(session: Session, register: Sequence[Said], year: int, smallest: int, today: date) -> YearReport:
    """The report of a year. Numbers of what is not public are told only from ``smallest`` on, or when they are none."""
    return report_of(register, comments_counted(session, year), year, smallest, today)


def report_of(
    register: Sequence[Said], counted: Mapping[tuple[str, str], int], year: int, smallest: int, today: date
) -> YearReport:
    """The same from its parts; ``counted`` are comments of the year by (state, reason)."""
    ours = [said for said in register if not said.from_elsewhere]
    said = [each for each in ours if year in each.years]
    left_out = {reason: veiled(counted.get((HELD, reason), 0), smallest) for reason in HOLD_REASONS}
    unread, taken_back = (
        veiled(sum(count for (state, _), count in counted.items() if state == wanted), smallest)
        for wanted in (RECEIVED, TAKEN_BACK)
    )
    # everybody may count these on the register, so the number hides nobody
    published = sum(count for (state, _), count in counted.items() if state == PUBLISHED)
    standings = Counter(each.standing(today) for each in said)
    return YearReport(
        year, _sum([Count(published), *left_out.values(), unread, taken_back]), published, left_out, unread, taken_back,
        _by(said, year, "theme"), _by(said, year, "aspect"), dict(Counter(each.status for each in said)),
        {name: standings[name] for name in STANDINGS}, said,
        [each for each in ours if each not in said and each.answered_on and each.answered_on.year == year],
        [each for each in said if each.standing(today) in (WAITING, LATE)],
    )  # fmt: skip


def veiled(number: int, smallest: int) -> Count:
    """A number as it may be told: a small one could point at a family."""
    return Count(0, exact=False) if 0 < number < smallest else Count(number)


def _sum(counts: Iterable[Count]) -> Count:
    """Together. A sum that held a veiled number exactly would tell it."""
    found = list(counts)
    return Count(sum(count.number for count in found), all(count.exact for count in found))


def _by(said: Sequence[Said], year: int, field: str) -> dict[str, tuple[int, int]]:
    """(published comments of the year, answers) by theme or aspect, most first."""
    comments = Counter(
        getattr(comment, field) for each in said for comment in each.comments if comment.received_on.year == year
    )
    answers = Counter(getattr(each, field) for each in said if each.status != OPEN)
    order = sorted({*comments, *answers}, key=lambda key: (-comments[key] - answers[key], key))
    return {key: (comments[key], answers[key]) for key in order}
