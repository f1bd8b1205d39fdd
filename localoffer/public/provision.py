"""The framework browser: what every setting should ordinarily provide, by part, section, stage – and by concern."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from localoffer.records.entries import Entry
from localoffer.records.queries import entries_by_id, published_of_kind
from localoffer.records.vocabularies import VocabularyTerm
from localoffer.search.finder import SearchRequest
from localoffer.web.addresses import query_url
from localoffer.web.cards import card
from localoffer.web.site import ready, reference, session, site, today

blueprint = Blueprint("provision", __name__, url_prefix="/provision")
MOST_FOR_A_CONCERN = 12


@dataclass(frozen=True)
class Section:
    """A principle or an area of need with its items, in order."""

    part: str
    term: VocabularyTerm
    items: list[Entry]


def _sections(entries: list[Entry]) -> list[Section]:
    """Every section with items: universal by principle, then targeted by area of need."""
    vocabularies = reference().vocabularies
    found = []
    for part, vocabulary, field in (
        ("universal", "principle", "principle"),
        ("targeted", "area_of_need", "area_of_need"),
    ):
        for key, term in vocabularies[vocabulary].items():
            items = [each for each in entries if each.fields["part"] == part and each.fields.get(field) == key]
            if items:
                found.append(Section(part, term, sorted(items, key=lambda each: each.fields["position"])))
    return found


def _fits(entry: Entry, asked: dict[str, str]) -> bool:
    stages = entry.phases
    return (
        (not asked["part"] or entry.fields["part"] == asked["part"])
        and (not asked["phase"] or asked["phase"] in stages or "ALL" in stages)
        and (not asked["need"] or asked["need"] in entry.needs)
        and (
            not asked["section"]
            or asked["section"] in (entry.fields.get("principle"), entry.fields.get("area_of_need"))
        )
    )


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The whole framework, narrowed by part, section, stage and need; or the items that fit a concern."""
    asked = {name: request.args.get(name, "")[:100] for name in ("part", "phase", "need", "section")}
    concern = request.args.get("concern", "").strip()[:300]
    entries = _for_concern(concern) if concern else list(published_of_kind(session(), "provision"))
    chosen = [entry for entry in entries if _fits(entry, asked)]
    vocabularies = reference().vocabularies
    cards = [card(entry, vocabularies, today=today()) for entry in chosen] if concern else []
    return render_template(
        "public/provision.html", framework=reference().framework, asked=asked, concern=concern, cards=cards,
        sections=[] if concern else _sections(chosen), total=len(chosen), view=request.args.get("view", ""),
        choices=_choices(entries),
        parent_url=query_url(url_for("provision.index"), [("view", "parent"), *asked.items()]),
    )  # fmt: skip


def _choices(entries: list[Entry]) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only needs that some item names."""
    vocabularies = reference().vocabularies
    needs = sorted(
        {key for entry in entries for key in entry.needs if key != "ALL"},
        key=lambda key: vocabularies.label("need", key),
    )
    sections = [*vocabularies["principle"].items(), *vocabularies["area_of_need"].items()]
    return {
        "part": [(key, term.label) for key, term in vocabularies["part"].items()],
        "section": [(key, term.label) for key, term in sections],
        "phase": [(key, term.label) for key, term in vocabularies["phase"].items() if key not in ("ALL", "post19")],
        "need": [(key, vocabularies.label("need", key)) for key in needs],
    }


def _for_concern(concern: str) -> list[Entry]:
    """Items for “I see this in class…”: a search of the framework alone, best first."""
    wanted = SearchRequest(
        text=concern,
        filters={"kind": frozenset(["provision"])},
        page_size=MOST_FOR_A_CONCERN,
        plain=frozenset(["place"]),
    )
    hits = site().search.find(session(), wanted).page.hits
    entries = entries_by_id(session(), [hit.entry_id for hit in hits])
    return [entries[hit.entry_id] for hit in hits if hit.entry_id in entries]


@blueprint.get("/graduated-approach")
def graduated_approach() -> ResponseReturnValue:
    """Assess, plan, do, review: the cycle itself, and where to go at each step."""
    vocabularies = reference().vocabularies
    request_for = SearchRequest(text="", filters={"topic": frozenset(["graduated_approach"])}, page_size=12)
    hits = site().search.find(session(), request_for).page.hits
    entries = entries_by_id(session(), [hit.entry_id for hit in hits])
    cards = [card(entry, vocabularies, today=today()) for entry in entries.values()]
    return render_template(
        "public/graduated_approach.html", cards=cards, areas=vocabularies["area_of_need"], ready=ready()
    )
