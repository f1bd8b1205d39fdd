"""The history of a page: every version, who made it, what changed, and the way back to it."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.changes import changes_between
from localoffer.editor.history_page import MOST_VERSIONS, states, versions
from localoffer.editor.page_being_written import Writing, around
from localoffer.editor.task_list import problems
from localoffer.errors import InvalidEntry, NotFound
from localoffer.publishing import standing
from localoffer.publishing.append_only import with_kept_updates
from localoffer.publishing.drafts import public_words
from localoffer.publishing.fields import changed
from localoffer.publishing.lenient import as_far_as_it_goes
from localoffer.publishing.permissions import may
from localoffer.records.entries import PUBLISHED, Revision
from localoffer.records.people import PROVIDER, REVIEWER
from localoffer.records.queries import revision_of
from localoffer.web.doors import desk, opened_to
from localoffer.web.entry_page import EntryPage
from localoffer.web.site import ready, session

blueprint = Blueprint("history", __name__, url_prefix="/editor")
NUMBER = "int(max=999999):number"


@blueprint.get("/page/<entry_id>/history")
@opened_to(PROVIDER)
def index(entry_id: str) -> ResponseReturnValue:
    """Every version, the newest first."""
    writing = Writing.of(desk(), entry_id)
    before = request.args.get("before", type=int)
    shown, older = versions(writing, before)
    return render_template(
        "editor/history/index.html", writing=writing, entry=writing.entry, versions=shown, older=older, before=before,
        most=MOST_VERSIONS,
    )  # fmt: skip


def _revision(writing: Writing, number: int | None) -> Revision:
    """Raises NotFound when the page has no such version."""
    found = revision_of(session(), writing.entry.id, number) if number is not None else None
    if found is None:
        raise NotFound("This page has no such version.")
    return found


@blueprint.get("/page/<entry_id>/compare")
@opened_to(PROVIDER)
def compare(entry_id: str) -> ResponseReturnValue:
    """Two versions side by side, the older one first whatever was asked."""
    writing = Writing.of(desk(), entry_id)
    numbers = sorted(request.args.get(name, -1, type=int) for name in ("from", "to"))
    old, new = (_revision(writing, number if 0 <= number < 1_000_000 else None) for number in numbers)
    changes = changes_between(writing.kind, old.document, new.document, around(writing.desk))
    return render_template(
        "editor/history/compare.html", entry=writing.entry, old=old, new=new, changes=changes,
        state=states(writing.entry),
    )  # fmt: skip


@blueprint.get(f"/page/<entry_id>/history/<{NUMBER}>")
@opened_to(PROVIDER)
def version(entry_id: str, number: int) -> ResponseReturnValue:
    """One version as families saw it, or would have."""
    writing = Writing.of(desk(), entry_id)
    revision, entry = _revision(writing, number), writing.entry
    document = as_far_as_it_goes(entry.kind, dict(revision.document), _("Not filled in yet"))
    page = EntryPage(session(), ready(), entry, document, writing.desk.today)
    page.url = url_for("history.version", entry_id=entry.id, number=number)
    page.quick_read_url = page.url
    return render_template(
        "editor/history/version.html", page=page, entry=entry, document=document, revision=revision,
        state=states(entry)(revision), may_restore=_may_restore(writing, revision),
        public_url=public_url(writing, revision),
    )  # fmt: skip


def _may_restore(writing: Writing, revision: Revision) -> bool:
    return revision.published_at is not None and may(writing.desk.actor, "restore", writing.entry)


def public_url(writing: Writing, revision: Revision) -> str:
    """The address of a version that the public can see; empty for one that it cannot."""
    if revision.published_at is None or writing.entry.state != PUBLISHED:
        return ""
    folder, slug = writing.entry.address.split("/")
    return url_for("entries.version", folder=folder, slug=slug, number=revision.number)


@blueprint.get(f"/page/<entry_id>/history/<{NUMBER}>/restore")
@opened_to(REVIEWER)
def ask_restore(entry_id: str, number: int) -> ResponseReturnValue:
    """What would change if this version came back."""
    return _asked(Writing.of(desk(), entry_id), number)


def _asked(writing: Writing, number: int, wrong: list[Any] | None = None) -> str:
    revision, entry = _revision(writing, number), writing.entry
    old = public_words(entry)
    new = with_kept_updates(entry, revision.document | {"slug": entry.slug, "closed": entry.closed})
    may_restore = _may_restore(writing, revision)
    return render_template(
        "editor/history/restore.html", entry=entry, revision=revision, wrong=wrong or [], open=writing.revision,
        changes=changes_between(entry.kind, old, new, around(writing.desk)), may_restore=may_restore,
        same=not changed(old, new),
        checked_on=date.fromisoformat(revision.document["reviewed_on"]) if may_restore else None,
    )  # fmt: skip


@blueprint.post(f"/page/<entry_id>/history/<{NUMBER}>/restore")
@opened_to(REVIEWER)
def restore(entry_id: str, number: int) -> ResponseReturnValue:
    """Bring a version back. What today’s rules refuse is told."""
    writing = Writing.of(desk(), entry_id)
    try:
        standing.restore(writing.desk, writing.entry, number)
    except InvalidEntry as error:
        session().rollback()
        writing = Writing.of(desk(), entry_id)
        return _asked(writing, number, problems(writing.kind, error.problems)), 422
    flash(_("Version %(number)s is what families see now.", number=number))
    return redirect(url_for("history.index", entry_id=entry_id), 303)
