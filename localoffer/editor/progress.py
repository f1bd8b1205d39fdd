"""Progress of a plan: add an update to an action; what was reported before never changes."""

import re
from typing import cast

from flask import Blueprint, Flask, Request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import kept_words
from localoffer.editor.forms.reading import read
from localoffer.editor.page_being_written import Writing
from localoffer.editor.progress_page import KEPT, SPECS, Progress
from localoffer.errors import WrongState
from localoffer.publishing.permissions import may
from localoffer.records.entries import Entry
from localoffer.records.people import EDITOR
from localoffer.web.doors import KEEP_WORDS, desk, opened_to
from localoffer.web.people import somebody
from localoffer.web.site import session

blueprint = Blueprint("progress", __name__, url_prefix="/editor")
WRITING = re.compile(r"/editor/page/([0-9a-f-]{36})/progress/([a-z0-9-]{1,100})")


@blueprint.get("/page/<entry_id>/progress")
@opened_to(EDITOR)
def show(entry_id: str) -> ResponseReturnValue:
    """Every action of the plan, how it stands, and what is not public yet."""
    progress = Progress(Writing.of(desk(), entry_id))
    return render_template("editor/progress/show.html", progress=progress, **_page(progress))


@blueprint.route("/page/<entry_id>/progress/<key>", methods=["GET", "POST"])
@opened_to(EDITOR)
def update(entry_id: str, key: str) -> ResponseReturnValue:
    """Say how an action is going."""
    progress = Progress(Writing.of(desk(), entry_id))
    if request.method == "POST":
        return _sent(progress, key)
    action, kept = progress.action(key), progress.kept(key)
    instead = request.args.get("instead", "")[:64]
    raw = kept.values["raw"] if kept else progress.first_values(action, instead)
    return _form(progress, key, raw, instead=kept.values["instead"] if kept else instead, kept=kept)


def _sent(progress: Progress, key: str) -> ResponseReturnValue:
    action, instead = progress.action(key), request.form.get("instead", "")[:64]
    raw = progress.read(key, request.form)
    if errors := progress.problems(raw):
        return _form(progress, key, raw, instead=instead, errors=errors), 422
    try:
        progress.save(raw, instead)
    except WrongState as refused:
        return _form(progress, key, raw, instead=instead, refused=str(refused)), 409
    progress.drop_kept()
    flash(_("Saved: “%(action)s”. Families see it once it has been sent and approved.", action=action.action))
    return redirect(url_for("progress.show", entry_id=progress.writing.entry.id, _anchor=f"action-{key}"), 303)


def _form(progress: Progress, key: str, raw: dict[str, object], **others: object) -> str:
    errors = cast(dict[str, object], others.pop("errors", {}))
    action = progress.action(key)
    return render_template(
        "editor/progress/update.html", progress=progress, action=action, view=progress.view(action),
        told=progress.public(key), fields=progress.fields(raw, errors), **_page(progress), **others,
    )  # fmt: skip


def _page(progress: Progress) -> dict[str, object]:
    return {"writing": progress.writing, "entry": progress.writing.entry, "revision": progress.writing.revision}


@blueprint.post("/page/<entry_id>/progress/<key>/remove")
@opened_to(EDITOR)
def remove(entry_id: str, key: str) -> ResponseReturnValue:
    """Take an update out that families cannot read yet."""
    progress = Progress(Writing.of(desk(), entry_id))
    progress.remove(request.form.get("mark", "")[:64])
    flash(_("The update is taken out."))
    return redirect(url_for("progress.show", entry_id=entry_id, _anchor=f"action-{key}"), 303)


@blueprint.post("/page/<entry_id>/progress/<key>/drop")
@opened_to(EDITOR)
def drop_kept(entry_id: str, key: str) -> ResponseReturnValue:
    """Forget what was kept of an update."""
    Progress(Writing.of(desk(), entry_id)).drop_kept()
    flash(_("What we had kept is gone."))
    return redirect(url_for("progress.update", entry_id=entry_id, key=key), 303)


def keep_at_the_door(person_id: int, sent: Request) -> bool:
    """For web.doors: keep an update that is sent after the session has ended. True when there was one."""
    match = WRITING.fullmatch(sent.path)
    entry = session().get(Entry, match[1]) if match else None
    if match is None or entry is None or entry.kind != "plan" or not may(somebody(session(), person_id), "edit", entry):
        return False
    raw = read(SPECS, sent.form) | {"action": match[2]}
    values = {"raw": raw, "instead": sent.form.get("instead", "")[:64]}
    kept_words.keep(session(), person_id, entry.id, KEPT, values, kept_words.SIGNED_OUT)
    return True


def init_app(app: Flask) -> None:
    """Have the doors keep what is written."""
    app.extensions.setdefault(KEEP_WORDS, []).append(keep_at_the_door)


blueprint.record_once(lambda state: init_app(cast(Flask, state.app)))
