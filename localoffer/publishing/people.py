"""The verbs on people: give a role, join and leave an organisation, hand over, remove. Nothing here commits.

Nobody changes their own role, nobody gives more than they have, and the last administrator stays one.
"""

import secrets

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from localoffer.errors import NotAllowed, NotFound, WrongState
from localoffer.publishing.audit import note
from localoffer.publishing.permissions import Actor, at_least
from localoffer.records.entries import WITHDRAWN, Entry
from localoffer.records.moments import now
from localoffer.records.people import (
    ADMIN,
    ROLES,
    Invitation,
    Membership,
    OutsideIdentity,
    Passkey,
    Person,
    PersonRole,
    Role,
)
from localoffer.records.people_queries import members_of, memberships_of, role_of
from localoffer.records.queries import find_entry
from localoffer.records.upkeep import ItemOwner

LAST_ADMIN = "This is the last administrator. Make somebody else an administrator first."


def checked_email(written: str) -> str:
    """An e-mail address in small letters, as people are known by. Raises WrongState when it cannot be one."""
    try:
        email = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError:
        email = ""
    if not email.isascii() or not 0 < len(email) <= 255:
        raise WrongState("Write a whole e-mail address, like ana@example.org.")
    return email


def new_uniquifier() -> str:
    """What sessions of a person carry: whoever gets a new one is signed out everywhere."""
    return secrets.token_hex(32)


