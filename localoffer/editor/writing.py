"""Writing a page: begin it, fill in its sections, hand it in."""

from typing import Any, cast

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import kept_words, notices
from localoffer.editor.beginning import KIND_HINTS, kinds_open_to, missing_at_first, start_values, to_begin
from localoffer.editor.clashes import choices, clashes, decided, differing
from localoffer.editor.forms.fields import Raw
from localoffer.editor.forms.reading import read
from localoffer.editor.forms.repeating import done
from localoffer.editor.forms.showing import show
from localoffer.editor.named_pages import NamedPages
from localoffer.editor.page_being_written import Writing, around
from localoffer.editor.reports_page import lines_about
from localoffer.editor.section_form import FIND, SectionForm
from localoffer.editor.sending import check_before_sending, said
from localoffer.editor.task_list import QUICK_READ, label_of
from localoffer.errors import HardToRead, NotFound, SlugTaken, StaleEdit, WrongState
from localoffer.publishing import drafts, review
from localoffer.publishing.fields import digest_of_fields
from localoffer.records.entries import SUBMITTED
from localoffer.records.moments import now
from localoffer.records.people import PROVIDER
from localoffer.web.doors import desk, opened_to
from localoffer.web.formats import clock
from localoffer.web.site import reference, session, site

blueprint = Blueprint("writing", __name__, url_prefix="/editor")
blueprint.record_once(lambda state: kept_words.init_app(cast(Flask, state.app)))
#: Values of the button ``do``; any other leads back to the task list.
GO_ON, STAY = "save", "stay"


@blueprint.get("/new")
@opened_to(PROVIDER)
def choose() -> ResponseReturnValue:
    """Which kind of page is begun?"""
    kinds = [(kind, KIND_HINTS[kind]) for kind in kinds_open_to(desk().actor)]
    return render_template("editor/writing/choose.html", kinds=kinds)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@opened_to(PROVIDER)
def begin(kind: str) -> ResponseReturnValue:
    """Give the page its name, and begin it."""
    here = desk()
    if kind not in kinds_open_to(here.actor):
        raise NotFound("There is no such kind of page that you may begin.")
    specs = to_begin(here, kind)
    if request.method == "GET":
        return render_template("editor/writing/begin.html", kind=kind, fields=show(specs, {}, around(here)))
    raw = NamedPages(here.session, here.actor).settled(specs, read(specs, request.form))
    if wrong := missing_at_first(here, kind, raw):
        views = show(specs, raw, around(here), wrong)
        return render_template("editor/writing/begin.html", kind=kind, fields=views), 422
    entry = drafts.begin(here, kind, raw["title"], start_values(here, kind, raw, reference().framework))
    return redirect(url_for("writing.show", entry_id=entry.id), 303)


@blueprint.get("/find-page.json")
@opened_to(PROVIDER)
def find_page() -> ResponseReturnValue:
    """Pages with some words in their name, for fields that name a page."""
    here = desk()
    found = NamedPages(here.session, here.actor).like(request.args.get("kind", ""), request.args.get("q", ""))
    return jsonify(pages=[{"title": title, "address": address} for title, address in found])


@blueprint.get("/page/<entry_id>", endpoint="show")
@opened_to(PROVIDER)
def task_list(entry_id: str) -> ResponseReturnValue:
    """What is done and what is still to do."""
    writing = Writing.of(desk(), entry_id)
    revision = writing.revision
    basis = revision.quick_read_basis if revision else writing.entry.quick_read_basis
    return render_template(
        "editor/writing/show.html", writing=writing, entry=writing.entry, revision=revision,
        quick_read_problems=[each for each in writing.problems if each.section == QUICK_READ],
        drifted=drafts.has_drifted(writing.words, basis), returned=_returned(writing),
        reports=lines_about(writing.desk, writing.entry),
    )  # fmt: skip


def _returned(writing: Writing) -> list[dict[str, Any]]:
    """What the reviewer sent back: the field, the reason, and the section that asks for it."""
    reasons = writing.revision.returned if writing.revision else {}
    return [
        {
            "field": name,
            "label": label_of(writing.kind, name),
            "reason": reason,
            "section": writing.section_asking(name),
        }
        for name, reason in (reasons or {}).items()
    ]


