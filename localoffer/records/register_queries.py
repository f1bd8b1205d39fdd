"""What the register reads of comments: published words and what stands with them, never who wrote."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, func, select

from localoffer.records.entries import PUBLISHED as PUBLIC_ENTRY
from localoffer.records.entries import Entry
from localoffer.records.feedback import PUBLISHED, Comment
from localoffer.records.moments import day_in_england
from localoffer.records.queries import published_of_kind


@dataclass(frozen=True)
class PublicComment:
    """All of a published comment that anybody may see. ``about_id`` and ``response_id`` are ids of entries."""

    text: str
    theme: str
    aspect: str
    received_on: date
    about_id: str | None = None
    response_id: str | None = None


def published_comments(session: Session, response_id: str = "") -> list[PublicComment]:
    """Published comments, the newest first; those that one response answers when it is named.

    It asks the database for public columns alone: original words, links and ids are never even read.
    """
    query = select(
        Comment.public_text, Comment.theme, Comment.aspect, Comment.received_at, Comment.entry_id, Comment.response_id
    ).where(Comment.state == PUBLISHED)  # type: ignore[call-overload]
    if response_id:
        query = query.where(Comment.response_id == response_id)
    rows = session.execute(query.order_by(col(Comment.received_at).desc(), col(Comment.id).desc()))
    return [
        PublicComment(text, theme, aspect, day_in_england(received_at), about_id, response_id)
        for text, theme, aspect, received_at, about_id, response_id in rows
    ]


def comments_counted(session: Session, year: int) -> dict[tuple[str, str], int]:
    """How many comments came in a calendar year (UTC), by (state, reason for leaving it out)."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    query = (
        select(Comment.state, Comment.hold_reason, func.count())
        .where(Comment.received_at >= first, Comment.received_at < last)
        .group_by(Comment.state, Comment.hold_reason)
    )
    return {(state, reason): count for state, reason, count in session.exec(query)}


def entries_about(session: Session, ids: set[str]) -> dict[str, Entry]:
    """The published entries of these ids: what comments are about."""
    rows = session.exec(select(Entry).where(col(Entry.id).in_(ids), Entry.state == PUBLIC_ENTRY)) if ids else ()
    return {entry.id: entry for entry in rows}


def asked_at(session: Session, slug: str) -> list[Entry]:
    """The published events that led to a response, the newest first."""
    events = [each for each in published_of_kind(session, "event") if slug in each.fields.get("outcome", ())]
    return sorted(events, key=lambda each: str(each.fields["day"]), reverse=True)
