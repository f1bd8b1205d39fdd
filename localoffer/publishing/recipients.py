"""Who is asked about an entry, and who is told when nobody answers. Only people who may still sign in."""

from functools import cached_property

from sqlmodel import Session, col, select

from localoffer.publishing.permissions import organisation_of
from localoffer.records.entries import Entry
from localoffer.records.people import ADMIN, EDITOR, REVIEWER, ROLES, Membership, Person, PersonRole, Role


class Recipients:
    """Looks people up once for a run. Asked again and again, it answers from memory."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _active(self) -> dict[int, Person]:
        people = self._session.exec(select(Person).where(col(Person.active)))
        return {person.id: person for person in people if person.id is not None}

    @cached_property
    def _members(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for member in self._session.exec(select(Membership).order_by(col(Membership.person_id))):
            if person := self._active.get(member.person_id):
                found.setdefault(member.organisation, []).append(person)
        return found

    @cached_property
    def _by_role(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {role: [] for role in ROLES}
        rows = self._session.exec(
            select(Role.name, PersonRole.person_id)
            .join(PersonRole, col(PersonRole.role_id) == Role.id)
            .order_by(col(PersonRole.person_id))
        )
        for role, person_id in rows:
            if person := self._active.get(person_id):
                found[role].append(person)
        return found

    def to_ask(self, entry: Entry) -> list[Person]:
        """The owner, else the members of its organisation, else the editors (or whoever else keeps the site)."""
        if entry.owner_id in self._active:
            return [self._active[entry.owner_id]]
        members = self._members.get(organisation_of(entry) or "", [])
        return members or self._first(EDITOR, REVIEWER, ADMIN)

    def to_tell(self) -> list[Person]:
        """The reviewers, else the administrators."""
        return self._first(REVIEWER, ADMIN)

    def _first(self, *roles: str) -> list[Person]:
        return next((people for role in roles if (people := self._by_role[role])), [])
