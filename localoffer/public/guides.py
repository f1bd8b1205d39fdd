"""Guides: how things work, listed by stage of life and from A to Z."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from localoffer.records.queries import published_of_kind
from localoffer.web.cards import card
from localoffer.web.site import reference, session, today

blueprint = Blueprint("guides", __name__, url_prefix="/guides")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every guide, under its stages of life and under “any age”."""
    vocabularies = reference().vocabularies
    entries = published_of_kind(session(), "guide")
    groups = []
    for key, term in [*vocabularies["life_stage"].items(), ("", None)]:
        fitting = [each for each in entries if key in (each.fields.get("life_stages") or [""])]
        cards = [card(entry, vocabularies, today=today()) for entry in fitting]
        if cards:
            groups.append({"key": key or "any", "term": term, "cards": cards})
    groups.sort(key=lambda group: group["key"] != "any")
    return render_template("public/guides.html", groups=groups)
