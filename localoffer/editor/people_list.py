"""People as the desk shows them: who is there, for which organisations, and who of them the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlmodel import Session, col, select

from localoffer.publishing.invitations import may_invite
from localoffer.publishing.permissions import Actor, at_least
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER, Invitation, Membership, Passkey, Person
from localoffer.records.people_queries import (
    active_memberships,
    active_people,
    open_invitations,
    organisation_titles,
    roles_of,
)
from localoffer.web.labels import ROLE_LABELS

ROLE_HINTS = {
    PROVIDER: _("Writes the pages of their own organisations."),
    EDITOR: _("Writes all pages and asks providers to help."),
    REVIEWER: _("Also decides what families see."),
    ADMIN: _("Also looks after people and settings."),
}


@dataclass(frozen=True)
class Belonging:
    """An organisation of a person."""

    slug: str
    title: str
    trusted: bool


@dataclass(frozen=True)
class PersonView:
    """A person and what the lists say of them. ``second_factor``: they have set up a second step to sign in."""

    id: int
    name: str
    email: str
    role: str
    organisations: list[Belonging]
    last_seen: datetime | None
    second_factor: bool
    demonstration: bool

    @property
    def role_label(self) -> str:
        return str(ROLE_LABELS[self.role])

    def holds(self, words: str) -> bool:
        """True when all of what somebody typed stands in the name, address or organisations."""
        text = " ".join([self.name, self.email, *(each.title for each in self.organisations)]).lower()
        return all(word in text for word in words.lower().split())


@dataclass(frozen=True)
class InvitationView:
    """An open invitation. ``by``: whoever made it, if it was a person."""

    id: int
    email: str
    name: str
    role_label: str
    organisation: str
    by: str
    expires_at: datetime


class PeopleList:
    """Everybody an actor may see: administrators all, editors all providers, providers their colleagues."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor
        self.titles = organisation_titles(session)
        self._memberships = _by_person(active_memberships(session))

    def people(self, words: str = "") -> list[PersonView]:
        """Those who may sign in, by name, whom ``words`` fit."""
        everybody = active_people(self._session)
        ids = [person.id or 0 for person in everybody]
        roles, with_keys = roles_of(self._session, ids), _with_passkeys(self._session)
        views = [self._view(person, roles[person.id or 0], person.id in with_keys) for person in everybody]
        return [view for view in views if self._may_see(view) and view.holds(words)]

    def _view(self, person: Person, role: str, has_passkey: bool) -> PersonView:
        assert person.id is not None
        organisations = [
            Belonging(each.organisation, self.titles.get(each.organisation, each.organisation), each.trusted)
            for each in self._memberships.get(person.id, [])
            if at_least(self._actor, EDITOR) or each.organisation in self._actor.organisations
        ]
        return PersonView(
            person.id, person.name, person.email, role, organisations, person.last_seen_at,
            has_passkey or person.tf_primary_method is not None, person.demonstration,
        )  # fmt: skip

    def _may_see(self, view: PersonView) -> bool:
        if at_least(self._actor, ADMIN):
            return True
        if at_least(self._actor, EDITOR):
            return view.role == PROVIDER and bool(view.organisations)
        return any(each.slug in self._actor.organisations for each in view.organisations)

    def one(self, person: Person) -> PersonView:
        """One person, whoever asks."""
        role = roles_of(self._session, [person.id or 0])[person.id or 0]
        return self._view(person, role, person.id in _with_passkeys(self._session))

    def removed(self) -> Sequence[Person]:
        """People who can no longer sign in, by name; for administrators."""
        if not at_least(self._actor, ADMIN):
            return []
        return self._session.exec(select(Person).where(~col(Person.active)).order_by(Person.name)).all()

    def invitations(self) -> list[InvitationView]:
        """Open invitations that the actor could have made, newest first."""
        rows = [row for row in open_invitations(self._session) if self._may_change(row)]
        by = {row.invited_by for row in rows}
        names = dict(self._session.exec(select(Person.id, Person.name).where(col(Person.id).in_(by))).all())
        return [
            InvitationView(
                row.id or 0, row.email, row.name, str(ROLE_LABELS[row.role]),
                self.titles.get(row.organisation or "", row.organisation or ""), names.get(row.invited_by, ""),
                row.expires_at,
            )
            for row in rows
        ]  # fmt: skip

    def _may_change(self, invitation: Invitation) -> bool:
        return may_invite(self._actor, invitation.role, invitation.organisation)

    def alone(self) -> list[tuple[str, str]]:
        """(slug, title) of organisations whose pages nobody keeps, by title; for editors and above."""
        if not at_least(self._actor, EDITOR):
            return []
        kept = {each.organisation for memberships in self._memberships.values() for each in memberships}
        return [(slug, title) for slug, title in self.titles.items() if slug not in kept]

    def organisations_to_invite_to(self) -> list[tuple[str, str]]:
        """(slug, title) of organisations to which the actor may invite, by title."""
        return [(slug, title) for slug, title in self.titles.items() if may_invite(self._actor, PROVIDER, slug)]


def _by_person(memberships: Iterable[Membership]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for each in memberships:
        found.setdefault(each.person_id, []).append(each)
    return found


def _with_passkeys(session: Session) -> set[int]:
    return set(session.exec(select(Passkey.person_id)).all())