@blueprint.route("/page/<entry_id>/write/<section>", methods=["GET", "POST"], endpoint="section")
@opened_to(PROVIDER)
def section_page(entry_id: str, section: str) -> ResponseReturnValue:
    """The form of one section."""
    form = SectionForm.of(Writing.of(desk(), entry_id), section)
    if request.method == "POST":
        return _sent(form)
    if not form.writing.may_write:
        return redirect(url_for("writing.show", entry_id=entry_id))
    kept = form.kept()
    raw = form.held() | (kept.values["raw"] if kept else {})
    views = form.views(raw, checked="check" in request.args, add=request.args.get("add", ""))
    if "find" in request.args:
        form.find_place(views, raw, site().postcodes)
    return render_template(
        "editor/writing/section.html", form=form, entry=form.writing.entry, fields=views, kept=kept,
        go=request.args.get("go", ""), seen=kept.values["seen"] if kept else form.seen(),
        checked="check" in request.args, next_section=form.writing.next_section(section),
        returned=[each for each in _returned(form.writing) if each["section"] == section],
    )  # fmt: skip


def _sent(form: SectionForm) -> ResponseReturnValue:
    problems: list[tuple[str, Any]] = []
    raw, seen = form.read(request.form, problems), request.form.get("seen", "")
    order = request.form.get("do", "")
    changed, go = done(form.specs, raw, order)
    raw = raw if order.startswith("add:") else changed  # an empty line is only shown, not saved
    by_script = request.accept_mimetypes.best == "application/json"
    try:
        form.save(raw, seen)
    except StaleEdit as error:
        return _clash(form, raw, seen, error, by_script=by_script)
    except WrongState as error:
        if not by_script:
            form.keep(raw, seen, kept_words.SENT)
            flash(_("Somebody sent this page meanwhile. What you wrote is kept for you, in this section."))
            return redirect(url_for("writing.show", entry_id=form.writing.entry.id), 303)
        return jsonify(message=str(error)), 409
    if by_script:
        return jsonify(saved_at=clock(now()), seen=digest_of_fields(form.writing.words, list(raw)))
    for _name, sentence in problems:
        flash(sentence)
    return _after(form, order, go)


def _after(form: SectionForm, order: str, go: str) -> ResponseReturnValue:
    """Where to go once a section is saved."""
    here: dict[str, Any] = {"entry_id": form.writing.entry.id, "section": form.section.key}
    if go:
        added = order.removeprefix("add:") if order.startswith("add:") else None
        return redirect(url_for("writing.section", **here, add=added, go=go, _anchor=go), 303)
    if order == FIND:
        return redirect(
            url_for("writing.section", **here, find="venue", go="venue.postcode", _anchor="venue-group"), 303
        )
    if order == STAY:
        return redirect(url_for("writing.section", **here), 303)
    if order == GO_ON and form.is_wrong():
        flash(_("Saved. Something here is still missing or wrong."))
        return redirect(url_for("writing.section", **here, check="yes"), 303)
    following = form.writing.next_section(form.section.key) if order == GO_ON else None
    if following:
        return redirect(url_for("writing.section", entry_id=here["entry_id"], section=following), 303)
    flash(_("Saved. Families do not see it yet."))
    return redirect(url_for("writing.show", entry_id=here["entry_id"]), 303)


def _clash(form: SectionForm, raw: Raw, seen: str, error: StaleEdit, *, by_script: bool) -> ResponseReturnValue:
    """Somebody else saved first: keep the words, and show both versions."""
    if by_script:
        return jsonify(message=_("%(name)s changed this too. Save, and choose between both.", name=error.by)), 409
    form.keep(raw, seen, kept_words.STALE)
    session().commit()  # the words must stay, although this is answered as a conflict
    return _both_versions(form, raw), 409


def _both_versions(form: SectionForm, mine: Raw, chosen: dict[str, str] | None = None) -> str:
    specs = tuple(each for each in form.specs if each.name in mine)
    theirs = form.held()
    names = [each.name for each in differing(specs, mine, theirs)]
    error = "" if chosen is None else _("Choose one of the two.")
    return render_template(
        "editor/writing/clash.html", form=form, revision=form.writing.revision, names=names,
        seen=digest_of_fields(form.writing.words, names), me=form.writing.desk.actor.name,
        clashes=clashes(specs, mine, theirs, around(form.writing.desk), chosen or {}, error),
    )  # fmt: skip


