"""Papers beside minutes: upload a PDF or DOCX, look at it, and take it away again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from localoffer.editor.page_being_written import Writing
from localoffer.errors import FileRefused, LocalOfferError, NotFound, WrongState
from localoffer.publishing.files import LARGEST, MEGABYTE, add_paper, has_papers, papers_in, remove_paper
from localoffer.publishing.permissions import at_least
from localoffer.records.files import StoredFile
from localoffer.records.people import EDITOR
from localoffer.web.doors import actor, desk, is_signed_in, opened_to
from localoffer.web.errors import http_error
from localoffer.web.papers import answer, downloads
from localoffer.web.site import session

blueprint = Blueprint("papers", __name__, url_prefix="/editor")
LONGEST_TITLE = 300
#: So much may be sent here, other than to the rest of the site: a file somewhat too large is read, so that what else
#: was typed is not lost.
MOST_SENT = 2 * LARGEST + MEGABYTE
#: Why a file was refused, for whoever uploads it.
REFUSALS = {
    "none": _("Choose a file."),
    "empty": _("There is nothing in this file. Choose another."),
    "large": _("This file is larger than 5 MB. Make it smaller, for example with smaller pictures."),
    "other": _("This is not a PDF and not a Word file (.docx). Save it as one of these first."),
    "broken": _("This file is broken, or part of it is missing. Save it again, then upload it."),
    "locked": _("This file is locked with a password, so families may not be able to open it. Save it without one."),
    "macros": _("This Word file has macros in it. Save it as a Word file without macros (.docx), or as a PDF."),
    "bomb": _("This Word file unpacks to far more than a text can be. Save it as a PDF."),
    "twice": _("This file is beside the page already."),
}


@blueprint.url_value_preprocessor
def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before the form is read at all: whoever is signed in may send more to this one view."""
    if endpoint == "papers.add" and is_signed_in():
        request.max_content_length = MOST_SENT


@blueprint.errorhandler(RequestEntityTooLarge)
def far_too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What is not even read is refused before anybody’s door was looked at: that is done here."""
    try:
        if is_signed_in() and at_least(actor(), EDITOR) and request.endpoint == "papers.add":
            writing = _writing(str((request.view_args or {}).get("entry_id")))
            return _page(writing, {"file": str(REFUSALS["large"])}), 413
    except LocalOfferError:
        pass
    return http_error(error)


def _writing(entry_id: str) -> Writing:
    """Raises NotFound for a page that no files can stand beside."""
    writing = Writing.of(desk(), entry_id)
    if not has_papers(writing.kind):
        raise NotFound("No files stand beside this kind of page.")
    return writing


@blueprint.get("/page/<entry_id>/papers")
@opened_to(EDITOR)
def show(entry_id: str) -> ResponseReturnValue:
    """The files beside a page as it is being written, and a form for one more."""
    return _page(_writing(entry_id))


def _page(writing: Writing, errors: dict[str, str] | None = None, title: str = "") -> str:
    return render_template(
        "editor/papers/show.html", writing=writing, entry=writing.entry, errors=errors or {}, title=title,
        papers=downloads(session(), papers_in(writing.words)), longest=LONGEST_TITLE,
    )  # fmt: skip


@blueprint.post("/page/<entry_id>/papers")
@opened_to(EDITOR)
def add(entry_id: str) -> ResponseReturnValue:
    """Upload a file and name it in the draft."""
    writing = _writing(entry_id)
    title = " ".join(request.form.get("title", "").split())[:LONGEST_TITLE]
    sent = request.files.get("file")
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = gettext("Say what it is, for example “Agenda”.")
    if sent is None or not sent.filename:
        errors["file"] = str(REFUSALS["none"])
    if errors or sent is None:
        return _page(writing, errors, title), 422
    try:
        add_paper(writing.desk, writing.entry, title, sent.read(LARGEST + 1))
    except FileRefused as refused:
        return _page(writing, {"file": str(REFUSALS[refused.reason])}, title), 422
    except WrongState as problem:
        return _not_now(entry_id, problem)
    flash(gettext("“%(title)s” is beside the page. Families see it once your changes are published.", title=title))
    return redirect(url_for("papers.show", entry_id=entry_id), 303)


def _not_now(entry_id: str, problem: WrongState) -> ResponseReturnValue:
    """The page was sent for review meanwhile."""
    session().rollback()
    flash(str(problem))
    return redirect(url_for("papers.show", entry_id=entry_id), 303)


@blueprint.post("/page/<entry_id>/papers/remove")
@opened_to(EDITOR)
def remove(entry_id: str) -> ResponseReturnValue:
    """Take a file away from the draft."""
    writing = _writing(entry_id)
    try:
        gone = remove_paper(writing.desk, writing.entry, request.form.get("file", ""))
    except WrongState as problem:
        return _not_now(entry_id, problem)
    if gone is not None:
        flash(gettext("“%(title)s” is no longer beside the page.", title=gone.title))
    return redirect(url_for("papers.show", entry_id=entry_id), 303)


@blueprint.get("/page/<entry_id>/papers/<name>")
@opened_to(EDITOR)
def file(entry_id: str, name: str) -> ResponseReturnValue:
    """One file of the draft, to be looked at before families can."""
    paper = next((each for each in papers_in(_writing(entry_id).words) if each.file == name), None)
    stored = session().get(StoredFile, name) if paper else None
    if paper is None or stored is None:
        raise NotFound("There is no such file beside this page.")
    return answer(stored, paper.title)
