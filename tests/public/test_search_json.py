"""The search for programs: its shape is a promise (DESIGN section 2), written here as a check that knows no exception."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from localoffer.records.registry import KINDS
from localoffer.search.finder import FACETS
from localoffer.web.labels import KIND_LABELS


class Exactly(BaseModel):
    """Every name that is promised, and none besides."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Result(Exactly):
    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    kind: str
    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    url: str = Field(pattern=r"^/[a-z-]+/[a-z0-9-]+$")
    title: str = Field(min_length=3)
    summary: str = Field(min_length=10)
    score: float | int = Field(ge=0)
    distance_miles: float = Field(default=0, ge=0)


class Option(Exactly):
    value: str = Field(min_length=1)
    label: str = Field(min_length=1)
    count: int = Field(ge=0)


class HelpPanel(Exactly):
    key: str
    title: str
    lines: list[str] = Field(min_length=1)
    contacts: list[dict[str, Any]]


class Answer(Exactly):
    query: str
    total: int = Field(ge=0)
    page: int = Field(ge=1)
    pages: int = Field(ge=1)
    results: list[Result]
    facets: dict[str, list[Option]]
    interpreted: dict[str, Any]
    did_you_mean: str = Field(default="x", min_length=1)
    help_panel: HelpPanel | None = None


class Suggestion(Exactly):
    label: str = Field(min_length=1)
    kind: str
    kind_label: str = Field(min_length=1)
    url: str = Field(pattern=r"^/")


class Suggestions(Exactly):
    suggestions: list[Suggestion] = Field(max_length=8)


SEARCHES = [
    "", "q=", "q=autism", "q=dislexia", "q=suicidal", "q=zzzzqq", "q=sleep+age+4+in+Tiverton", "near=Exeter&sort=distance", "near=Atlantis",
    "kind=base&need=autism&page=2", "q=club&age=7&cost=free&feature=wheelchair_access", "age=banana", "q=%00%01", "q=%D8%AA%D9%88%D8%AD%D8%AF",
]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES)
def test_the_answer_has_exactly_the_promised_shape(page_client, search):
    found = page_client.json(f"/search.json?{search}")
    answer = Answer.model_validate(found)
    assert set(answer.facets) <= set(FACETS)
    assert len(answer.results) <= 20
    assert answer.pages == max(1, -(-answer.total // 20))
    assert all(each.kind in KINDS and each.url == f"/{KINDS[each.kind].folder}/{each.slug}" for each in answer.results)
    assert found.get("did_you_mean", "none") is not None
    assert "help_panel" not in found or found["help_panel"] is not None


def test_optional_parts_are_there_exactly_when_they_say_something(page_client):
    plain = page_client.json("/search.json?q=autism")
    assert {"did_you_mean", "help_panel"}.isdisjoint(plain)
    assert page_client.json("/search.json?q=dislexia")["did_you_mean"] == "dyslexia"
    assert "did_you_mean" not in page_client.json("/search.json?q=dislexia&exact=1")
    assert page_client.json("/search.json?q=suicidal")["help_panel"]["contacts"][0]["value"] == "999"


def test_distance_is_there_only_when_a_place_was_given(page_client):
    assert not any("distance_miles" in each for each in page_client.json("/search.json?kind=base")["results"])
    assert all(
        "distance_miles" in each
        for each in page_client.json("/search.json?kind=base&near=Exeter&within=50&sort=distance")["results"]
    )


def test_what_was_understood_is_told(page_client):
    understood = page_client.json("/search.json?q=sleep+age+4+in+Tiverton")["interpreted"]
    assert understood["age"] == {"from": 4.0, "to": 4.0}
    assert understood["place"]["label"] == "Tiverton"
    assert understood["place"]["within_miles"] == 15
    assert page_client.json("/search.json?near=Atlantis")["interpreted"]["problems"] == [
        "We do not know “Atlantis”. Check it, or try a town."
    ]


def test_a_program_and_a_person_get_the_same_results(page_client):
    answer = page_client.json("/search.json?q=autism&near=Exeter")
    page = page_client.get("/search?q=autism&near=Exeter")
    assert [str(link["href"]) for link in page.select(".lo-card h2 a")] == [each["url"] for each in answer["results"]]
    assert page.h1.startswith(f"{answer['total']} results")


def test_best_results_come_first(page_client):
    scores = [each["score"] for each in page_client.json("/search.json?q=autism")["results"]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "sp", "spe", "Exe", "autism g", "x" * 10_000, "%00", "%F0%9F%98%80", "dislex"]
)
def test_suggestions_have_exactly_the_shape_the_search_box_reads(page_client, typed):
    answer = Suggestions.model_validate(page_client.json(f"/suggest.json?q={typed}"))
    for each in answer.suggestions:
        assert each.kind in KIND_LABELS
        assert page_client.ask(each.url).status_code == 200


def test_suggestions_hold_entries_words_and_places(page_client):
    kinds = {
        each["kind"]
        for typed in ("autism", "exet", "ehc")
        for each in page_client.json(f"/suggest.json?q={typed}")["suggestions"]
    }
    assert {"term", "place"} <= kinds
    assert kinds & {"service", "guide", "provision"}


def test_suggestions_forgive_a_slip(page_client):
    labels = " ".join(each["label"] for each in page_client.json("/suggest.json?q=dislexia")["suggestions"])
    assert "yslexia" in labels
