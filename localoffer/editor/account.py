"""My account: name, password, second step and passkeys of whoever is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.errors import NotAllowed
from localoffer.publishing.audit import note
from localoffer.publishing.people import sign_out_everywhere, subject_of
from localoffer.records.people import PROVIDER, Person
from localoffer.records.people_queries import memberships_of, organisation_titles, passkeys_of
from localoffer.web import sessions
from localoffer.web.doors import actor, opened_to
from localoffer.web.labels import ROLE_LABELS
from localoffer.web.site import session

blueprint = Blueprint("account", __name__, url_prefix="/editor/account")
LONGEST_NAME = 100


@blueprint.get("")
@opened_to(PROVIDER)
def show() -> ResponseReturnValue:
    """The account of whoever is signed in. From here recovery codes are new ones, and lead back here."""
    cookie.pop(sessions.AFTER_CODES, None)
    return _page(_myself().name)


@blueprint.post("/name")
@opened_to(PROVIDER)
def rename() -> ResponseReturnValue:
    """Change one's own name: what others see beside what one did from now on."""
    _refuse_demonstration()
    name = " ".join(request.form.get("name", "").replace("\0", " ").split())
    if not 0 < len(name) <= LONGEST_NAME:
        return _page(name, _("Write your name, in at most %(count)s letters.", count=LONGEST_NAME)), 422
    person = _myself()
    note(session(), actor(), "account.name", subject_of(person), before=person.name, name=name)
    person.name = name
    session().add(person)
    flash(_("Your name is changed."))
    return redirect(url_for("account.show"))


@blueprint.post("/sign-out-everywhere")
@opened_to(PROVIDER)
def sign_out() -> ResponseReturnValue:
    """End every session, this one too."""
    _refuse_demonstration()
    sign_out_everywhere(session(), actor(), _myself())
    sessions.end()
    flash(_("You are signed out on every device."))
    return redirect(url_for("security.login"))


def _page(name: str, error: str = "") -> str:
    person = _myself()
    titles = organisation_titles(session())
    slugs = [each.organisation for each in memberships_of(session(), person.id or 0)]
    return render_template(
        "editor/account/show.html", person=person, name=name, error=error, role=ROLE_LABELS[actor().role],
        organisations=[(slug, titles.get(slug, slug)) for slug in slugs],
        passkeys=passkeys_of(session(), person.id or 0), codes_left=len(person.mf_recovery_codes or []),
    )  # fmt: skip


def _myself() -> Person:
    return session().get_one(Person, actor().person_id)


def _refuse_demonstration() -> None:
    """Raises NotAllowed for a demonstration person, whom everybody shares."""
    if _myself().demonstration:
        raise NotAllowed(
            _("This person is for trying the desk. Everybody shares them, so their account stays as it is.")
        )
