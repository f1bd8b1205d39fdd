"""The boards: their meetings, newest first, and what they decided."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from localoffer.records.entries import Entry
from localoffer.records.meeting_queries import meeting_day, meetings_newest_first
from localoffer.records.meetings import MeetingDocument
from localoffer.web import formats
from localoffer.web.cards import entry_url
from localoffer.web.site import reference, session, today

blueprint = Blueprint("board", __name__, url_prefix="/board")
#: So many decisions of a meeting are shown in the list.
MOST_DECISIONS = 2


@dataclass(frozen=True)
class Listed:
    """A meeting as the list shows it. ``rest``: how many decisions more than are shown."""

    title: str
    url: str
    day: str
    board: str
    summary: str
    is_ahead: bool
    decisions: list[str]
    rest: int
    has_minutes: bool
    minutes_due: str
    minutes_late: bool


@dataclass(frozen=True)
class Next:
    """When a board meets next; ``url`` is empty where that meeting has no page yet."""

    board: str
    day: str
    url: str


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Meetings by year, newest first, of every board or of one, of every year or of one."""
    entries = meetings_newest_first(session())
    boards = sorted({entry.fields["board"]: label_of(entry) for entry in entries}.items(), key=lambda pair: pair[1])
    years = list(dict.fromkeys(str(meeting_day(entry).year) for entry in entries))
    board, year = _chosen("board", [key for key, _ in boards]), _chosen("year", years)
    of_board = [entry for entry in entries if board in ("", entry.fields["board"])]
    shown = [entry for entry in of_board if year in ("", str(meeting_day(entry).year))]
    return render_template(
        "public/board.html", boards=boards, years=[(each, each) for each in years], board=board, year=year,
        count=len(shown), next_meetings=_next_meetings(of_board, today()),
        by_year=[(each, _listed(shown, each)) for each in years if year in ("", each)],
    )  # fmt: skip


def label_of(entry: Entry) -> str:
    """The name of the board that met."""
    return reference().vocabularies.label("board", entry.fields["board"])


def _chosen(name: str, known: list[str]) -> str:
    """What the query asks for; an answer nobody offered is as good as none."""
    asked = request.args.get(name, "")
    return asked if asked in known else ""


def _listed(entries: list[Entry], year: str) -> list[Listed]:
    return [_one(entry, today()) for entry in entries if str(meeting_day(entry).year) == year]


def _one(entry: Entry, day: date) -> Listed:
    document = entry.document()
    assert isinstance(document, MeetingDocument)
    return Listed(
        title=entry.title, url=entry_url(entry), day=formats.day(document.day), board=label_of(entry),
        summary=entry.summary, is_ahead=document.day >= day and not document.minutes,
        decisions=[each.text for each in document.decisions[:MOST_DECISIONS]],
        rest=max(0, len(document.decisions) - MOST_DECISIONS), has_minutes=bool(document.minutes),
        minutes_due=formats.day(document.minutes_due), minutes_late=document.minutes_due < day,
    )  # fmt: skip


def _next_meetings(entries: list[Entry], day: date) -> list[Next]:
    """For each board the soonest day from today on that a meeting’s page, or the page of an earlier one, names."""
    soonest: dict[str, tuple[date, str]] = {}
    for entry in entries:
        named = [(meeting_day(entry), entry_url(entry))]
        if next_day := entry.fields.get("next_day"):
            named.append((date.fromisoformat(next_day), ""))
        for found in named:
            held = soonest.get(label_of(entry))
            # of two that name one day the meeting’s own page comes first
            if found[0] >= day and (held is None or (found[0], not found[1]) < (held[0], not held[1])):
                soonest[label_of(entry)] = found
    return [
        Next(board, formats.day(when), url) for board, (when, url) in sorted(soonest.items(), key=lambda pair: pair[1])
    ]