@blueprint.post("/page/<entry_id>/write/<section>/choose")
@opened_to(PROVIDER)
def settle(entry_id: str, section: str) -> ResponseReturnValue:
    """Save what somebody chose of both versions, field by field."""
    form = SectionForm.of(Writing.of(desk(), entry_id), section)
    kept = form.kept()
    here = redirect(url_for("writing.section", entry_id=entry_id, section=section), 303)
    if kept is None:
        return here
    mine: Raw = kept.values["raw"]
    differ = differing(tuple(each for each in form.specs if each.name in mine), mine, form.held())
    names, chosen = [each.name for each in differ], choices(differ, request.form)
    if request.form.get("seen") != digest_of_fields(form.writing.words, names):
        return _both_versions(form, mine), 409
    if set(chosen) != set(names):
        return _both_versions(form, mine, chosen), 422
    values = decided(mine, chosen)
    form.save(values, digest_of_fields(form.writing.words, list(values)))
    form.drop_kept()
    flash(_("Saved, as you chose."))
    return here


@blueprint.post("/page/<entry_id>/write/<section>/drop")
@opened_to(PROVIDER)
def drop_kept(entry_id: str, section: str) -> ResponseReturnValue:
    """Forget what was kept of a section."""
    form = SectionForm.of(Writing.of(desk(), entry_id), section)
    form.drop_kept()
    flash(_("What we had kept is gone."))
    return redirect(url_for("writing.section", entry_id=entry_id, section=section), 303)


@blueprint.post("/page/<entry_id>/take-back")
@opened_to(PROVIDER)
def take_back(entry_id: str) -> ResponseReturnValue:
    """Go on writing what was sent for review."""
    writing = Writing.of(desk(), entry_id)
    drafts.take_back(writing.desk, writing.entry)
    flash(_("You have taken it back. You can go on writing."))
    return redirect(url_for("writing.show", entry_id=entry_id), 303)


@blueprint.route("/page/<entry_id>/give-up", methods=["GET", "POST"])
@opened_to(PROVIDER)
def give_up(entry_id: str) -> ResponseReturnValue:
    """Ask first, then give up the changes."""
    writing = Writing.of(desk(), entry_id)
    if not writing.entry.revision:  # without its first draft there would be no page
        return redirect(url_for("standing.delete", entry_id=entry_id), 303)
    if request.method == "GET":
        return render_template("editor/writing/give_up.html", writing=writing, entry=writing.entry)
    drafts.give_up(writing.desk, writing.entry)
    flash(_("The changes to “%(title)s” are given up.", title=writing.entry.title))
    return redirect(url_for("writing.show", entry_id=entry_id), 303)


@blueprint.route("/page/<entry_id>/send", methods=["GET", "POST"])
@opened_to(PROVIDER)
def send(entry_id: str) -> ResponseReturnValue:
    """Look at everything once more, then send it."""
    writing = Writing.of(desk(), entry_id)
    if not writing.may_write or writing.revision is None:
        return redirect(url_for("writing.show", entry_id=entry_id), 303)
    found = check_before_sending(writing)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        checked, reason = request.form.get("checked") == "yes", request.form.get("reason", "")
        errors = found.refused(checked=checked or bool(writing.entry.revision), reason=reason)
        if not errors:
            errors = _hand_in(
                writing,
                checked=checked,
                reason=reason,
                at_once=found.may_publish and request.form.get("do") == "publish",
            )
        if not errors:
            return redirect(url_for("writing.sent", entry_id=entry_id), 303)
    return render_template(
        "editor/writing/send.html", writing=writing, entry=writing.entry, found=found, errors=errors,
        given=request.form, said=said,
    ), 422 if errors else 200  # fmt: skip


def _hand_in(writing: Writing, *, checked: bool, reason: str, at_once: bool) -> dict[str, Any]:
    """Send it; reviewers may publish it in one go. Returns what kept it from being sent: field -> sentence."""
    here, entry = writing.desk, writing.entry
    try:
        revision = review.hand_in(here, entry, checked=checked, note=request.form.get("note", ""), reason=reason)
    except SlugTaken as error:
        return {"slug": str(error)}
    except HardToRead as error:
        return {"reason": str(error)}
    if at_once and revision.state == SUBMITTED:
        review.decide(here, entry, returned={})
    elif revision.state == SUBMITTED:
        notices.handed_in(here, entry, revision)
    return {}


@blueprint.get("/page/<entry_id>/sent")
@opened_to(PROVIDER)
def sent(entry_id: str) -> ResponseReturnValue:
    """What happens next."""
    writing = Writing.of(desk(), entry_id)
    return render_template("editor/writing/sent.html", writing=writing, entry=writing.entry, revision=writing.revision)
