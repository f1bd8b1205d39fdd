"""What waits for whoever is signed in, the most urgent first: blocks of a few pages and the way to all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_datetime, lazy_gettext, ngettext
from flask_babel import gettext as _

from localoffer.editor import desk_voices
from localoffer.editor.desk_duplicates import likely_duplicates
from localoffer.editor.desk_list import BY_QUALITY, Asked, is_wrong, least_complete_first, row_view
from localoffer.editor.desk_quality import assess
from localoffer.publishing.desk import Desk
from localoffer.publishing.moderation import LATE, SOON
from localoffer.publishing.permissions import at_least
from localoffer.publishing.quality import Quality
from localoffer.records.desk_queries import (
    NOBODY,
    Row,
    Wanted,
    failed_letters,
    job_runs,
    names_of,
    pages,
    some_pages,
)
from localoffer.records.entries import DRAFT, HIDDEN, PUBLISHED, RETURNED, SCHEDULED, SUBMITTED
from localoffer.records.feedback import STILL_OPEN
from localoffer.records.moderation_queries import count_reports
from localoffer.records.moments import now
from localoffer.records.people import ADMIN, REVIEWER
from localoffer.web.labels import KIND_LABELS

SHOWN = 5
OWN_SHOWN = 30
HEADINGS = {
    "drifted": lazy_gettext("The quick read does not fit the text any more"),
    "links": lazy_gettext("Pages with links that do not work"),
    "incomplete": lazy_gettext("Least complete pages"),
}
JOBS_REST_AT_MOST = timedelta(hours=1)


@dataclass(frozen=True)
class Block:
    """One thing that waits. ``items`` are pages as row_view makes them; ``url`` leads to all of ``count``."""

    heading: Any
    count: int
    url: str
    items: list[dict[str, Any]] = field(default_factory=list)
    #: what is told of each page beside its title: due, writer, score, reasons, answer (its last day) or nothing
    shows: str = ""
    urgent: bool = False
    #: the link leads to more than a longer list
    always: bool = False
    #: the law is about to be broken, or is
    alarm: bool = False

    @property
    def all_of_them(self) -> str:
        """The words of the link to all."""
        if self.count > len(self.items) and self.items:
            return ngettext("Show %(num)s", "Show all %(num)s", self.count)
        return _("Show them")


def blocks(desk: Desk) -> list[Block]:
    """Every block with something in it, for an editor, a reviewer or an administrator."""
    found = [
        *_late_answers(desk),
        *_machinery(desk),
        *_own_work(desk),
        *_voices(desk),
        *_reviews(desk),
        *_checks(desk),
        *_care(desk),
        *_later(desk),
    ]
    return [block for block in found if block.count]


def _list_block(
    desk: Desk, heading: str, *, sort: str = "title", urgent: bool = False, shows: str = "", **filters: str
) -> Block:
    """The first few of a list, own pages before others."""
    asked = Asked(filters, sort, 1)
    count, rows = some_pages(desk.session, asked.wanted(desk), sort=sort, limit=SHOWN, first=desk.actor.person_id)
    return Block(heading, count, asked.url, _views(desk, rows), shows, urgent)


def _views(desk: Desk, rows: list[Row], held: Mapping[str, Quality] | None = None) -> list[dict[str, Any]]:
    names = names_of(desk.session, (row.owner_id for row in rows))
    return [row_view(row, (held or {}).get(row.id), names, desk.today) for row in rows]


def _machinery(desk: Desk) -> Iterator[Block]:
    """For administrators: without mail and jobs nobody is reminded of anything."""
    if not at_least(desk.actor, ADMIN):
        return
    if failed := failed_letters(desk.session):
        yield Block(_("Mail that could not be sent"), failed, url_for("letters.index"), urgent=True, always=True)
    troubles = [sentence for run in job_runs(desk.session) if (sentence := _trouble(run))]
    yield Block(_("Regular jobs"), len(troubles), "", [{"text": sentence} for sentence in troubles], urgent=True)


def _trouble(run: Any) -> str:
    at = run.ran_at.replace(tzinfo=UTC)
    if run.failed:
        return _("“%(job)s” failed on %(time)s.", job=run.name, time=format_datetime(at, "d MMMM y, HH:mm"))
    if now() - at > JOBS_REST_AT_MOST:
        return _("“%(job)s” has not run since %(time)s.", job=run.name, time=format_datetime(at, "d MMMM y, HH:mm"))
    return ""


def _own_work(desk: Desk) -> Iterator[Block]:
    me = str(desk.actor.person_id)
    yield _list_block(
        desk, _("Sent back to you"), changes=RETURNED, writer=me, sort="changed", urgent=True, shows="reasons"
    )
    yield _list_block(desk, _("You are writing"), changes=DRAFT, writer=me, sort="changed")


def _late_answers(desk: Desk) -> Iterator[Block]:
    """For reviewers: the law gives a year, so what is late comes before all else, and what is nearly late after it."""
    if not at_least(desk.actor, REVIEWER):
        return
    waiting = desk_voices.to_answer(desk)
    url = url_for("comments.index")
    for how, heading in ((LATE, _("Families wait for an answer: too late")), (SOON, _("Answers due within 30 days"))):
        items = waiting[how]
        yield Block(heading, len(items), url, items[:SHOWN], "answer", urgent=True, alarm=how == LATE)


def _voices(desk: Desk) -> Iterator[Block]:
    """New comments for reviewers; reports about one’s own pages, then all reports."""
    own = desk_voices.own_reports(desk)
    yield Block(_("Reports about your pages"), len(own), url_for("reports.index"), own[:SHOWN], urgent=True)
    if at_least(desk.actor, REVIEWER):
        count, items = desk_voices.new_comments(desk, SHOWN)
        yield Block(_("New comments"), count, url_for("comments.index", state="new"), items, urgent=True)
    count = count_reports(desk.session, STILL_OPEN, organisations=None)
    if count > len(own):
        items = desk_voices.some_reports(desk, SHOWN)
        yield Block(_("Reports about all pages"), count, url_for("reports.index"), items)


def _reviews(desk: Desk) -> Iterator[Block]:
    if at_least(desk.actor, REVIEWER):
        block = _list_block(
            desk, _("Waiting for a review"), changes=SUBMITTED, sort="changed", urgent=True, shows="writer"
        )
        items = [item | {"url": url_for("review.show", entry_id=item["id"])} for item in block.items]
        yield replace(block, url=url_for("review.queue"), items=items, always=True)


def _checks(desk: Desk) -> Iterator[Block]:
    yield _list_block(desk, _("Hidden until somebody checks them"), state=HIDDEN, sort="due", urgent=True, shows="due")
    yield _list_block(
        desk, _("Overdue for a check"), check="overdue", state=PUBLISHED, sort="due", urgent=True, shows="due"
    )
    yield _list_block(desk, _("Due for a check soon"), check="due", sort="due", shows="due")


def _care(desk: Desk) -> Iterator[Block]:
    """What is wrong with pages, worked out for all of them at once."""
    everything = pages(desk.session, Wanted(today=desk.today), first=desk.actor.person_id)
    held = assess(desk.session, everything, desk.today)
    listed = {wrong: [row for row in everything if is_wrong(row, held.get(row.id), wrong)] for wrong in BY_QUALITY}
    listed["incomplete"] = least_complete_first(listed["incomplete"], held)
    drifted, links, incomplete = (
        _listed_block(desk, wrong, listed[wrong], held) for wrong in ("drifted", "links", "incomplete")
    )
    yield from (drifted, replace(links, url=url_for("desk.links"), always=True), _duplicates(desk), incomplete)
    yield _list_block(desk, _("Pages that nobody looks after"), owner=NOBODY, state=PUBLISHED)
    yield _list_block(desk, _("Organisations that nobody keeps"), wrong="unkept", state=PUBLISHED)


def _listed_block(desk: Desk, wrong: str, rows: list[Row], held: dict[str, Quality]) -> Block:
    asked = Asked({"wrong": wrong}, "quality" if wrong == "incomplete" else "title", 1)
    shows = "score" if wrong == "incomplete" else ""
    return Block(HEADINGS[wrong], len(rows), asked.url, _views(desk, rows[:SHOWN], held), shows)


def _duplicates(desk: Desk) -> Block:
    found = likely_duplicates(desk, exactly=False)
    items = [
        {
            "title": _("“%(one)s” and “%(other)s”", one=each.one.title, other=each.other.title),
            "url": url_for("desk.compare", one=each.one.id, other=each.other.id),
            "kind": KIND_LABELS[each.one.kind],
        }
        for each in found[:SHOWN]
    ]
    return Block(_("Pages that may be about the same thing"), len(found), url_for("desk.duplicates"), items)


def _later(desk: Desk) -> Iterator[Block]:
    yield _list_block(desk, _("Waiting for their day"), changes=SCHEDULED)


def provider(desk: Desk) -> dict[str, Any]:
    """For a provider: what was sent back to them with the reasons, and their pages, the next to check first."""
    back = Asked({"changes": RETURNED, "writer": str(desk.actor.person_id)}, "changed", 1)
    count, rows = some_pages(desk.session, Asked({}, "due", 1).wanted(desk), sort="due", limit=OWN_SHOWN)
    own = [
        view | {"may_check": row.state in (PUBLISHED, HIDDEN)}
        for view, row in zip(_views(desk, rows), rows, strict=True)
    ]
    return {
        "sent_back": _views(desk, pages(desk.session, back.wanted(desk))), "own": own, "count": count,
        "reports": desk_voices.some_reports(desk, SHOWN),
    }  # fmt: skip
