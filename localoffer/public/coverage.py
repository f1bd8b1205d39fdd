"""How this Local Offer meets the law, for the public: only where the council has switched it on, and no staff names."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from localoffer.errors import NotFound
from localoffer.publishing.coverage import coverage, summary
from localoffer.records.checklist import Held
from localoffer.records.registry import KINDS
from localoffer.web.coverage_words import STATE_LABELS, ItemView, by_law
from localoffer.web.site import reference, session, today

blueprint = Blueprint("public_coverage", __name__)


@blueprint.get("/coverage")
def show() -> ResponseReturnValue:
    """Every item of the legal checklist, with the pages that satisfy it and when they were checked.

    Raises NotFound unless the council publishes this.
    """
    words = reference()
    if not words.desk.public_coverage:
        raise NotFound("This council does not publish how it meets the law.")
    standings = coverage(session(), words.checklist, today())
    return render_template(
        "public/coverage.html",
        laws=by_law(ItemView(standing, words.vocabularies, _page_url) for standing in standings),
        summary=summary(standings), states=STATE_LABELS, authority=words.authority, today=today(),
    )  # fmt: skip


def _page_url(held: Held) -> str:
    return url_for("entries.show", folder=KINDS[held.kind].folder, slug=held.slug)
