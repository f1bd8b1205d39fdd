"""Questions that reviewers ask: what waits for them, and who they are."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from localoffer.records.entries import SCHEDULED, SUBMITTED, Entry, Revision
from localoffer.records.people import ADMIN, REVIEWER, Person, PersonRole, Role


def in_state(session: Session, state: str, *, limit: int) -> list[tuple[Entry, Revision]]:
    """Entries whose open revision is in a state: what waits longest first, what has a day by its day."""
    order = col(Revision.publish_at) if state == SCHEDULED else col(Revision.saved_at)
    query = select(Entry, Revision).join(Revision, col(Revision.entry_id) == Entry.id).where(Revision.state == state)
    return list(session.exec(query.order_by(order, col(Revision.id)).limit(limit)).all())


def count_waiting(session: Session) -> int:
    """How many revisions wait for a review."""
    return session.exec(select(func.count()).where(Revision.state == SUBMITTED)).one()


def reviewers(session: Session) -> Sequence[Person]:
    """Everybody who may review and can sign in, without people of the demonstration: nobody reads their mail."""
    query = select(Person).join(PersonRole, col(PersonRole.person_id) == Person.id)
    query = query.join(Role, col(Role.id) == PersonRole.role_id)
    may = col(Role.name).in_((REVIEWER, ADMIN))
    return session.exec(query.where(may, Person.active, ~col(Person.demonstration)).order_by(Person.name)).all()
