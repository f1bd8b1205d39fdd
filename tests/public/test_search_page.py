"""The results page: what was understood is shown and can be taken off, filters tick and count, nothing is a dead end."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from localoffer.search.finder import FACETS
from tests.web.page_checks import words

SEARCHES = [
    "",
    "q=autism",
    "q=sleep&kind=service",
    "q=help+in+class&phase=primary",
    "near=Exeter&within=10",
    "need=autism&cost=free",
]


def total_of(page) -> int:
    """The number in the heading."""
    return int(re.match(r"(\d+) results?\b", page.h1)[1])


def chips(page) -> dict[str, str]:
    """Label of every chip -> the address that takes it off."""
    return {words(chip.select_one("[dir=auto]")): str(chip["href"]) for chip in page.select(".lo-chip")}


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def titles(page) -> list[str]:
    return [str(link["href"]) for link in page.select(".lo-card h2 a")]


# --- chips ---


def test_each_chip_takes_itself_off_and_keeps_the_rest(page_client):
    asked = [
        ("q", "club"),
        ("need", "autism"),
        ("cost", "free"),
        ("age", "7"),
        ("near", "Exeter"),
        ("within", "25"),
        ("sort", "name"),
    ]
    page = page_client.get("/search?" + "&".join(f"{name}={value}" for name, value in asked))
    found = chips(page)
    takes_off = {
        "Autism": {"need"},
        "Free": {"cost"},
        "Age 7": {"age"},
        "Within 25 miles of Exeter": {"near", "within"},
    }
    assert set(found) == set(takes_off)
    for label, names in takes_off.items():
        assert pairs(found[label]) == [(name, value) for name, value in asked if name not in names]
        assert label not in chips(page_client.get(found[label]))


def test_two_values_of_one_filter_are_taken_off_one_at_a_time(page_client):
    found = chips(page_client.get("/search?need=autism&need=adhd"))
    assert pairs(found["Autism"]) == [("need", "adhd")]
    assert pairs(found["ADHD"]) == [("need", "autism")]


def test_taking_a_filter_off_goes_back_to_the_first_page(page_client):
    page = page_client.get("/search?kind=service&cost=free&page=2")
    assert all("page" not in dict(pairs(address)) for address in chips(page).values())


@pytest.mark.parametrize(
    ("query", "label", "kept"),
    [
        ("sleep+age+4", "Age 4", "age"),
        ("sleep+in+Tiverton", "Within 15 miles of Tiverton", "place"),
        ("sleep+year+9", "Age 13 to 14", "age"),
    ],
)
def test_what_the_words_seemed_to_say_is_a_chip_that_can_be_taken_off(page_client, query, label, kept):
    found = chips(page_client.get(f"/search?q={query}"))
    assert label in found
    assert ("words", kept) in pairs(found[label])
    without = page_client.get(found[label])
    assert label not in chips(without)
    assert without.one("main form.lo-search input[name=q]")["value"] == query.replace("+", " ")


def test_all_filters_are_cleared_at_once_and_the_question_stays(page_client):
    page = page_client.get("/search?q=club+age+7&need=autism&near=Exeter")
    cleared = page_client.get(str(page.select(".lo-chips__clear")[0]["href"]))
    assert chips(cleared) == {}
    assert cleared.one("main form.lo-search input[name=q]")["value"] == "club age 7"


def test_without_filters_there_are_no_chips(page_client):
    page = page_client.get("/search?q=sleep")
    assert chips(page) == {}
    assert not page.select(".lo-chips__clear")


# --- filters ---


@pytest.mark.parametrize("search", SEARCHES)
def test_the_count_beside_a_filter_is_what_a_tap_gives(page_client, search):
    counted = page_client.json(f"/search.json?{search}")["facets"]
    tried = 0
    for name, values in counted.items():
        if f"{name}=" in search:
            continue  # ticking a second value widens; that is shown below
        for option in [*values[:2], *values[-1:]]:
            found = page_client.json(f"/search.json?{search}&{name}={option['value']}")["total"]
            assert found == option["count"], f"{name}={option['value']} says {option['count']} and gives {found}."
            tried += 1
    assert tried >= 10


def test_the_counts_on_the_page_are_those_of_the_answer(page_client):
    facets = page_client.json("/search.json?q=autism")["facets"]
    page = page_client.get("/search?q=autism")
    boxes = page.select('.lo-filters input[type="checkbox"]')
    assert boxes
    for box in boxes:
        count = int(re.search(r"\((\d+) results?\)", words(page.one(f'label[for="{box["id"]}"]')))[1])
        assert {"value": box["value"], "count": count}.items() <= next(
            option for option in facets[str(box["name"])] if option["value"] == box["value"]
        ).items()


def test_a_second_value_of_the_same_filter_widens_and_says_how_much(page_client):
    one = page_client.json("/search.json?need=autism")
    both = page_client.json("/search.json?need=autism&need=adhd")["total"]
    alone = {option["value"]: option["count"] for option in one["facets"]["need"]}
    assert one["total"] == alone["autism"]
    assert max(alone["autism"], alone["adhd"]) < both <= alone["autism"] + alone["adhd"]


def test_filters_of_different_kinds_narrow_one_another(page_client):
    wide, narrow = (page_client.json(f"/search.json?need=autism{more}")["total"] for more in ("", "&cost=free"))
    assert 0 < narrow < wide


@pytest.mark.parametrize("name", FACETS)
def test_each_filter_ticks_and_stays_ticked(page_client, name):
    value = page_client.get("/search").select(f'.lo-filters input[name="{name}"]')[0]["value"]
    page = page_client.get(f"/search?{name}={value}")
    box = page.one(f'.lo-filters input[name="{name}"][value="{value}"]')
    assert box.has_attr("checked")
    assert box.find_parent("details", class_="lo-filter").has_attr("open"), "A ticked box must not be hidden away."


def test_a_filter_carries_the_question_along_without_scripts(page_client):
    page = page_client.get("/search?q=dislexia&exact=1&need=autism")
    form = page.one(".lo-filters__form")
    assert (form["action"], form["method"]) == ("/search", "get")
    assert {(each["name"], each["value"]) for each in form.select("input[type=hidden]")} == {
        ("q", "dislexia"),
        ("exact", "1"),
    }


def test_a_new_question_keeps_the_filters(page_client):
    page = page_client.get("/search?q=sleep&need=autism&near=Exeter&page=2&words=age")
    box = page.one("main form.lo-search")
    assert {(each["name"], each["value"]) for each in box.select("input[type=hidden]")} == {
        ("need", "autism"),
        ("near", "Exeter"),
    }


@pytest.mark.parametrize(
    "pair", ["need=nonsense", "kind=dragon", "place=atlantis", "cost=%00", "phase=primary%27--", "feature=%F0%9F%98%80"]
)
def test_an_unknown_filter_value_finds_nothing_and_can_be_taken_off(page_client, pair):
    page = page_client.get(f"/search?q=autism&{pair}", without={"typography"})
    name = pair.partition("=")[0]
    for address in chips(page).values():
        assert name not in dict(pairs(address))


@pytest.mark.parametrize(
    ("given", "ok"),
    [("7", True), ("11-16", True), ("0", True), ("25", True), ("26", False), ("9-3", False), ("old", False)],
)
def test_an_age_is_used_or_the_page_says_how_to_write_one(page_client, given, ok):
    page = page_client.get(f"/search?q=club&age={given}")
    assert ("Write an age from 0 to 25" in page.words) != ok
    assert total_of(page) > 0


# --- order and pages ---


def test_results_come_in_the_order_asked_for(page_client):
    by_name = [each["title"] for each in page_client.json("/search.json?kind=service&sort=name")["results"]]
    assert by_name == sorted(by_name, key=str.lower)
    miles = [
        each["distance_miles"]
        for each in page_client.json("/search.json?kind=base&near=Exeter&within=50&sort=distance")["results"]
    ]
    assert len(miles) > 5
    assert miles == sorted(miles)


def test_the_most_recently_checked_come_first_when_asked(page_client, entries_of):
    checked = {entry.slug: entry.reviewed_on for entry in entries_of("service")}
    days = [checked[each["slug"]] for each in page_client.json("/search.json?kind=service&sort=checked")["results"]]
    assert days == sorted(days, reverse=True)
    assert days[0] == max(checked.values())


def test_the_order_chosen_stays_chosen(page_client):
    page = page_client.get("/search?q=sleep&sort=name")
    assert page.one('.lo-filters select[name="sort"] option[selected]')["value"] == "name"


def test_sorting_by_distance_without_a_place_asks_for_one(page_client):
    assert "Type a postcode or town" in page_client.get("/search?q=sleep&sort=distance").words


def test_pages_hold_every_result_once(page_client):
    first = page_client.get("/search?kind=base&sort=name")
    links = [str(link["href"]) for link in first.select(".govuk-pagination a")]
    assert links
    seen = titles(first)
    pages = page_client.json("/search.json?kind=base")["pages"]
    assert pages > 2
    for number in range(2, pages + 1):
        seen += titles(page_client.get(f"/search?kind=base&sort=name&page={number}"))
    assert len(seen) == len(set(seen)) == total_of(first)


def test_a_later_page_says_so_in_its_title_and_counts_on(page_client):
    page = page_client.get("/search?kind=service&page=2")
    assert "page 2 of" in page.soup.title.get_text()
    assert page.one("ol.lo-cards")["start"] == "21"
    assert page.select('.govuk-pagination [aria-current="page"]')


@pytest.mark.parametrize("number", ["0", "-1", "999", "99999999999999", "two", "1.5", "٣", "²"])
def test_a_page_number_that_makes_no_sense_shows_the_first_or_the_last(page_client, number):
    page = page_client.get(f"/search?kind=base&page={number}")
    assert page.h1 == page_client.get("/search?kind=base").h1
    assert page.select(".lo-card")


# --- spelling ---


@pytest.mark.parametrize(
    ("typed", "meant"), [("dislexia", "dyslexia"), ("autsim", "autism"), ("speach therapy", "speech therapy")]
)
def test_a_slip_is_mended_and_can_be_searched_for_as_typed(page_client, typed, meant):
    page = page_client.get(f"/search?q={typed.replace(' ', '+')}")
    assert page.h1.endswith(f"for “{meant}”")
    assert f"Showing results for {meant}" in page.words.replace(" .", ".")
    back = page.one(".lo-correction a")
    assert words(back) == f"Search for “{typed}” instead"
    as_typed = page_client.get(str(back["href"]))
    assert as_typed.h1.endswith(f"for “{typed}”")
    assert not as_typed.select(".lo-correction")


def test_what_is_spelt_right_is_not_corrected(page_client):
    assert not page_client.get("/search?q=dyslexia").select(".lo-correction")


# --- places ---


@pytest.mark.parametrize(
    ("near", "label"),
    [("EX1 1AA", "EX1 1AA"), ("ex11aa", "EX1 1AA"), ("EX16", "EX16"), ("EX1 9ZZ", "EX1"), ("Tiverton", "Tiverton")],
)
def test_near_a_postcode_part_of_one_or_a_town_shows_miles_on_cards(page_client, near, label):
    page = page_client.get(f"/search?q=autism&near={near.replace(' ', '+')}&within=25")
    assert f"Within 25 miles of {label}" in chips(page)
    distances = page.texts(".lo-card__distance")
    assert distances
    assert all(re.fullmatch(r"(Less than 1 mile|About \d+ miles?) away", each) for each in distances)
    assert page.one('.lo-filters input[name="near"]')["value"] == near


@pytest.mark.parametrize(
    ("near", "sentence"),
    [
        ("EX1 1A", "is not a whole postcode"),
        ("ZZ99 9ZZ", "We do not know “ZZ99 9ZZ”"),
        ("Atlantis", "We do not know “Atlantis”"),
    ],
)
def test_a_place_we_do_not_know_is_said_and_results_come_anyway(page_client, near, sentence):
    page = page_client.get(f"/search?q=autism&near={near.replace(' ', '+')}")
    assert sentence in page.words
    assert total_of(page) == total_of(page_client.get("/search?q=autism"))
    field = page.one('.lo-filters input[name="near"]')
    assert field["value"] == near
    assert "filter-near-error" in field["aria-describedby"]


def test_support_for_the_whole_county_is_not_hidden_near_a_town(page_client):
    found = page_client.json("/search.json?q=sendiass&near=Ilfracombe&within=1")["results"]
    assert any("distance_miles" not in each or each["distance_miles"] > 1 for each in found)


def test_fewer_miles_find_no_more(page_client):
    totals = [
        page_client.json(f"/search.json?kind=service&near=Exeter&within={miles}")["total"] for miles in (1, 5, 15, 50)
    ]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


# --- help above results ---


@pytest.mark.parametrize(
    "query", ["suicidal", "my son wants to die", "i cannot cope anymore", "self harm near Exeter", "SUICIDAL!!!"]
)
def test_a_cry_for_help_is_answered_above_everything(page_client, query):
    page = page_client.get(f"/search?q={query.replace(' ', '+')}")
    panel = page.one(".lo-help--urgent")
    assert page.text.index("lo-help--urgent") < page.text.index("<h1")
    numbers = [str(link["href"]) for link in panel.select('a[href^="tel:"]')]
    assert numbers[:2] == ["tel:999", "tel:111"]


def test_the_panel_stands_even_where_nothing_is_found_and_filters_are_set(page_client):
    page = page_client.get("/search?q=suicidal&need=nonsense&age=3&page=9")
    assert page.select(".lo-help--urgent")


@pytest.mark.parametrize("query", ["cost of living crisis", "sleep", "crisis loan"])
def test_other_searches_show_no_urgent_panel(page_client, query):
    assert not page_client.get(f"/search?q={query.replace(' ', '+')}").select(".lo-help--urgent")


def test_words_that_are_mixed_up_are_told_apart(page_client):
    page = page_client.get("/search?q=EOTAS")
    assert "EOTAS or home education?" in page.words
    link = next(link for link in page.select("main a") if words(link) == "Read more about the difference")
    page_client.get(str(link["href"]))


def test_glossary_words_of_the_question_are_explained_beside_results(page_client):
    page = page_client.get("/search?q=what+is+an+EHCP")
    aside = page.one("aside.lo-words")
    assert aside.select('a[href="/glossary/ehcp"], a[href^="/glossary/ehc"]')
    assert words(aside.select_one("dd"))


def test_what_was_searched_for_is_marked_in_the_results(page_client):
    marked = {each.lower() for each in page_client.get("/search?q=dyslexia").texts(".lo-card mark")}
    assert "dyslexia" in marked
    assert not page_client.get("/search").select("mark")


# --- nothing found ---


def test_nothing_found_offers_filters_to_let_go_of_with_what_each_gives(page_client):
    page = page_client.get("/search?q=autism&kind=term&cost=free")
    assert total_of(page) == 0
    ways = [link for link in page.select("main a") if re.search(r"\(\d+ results?\)$", words(link))]
    assert ways
    for way in ways:
        promised = int(re.search(r"\((\d+) results?\)$", words(way))[1])
        assert total_of(page_client.get(str(way["href"]))) == promised > 0


def test_nothing_found_offers_guides_and_who_to_ring(page_client):
    page = page_client.get("/search?q=zzzzqqqq")
    assert total_of(page) == 0
    headings = page.texts("main h2")
    assert {"These may help", "Or talk to someone"} <= set(headings)
    assert page.select('main a[href^="/guides/"]')
    assert page.select('main a[href^="tel:"]')


def test_what_was_let_go_of_is_said(page_client):
    page = page_client.get("/search?q=blue+badge+age+0")
    if "age" in page_client.json("/search.json?q=blue+badge+age+0")["interpreted"].get("left_out", []):
        assert "so we left out the age" in page.words
    assert total_of(page) > 0
