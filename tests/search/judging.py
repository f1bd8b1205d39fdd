"""Run queries with written relevance rules through search, and score them with the shared judge."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from localoffer.records.entries import Entry
from localoffer.records.queries import all_published

SHARED = Path(__file__).parents[3] / "shared" / "search"
OWN = Path(__file__).parent / "own_queries.yaml"
#: Our kinds by the names the judge uses.
KINDS = {"base": "resource_base", "provision": "oap_item", "response": "ysd", "term": "glossary_term"}
ASKED = ("needs", "categories", "topics", "features", "phases", "phase_type", "age_min", "age_max", "coverage", "part")


def shared_judge() -> ModuleType:
    """The judge beside the checkout, imported by its path."""
    spec = importlib.util.spec_from_file_location("shared_judge", SHARED / "judge.py")
    judge = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file of queries open
        spec.loader.exec_module(judge)
    return judge


def as_judged(entry: Entry) -> dict[str, Any]:
    """An entry in the words of the judge."""
    document = entry.document()
    return {name: getattr(document, name, None) for name in ASKED} | {
        "id": entry.id, "type": KINDS.get(entry.kind, entry.kind), "places": document.all_places,
        "lat": entry.lat, "lon": entry.lon,
        "term_id": entry.slug.replace("-", "_") if entry.kind == "term" else None,
    }  # fmt: skip


def score(site, queries: Path) -> dict[str, dict[str, float]]:
    """The judge's figures for a file of queries: all of them, and by style."""
    judge = shared_judge()
    asked = yaml.safe_load(queries.read_text(encoding="utf-8"))
    judge.Q, judge.ROLL = asked["queries"], asked["need_rollup"]
    entries = [as_judged(entry) for entry in all_published(site.session)]
    answers = {query["id"]: [hit.entry_id for hit in site.find(query["q"]).page.hits] for query in judge.Q}
    places = {key: (place.lat, place.lon) for key, place in site.ready.words.reference.vocabularies["place"].items()}
    return judge.score(entries, answers, "all", places)


def queries_of(path: Path) -> list[dict[str, Any]]:
    """The queries of a file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))["queries"]
