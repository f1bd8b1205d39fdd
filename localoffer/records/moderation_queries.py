"""Questions that the desk asks about comments and reports, by name."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from localoffer.records.entries import PUBLISHED as ENTRY_PUBLISHED
from localoffer.records.entries import WITHDRAWN, Entry, EntryTag
from localoffer.records.feedback import HELD, PUBLISHED, RECEIVED, STILL_OPEN, TAKEN_BACK, Comment, Report, Writer
from localoffer.records.responses import OPEN as RESPONSE_OPEN

#: What the list of comments can be narrowed to. TO_DO: what somebody still has to decide about or to answer.
TO_DO, NEW, UNANSWERED, ANSWERED = "to_do", "new", "unanswered", "answered"
LISTS = (TO_DO, NEW, UNANSWERED, ANSWERED, HELD, TAKEN_BACK)


def _answers() -> Any:
    """Ids of responses that families can see and that say more than “we are looking at it”."""
    status = col(Entry.fields)["status"].as_string()
    published = (col(Entry.kind) == "response") & (col(Entry.state) == ENTRY_PUBLISHED)
    return sa.select(col(Entry.id)).where(published, status != RESPONSE_OPEN)


def _fitting(which: str) -> Any:
    """The condition that puts a comment on a list."""
    public, new = col(Comment.state) == PUBLISHED, col(Comment.state) == RECEIVED
    answered = col(Comment.response_id).in_(_answers())
    unanswered = public & (col(Comment.response_id).is_(None) | ~answered)
    return {TO_DO: new | unanswered, NEW: new, UNANSWERED: unanswered, ANSWERED: public & answered}.get(
        which, col(Comment.state) == which
    )


def comments_on(session: Session, which: str, *, limit: int, offset: int = 0) -> Sequence[tuple[Comment, Entry | None]]:
    """Comments on one of LISTS, with the entries they are about: what is to do by age, what is done newest first."""
    order = col(Comment.received_at) if which in (TO_DO, NEW, UNANSWERED) else col(Comment.received_at).desc()
    query = select(Comment, Entry).outerjoin(Entry, col(Entry.id) == Comment.entry_id).where(_fitting(which))
    return session.exec(query.order_by(order, col(Comment.id)).offset(offset).limit(limit)).all()


def count_comments(session: Session) -> dict[str, int]:
    """How many comments each of LISTS holds."""
    counted = (func.sum(sa.case((_fitting(which), 1), else_=0)) for which in LISTS)
    numbers = session.execute(sa.select(*counted)).one()
    return {which: number or 0 for which, number in zip(LISTS, numbers, strict=True)}


def comments_by_id(session: Session, ids: Iterable[int]) -> Sequence[Comment]:
    """The comments with these numbers, the oldest first."""
    return session.exec(select(Comment).where(col(Comment.id).in_(list(ids))).order_by(col(Comment.received_at))).all()


def unanswered_until(session: Session, day: date) -> Sequence[Comment]:
    """Comments that were received on ``day`` or before it and have no answer yet, the oldest first."""
    past = datetime.combine(day + timedelta(days=2), time(), UTC)  # a day begins earlier or later elsewhere
    query = select(Comment).where(_fitting(TO_DO), col(Comment.received_at) < past)
    return session.exec(query.order_by(col(Comment.received_at))).all()


def open_responses_until(session: Session, day: date) -> Sequence[Entry]:
    """Published responses that still say “we are looking at it”, to what was heard until ``day``; the oldest first.

    Those that answer comments of this site are left out: the comments themselves are told of.
    """
    heard, status = (col(Entry.fields)[name].as_string() for name in ("heard_on", "status"))
    linked = sa.select(col(Comment.response_id)).where(col(Comment.response_id).is_not(None))
    query = select(Entry).where(
        Entry.kind == "response", Entry.state == ENTRY_PUBLISHED, status == RESPONSE_OPEN, heard <= day.isoformat(),
        col(Entry.id).not_in(linked),
    )  # fmt: skip
    return session.exec(query.order_by(heard, Entry.slug)).all()


def all_comments(session: Session) -> Sequence[tuple[Comment, Entry | None, Writer | None]]:
    """Every comment of which something private is still kept, with its response and its writer."""
    query = (
        select(Comment, Entry, Writer)
        .outerjoin(Entry, col(Entry.id) == Comment.response_id)
        .outerjoin(Writer, col(Writer.token_digest) == Comment.token_digest)
        .where(sa.or_(col(Comment.text) != "", col(Comment.hold_note) != "", col(Writer.token_digest).is_not(None)))
    )
    return session.exec(query.order_by(col(Comment.id))).all()


def all_reports(session: Session) -> Sequence[tuple[Report, Writer | None]]:
    """Every report of which something private is still kept, with its writer."""
    query = (
        select(Report, Writer)
        .outerjoin(Writer, col(Writer.token_digest) == Report.token_digest)
        .where(sa.or_(col(Report.text) != "", col(Writer.token_digest).is_not(None)))
    )
    return session.exec(query.order_by(col(Report.id))).all()


def responses_to_choose(session: Session, *, limit: int = 200) -> Sequence[Entry]:
    """Responses that a comment can be linked to, the newest first."""
    query = select(Entry).where(Entry.kind == "response", Entry.state != WITHDRAWN)
    return session.exec(query.order_by(col(Entry.updated_at).desc()).limit(limit)).all()


def help_with_one_case(session: Session) -> Sequence[Entry]:
    """Published pages for a family whose own case a comment is about: advice services, and guides about complaints."""
    wanted = sa.or_(
        sa.and_(col(EntryTag.facet) == "category", col(EntryTag.value) == "iass", col(Entry.kind) == "service"),
        sa.and_(col(EntryTag.facet) == "topic", col(EntryTag.value) == "complaint", col(Entry.kind) == "guide"),
    )
    query = select(Entry).join(EntryTag, col(EntryTag.entry_id) == Entry.id).where(wanted)
    found = query.where(Entry.state == ENTRY_PUBLISHED).order_by(col(Entry.kind).desc(), Entry.title).limit(6)
    return session.exec(found).unique().all()


def reports_on(
    session: Session, states: Collection[str], *, organisations: Collection[str] | None, limit: int, offset: int = 0
) -> Sequence[tuple[Report, Entry]]:
    """Reports in these states with their entries: open ones by age, closed ones newest first.

    ``organisations``: only about entries of these (None: all).
    """
    is_open = set(states) <= set(STILL_OPEN)
    order = col(Report.received_at) if is_open else col(Report.received_at).desc()
    query = select(Report, Entry).join(Entry, col(Entry.id) == Report.entry_id).where(*_of(states, organisations))
    return session.exec(query.order_by(order, col(Report.id)).offset(offset).limit(limit)).all()


def count_reports(session: Session, states: Collection[str], *, organisations: Collection[str] | None) -> int:
    """How many reports are in these states."""
    query = select(func.count()).select_from(Report).join(Entry, col(Entry.id) == Report.entry_id)
    return session.exec(query.where(*_of(states, organisations))).one()


def _of(states: Collection[str], organisations: Collection[str] | None) -> list[Any]:
    found: list[Any] = [col(Report.state).in_(states)]
    if organisations is not None:
        own = sa.and_(col(Entry.kind) == "organisation", col(Entry.slug).in_(organisations))
        found.append(own | col(Entry.fields)["organisation"].as_string().in_(organisations))
    return found


def open_reports_about(session: Session, entry_id: str) -> Sequence[Report]:
    """Reports about one entry that nobody has closed, the oldest first."""
    query = select(Report).where(Report.entry_id == entry_id, col(Report.state).in_(STILL_OPEN))
    return session.exec(query.order_by(col(Report.received_at))).all()


def open_reports_of_owner(session: Session, person_id: int | None) -> Sequence[tuple[Report, Entry]]:
    """Reports that nobody has closed, about entries that somebody owns, the oldest first."""
    query = select(Report, Entry).join(Entry, col(Entry.id) == Report.entry_id)
    query = query.where(Entry.owner_id == person_id, col(Report.state).in_(STILL_OPEN))
    return session.exec(query.order_by(col(Report.received_at))).all()


def orphaned_writers() -> Any:
    """The condition for a writer whose comment or report is not there any more."""
    digest = col(Writer.token_digest)
    return digest.not_in(sa.select(col(Comment.token_digest))) & digest.not_in(sa.select(col(Report.token_digest)))
