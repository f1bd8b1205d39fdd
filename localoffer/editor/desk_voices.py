"""What families told us, as it waits on the desk: comments to answer, and reports about somebody's pages."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for

from localoffer.editor.comments_page import Line, about, deadline
from localoffer.editor.reports_page import LISTS, STILL, ReportLine, within
from localoffer.publishing.desk import Desk
from localoffer.publishing.moderation import LATE, SOON, WARNED_BEFORE, lateness
from localoffer.records.entries import Entry
from localoffer.records.moderation_queries import (
    NEW,
    comments_on,
    count_comments,
    open_reports_of_owner,
    open_responses_until,
    reports_on,
    unanswered_until,
)
from localoffer.records.moments import day_in_england

Items = list[dict[str, Any]]


def to_answer(desk: Desk) -> dict[str, Items]:
    """What has no answer yet: what is late (LATE), and what is due within 30 days (SOON); what waits longest first.

    The words of a comment are not among them: they may tell who somebody is.
    """
    horizon = desk.today - timedelta(days=desk.rules.answer_days) + WARNED_BEFORE
    found: list[tuple[date, dict[str, Any]]] = []
    for comment in unanswered_until(desk.session, horizon):
        entry = desk.session.get(Entry, comment.entry_id) if comment.entry_id else None
        heard_on = day_in_england(comment.received_at)
        url = url_for("comments.show", comment_id=comment.id)
        found.append((heard_on, {"title": about(entry), "url": url, "deadline": deadline(desk, heard_on)}))
    for response in open_responses_until(desk.session, horizon):
        heard_on = date.fromisoformat(str(response.fields["heard_on"]))
        url = url_for("writing.show", entry_id=response.id)
        found.append((heard_on, {"title": response.title, "url": url, "deadline": deadline(desk, heard_on)}))
    found.sort(key=lambda each: each[0])
    return {
        how: [item for heard_on, item in found if lateness(heard_on, desk.today, desk.rules) == how]
        for how in (LATE, SOON)
    }


def new_comments(desk: Desk, limit: int) -> tuple[int, Items]:
    """How many comments nobody has read, and the first few."""
    lines = [Line(desk, comment, entry) for comment, entry in comments_on(desk.session, NEW, limit=limit)]
    items = [{"title": line.title, "url": line.url, "kind": line.age} for line in lines]
    return count_comments(desk.session)[NEW], items


def own_reports(desk: Desk) -> Items:
    """Open reports about pages that this person owns."""
    return _views(desk, open_reports_of_owner(desk.session, desk.actor.person_id))


def some_reports(desk: Desk, limit: int) -> Items:
    """The first open reports about pages that this person may write."""
    return _views(desk, reports_on(desk.session, LISTS[STILL], organisations=within(desk), limit=limit))


def _views(desk: Desk, found: Sequence[tuple[Any, Entry]]) -> Items:
    lines = [ReportLine(desk, report, entry) for report, entry in found]
    return [{"title": line.entry.title, "url": line.url, "kind": line.what} for line in lines]
