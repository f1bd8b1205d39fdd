"""How a page stands: checked, closed for a while, its last day, withdrawn, moved, or deleted before it was public."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import days
from localoffer.editor.page_being_written import Writing
from localoffer.editor.standing_page import StandingPage, offered
from localoffer.errors import InvalidEntry, NotAllowed, SlugTaken, WrongState
from localoffer.publishing import review, standing
from localoffer.publishing.permissions import require
from localoffer.records.people import EDITOR, PROVIDER, REVIEWER, Person
from localoffer.web.doors import desk, opened_to
from localoffer.web.formats import day
from localoffer.web.site import session

blueprint = Blueprint("standing", __name__, url_prefix="/editor")
Errors = dict[str, str]


@blueprint.get("/page/<entry_id>/standing")
@opened_to(PROVIDER)
def show(entry_id: str) -> ResponseReturnValue:
    """The state of a page in plain words, and what this person may do about it."""
    return _page(Writing.of(desk(), entry_id))


def _page(writing: Writing, errors: Errors | None = None) -> str:
    given = request.form if errors else {}
    page = StandingPage(writing)
    return render_template(
        "editor/standing/show.html", page=page, entry=writing.entry, given=given, errors=errors or {},
        since=days.typed(given, "since") if errors else days.boxes(page.desk.today),
        until=days.typed(given, "until"),
        last_day=days.typed(given, "last") if errors else days.boxes(writing.entry.expires_on),
    )  # fmt: skip


def _done(entry_id: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("standing.show", entry_id=entry_id), 303)


def _tried(writing: Writing, verb: Callable[[], str], place: str, *, shown: bool = True) -> ResponseReturnValue:
    """Do something and say it; what is refused is told at ``place``, with everything that was typed.

    ``shown``: the page has a form for it; else whoever asks has not seen the page as it is now.
    """
    if not shown:
        return _done(writing.entry.id, verb())
    try:
        said = verb()
    except InvalidEntry as problem:
        errors = {place: " ".join(StandingPage(writing).told(problem.problems))}
    except (ValueError, WrongState, SlugTaken) as problem:
        errors = {place: str(problem)}
    else:
        return _done(writing.entry.id, said)
    session().rollback()
    return _page(Writing.of(desk(), writing.entry.id), errors), 422


@blueprint.post("/page/<entry_id>/standing/check")
@opened_to(PROVIDER)
def check(entry_id: str) -> ResponseReturnValue:
    """Everything on the page is right today."""
    writing = Writing.of(desk(), entry_id)

    def verb() -> str:
        if request.form.get("right") != "yes":
            raise ValueError(_("Tick the box once you have read the whole page."))
        entry = review.mark_checked(writing.desk, writing.entry)
        return _("Thank you. The next check is due by %(day)s.", day=day(entry.review_due))

    return _tried(writing, verb, "right", shown=StandingPage(writing).may_check)


@blueprint.post("/page/<entry_id>/standing/close")
@opened_to(PROVIDER)
def close(entry_id: str) -> ResponseReturnValue:
    """Closed for a while."""
    writing = Writing.of(desk(), entry_id)
    errors: Errors = {}
    values = {name: _day_or_error(name, errors) for name in ("since", "until")}
    note = " ".join(request.form.get("note", "").split())[:300]
    if not values["since"] and "since-day" not in errors:
        errors["since-day"] = _("Say from which day it is closed.")
    if values["since"] and values["until"] and values["until"] < values["since"]:
        errors["until-day"] = _("The last day must not come before the first.")
    if not note:
        errors["note"] = _("Say why, in one sentence.")
    if errors and StandingPage(writing).is_public and not writing.entry.closed:
        return _page(writing, errors), 422
    closed = {name: value.isoformat() if value else None for name, value in values.items()} | {"note": note}

    def verb() -> str:
        standing.close(writing.desk, writing.entry, closed)
        return _("Families now read that it is closed for a while.")

    return _tried(writing, verb, "note", shown=StandingPage(writing).is_public and not writing.entry.closed)


def _day_or_error(name: str, errors: Errors) -> date | None:
    try:
        return days.read_day(request.form, name)
    except ValueError as problem:
        errors[f"{name}-day"] = str(problem)
        return None


@blueprint.post("/page/<entry_id>/standing/open")
@opened_to(PROVIDER)
def reopen(entry_id: str) -> ResponseReturnValue:
    """Open again."""
    writing = Writing.of(desk(), entry_id)

    def verb() -> str:
        standing.close(writing.desk, writing.entry, None)
        return _("Families no longer read that it is closed.")

    return _tried(writing, verb, "open", shown=StandingPage(writing).is_public and bool(writing.entry.closed))


@blueprint.post("/page/<entry_id>/standing/last-day")
@opened_to(REVIEWER)
def last_day(entry_id: str) -> ResponseReturnValue:
    """The day on which the page is taken down by itself."""
    writing = Writing.of(desk(), entry_id)

    def verb() -> str:
        chosen = None if request.form.get("do") == "never" else days.read_day(request.form, "last")
        if chosen is None and request.form.get("do") != "never":
            raise ValueError(_("Say on which day."))
        standing.withdraw_on(writing.desk, writing.entry, chosen)
        if chosen is None:
            return _("The page stays until somebody takes it down.")
        return _("The page will be taken down on %(day)s.", day=day(chosen))

    return _tried(writing, verb, "last-day", shown=writing.entry.state in standing.PUBLIC)


@blueprint.post("/page/<entry_id>/standing/owner")
@opened_to(EDITOR)
def owner(entry_id: str) -> ResponseReturnValue:
    """Who keeps the page right."""
    writing = Writing.of(desk(), entry_id)
    number = request.form.get("owner", "")
    person = session().get(Person, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if number and person is None:
        return _page(writing, {"owner": _("Choose somebody from the list.")}), 422

    def verb() -> str:
        standing.assign(writing.desk, writing.entry, person)
        if person is None:
            return _("Nobody looks after this page now.")
        return _("%(name)s looks after this page now.", name=person.name)

    return _tried(writing, verb, "owner")


@blueprint.post("/page/<entry_id>/standing/address")
@opened_to(REVIEWER)
def address(entry_id: str) -> ResponseReturnValue:
    """Another address; the old one leads to it."""
    writing = Writing.of(desk(), entry_id)
    slug = request.form.get("slug", "").strip()[:200]

    def verb() -> str:
        entry = standing.rename(writing.desk, writing.entry, slug)
        return _("The page stands at /%(address)s now.", address=entry.address)

    return _tried(writing, verb, "slug", shown=StandingPage(writing).may_move)


@blueprint.route("/page/<entry_id>/standing/withdraw", methods=["GET", "POST"])
@opened_to(REVIEWER)
def withdraw(entry_id: str) -> ResponseReturnValue:
    """Ask for the reason and for pages to look at instead, then take the page down."""
    writing = Writing.of(desk(), entry_id)
    require(writing.desk.actor, "withdraw", writing.entry)
    errors: Errors = {}
    if request.method == "POST":
        reason = " ".join(request.form.get("reason", "").split())
        if not reason:
            errors["reason"] = _("Say why the page is taken down.")
        instead = [offered(writing, request.form.get(f"instead-{place}", "")) for place in range(3)]
        errors |= {
            f"instead-{place}": _("Families see no page there. Write the address of one they can see.")
            for place, found in enumerate(instead)
            if found == ""
        }
        if not errors:
            return _withdraw(writing, reason, [each for each in instead if each])
    page = render_template(
        "editor/standing/withdraw.html", page=StandingPage(writing), entry=writing.entry, errors=errors,
        given=request.form,
    )  # fmt: skip
    return page, 422 if errors else 200


def _withdraw(writing: Writing, reason: str, instead: list[str]) -> ResponseReturnValue:
    if instead:
        with suppress(InvalidEntry):  # what today’s rules refuse must come down all the more
            standing.offer_instead(writing.desk, writing.entry, instead)
    review.take_down(writing.desk, writing.entry, reason)
    return _done(writing.entry.id, _("“%(title)s” has been taken down.", title=writing.entry.title))


@blueprint.route("/page/<entry_id>/standing/delete", methods=["GET", "POST"])
@opened_to(PROVIDER)
def delete(entry_id: str) -> ResponseReturnValue:
    """Ask first, then delete a page that was never public."""
    writing = Writing.of(desk(), entry_id)
    if writing.entry.revision:
        raise NotAllowed(_("This page was public, so it can only be taken down."))
    if request.method == "GET":
        return render_template("editor/standing/delete.html", entry=writing.entry)
    title = writing.entry.title
    standing.delete_draft(writing.desk, writing.entry)
    flash(_("“%(title)s” is deleted.", title=title))
    return redirect(url_for("desk.home"), 303)
