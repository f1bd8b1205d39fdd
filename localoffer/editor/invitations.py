"""Invitations: asking somebody to the desk by mail, and the page on which they accept."""

from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.people import Choice
from localoffer.editor.people_list import ROLE_HINTS, PeopleList
from localoffer.errors import LinkSpent, NotFound, WrongState
from localoffer.publishing import invitations
from localoffer.publishing.invitations import LIFE, LONGEST_NAME, invitation_for
from localoffer.publishing.people import checked_email
from localoffer.records.people import PROVIDER, ROLES, Invitation, Person
from localoffer.records.people_queries import organisation_titles, person_by_email
from localoffer.web.doors import EVERYBODY, actor, is_signed_in, opened_to
from localoffer.web.labels import ROLE_LABELS
from localoffer.web.letters import whole_url, write_letter
from localoffer.web.passwords import faults_of_password, hash_of
from localoffer.web.site import session

#: Reserved for examples, so that no mail can arrive there (RFC 2606).
DEMONSTRATION_ADDRESSES = ("@example.org", ".example.org")
blueprint = Blueprint("invitations", __name__, url_prefix="/editor")


@dataclass
class InviteForm:
    """What was filled in, and what is wrong with it by field."""

    email: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def filled(cls) -> "InviteForm":
        """As it was sent; a choice there is none of needs no answer."""
        email, name, role, organisation = (
            request.form.get(each, "").strip()[:300] for each in ("email", "name", "role", "organisation")
        )
        return cls(email, name, role, organisation)

    def find_faults(self) -> None:
        """Fill ``errors``."""
        try:
            checked_email(self.email)
        except WrongState:
            self.errors["email"] = _("Write a whole e-mail address, like ana@example.org.")
        if self.role not in ROLES:
            self.errors["role"] = _("Choose what they may do.")
        if self.role == PROVIDER and not self.organisation:
            self.errors["organisation"] = _("Choose the organisation they write for.")


@blueprint.get("/people/invite")
@opened_to(PROVIDER)
def new() -> ResponseReturnValue:
    """The form to invite somebody."""
    return _form(InviteForm(organisation=request.args.get("organisation", "")[:100]))


