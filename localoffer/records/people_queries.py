"""Questions asked of people, their organisations and invitations, by name."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, func, select

from localoffer.records.entries import WITHDRAWN, Entry
from localoffer.records.moments import now
from localoffer.records.people import PROVIDER, ROLES, Invitation, Membership, Passkey, Person, PersonRole, Role


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address, whether they may sign in or not. ``email`` is in small letters."""
    return session.exec(select(Person).where(Person.email == email)).first()


def role_of(session: Session, person_id: int) -> str:
    """The role of a person; provider, the least, for somebody who has none."""
    return roles_of(session, [person_id])[person_id]


def roles_of(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """The role of each of these people."""
    ids = list(person_ids)
    rows = session.exec(
        select(PersonRole.person_id, Role.name)
        .join(Role, col(Role.id) == PersonRole.role_id)
        .where(col(PersonRole.person_id).in_(ids))
    )
    return dict.fromkeys(ids, PROVIDER) | {person_id: name for person_id, name in rows if name in ROLES}


def active_people(session: Session) -> Sequence[Person]:
    """Everybody who may sign in, by name."""
    return session.exec(select(Person).where(Person.active).order_by(Person.name, Person.email)).all()


def memberships_of(session: Session, person_id: int) -> Sequence[Membership]:
    """The organisations a person acts for, by slug."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.organisation)
    return session.exec(query).all()


def members_of(session: Session, organisation: str) -> Sequence[Person]:
    """Everybody who may sign in and acts for an organisation, by name."""
    query = (
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.organisation == organisation, Person.active)
        .order_by(Person.name)
    )
    return session.exec(query).all()


def active_memberships(session: Session) -> Sequence[Membership]:
    """Every membership of somebody who may sign in."""
    query = select(Membership).join(Person, col(Person.id) == Membership.person_id).where(Person.active)
    return session.exec(query.order_by(Membership.organisation)).all()


def open_invitations(session: Session) -> Sequence[Invitation]:
    """Invitations that may still be accepted, newest first."""
    query = select(Invitation).where(
        col(Invitation.accepted_at).is_(None), col(Invitation.withdrawn_at).is_(None), Invitation.expires_at > now()
    )
    return session.exec(query.order_by(col(Invitation.made_at).desc())).all()


def organisation_titles(session: Session) -> dict[str, str]:
    """Titles of all organisations that were not taken down, by slug, in the order of their titles."""
    query = select(Entry.slug, Entry.title).where(Entry.kind == "organisation", Entry.state != WITHDRAWN)
    return dict(session.exec(query.order_by(Entry.title)).all())


def passkeys_of(session: Session, person_id: int) -> Sequence[Passkey]:
    """The passkeys of a person, by name."""
    return session.exec(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.name)).all()


def pages_owned(session: Session, person_id: int) -> int:
    """How many entries a person keeps true."""
    return session.exec(select(func.count()).select_from(Entry).where(Entry.owner_id == person_id)).one()
