"""Landing pages: one for each stage of life and each topic, with guides first, then support."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.errors import NotFound
from localoffer.records.queries import entries_by_id, tagged
from localoffer.records.vocabularies import VocabularyTerm
from localoffer.search.contract import Query
from localoffer.web.addresses import query_url
from localoffer.web.cards import Card, card
from localoffer.web.site import reference, session, site, today

blueprint = Blueprint("landing", __name__)
KINDS_SHOWN = {"guide": 8, "service": 8, "provision": 4}


def _term(vocabulary: str, key: str) -> VocabularyTerm:
    term = reference().vocabularies[vocabulary].get(key)
    if term is None:
        raise NotFound(f"There is no page for “{key}”.")
    return term


def _cards(query: Query) -> list[Card]:
    hits = site().search.answer(session(), query).hits
    entries = entries_by_id(session(), [hit.entry_id for hit in hits])
    vocabularies = reference().vocabularies
    return [card(entries[hit.entry_id], vocabularies, today=today()) for hit in hits if hit.entry_id in entries]


@blueprint.get("/topics/")
def topics() -> ResponseReturnValue:
    """Every topic that something is about."""
    counts = site().search.answer(session(), Query(limit=1, facets=("topic",))).facets.get("topic", {})
    terms = [term for key, term in reference().vocabularies["topic"].items() if counts.get(key)]
    terms.sort(key=lambda term: term.label)
    return render_template("public/topics.html", terms=terms, counts=counts)


@blueprint.get("/topics/<key>")
def topic(key: str) -> ResponseReturnValue:
    """Everything about one topic, by kind."""
    term = _term("topic", key)
    sections = []
    for kind, most in KINDS_SHOWN.items():
        query = Query(filters={"topic": frozenset([key]), "kind": frozenset([kind])}, limit=most)
        sections.append(
            {
                "kind": kind,
                "cards": _cards(query),
                "all_url": query_url(url_for("search.results"), [("topic", key), ("kind", kind)]),
            }
        )
    return render_template(
        "public/landing.html", term=term, sections=sections, crumb=(_("Topics"), url_for("landing.topics"))
    )


@blueprint.get("/stages/<key>")
def stage(key: str) -> ResponseReturnValue:
    """What matters at one stage of life."""
    term = _term("life_stage", key)
    vocabularies = reference().vocabularies
    guides = [card(each, vocabularies, today=today()) for each in tagged(session(), "guide", "life_stage", key)]
    ages = (term.age_min or 0.0, term.age_max or 25.0)
    age = f"{ages[0]:g}-{ages[1]:g}"
    of_this_age = Query(ages=ages, filters={"kind": frozenset(["service"])}, facets=("category",), limit=1)
    categories = site().search.answer(session(), of_this_age).facets.get("category", {})
    tiles = [
        {
            "label": vocabularies.label("category", each),
            "hint": "",
            "url": query_url(url_for("search.results"), [("category", each), ("age", age)]),
            "count": count,
        }
        for each, count in sorted(categories.items(), key=lambda pair: -pair[1])[:12]
    ]
    return render_template("public/stage.html", term=term, guides=guides, tiles=tiles, age=age)
