"""Who may do what to which entry. Pure: it decides from what it is given."""

from dataclasses import dataclass
from typing import Protocol

from localoffer.errors import NotAllowed
from localoffer.records.entries import Entry
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER, ROLES

#: Verbs on an entry -> the least role that may do them to any entry.
ANY_ENTRY = {
    "edit": EDITOR, "create": EDITOR, "submit": EDITOR, "check": EDITOR, "close": EDITOR, "assign": EDITOR,
    "tag": EDITOR, "review": REVIEWER, "publish": REVIEWER, "withdraw": REVIEWER, "restore": REVIEWER,
    "schedule": REVIEWER,
}  # fmt: skip
#: Verbs a provider may do to the entries of their own organisations.
OWN_ENTRY = {"edit", "submit", "check", "close"}
#: Kinds a provider may begin for an organisation of theirs.
OWN_KINDS = {"service"}


class Actor(Protocol):
    """Whoever does something: a person who is signed in, or the system by name."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def organisations(self) -> frozenset[str]: ...
    @property
    def trusted_for(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Somebody:
    """An actor. ``role`` is one of ROLES; ``organisations`` are slugs; ``trusted_for`` are those that trust covers."""

    person_id: int | None
    name: str
    role: str
    organisations: frozenset[str] = frozenset()
    trusted_for: frozenset[str] = frozenset()


def system(name: str) -> Somebody:
    """The system itself, doing a regular job: it may do anything, and the audit log says its name."""
    return Somebody(None, name, ADMIN)


def at_least(actor: Actor, role: str) -> bool:
    """True when the actor's role holds ``role``."""
    return ROLES.index(actor.role) >= ROLES.index(role)


def organisation_of(entry: Entry) -> str | None:
    """The slug of the organisation that stands behind an entry."""
    if entry.kind == "organisation":
        return entry.slug
    organisation = entry.fields.get("organisation")
    return organisation if isinstance(organisation, str) else None


def is_own(actor: Actor, entry: Entry) -> bool:
    """True when the entry belongs to an organisation of the actor."""
    return organisation_of(entry) in actor.organisations


def may(actor: Actor, verb: str, entry: Entry) -> bool:
    """Whether the actor may do ``verb`` to this entry."""
    if at_least(actor, ANY_ENTRY[verb]):
        return True
    return actor.role == PROVIDER and verb in OWN_ENTRY and is_own(actor, entry)


def require(actor: Actor, verb: str, entry: Entry) -> None:
    """Raises NotAllowed unless the actor may do ``verb`` to the entry."""
    if not may(actor, verb, entry):
        raise NotAllowed(f"You may not {verb} “{entry.title}”. Ask an editor if you think you should.")


def may_begin(actor: Actor, kind: str, organisation: str | None = None) -> bool:
    """Whether the actor may begin a new entry of a kind (for an organisation, where the kind has one)."""
    if at_least(actor, EDITOR):
        return True
    return kind in OWN_KINDS and organisation is not None and organisation in actor.organisations


def is_trusted(actor: Actor, entry: Entry) -> bool:
    """True when the actor's low-risk changes to the entry need no review."""
    return organisation_of(entry) in actor.trusted_for
