"""Pages about the site itself: what it is, how accessible it is, what it keeps, and every page it has."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from localoffer.records.queries import count_published, published_of_kind
from localoffer.records.registry import KINDS
from localoffer.web.cards import entry_url
from localoffer.web.labels import KIND_LABELS
from localoffer.web.site import reference, session

blueprint = Blueprint("pages", __name__)
#: When the accessibility statement was last gone through, line by line.
STATEMENT_WRITTEN_ON = date(2026, 11, 22)


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What this site is, who it is for, and where its facts come from."""
    return render_template(
        "public/about.html", authority=reference().authority, counts=count_published(session()),
        shows_coverage=reference().desk.public_coverage,
    )  # fmt: skip


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement the law asks for (Public Sector Bodies Accessibility Regulations 2018)."""
    return render_template(
        "public/accessibility.html", authority=reference().authority, written_on=STATEMENT_WRITTEN_ON
    )


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept about visitors: next to nothing; and of what they tell us: what is needed, for so long."""
    return render_template("public/privacy.html", authority=reference().authority, rules=reference().desk)


@blueprint.get("/sitemap")
def sitemap() -> ResponseReturnValue:
    """Every page as one list for people."""
    groups = [
        (KIND_LABELS[kind], [(entry.title, entry_url(entry)) for entry in published_of_kind(session(), kind)])
        for kind in KINDS
    ]
    return render_template("public/sitemap.html", groups=groups)
