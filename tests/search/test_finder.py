"""Search as a page asks it: filters, places, loosening, dead ends avoided."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.records.queries import entries_by_id
from localoffer.search.finder import FACETS, read_age


def values(*given):
    return frozenset(given)


def test_everything_is_found_by_nothing(ask, site):
    found = ask()
    assert found.page.total == site.search.engine.state().entries
    assert set(found.page.facets) == set(FACETS)
    assert found.pages == -(-found.page.total // 20)


def test_filters_of_the_address_narrow(ask):
    found = ask(filters={"kind": values("service"), "need": values("autism", "adhd")})
    assert found.page.total == ask(filters={"kind": values("service"), "need": values("adhd", "autism")}).page.total
    assert 0 < found.page.total < ask(filters={"kind": values("service")}).page.total
    assert found.page.facets["need"]["autism"] <= found.page.total


def test_counts_are_what_a_tap_gives_on_shipped_content(ask):
    found = ask("sleep", filters={"kind": values("service")})
    for facet in ("kind", "need", "category"):
        for value, count in list(found.page.facets[facet].items())[:6]:
            filters = {"kind": values("service"), facet: values(value)}
            assert ask("sleep", filters=filters).page.total == count, (facet, value)


def test_a_wider_need_is_a_filter_for_the_narrower_ones(ask, site):
    dyslexia = {hit.entry_id for hit in ask(filters={"need": values("dyslexia")}, page_size=500).page.hits}
    spld = {hit.entry_id for hit in ask(filters={"need": values("SPLD")}, page_size=500).page.hits}
    assert dyslexia < spld


@pytest.mark.parametrize(
    ("age", "years"), [("7", (7, 7)), ("11-16", (11, 16)), ("11 to 16", (11, 16)), ("1.5", (1.5, 1.5)), ("", None)]
)
def test_ages_of_the_address(age, years):
    assert read_age(age) == (years, "")


@pytest.mark.parametrize("age", ["abc", "99", "16-11", "-4", "4-", "７７７", "4-99", "1e9", "0x4", "4;drop"])
def test_a_bad_age_is_told_in_one_sentence_and_everything_is_found(ask, age):
    found = ask("sleep", age=age)
    assert found.problems == ("Write an age from 0 to 25, like 7 or 11-16.",)
    assert found.age is None
    assert found.page.total == ask("sleep").page.total


@pytest.mark.parametrize("near", ["ZZ9 9ZZ", "Atlantis", "EX99 9", "<script>", "x" * 3000, "EX1 1A", "’; drop table"])
def test_an_unknown_place_is_told_and_everything_is_found(ask, near):
    found = ask("sleep", near=near)
    assert len(found.problems) == 1
    assert found.place is None
    assert found.page.total == ask("sleep").page.total


def test_near_a_town_what_is_close_comes_first_and_county_wide_help_stays(ask, site):
    found = ask("autism group", near="Exeter", page_size=100)
    hits = found.page.hits
    assert found.place.label == "Exeter"
    assert found.within == 15
    assert hits[0].miles is not None
    assert hits[0].miles < 5
    entries = entries_by_id(site.session, [hit.entry_id for hit in hits])
    coverage = {entries[hit.entry_id].document().coverage for hit in hits}
    assert {"towns", "all"} <= coverage
    for hit in hits:
        document = entries[hit.entry_id].document()
        assert document.coverage in ("all", "online", "national", "districts") or hit.miles <= 15


def test_a_wider_circle_finds_no_less(ask):
    totals = [ask("club", near="Exeter", within=miles).page.total for miles in (1, 5, 15, 50)]
    assert totals == sorted(totals)


def test_a_town_in_the_words_is_used_unless_the_address_says_otherwise(ask):
    assert ask("club in Barnstaple").place.label == "Barnstaple"
    assert ask("club in Barnstaple", near="Exeter").place.label == "Exeter"
    assert ask("club in Barnstaple", plain=frozenset({"place"})).place is None


def test_a_town_alone_sorts_by_distance(ask):
    miles = [hit.miles for hit in ask("in Barnstaple").page.hits if hit.miles is not None]
    assert miles == sorted(miles)


def test_age_in_the_words_keeps_entries_for_it(ask, site):
    found = ask("clubs for a 15 year old", page_size=50)
    assert found.age == (15, 15)
    for entry in entries_by_id(site.session, [hit.entry_id for hit in found.page.hits]).values():
        assert entry.document().age_min <= 15 <= entry.document().age_max


def test_what_was_only_understood_is_let_go_when_it_leaves_nothing(ask):
    found = ask("hearing base for a 24 year old", filters={"kind": values("base")})
    assert found.page.total
    assert found.loosened == ("age",)
    assert found.age is None


def test_what_a_person_set_is_never_let_go(ask):
    found = ask("hearing base", age="24", filters={"kind": values("base")})
    assert found.page.total == 0
    assert found.loosened == ()
    assert found.age == (24, 24)


def test_no_dead_end_each_relaxation_finds_what_it_says(ask):
    filters = {"kind": values("base"), "cost": values("free")}
    found = ask("sleep", filters=filters, age="3")
    assert found.page.total == 0
    assert found.relaxations
    totals = [each.total for each in found.relaxations]
    assert totals == sorted(totals, reverse=True)
    for each in found.relaxations:
        if each.name in filters:
            kept = {name: given for name, given in filters.items() if name != each.name}
            assert ask("sleep", filters=kept, age="3").page.total == each.total


def test_pages_do_not_overlap_and_go_to_the_end(ask):
    first = ask("school", page_size=7)
    seen = [
        hit.entry_id
        for number in range(1, first.pages + 1)
        for hit in ask("school", page=number, page_size=7).page.hits
    ]
    assert len(seen) == len(set(seen)) == first.page.total
    assert ask("school", page=first.pages + 1, page_size=7).page.hits == []


@pytest.mark.parametrize("sort", ["name", "checked", "distance", "relevance"])
def test_sorting_changes_the_order_not_what_is_found(ask, sort):
    assert ask("autism", sort=sort, near="Exeter").page.total == ask("autism", near="Exeter").page.total


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("SENDIASS", "term", "sendiass"), ("OT", "term", "ot"), ("sleep clinic", "service", "sleep-clinic"),
        ("school transport", "guide", "school-transport"), ("portage", "service", "portage"),
    ],
)  # fmt: skip
def test_the_very_name_of_an_entry_finds_it_among_the_first(ask, site, text, kind, slug):
    entries = entries_by_id(site.session, [hit.entry_id for hit in ask(text).page.hits[:3]])
    assert (kind, slug) in [(entry.kind, entry.slug) for entry in entries.values()]


HOSTILE = [
    "", " ", "\x00", "\x00" * 500, "a" * 10_000, "sleep " * 2_000, "\u202e\u202dsleep", "مساعدة في النوم", "עזרה", "帮助", "🧒" * 400,
    '"', "'", "sleep'--", "AND OR NOT", "title:sleep", "(((((", "sleep*", "*", "?", "~2", "[a TO b]", "sleep^9999", "\\", "%00", "{}",
    "<script>alert(1)</script>", "${7*7}", "{{7*7}}", "../../etc/passwd", "sleep\r\nSet-Cookie: a=b", "1" * 400, "-1", "NaN", "e\u0301" * 300,
    "\ud800", "ﬀ ﬁ ㎡", "İstanbul", "ß", "=term:ehcp", "^sleep", "need:ALL", "kind:guide",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_makes_search_fail(ask, site, text):
    found = ask(text)
    assert found.page.total >= 0
    site.search.highlighter(site.session, found.understood).snippet(text)
    site.search.suggest(site.session, text)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=120) | st.lists(st.sampled_from(["sleep", "in", "Exeter", "7", "year", "old", "EHCP", "“", "not", "AND"]), max_size=9).map(" ".join),
    age=st.text(max_size=6), near=st.text(max_size=12), page=st.integers(1, 10_000), within=st.none() | st.integers(1, 500),
    sort=st.sampled_from(["relevance", "distance", "name", "checked", "rubbish"]),
    filters=st.dictionaries(st.sampled_from([*FACETS, "none"]), st.frozensets(st.text(max_size=8), max_size=2), max_size=3),
)  # fmt: skip
def test_any_request_is_answered(ask, text, age, near, page, within, sort, filters):
    found = ask(text, age=age, near=near, page=page, within=within, sort=sort, filters=filters)
    assert found.page.total >= len(found.page.hits)
    assert found.pages >= 1
