"""From a person's row to who acts: name, role and organisations."""

from sqlmodel import Session, col, select

from localoffer.publishing.permissions import Somebody
from localoffer.records.people import PROVIDER, ROLES, Membership, Person, PersonRole, Role


def somebody(session: Session, person_id: int) -> Somebody:
    """The actor that a person is. Somebody without a role may do no more than a provider without organisations."""
    person = session.get_one(Person, person_id)
    roles = session.exec(
        select(Role.name).join(PersonRole, col(PersonRole.role_id) == Role.id).where(PersonRole.person_id == person_id)
    ).all()
    role = max(roles, key=ROLES.index, default=PROVIDER)
    memberships = session.exec(select(Membership).where(Membership.person_id == person_id)).all()
    return Somebody(
        person_id, person.name, role,
        frozenset(each.organisation for each in memberships),
        frozenset(each.organisation for each in memberships if each.trusted),
    )  # fmt: skip
