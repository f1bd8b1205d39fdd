"""The desk itself: what waits for whoever is signed in, the list of all pages, and what is done to many at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import desk_bulk, desk_duplicates, desk_home, desk_links, desk_list, desk_quality_page
from localoffer.editor.desk_words import ALIKE, SORTS
from localoffer.errors import NotFound
from localoffer.publishing import bulk
from localoffer.publishing.permissions import at_least, require
from localoffer.publishing.review import mark_checked
from localoffer.publishing.told_apart import tell_apart
from localoffer.records.entries import Entry
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER
from localoffer.records.upkeep import BulkAction
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import session

blueprint = Blueprint("desk", __name__, url_prefix="/editor")


@blueprint.get("/")
@opened_to(PROVIDER)
def home() -> ResponseReturnValue:
    """What waits for this person. For a provider: their pages, and what came back."""
    here = desk()
    if at_least(here.actor, EDITOR):
        return render_template("editor/desk/home.html", blocks=desk_home.blocks(here))
    return render_template("editor/desk/provider.html", **desk_home.provider(here))


@blueprint.post("/page/<entry_id>/still-right")
@opened_to(PROVIDER)
def still_right(entry_id: str) -> ResponseReturnValue:
    """Everything on this page is right as of today, as far as this person has seen it."""
    entry = _entry(entry_id)
    if request.form.get("seen") != str(entry.revision):
        flash(_("Somebody has changed “%(title)s”. Look at it first.", title=entry.title))
        return redirect(url_for("desk.home"))
    mark_checked(desk(), entry)
    flash(_("Thank you. “%(title)s” is marked as checked today.", title=entry.title))
    return redirect(url_for("desk.home"))


@blueprint.get("/pages")
@opened_to(PROVIDER)
def entries() -> ResponseReturnValue:
    """Every page this person may see, narrowed and sorted as asked."""
    here = desk()
    asked = desk_list.asked(request.args)
    return render_template(
        "editor/desk/entries.html", listing=desk_list.find(here, asked), asked=asked, sorts=SORTS,
        choices=desk_list.choices(here, asked), chips=desk_list.chips(here, asked),
        actions=desk_bulk.actions_for(here), is_editor=at_least(here.actor, EDITOR),
    )  # fmt: skip


@blueprint.get("/pages/several")
@opened_to(EDITOR)
def several() -> ResponseReturnValue:
    """What would be done to the pages that were ticked, before it is done."""
    here = desk()
    choice = desk_bulk.chosen(here, request.args)
    if not choice.entries or choice.action not in dict(desk_bulk.actions_for(here)):
        flash(_("Tick at least one page.") if not choice.entries else _("Choose what to do with these pages."))
        return redirect(desk_list.asked(request.args).url)
    if choice.needs_a_value:
        return render_template("editor/desk/choose.html", choice=choice, values=desk_bulk.values_for(here, choice))
    plan = bulk.plan(here, choice.action, choice.value or "", choice.entries)
    return render_template(
        "editor/desk/confirm.html", choice=choice, will=desk_bulk.listed(plan.will), most=bulk.MOST_AT_ONCE,
        heading=desk_bulk.said(here, choice.action, choice.value or "", len(plan.will)),
        cannot=desk_bulk.refused(plan.cannot), seen=desk_bulk.digest_of_plan(plan),
    )  # fmt: skip


@blueprint.post("/pages/several")
@opened_to(EDITOR)
def carry_out() -> ResponseReturnValue:
    """Do it, if it is still what was shown."""
    here = desk()
    choice = desk_bulk.chosen(here, request.form)
    value, reason = choice.value or "", request.form.get("reason", "").strip()
    if choice.action == bulk.WITHDRAW and not reason:
        flash(_("Say why you take them down."))
        return redirect(choice.url)
    if desk_bulk.digest_of_plan(bulk.plan(here, choice.action, value, choice.entries)) != request.form.get("seen"):
        flash(_("Something has changed since you looked. Look at the pages again."))
        return redirect(choice.url)
    done = bulk.carry_out(here, choice.action, value, choice.entries, reason=reason)
    return redirect(url_for("desk.done", number=done.id))


@blueprint.get("/pages/several/<int(max=999999999):number>")
@opened_to(EDITOR)
def done(number: int) -> ResponseReturnValue:
    """What was done to many pages, and the way to undo it."""
    here = desk()
    return render_template("editor/desk/done.html", **desk_bulk.outcome(here, _bulk_action(number)))


@blueprint.post("/pages/several/<int(max=999999999):number>/undo")
@opened_to(EDITOR)
def undo(number: int) -> ResponseReturnValue:
    """Put everything back that has not changed since."""
    refused = bulk.undo(desk(), _bulk_action(number))
    flash(_("Some pages stay as they are. See why below.") if refused else _("Everything is as it was before."))
    return redirect(url_for("desk.done", number=number))


@blueprint.get("/page/<entry_id>/quality")
@opened_to(PROVIDER)
def quality(entry_id: str) -> ResponseReturnValue:
    """Why a page is not complete, and where each thing is mended."""
    here, entry = desk(), _entry(entry_id)
    require(here.actor, "edit", entry)
    return render_template("editor/desk/quality.html", entry=entry, **desk_quality_page.view(here, entry))


@blueprint.get("/duplicates")
@opened_to(EDITOR)
def duplicates() -> ResponseReturnValue:
    """Pages that may be about the same thing."""
    pairs = desk_duplicates.likely_duplicates(desk())
    return render_template(
        "editor/desk/duplicates.html", pairs=pairs[: desk_duplicates.MOST], count=len(pairs), alike=ALIKE
    )


@blueprint.get("/duplicates/compare")
@opened_to(EDITOR)
def compare() -> ResponseReturnValue:
    """Two pages side by side."""
    one, other = (_entry(request.args.get(name, "")) for name in ("one", "other"))
    return render_template(
        "editor/desk/compare.html", one=one, other=other, rows=desk_duplicates.side_by_side(one, other),
        may_take_down=at_least(desk().actor, REVIEWER),
    )  # fmt: skip


@blueprint.post("/duplicates/two-things")
@opened_to(EDITOR)
def two_things() -> ResponseReturnValue:
    """Note that two pages are about different things."""
    one, other = (_entry(request.form.get(name, "")) for name in ("one", "other"))
    tell_apart(desk(), one, other)
    flash(_("Noted: “%(one)s” and “%(other)s” are two different things.", one=one.title, other=other.title))
    return redirect(url_for("desk.duplicates"))


@blueprint.get("/links")
@opened_to(EDITOR)
def links() -> ResponseReturnValue:
    """Links that do not work."""
    return render_template("editor/desk/links.html", links=desk_links.broken(desk()))


@blueprint.post("/links/again")
@opened_to(EDITOR)
def try_link_again() -> ResponseReturnValue:
    """Have the job try a link soon."""
    desk_links.try_again(desk(), request.form.get("url", ""))
    flash(_("The link will be tried again within the hour."))
    return redirect(url_for("desk.links"))


def _entry(entry_id: str) -> Entry:
    entry = session().get(Entry, entry_id)
    if entry is None:
        raise NotFound("There is no such page.")
    return entry


def _bulk_action(number: int) -> BulkAction:
    """What this person did under a number; administrators may look at everybody’s."""
    actor, found = desk().actor, session().get(BulkAction, number)
    if found is None or (found.person_id != actor.person_id and not at_least(actor, ADMIN)):
        raise NotFound("Nothing was done under this number.")
    return found
