"""Schools and settings: a list to narrow by stage, kind and place, each with the bases it hosts."""

from collections import Counter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from localoffer.records.queries import published_of_kind
from localoffer.web.cards import card
from localoffer.web.site import reference, session, today

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every setting that fits."""
    vocabularies = reference().vocabularies
    asked = {name: request.args.get(name, "") for name in ("phase", "phase_type", "district")}
    bases = Counter(entry.fields["school"] for entry in published_of_kind(session(), "base"))
    cards = []
    for entry in published_of_kind(session(), "setting"):
        town = vocabularies["place"].get((entry.venue or {}).get("town") or "")
        holds = {
            "phase": entry.phases, "phase_type": [entry.fields["phase_type"]],
            "district": [*entry.districts, town.parent if town else ""],
        }  # fmt: skip
        if all(not value or value in holds[name] for name, value in asked.items()):
            made = card(entry, vocabularies, today=today())
            if count := bases.get(entry.slug):
                made.tags.insert(0, ngettext("%(num)s resource base", "%(num)s resource bases", count))
            cards.append(made)
    choices = {name: [(key, term.label) for key, term in vocabularies[name].items() if key != "ALL"] for name in asked}
    return render_template("public/settings.html", cards=cards, asked=asked, choices=choices)
