"""People: who may sign in, for which organisations, and what administrators do about it."""

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.editor.people_list import ROLE_HINTS, PeopleList
from localoffer.errors import NotFound
from localoffer.publishing import people
from localoffer.records.people import ADMIN, PROVIDER, ROLES, Person
from localoffer.records.people_queries import active_people, members_of, pages_owned
from localoffer.web.doors import actor, opened_to
from localoffer.web.labels import ROLE_LABELS
from localoffer.web.site import session

blueprint = Blueprint("people", __name__, url_prefix="/editor/people")
LONGEST_WORDS = 100


@blueprint.get("")
@opened_to(PROVIDER)
def index() -> ResponseReturnValue:
    """Everybody whom the reader may see, open invitations, and organisations that nobody keeps."""
    words = request.args.get("q", "")[:LONGEST_WORDS].strip()
    everybody = PeopleList(session(), actor())
    return render_template(
        "editor/people/index.html", list=everybody, people=everybody.people(words), words=words,
        is_admin=actor().role == ADMIN, is_provider=actor().role == PROVIDER,
    )  # fmt: skip


@blueprint.get("/<int:person_id>")
@opened_to(ADMIN)
def show(person_id: int) -> ResponseReturnValue:
    """One person and everything that can be done about them."""
    person = _person(person_id)
    everybody = PeopleList(session(), actor())
    view = everybody.one(person)
    held = {each.slug for each in view.organisations}
    return render_template(
        "editor/people/show.html", person=view, active=person.active, is_self=person.id == actor().person_id,
        roles=[Choice(role, str(ROLE_LABELS[role]), str(ROLE_HINTS[role])) for role in ROLES],
        organisations=[(slug, title) for slug, title in everybody.titles.items() if slug not in held],
        others=[each for each in active_people(session()) if each.id != person.id],
        pages=pages_owned(session(), person_id),
    )  # fmt: skip


class Choice(NamedTuple):
    """One answer of a question with a hint to each."""

    value: str
    label: str
    hint: str


def _person(person_id: int) -> Person:
    person = session().get(Person, person_id) if person_id < 2**31 else None
    if person is None:
        raise NotFound("There is no such person.")
    return person


def _back_to(person_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.post("/<int:person_id>/role")
@opened_to(ADMIN)
def change_role(person_id: int) -> ResponseReturnValue:
    """Give another role."""
    person, role = _person(person_id), request.form.get("role", "")
    people.change_role(session(), actor(), person, role)
    return _back_to(
        person_id, _("%(name)s has this role now: %(role)s.", name=person.name, role=str(ROLE_LABELS[role]))
    )


@blueprint.post("/<int:person_id>/organisations")
@opened_to(ADMIN)
def join(person_id: int) -> ResponseReturnValue:
    """Add an organisation, or change whether the person is trusted there."""
    person, slug = _person(person_id), request.form.get("organisation", "")
    people.join(session(), actor(), person, slug, trusted=request.form.get("trusted") == "yes")
    title = people.require_organisation(session(), slug).title
    return _back_to(
        person_id, _("Saved what %(name)s does for %(organisation)s.", name=person.name, organisation=title)
    )


@blueprint.post("/<int:person_id>/organisations/leave")
@opened_to(ADMIN)
def take_out(person_id: int) -> ResponseReturnValue:
    """Take somebody out of an organisation."""
    person, slug = _person(person_id), request.form.get("organisation", "")
    alone = people.leave(session(), actor(), person, slug)
    title = PeopleList(session(), actor()).titles.get(slug, slug)
    said = _("%(name)s no longer acts for %(organisation)s.", name=person.name, organisation=title)
    return _back_to(person_id, f"{said} {nobody_keeps(title)}" if alone else said)


def nobody_keeps(title: str) -> str:
    """What is said when the last member of an organisation has gone."""
    return _("Nobody keeps the pages of %(organisation)s now.", organisation=title)


@blueprint.post("/<int:person_id>/hand-over")
@opened_to(ADMIN)
def hand_over(person_id: int) -> ResponseReturnValue:
    """Give everything a person keeps to another."""
    person, to = _person(person_id), _person(request.form.get("to", 0, type=int))
    count = people.hand_over(session(), actor(), person, to)
    said = ngettext(
        "%(name)s keeps %(num)s more page now, and the organisations of %(from_name)s.",
        "%(name)s keeps %(num)s more pages now, and the organisations of %(from_name)s.",
        count, name=to.name, from_name=person.name,
    )  # fmt: skip
    return _back_to(person_id, said)


@blueprint.post("/<int:person_id>/sign-out")
@opened_to(ADMIN)
def sign_out(person_id: int) -> ResponseReturnValue:
    """End every session of a person."""
    person = _person(person_id)
    people.sign_out_everywhere(session(), actor(), person)
    return _back_to(person_id, _("%(name)s is signed out everywhere.", name=person.name))


@blueprint.post("/<int:person_id>/second-step")
@opened_to(ADMIN)
def forget_second_step(person_id: int) -> ResponseReturnValue:
    """For somebody who has lost their phone."""
    person = _person(person_id)
    people.forget_second_step(session(), actor(), person)
    return _back_to(person_id, _("%(name)s sets up a new second step when they sign in.", name=person.name))


@blueprint.get("/<int:person_id>/remove")
@opened_to(ADMIN)
def ask_to_remove(person_id: int) -> ResponseReturnValue:
    """Say what removing somebody means, and ask."""
    person = _person(person_id)
    if not person.active or person_id == actor().person_id:
        return redirect(url_for("people.show", person_id=person_id))
    view = PeopleList(session(), actor()).one(person)
    alone = [each.title for each in view.organisations if len(members_of(session(), each.slug)) == 1]
    return render_template(
        "editor/people/remove.html", person=view, alone=alone, pages=pages_owned(session(), person_id)
    )


@blueprint.post("/<int:person_id>/remove")
@opened_to(ADMIN)
def remove(person_id: int) -> ResponseReturnValue:
    """Shut somebody out."""
    person = _person(person_id)
    alone = people.remove(session(), actor(), person)
    titles = PeopleList(session(), actor()).titles
    said = [_("%(name)s can no longer sign in.", name=person.name)]
    flash(" ".join(said + [nobody_keeps(titles.get(slug, slug)) for slug in alone]))
    return redirect(url_for("people.index"))


@blueprint.get("/leave/<slug>")
@opened_to(PROVIDER)
def ask_to_leave(slug: str) -> ResponseReturnValue:
    """Ask whoever is signed in whether they want to leave an organisation of theirs."""
    title = _own_organisation(slug)
    last = len(members_of(session(), slug)) == 1
    return render_template("editor/people/leave.html", title=title, slug=slug, last=last)


@blueprint.post("/leave/<slug>")
@opened_to(PROVIDER)
def leave(slug: str) -> ResponseReturnValue:
    """Leave an organisation."""
    title = _own_organisation(slug)
    alone = people.leave(session(), actor(), _person(actor().person_id or 0), slug)
    said = _("You have left %(organisation)s.", organisation=title)
    flash(f"{said} {nobody_keeps(title)} {_('The editors can see that.')}" if alone else said)
    return redirect(url_for("people.index"))


def _own_organisation(slug: str) -> str:
    if slug not in actor().organisations:
        abort(404)
    return PeopleList(session(), actor()).titles.get(slug, slug)
