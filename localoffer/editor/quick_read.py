"""The quick-read editor: beside the full text, with a first draft, a plain-language check and a mark of drift."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import kept_words, plain_language, quick_read_form
from localoffer.editor.page_being_written import Writing
from localoffer.editor.quick_read_form import QuickReadForm, seen_of, typed
from localoffer.editor.task_list import QUICK_READ
from localoffer.errors import StaleEdit, WrongState
from localoffer.quickread.lint import MOST_WORDS
from localoffer.records.people import PROVIDER
from localoffer.records.registry import KINDS
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import session

blueprint = Blueprint("quick_read", __name__, url_prefix="/editor")
blueprint.record_once(lambda state: quick_read_form.init_app(state.app))
SAVE, CONFIRM = "save", "confirm"


@blueprint.get("/page/<entry_id>/quick-read")
@opened_to(PROVIDER)
def edit(entry_id: str) -> ResponseReturnValue:
    """The quick read beside the page."""
    writing = Writing.of(desk(), entry_id)
    if not writing.may_write:
        return redirect(url_for("writing.show", entry_id=entry_id))
    return _page(QuickReadForm.held(writing))


@blueprint.post("/page/<entry_id>/quick-read")
@opened_to(PROVIDER)
def sent(entry_id: str) -> ResponseReturnValue:
    """Save or confirm it; any other button changes what is typed, and saves nothing."""
    writing = Writing.of(desk(), entry_id)
    form, order = QuickReadForm.sent(writing, request.form), request.form.get("do", SAVE)
    if order not in (SAVE, CONFIRM):
        return _page(form.after(order))
    try:
        form.save(confirm=order == CONFIRM)
    except StaleEdit as error:
        return _clash(form, error)
    except WrongState:
        form.keep(kept_words.SENT)
        flash(_("Somebody sent this page meanwhile. What you wrote is kept for you, in the quick read."))
        return redirect(url_for("writing.show", entry_id=entry_id), 303)
    if order == CONFIRM:
        flash(_("Saved and confirmed: the quick read fits the page."))
        return redirect(url_for("writing.show", entry_id=entry_id), 303)
    flash(_("Saved. Families do not see it yet."))
    return redirect(url_for("quick_read.edit", entry_id=entry_id), 303)


def _clash(form: QuickReadForm, error: StaleEdit) -> ResponseReturnValue:
    """Somebody else saved first: both versions are shown, and saving again keeps what is typed then."""
    form.keep(kept_words.STALE)
    session().commit()  # the words must stay, although this is answered as a conflict
    form.seen, form.by = seen_of(form.writing), error.by or _("Somebody")
    return _page(form, 409)


def _page(form: QuickReadForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "editor/quick_read/edit.html", form=form, entry=form.writing.entry, slots=form.slots(), verdict=form.verdict,
        most_words=MOST_WORDS, kept=None if form.by else quick_read_form.kept_of(form.writing),
    ), status  # fmt: skip


@blueprint.post("/page/<entry_id>/quick-read/drop")
@opened_to(PROVIDER)
def drop_kept(entry_id: str) -> ResponseReturnValue:
    """Forget what was kept of the quick read."""
    writing = Writing.of(desk(), entry_id)
    kept_words.drop(writing.desk.session, writing.desk.actor.person_id, writing.entry.id, QUICK_READ)
    flash(_("What we had kept is gone."))
    return redirect(url_for("quick_read.edit", entry_id=entry_id), 303)


@blueprint.post("/check")
@opened_to(PROVIDER)
def check() -> ResponseReturnValue:
    """The check while somebody types: ``kind`` and the slots, or ``text``. Answers with HTML; keeps nothing."""
    if "text" in request.form:
        verdict, slots = plain_language.of_text(request.form["text"]), {}
    else:
        kind = request.form.get("kind", "")
        kind = kind if kind in KINDS else "service"
        verdict = plain_language.of_quick_read(kind, texts := typed(kind, request.form))
        slots = {slot: render_template("editor/quick_read/here.html", said=verdict.of(slot)) for slot in texts}
    return jsonify(
        html=render_template("editor/quick_read/verdict.html", verdict=verdict), headline=verdict.headline, slots=slots,
        count=len(verdict.said), words=verdict.report.reading.words,
    )  # fmt: skip
