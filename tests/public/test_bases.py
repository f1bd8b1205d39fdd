"""Resource bases: a list to narrow, and up to four side by side."""

import re

import pytest

from tests.web.page_checks import words


def cards(page) -> list[str]:
    return [str(link["href"]).rpartition("/")[2] for link in page.select(".lo-card h3 a")]


def count_of(page) -> int:
    return int(re.match(r"(\d+) bases?", words(page.one("main h2 [role=status]")))[1])


def test_every_base_is_listed_by_name(page_client, entries_of):
    page = page_client.get("/bases/")
    assert cards(page) == [entry.slug for entry in entries_of("base")]
    assert count_of(page) == len(cards(page))


@pytest.mark.parametrize(("name", "choice"), [("need", 1), ("need", -1), ("phase", 1), ("phase", -1)])
def test_bases_are_narrowed_and_the_choice_stays(page_client, entries_of, name, choice):
    value = str(page_client.get("/bases/").select(f'select[name="{name}"] option')[choice]["value"])
    page = page_client.get(f"/bases/?{name}={value}")
    fitting = [
        e.slug
        for e in entries_of("base")
        if value in (e.phases if name == "phase" else [*e.fields["designation_needs"], *e.needs])
    ]
    assert cards(page) == fitting
    assert 0 < len(fitting) < len(entries_of("base"))
    assert page.one(f'select[name="{name}"] option[selected]')["value"] == value


def test_need_and_stage_narrow_together(page_client):
    both, need, phase = (
        set(cards(page_client.get(f"/bases/?{q}")))
        for q in ("need=autism&phase=primary", "need=autism", "phase=primary")
    )
    assert both == need & phase
    assert both < need


def test_near_a_town_the_nearest_base_comes_first_with_miles(page_client):
    page = page_client.get("/bases/?near=Exeter")
    miles = [0 if "Less" in text else int(re.search(r"\d+", text)[0]) for text in page.texts(".lo-card__distance")]
    assert len(miles) > 10
    assert miles == sorted(miles)
    assert page.one('input[name="near"][id="pick-near"]')["value"] == "Exeter"


@pytest.mark.parametrize("path", ["/bases/", "/bases/compare?base=elm-silver-ford&base=anchor-tidewater&"])
@pytest.mark.parametrize(
    ("near", "sentence"), [("Atlantis", "We do not know “Atlantis”"), ("EX1 1A", "is not a whole postcode")]
)
def test_an_unknown_place_is_said_and_the_bases_stay(page_client, path, near, sentence):
    page = page_client.get(f"{path}{'' if '?' in path else '?'}near={near.replace(' ', '+')}")
    assert sentence in page.words
    assert "Elm" in page.words


def test_an_unknown_need_lists_nothing_and_says_so(page_client):
    page = page_client.get("/bases/?need=dragons")
    assert count_of(page) == 0
    assert "Try any need or any stage" in page.words


def test_boxes_for_comparing_belong_to_the_compare_form(page_client):
    page = page_client.get("/bases/?base=elm-silver-ford")
    boxes = page.select('.lo-card input[type="checkbox"]')
    assert len(boxes) == len(cards(page))
    assert {box["form"] for box in boxes} == {"compare"}
    assert page.one("form#compare")["action"] == "/bases/compare"
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["elm-silver-ford"]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_two_to_four_bases_stand_side_by_side(page_client, entries_of, number):
    chosen = entries_of("base")[:number]
    page = page_client.get("/bases/compare?" + "&".join(f"base={entry.slug}" for entry in chosen))
    assert page.texts("thead th") == [entry.title for entry in chosen]
    for row in page.select("tbody tr"):
        assert len(row.select("td")) == number
        assert all(words(cell) for cell in row.select("td")), f"A cell of “{words(row.select_one('th'))}” says nothing."


def test_a_comparison_holds_what_families_choose_by(page_client):
    page = page_client.get("/bases/compare?base=elm-silver-ford&base=anchor-tidewater&near=Exeter")
    rows = page.texts("tbody th")
    assert {"Mainly for", "School years", "Free places", "How to ask", "From Exeter"} <= set(rows)
    at = rows.index("From Exeter")
    assert all("mile" in words(cell) for cell in page.select("tbody tr")[at].select("td span[dir=auto]:last-child"))


def test_a_fifth_base_is_left_out_and_doubles_count_once(page_client, entries_of):
    slugs = [entry.slug for entry in entries_of("base")[:5]]
    page = page_client.get("/bases/compare?" + "&".join(f"base={slug}" for slug in [slugs[0], *slugs]))
    assert len(page.texts("thead th")) == 4


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?base=elm-silver-ford",
        "?base=elm-silver-ford&base=elm-silver-ford",
        "?base=no-such&base=nor-this",
        "?base=",
    ],
)
def test_fewer_than_two_bases_lead_back_to_the_list(page_client, query):
    page = page_client.get(f"/bases/compare{query}")
    assert "Choose two or more bases" in page.words
    assert "/bases/" in page.links()


def test_unknown_bases_are_passed_over(page_client):
    page = page_client.get("/bases/compare?base=elm-silver-ford&base=no-such&base=anchor-tidewater")
    assert len(page.texts("thead th")) == 2


def test_asking_for_miles_keeps_the_bases(page_client):
    form = page_client.get("/bases/compare?base=elm-silver-ford&base=anchor-tidewater").one("form.lo-pick")
    assert [each["value"] for each in form.select('input[name="base"]')] == ["elm-silver-ford", "anchor-tidewater"]
