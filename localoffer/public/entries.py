"""Entry pages: one address for every entry, its quick read on a page of its own, and each version that was public."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from localoffer.errors import NotFound
from localoffer.records.entries import Entry
from localoffer.records.queries import published_entry, published_revisions, revision_of
from localoffer.records.registry import KIND_BY_FOLDER, KINDS
from localoffer.web.entry_page import EntryPage
from localoffer.web.site import ready, session, today

blueprint = Blueprint("entries", __name__)
MOST_VERSIONS = 999_999
FOLDERS = ",".join(f'"{folder}"' for folder in KIND_BY_FOLDER)


def _entry(folder: str, slug: str) -> Entry:
    return published_entry(session(), KIND_BY_FOLDER[folder].name, slug)


@blueprint.get(f"/<any({FOLDERS}):folder>/<slug>")
def show(folder: str, slug: str) -> ResponseReturnValue:
    """An entry's own page."""
    entry = _entry(folder, slug)
    page = EntryPage(session(), ready(), entry, entry.document(), today())
    return render_template(f"public/entries/{entry.kind}.html", page=page, entry=entry, document=page.document)


@blueprint.get(f"/<any({FOLDERS}):folder>/<slug>/quick-read")
def quick_read(folder: str, slug: str) -> ResponseReturnValue:
    """The quick read alone, made for one sheet of paper."""
    entry = _entry(folder, slug)
    page = EntryPage(session(), ready(), entry, entry.document(), today())
    return render_template("public/entries/quick_read.html", page=page, entry=entry, document=page.document)


@blueprint.get(f"/<any({FOLDERS}):folder>/<slug>/version/<int(max={MOST_VERSIONS}):number>")
def version(folder: str, slug: str, number: int) -> ResponseReturnValue:
    """One version as it was public once: its address never changes."""
    entry = _entry(folder, slug)
    revision = revision_of(session(), entry.id, number)
    if revision is None or revision.published_at is None:
        raise NotFound(f"There is no public version {number} of this page.")
    document = KINDS[entry.kind].document.model_validate(revision.document)
    page = EntryPage(session(), ready(), entry, document, today(), version=number)
    return render_template(
        f"public/entries/{entry.kind}.html", page=page, entry=entry, document=document, old_version=revision,
        is_current=number == entry.revision, versions=published_revisions(session(), entry.id),
    )  # fmt: skip
