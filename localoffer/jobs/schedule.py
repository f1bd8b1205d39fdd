"""Pages whose day has come: approved changes become public, and pages past their last day are withdrawn."""

from collections.abc import Callable

from pydantic import ValidationError
from sqlmodel import Session, col, select

from localoffer.errors import LocalOfferError
from localoffer.jobs.job import JobTrouble, desk_of
from localoffer.publishing.review import expire, publish_scheduled, unschedule
from localoffer.records.entries import HIDDEN, PUBLISHED, SCHEDULED, Entry, Revision
from localoffer.records.moments import now
from localoffer.web.site import Site, today


def publish_due(site: Site, go_on: Callable[[], bool]) -> str:
    """Publish approved changes whose moment has come, each for itself.

    What today's rules refuse goes back to the reviewers. Raises JobTrouble that names it.
    """
    with site.database.session() as session:
        query = select(Revision.id).where(Revision.state == SCHEDULED, col(Revision.publish_at) <= now())
        due = session.exec(query.order_by(col(Revision.publish_at))).all()
    refused = []
    for revision_id in due:
        if not go_on():
            break
        if address := _publish(site, revision_id):
            refused.append(address)
    if refused:
        raise JobTrouble(f"These went back for review, because they could not be published: {', '.join(refused)}.")
    return f"{len(due)} approved changes became public."


def _publish(site: Site, revision_id: int | None) -> str:
    """Publish one; the entry's address when that was refused, else empty."""
    with site.database.session() as session:
        revision = session.get_one(Revision, revision_id)
        if revision.state != SCHEDULED:
            return ""  # taken back a moment ago
        try:
            publish_scheduled(desk_of(site, session, "The schedule"), revision)
            session.commit()
        except (LocalOfferError, ValidationError) as problem:
            session.rollback()
            return _send_back(site, session, revision_id, problem)
    return ""


def _send_back(site: Site, session: Session, revision_id: int | None, problem: Exception) -> str:
    desk = desk_of(site, session, "The schedule")
    entry = session.get_one(Entry, session.get_one(Revision, revision_id).entry_id)
    unschedule(desk, entry)
    desk.note("entry.schedule-refused", entry.address, reason=str(problem)[:500])
    session.commit()
    return entry.address


def expire_due(site: Site, _go_on: Callable[[], bool]) -> str:
    """Withdraw every page whose last day has come."""
    with site.database.transaction() as session:
        past = select(Entry).where(col(Entry.expires_on) <= today(), col(Entry.state).in_((PUBLISHED, HIDDEN)))
        entries = session.exec(past).all()
        if entries:
            desk = desk_of(site, session, "The schedule")
            for entry in entries:
                expire(desk, entry)
    return f"{len(entries)} pages past their last day were withdrawn."
