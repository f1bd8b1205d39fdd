"""Trying the desk: where the council is a demonstration, anybody may sign in as a ready person of each role."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import login_user
from sqlmodel import Session, func, select

from localoffer.errors import NotFound
from localoffer.publishing.people import give_role, new_uniquifier
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER, Membership, Person
from localoffer.web.accounts import Account
from localoffer.web.doors import EVERYBODY, PREFIX, actor, is_signed_in, opened_to
from localoffer.web.labels import ROLE_LABELS
from localoffer.web.sessions import demonstration_is_on
from localoffer.web.site import session

blueprint = Blueprint("demonstration", __name__, url_prefix=PREFIX)
#: Role -> the name of its demonstration person. They are made up.
NAMES = {PROVIDER: "Priya Provider", EDITOR: "Eddie Editor", REVIEWER: "Rhona Reviewer", ADMIN: "Adwoa Administrator"}


@blueprint.post("/try/<any(provider, editor, reviewer, admin):role>")
@opened_to(EVERYBODY)
def enter(role: str) -> ResponseReturnValue:
    """Sign in as the demonstration person of a role. Raises NotFound where there is no demonstration."""
    if not demonstration_is_on():
        raise NotFound("There is no such page.")
    person = _person(session(), role)
    account = session().get_one(Account, person.id)
    login_user(account, authn_via=["demonstration"])
    flash(_("You can try everything. What you change here is a demonstration."))
    return redirect(f"{PREFIX}/")


def _person(session: Session, role: str) -> Person:
    """The person of a role, made at the first use."""
    email = f"try-{role}@example.org"
    person = session.exec(select(Person).where(Person.email == email, Person.demonstration)).first()
    if person is None:
        person = Person(email=email, name=NAMES[role], demonstration=True, fs_uniquifier=new_uniquifier())
        session.add(person)
        session.flush()
        assert person.id is not None
        give_role(session, person.id, role)
        if role == PROVIDER and (organisation := _organisation(session)):
            session.add(Membership(person_id=person.id, organisation=organisation))
        session.flush()
    return person


def _organisation(session: Session) -> str | None:
    """The organisation that runs the most services."""
    of = Entry.fields["organisation"].as_string()
    query = select(of).where(Entry.kind == "service", Entry.state == PUBLISHED, of.is_not(None))
    return session.exec(query.group_by(of).order_by(func.count().desc(), of)).first()


def init_app(app: Flask) -> None:
    """Offer the demonstration where it is on, and say on every page of the desk who one is."""
    app.register_blueprint(blueprint)

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        if not request.path.startswith(PREFIX):
            return {}
        tries = is_signed_in() and current_user.demonstration
        return {
            "roles_to_try": [(role, ROLE_LABELS[role]) for role in NAMES] if demonstration_is_on() else [],
            "trying_as": ROLE_LABELS[actor().role] if tries else "",
        }
