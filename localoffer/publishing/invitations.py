"""Invitations by mail: made, sent again, withdrawn, accepted once. Only a digest of the link's token is kept."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, func, select

from localoffer.errors import LinkSpent, NotAllowed, WrongState
from localoffer.publishing.audit import note
from localoffer.publishing.people import checked_email, give_role, new_uniquifier, require_organisation, subject_of
from localoffer.publishing.permissions import Actor, Somebody, at_least
from localoffer.records.moments import now
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, ROLES, Invitation, Membership, Person
from localoffer.records.people_queries import memberships_of, open_invitations, person_by_email, role_of

#: How long a link works.
LIFE = timedelta(days=7)
#: Before this has passed nobody but the command line writes to the same address again: it must not become a nuisance.
PAUSE = timedelta(hours=1)
#: Invitations that somebody below an administrator may make in a day.
MOST_A_DAY = 20
LONGEST_NAME = 100


def digest_of_token(token: str) -> str:
    """SHA-256 of a token, as hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def may_invite(actor: Actor, role: str, organisation: str | None) -> bool:
    """Whether somebody may invite to a role, and for providers to an organisation.

    An administrator invites anybody; editors and reviewers invite providers of any organisation; a provider invites
    colleagues to their own.
    """
    if at_least(actor, ADMIN):
        return True
    if role != PROVIDER or organisation is None:
        return False
    return at_least(actor, EDITOR) or organisation in actor.organisations


def invite(
    session: Session, actor: Actor, *, email: str, role: str, name: str = "", organisation: str | None = None
) -> tuple[Invitation, str]:
    """Invite somebody; returns the invitation and the token for its link, which nobody can read again.

    An open invitation of this address to the same ends. Raises NotAllowed, NotFound for an unknown organisation,
    WrongState when address, role and organisation do not go together or it was just invited.
    """
    email, name = checked_email(email), " ".join(name.split())[:LONGEST_NAME]
    if role not in ROLES:
        raise WrongState(f"There is no role “{role}”. There are: {', '.join(ROLES)}.")
    if not may_invite(actor, role, organisation):
        raise NotAllowed("You may only invite people to your own organisations. Ask an editor for anything else.")
    if (role == PROVIDER) != (organisation is not None):
        raise WrongState("Choose an organisation for a provider, and for nobody else.")
    if organisation is not None:
        require_organisation(session, organisation)
    _refuse_pointless(session, email, organisation)
    if actor.person_id is not None:
        _refuse_nuisance(session, actor, email, organisation)
    for earlier in open_invitations(session):
        if (earlier.email, earlier.organisation) == (email, organisation):
            earlier.withdrawn_at = now()
            session.add(earlier)
    invitation = Invitation(
        token_digest="", email=email, name=name, role=role, organisation=organisation, invited_by=actor.person_id,
        expires_at=now(),
    )  # fmt: skip
    token = _renew(session, invitation)
    _note(session, actor, "people.invite", invitation)
    return invitation, token


def _refuse_pointless(session: Session, email: str, organisation: str | None) -> None:
    person = person_by_email(session, email)
    if person is None or not person.active:
        return
    if organisation is None:
        raise WrongState(f"{person.name} has an account already. Change their role instead.")
    if session.get(Membership, (person.id, organisation)):
        raise WrongState(f"{person.name} acts for this organisation already.")


def _refuse_nuisance(session: Session, actor: Actor, email: str, organisation: str | None) -> None:
    """However often invitations are withdrawn in between."""
    same = select(Invitation).where(Invitation.email == email, Invitation.organisation == organisation)
    for earlier in session.exec(same.where(col(Invitation.accepted_at).is_(None))):
        _refuse_haste(earlier)
    today = select(func.count()).select_from(Invitation).where(Invitation.invited_by == actor.person_id)
    made = session.exec(today.where(Invitation.made_at > now() - timedelta(days=1))).one()
    if made >= MOST_A_DAY and not at_least(actor, ADMIN):
        raise WrongState(f"You have invited {MOST_A_DAY} people today. Try again tomorrow.")


def _refuse_haste(invitation: Invitation) -> None:
    if _aware(invitation.made_at) + PAUSE > now():
        raise WrongState("We wrote to this address less than an hour ago. Try again later.")


def _aware(moment: datetime) -> datetime:
    """SQLite forgets the zone: what it holds is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _renew(session: Session, invitation: Invitation) -> str:
    """A new token: from now on it is the invitation's, and no other."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.made_at, invitation.expires_at = digest_of_token(token), now(), now() + LIFE
    session.add(invitation)
    session.flush()
    return token


