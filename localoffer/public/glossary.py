"""The glossary from A to Z, with the names people use for each word."""

from itertools import groupby

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from localoffer.records.terms import TermDocument
from localoffer.web.site import ready

blueprint = Blueprint("glossary", __name__, url_prefix="/glossary")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _letter(term: TermDocument) -> str:
    first = term.title[0].upper()
    return first if first in LETTERS else "0"


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every word that is in use or proposed; old names lead to the word used now."""
    terms = sorted(ready().words.terms.values(), key=lambda term: (_letter(term), term.title.lower()))
    groups = [(letter, list(group)) for letter, group in groupby(terms, key=_letter)]
    present = {letter for letter, _ in groups}
    letters = [{"label": each, "url": f"#letter-{each}" if each in present else ""} for each in LETTERS]
    if "0" in present:
        letters.insert(0, {"label": "0–9", "url": "#letter-0"})
    return render_template("public/glossary.html", groups=groups, letters=letters, here=url_for("glossary.index"))