def _form(form: InviteForm) -> ResponseReturnValue:
    everybody = PeopleList(session(), actor())
    roles = [role for role in ROLES if invitations.may_invite(actor(), role, None)] or [PROVIDER]
    page = render_template(
        "editor/people/invite.html", form=form, organisations=everybody.organisations_to_invite_to(),
        roles=[Choice(role, str(ROLE_LABELS[role]), str(ROLE_HINTS[role])) for role in roles], longest=LONGEST_NAME,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/people/invite")
@opened_to(PROVIDER)
def create() -> ResponseReturnValue:
    """Write the invitation and its letter together, or neither."""
    form = InviteForm.filled()
    form.find_faults()
    if _is_trying() and not form.email.lower().endswith(DEMONSTRATION_ADDRESSES):
        form.errors.setdefault("email", _("This is a demonstration. Use an address that ends in example.org."))
    if form.errors:
        return _form(form)
    organisation = form.organisation if form.role == PROVIDER else None
    try:
        invitation, token = invitations.invite(
            session(), actor(), email=form.email, name=form.name, role=form.role, organisation=organisation
        )
    except NotFound:
        form.errors["organisation"] = _("Choose the organisation they write for.")
        return _form(form)
    except WrongState as problem:
        form.errors["email"] = str(problem)
        return _form(form)
    _write(invitation, token)
    flash(_("We have written to %(email)s.", email=invitation.email))
    return redirect(url_for("people.index"))


def _is_trying() -> bool:
    """True for somebody who only tries the desk: nobody outside gets mail from them."""
    person = session().get(Person, actor().person_id)
    return person is not None and person.demonstration


def _write(invitation: Invitation, token: str) -> None:
    write_letter(
        session(), key=f"invitation:{invitation.token_digest}", to=invitation.email, template="invitation",
        name=invitation.name, by=actor().name, organisation=_organisation(invitation), days=LIFE.days,
        link=whole_url("invitations.show", token=token),
    )  # fmt: skip


def _organisation(invitation: Invitation) -> str:
    slug = invitation.organisation or ""
    return organisation_titles(session()).get(slug, slug)


@blueprint.post("/people/invitations/<int:invitation_id>/again")
@opened_to(PROVIDER)
def again(invitation_id: int) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    invitation = _invitation(invitation_id)
    _write(invitation, invitations.send_again(session(), actor(), invitation))
    flash(_("We have written to %(email)s again. The old link does not work any more.", email=invitation.email))
    return redirect(url_for("people.index"))


@blueprint.post("/people/invitations/<int:invitation_id>/withdraw")
@opened_to(PROVIDER)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """End an invitation."""
    invitation = _invitation(invitation_id)
    invitations.withdraw_invitation(session(), actor(), invitation)
    flash(_("The invitation to %(email)s has ended.", email=invitation.email))
    return redirect(url_for("people.index"))


def _invitation(invitation_id: int) -> Invitation:
    invitation = session().get(Invitation, invitation_id) if invitation_id < 2**31 else None
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation


@blueprint.get("/invitation/<token>")
@opened_to(EVERYBODY)
def show(token: str) -> ResponseReturnValue:
    """Who invites to what, and the way in. Opening the page uses nothing up: mail programs open links too."""
    try:
        return _accept_page(token, invitation_for(session(), token))
    except LinkSpent:
        return _spent()


def _spent() -> ResponseReturnValue:
    """One page for used, withdrawn, old and unknown links: it tells nobody which."""
    return render_template("editor/people/spent.html"), 410


def _accept_page(token: str, invitation: Invitation, *, name: str = "", errors: dict[str, str] | None = None) -> (
    ResponseReturnValue
):  # fmt: skip
    held = person_by_email(session(), invitation.email)
    inviter = session().get(Person, invitation.invited_by) if invitation.invited_by else None
    page = render_template(
        "editor/people/accept.html", token=token, invitation=invitation, inviter=inviter.name if inviter else "",
        organisation=_organisation(invitation), role_label=str(ROLE_LABELS[invitation.role]),
        role_hint=str(ROLE_HINTS[invitation.role]), step=_step(held), name=name or invitation.name,
        errors=errors or {}, longest=LONGEST_NAME,
    )  # fmt: skip
    return page, 422 if errors else 200


def _step(held: Person | None) -> str:
    """What whoever opened the link does next: ``join``, ``sign in``, ``sign out`` or ``begin`` an account."""
    has_account = held is not None and held.active
    if is_signed_in():
        return "join" if has_account and held is not None and held.id == actor().person_id else "sign out"
    return "sign in" if has_account else "begin"


@blueprint.post("/invitation/<token>")
@opened_to(EVERYBODY)
def accept(token: str) -> ResponseReturnValue:
    """Make the account; sign-in then asks for the second factor."""
    try:
        invitation = invitation_for(session(), token)
        name = " ".join(request.form.get("name", "").split())
        password = request.form.get("password", "")
        errors = _faults(name, password, invitation.email)
        if errors:
            return _accept_page(token, invitation, name=name[:LONGEST_NAME], errors=errors)
        invitations.accept(session(), token, name=name, password=hash_of(password))
    except LinkSpent:
        return _spent()
    flash(_("Your account is ready. Sign in, then set up your second step."))
    return redirect(url_for("security.login"))


def _faults(name: str, password: str, email: str) -> dict[str, str]:
    errors = {}
    if not 0 < len(name) <= LONGEST_NAME:
        errors["name"] = _("Write your name, in at most %(count)s letters.", count=LONGEST_NAME)
    if faults := faults_of_password(password, name=name, email=email):
        errors["password"] = " ".join(faults)
    return errors


@blueprint.post("/invitation/<token>/join")
@opened_to(PROVIDER)
def join(token: str) -> ResponseReturnValue:
    """Join the organisation, for somebody who has an account."""
    person = session().get_one(Person, actor().person_id)
    try:
        organisation = _organisation(invitation_for(session(), token))
        invitations.join_by_invitation(session(), actor(), token, person)
    except LinkSpent:
        return _spent()
    flash(_("You now write for %(organisation)s.", organisation=organisation))
    return redirect(url_for("people.index"))