def _note(session: Session, actor: Actor, action: str, invitation: Invitation) -> None:
    """Without the address: the log is kept for ever."""
    words = {"role": invitation.role, "organisation": invitation.organisation, "name": invitation.name}
    note(session, actor, action, f"invitation:{invitation.id}", **words)


def send_again(session: Session, actor: Actor, invitation: Invitation) -> str:
    """A new token for an open or outdated invitation; the old link ends. Raises NotAllowed, WrongState."""
    _require_over(actor, invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise WrongState("This invitation has ended. Make a new one.")
    _refuse_haste(invitation)
    token = _renew(session, invitation)
    _note(session, actor, "people.invite-again", invitation)
    return token


def withdraw_invitation(session: Session, actor: Actor, invitation: Invitation) -> None:
    """End an invitation before it is accepted. Raises NotAllowed, WrongState."""
    _require_over(actor, invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise WrongState("This invitation has ended already.")
    invitation.withdrawn_at = now()
    session.add(invitation)
    _note(session, actor, "people.withdraw-invitation", invitation)


def _require_over(actor: Actor, invitation: Invitation) -> None:
    if not may_invite(actor, invitation.role, invitation.organisation):
        raise NotAllowed("This invitation is not yours to change.")


def invitation_for(session: Session, token: str) -> Invitation:
    """The open invitation of a token. Raises LinkSpent, the same for used, withdrawn, old and unknown ones.

    An invitation ends too when whoever made it may not make it any more.
    """
    query = select(Invitation).where(Invitation.token_digest == digest_of_token(token))
    invitation = session.exec(query).first()
    if invitation is None or not _is_open(invitation) or not _is_backed(session, invitation):
        raise LinkSpent("This link does not work any more.")
    return invitation


def _is_open(invitation: Invitation) -> bool:
    ended = invitation.accepted_at or invitation.withdrawn_at
    return not ended and _aware(invitation.expires_at) > now()


def _is_backed(session: Session, invitation: Invitation) -> bool:
    if invitation.invited_by is None:
        return True  # from the command line
    by = session.get_one(Person, invitation.invited_by)
    theirs = frozenset(each.organisation for each in memberships_of(session, invitation.invited_by))
    actor = Somebody(by.id, by.name, role_of(session, invitation.invited_by), theirs)
    return by.active and may_invite(actor, invitation.role, invitation.organisation)


def accept(session: Session, token: str, *, name: str, password: str) -> Person:
    """Make the account of somebody who has none. ``password`` is its hash, never what was typed.

    Somebody who was removed begins anew, with the role of the invitation. Raises LinkSpent; WrongState for somebody
    who has an account, and must sign in to join.
    """
    invitation = invitation_for(session, token)
    person = person_by_email(session, invitation.email)
    if person is not None and person.active:
        raise WrongState("You have an account already. Sign in, then open the link again.")
    _use_up(session, invitation)
    person = person or Person(email=invitation.email, name="", fs_uniquifier="")
    person.name = " ".join(name.split())[:LONGEST_NAME]
    person.password, person.active, person.fs_uniquifier = password, True, new_uniquifier()
    session.add(person)
    session.flush()
    assert person.id is not None
    give_role(session, person.id, invitation.role)
    _enter(session, invitation, person)
    return person


def join_by_invitation(session: Session, actor: Actor, token: str, person: Person) -> None:
    """Let somebody who is signed in join the organisation they were invited to. Their role stays as it is.

    Raises LinkSpent; NotAllowed when the invitation is for another address, or not the person's own.
    """
    invitation = invitation_for(session, token)
    if invitation.email != person.email or actor.person_id != person.id:
        raise NotAllowed("This invitation is for another e-mail address than yours.")
    _use_up(session, invitation)
    _enter(session, invitation, person)


def _use_up(session: Session, invitation: Invitation) -> None:
    """Take an invitation, once: of two requests at the same moment the second finds it taken."""
    still_open = col(Invitation.accepted_at).is_(None) & col(Invitation.withdrawn_at).is_(None)
    taken = session.execute(
        update(Invitation).where(col(Invitation.id) == invitation.id, still_open).values(accepted_at=now())
    )
    assert isinstance(taken, CursorResult)
    if taken.rowcount != 1:
        raise LinkSpent("This link does not work any more.")


def _enter(session: Session, invitation: Invitation, person: Person) -> None:
    organisation, person_id = invitation.organisation, person.id or 0
    if organisation and session.get(Membership, (person_id, organisation)) is None:
        session.add(Membership(person_id=person_id, organisation=organisation))
    session.flush()
    themselves = Somebody(person_id, person.name, invitation.role)
    note(
        session, themselves, "people.accept", subject_of(person),
        invitation=invitation.id, role=invitation.role, organisation=organisation,
    )  # fmt: skip