def give_role(session: Session, person_id: int, role: str) -> None:
    """Write the one role of a person. Asks nobody: the verbs below do."""
    row = session.exec(select(Role).where(Role.name == role)).first()
    if row is None:
        session.add(row := Role(name=role))
        session.flush()
    session.execute(delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    session.add(PersonRole(person_id=person_id, role_id=row.id or 0))
    session.flush()


def change_role(session: Session, actor: Actor, person: Person, role: str) -> None:
    """Give a person another role. Administrators only, and never their own. Raises NotAllowed, WrongState."""
    _require_admin_over(actor, person)
    if role not in ROLES:
        raise WrongState(f"There is no role “{role}”. There are: {', '.join(ROLES)}.")
    if not person.active:
        raise WrongState(f"{person.name} has been removed. Invite them again.")
    before = role_of(session, _id(person))
    if before == role:
        return
    give_role(session, _id(person), role)
    if before == ADMIN:
        _refuse_without_admin(session)
    note(session, actor, "people.role", subject_of(person), before=before, role=role)


def _require_admin_over(actor: Actor, person: Person) -> None:
    if not at_least(actor, ADMIN):
        raise NotAllowed("Only an administrator can change what other people may do.")
    if actor.person_id == person.id:
        raise NotAllowed("You cannot change your own rights. Ask another administrator.")


def _refuse_without_admin(session: Session) -> None:
    """Raises WrongState when what was just written leaves nobody as an administrator.

    The row of the role is locked, so that two who remove each other at one moment are asked one after the other.
    """
    role = session.exec(select(Role).where(Role.name == ADMIN).with_for_update()).first()
    query = select(func.count()).select_from(PersonRole).join(Person, col(Person.id) == PersonRole.person_id)
    query = query.where(PersonRole.role_id == (role.id if role else 0), Person.active)
    if not session.exec(query).one():
        raise WrongState(LAST_ADMIN)


def join(session: Session, actor: Actor, person: Person, organisation: str, *, trusted: bool = False) -> None:
    """Let a person act for an organisation, trusted or not; also changes the trust of a member.

    ``trusted``: their low-risk changes need no review. Administrators only. Raises NotAllowed, NotFound when there is
    no such organisation, WrongState for somebody who was removed.
    """
    if not at_least(actor, ADMIN):
        raise NotAllowed("Only an administrator can let people act for an organisation.")
    require_organisation(session, organisation)
    if not person.active:
        raise WrongState(f"{person.name} has been removed. Invite them again.")
    membership = session.get(Membership, (person.id, organisation))
    if membership is not None and membership.trusted == trusted:
        return
    action = "people.join" if membership is None else "people.trust"
    membership = membership or Membership(person_id=_id(person), organisation=organisation)
    membership.trusted = trusted
    session.add(membership)
    note(session, actor, action, subject_of(person), organisation=organisation, trusted=trusted)


def require_organisation(session: Session, organisation: str) -> Entry:
    """The organisation with this slug. Raises NotFound when there is none, or it was taken down."""
    entry = find_entry(session, "organisation", organisation)
    if entry is None or entry.state == WITHDRAWN:
        raise NotFound(f"There is no organisation “{organisation}”.")
    return entry


def leave(session: Session, actor: Actor, person: Person, organisation: str) -> bool:
    """End what a person does for an organisation: they themselves, or an administrator.

    Returns True when nobody keeps the organisation's pages now. Raises NotAllowed, WrongState for somebody who is no
    member.
    """
    if actor.person_id != person.id and not at_least(actor, ADMIN):
        raise NotAllowed("Only an administrator can take somebody else out of an organisation.")
    membership = session.get(Membership, (person.id, organisation))
    if membership is None:
        raise WrongState(f"{person.name} does not act for this organisation.")
    session.delete(membership)
    session.flush()
    alone = not members_of(session, organisation)
    note(session, actor, "people.leave", subject_of(person), organisation=organisation, nobody_left=alone)
    return alone


def hand_over(session: Session, actor: Actor, person: Person, to: Person) -> int:
    """Give all a person keeps to another: pages, checklist items, organisations. Returns how many pages.

    Trust is not handed on: it was given to one person. Administrators only. Raises NotAllowed, WrongState.
    """
    if not at_least(actor, ADMIN):
        raise NotAllowed("Only an administrator can hand over somebody’s pages.")
    if person.id == to.id or not to.active:
        raise WrongState("Choose somebody else, who can sign in.")
    moved = session.execute(update(Entry).where(col(Entry.owner_id) == person.id).values(owner_id=to.id))
    session.execute(update(ItemOwner).where(col(ItemOwner.person_id) == person.id).values(person_id=to.id))
    organisations = _slugs(session, person)
    for membership in memberships_of(session, _id(person)):
        if session.get(Membership, (to.id, membership.organisation)) is None:
            session.add(Membership(person_id=_id(to), organisation=membership.organisation))
        session.delete(membership)
    session.flush()
    count: int = moved.rowcount  # type: ignore[attr-defined]
    note(session, actor, "people.hand-over", subject_of(person), to=to.id, pages=count, organisations=organisations)
    return count


def _slugs(session: Session, person: Person) -> list[str]:
    return [membership.organisation for membership in memberships_of(session, _id(person))]


def remove(session: Session, actor: Actor, person: Person) -> list[str]:
    """Shut a person out: no sign-in, no sessions, no organisations, no pages. What they did stays theirs.

    Returns the organisations that nobody keeps now. Invitations they made or got end too. Raises NotAllowed,
    WrongState for the last administrator or somebody who was removed before.
    """
    _require_admin_over(actor, person)
    if not person.active:
        raise WrongState(f"{person.name} has been removed already.")
    organisations = _slugs(session, person)
    _shut_out(session, person)
    if role_of(session, _id(person)) == ADMIN:
        _refuse_without_admin(session)
    alone = [organisation for organisation in organisations if not members_of(session, organisation)]
    note(session, actor, "people.remove", subject_of(person), organisations=organisations, nobody_left=alone)
    return alone


def _shut_out(session: Session, person: Person) -> None:
    person.active, person.fs_uniquifier = False, new_uniquifier()
    forget_credentials(session, person)
    for table in (Membership, ItemOwner):
        session.execute(delete(table).where(col(table.person_id) == person.id))
    session.execute(update(Entry).where(col(Entry.owner_id) == person.id).values(owner_id=None))
    theirs = (col(Invitation.invited_by) == person.id) | (col(Invitation.email) == person.email)
    still_open = col(Invitation.accepted_at).is_(None) & col(Invitation.withdrawn_at).is_(None)
    session.execute(update(Invitation).where(theirs, still_open).values(withdrawn_at=now()))
    session.expire_all()


def forget_credentials(session: Session, person: Person) -> None:
    """Forget every way in which a person could sign in."""
    person.password = person.tf_primary_method = person.tf_totp_secret = person.tf_phone_number = None
    person.mf_recovery_codes = person.fs_webauthn_user_handle = None
    for table in (Passkey, OutsideIdentity):
        session.execute(delete(table).where(col(table.person_id) == person.id))
    session.add(person)
    session.flush()


def sign_out_everywhere(session: Session, actor: Actor, person: Person) -> None:
    """End every session of a person: they themselves, or an administrator. Raises NotAllowed."""
    if actor.person_id != person.id and not at_least(actor, ADMIN):
        raise NotAllowed("Only an administrator can sign somebody else out.")
    person.fs_uniquifier = new_uniquifier()
    session.add(person)
    note(session, actor, "people.sign-out", subject_of(person))


def forget_second_step(session: Session, actor: Actor, person: Person) -> None:
    """For somebody who has lost their phone: app, codes and passkeys are forgotten, and they set up a new one.

    Their roles, organisations and pages stay. Every session ends. Raises NotAllowed for all but administrators, and
    for one’s own: whoever is signed in changes it in their account.
    """
    if actor.person_id == person.id or not at_least(actor, ADMIN):
        raise NotAllowed("Only another administrator can do this.")
    person.tf_primary_method = person.tf_totp_secret = person.mf_recovery_codes = None
    person.fs_uniquifier = new_uniquifier()
    session.execute(delete(Passkey).where(col(Passkey.person_id) == person.id))
    session.add(person)
    note(session, actor, "people.forget-second-step", subject_of(person))


def subject_of(person: Person) -> str:
    """How the audit log names a person."""
    return f"person:{person.id}"


def _id(person: Person) -> int:
    assert person.id is not None, "a person has a number as soon as they are saved"
    return person.id
