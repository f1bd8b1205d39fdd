"""Search: the results page, the same as JSON, and suggestions while typing."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from localoffer.public.search_page import SearchPage
from localoffer.public.search_request import pairs_of, read_request
from localoffer.records.queries import entries_by_id
from localoffer.records.registry import KINDS
from localoffer.search.finder import Found
from localoffer.search.suggest import Suggestion
from localoffer.web.addresses import Pairs, query_url
from localoffer.web.cards import entry_url
from localoffer.web.doors import is_signed_in
from localoffer.web.labels import KIND_LABELS
from localoffer.web.site import ready, reference, session, site, today

blueprint = Blueprint("search", __name__)
LONGEST_TYPED = 100


@blueprint.get("/search")
def results() -> ResponseReturnValue:
    """One page of results."""
    pairs = pairs_of(request)
    found = _find(pairs)
    if "page" not in request.args and not is_signed_in():
        site().gaps.observe(found, reference(), today(), request.user_agent.string)
    return render_template(
        "public/search.html", view=SearchPage(session(), site().search, ready(), found, pairs, today())
    )


def _find(pairs: Pairs) -> Found:
    """What was asked for; a page after the last is the last."""
    asked = read_request(pairs, site().settings.page_size, today())
    found = site().search.find(session(), asked)
    return found if asked.page <= found.pages else site().search.find(session(), replace(asked, page=found.pages))


@blueprint.get("/search.json")
def results_json() -> ResponseReturnValue:
    """The same results for programs; the shape is a promise (DESIGN section 2)."""
    pairs = pairs_of(request)
    found = _find(pairs)
    view = SearchPage(session(), site().search, ready(), found, pairs, today())
    answer: dict[str, Any] = {
        "query": found.understood.text,
        "total": found.page.total,
        "page": found.request.page,
        "pages": found.pages,
        "results": _results(found),
        "facets": {
            name: [
                {"value": value, "label": view.value_label(name, value), "count": count}
                for value, count in counts.items()
            ]
            for name, counts in found.page.facets.items()
        },
        "interpreted": _interpreted(found),
    }
    if found.understood.corrected and not found.request.as_typed:
        answer["did_you_mean"] = found.understood.corrected
    if found.understood.panels:
        panel = found.understood.panels[0]
        answer["help_panel"] = panel.model_dump(mode="json", include={"key", "title", "lines", "contacts"})
    return jsonify(answer)


def _results(found: Found) -> list[dict[str, Any]]:
    entries = entries_by_id(session(), [hit.entry_id for hit in found.page.hits])
    results = []
    for hit in found.page.hits:
        if entry := entries.get(hit.entry_id):
            result = {
                "id": entry.id, "kind": entry.kind, "slug": entry.slug, "url": entry_url(entry), "title": entry.title,
                "summary": entry.summary, "score": round(hit.score, 4),
            }  # fmt: skip
            if hit.miles is not None:
                result["distance_miles"] = round(hit.miles, 1)
            results.append(result)
    return results


def _interpreted(found: Found) -> dict[str, Any]:
    interpreted: dict[str, Any] = {}
    if found.age:
        interpreted["age"] = {"from": found.age[0], "to": found.age[1]}
    if found.place:
        point = found.place.point
        where = {"label": found.place.label, "lat": point.lat, "lon": point.lon, "within_miles": found.within}
        interpreted["place"] = where
    if found.days:
        interpreted["days"] = {"from": found.days[0].isoformat(), "to": found.days[1].isoformat()}
    if found.understood.phases:
        interpreted["phases"] = list(found.understood.phases)
    if found.loosened:
        interpreted["left_out"] = list(found.loosened)
    if found.problems:
        interpreted["problems"] = list(found.problems)
    return interpreted


@blueprint.get("/suggest.json")
def suggestions() -> ResponseReturnValue:
    """What begins with the letters typed so far."""
    typed = request.args.get("q", "")[:LONGEST_TYPED]
    return jsonify(suggestions=[_suggestion(each) for each in site().search.suggest(session(), typed)])


def _suggestion(each: Suggestion) -> dict[str, str]:
    if each.kind == "place":
        url = query_url(url_for("search.results"), [("near", each.label)])
    else:
        url = url_for("entries.show", folder=KINDS[each.kind].folder, slug=each.slug)
    return {"label": each.label, "kind": each.kind, "kind_label": str(KIND_LABELS[each.kind]), "url": url}
