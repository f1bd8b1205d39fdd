"""One contract, every engine: a new engine is one more line in ENGINES."""

import threading
from dataclasses import replace

import pytest

from localoffer.search.contract import Change, Near, Query, Unit
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.whoosh_engine import WhooshEngine
from tests.search.conftest import create_document

ENGINES = {"whoosh": lambda folder: WhooshEngine(folder / "index"), "memory": lambda _folder: MemoryEngine()}
EXETER, BARNSTAPLE = (50.722, -3.53), (51.08, -4.06)
NEAR_EXETER = Near(*EXETER, 10)


def quiet(_done):
    """Progress that nobody watches."""


def asking(*words, **more):
    return Query(units=tuple(Unit(((word, 1.0),), words=(word,)) for word in words), **more)


def ids(page):
    return [hit.entry_id for hit in page.hits]


DOCUMENTS = [
    create_document(1, title="Sleep clinic", terms={"sleep": 9.0, "^sleep": 1.0, "clinic": 5.0}, facets={"kind": ["service"], "need": ["sleep", "autism"]},
                    points=[EXETER], age_min=0, age_max=5, checked=30, surfaces={"sleep": "sleep", "clinic": "clinic"}),
    create_document(2, title="Autism group", terms={"autism": 9.0, "^autism": 1.0, "sleep": 1.0}, facets={"kind": ["service"], "need": ["autism"]},
                    points=[BARNSTAPLE], age_min=5, age_max=11, checked=10, surfaces={"autism": "autistic", "sleep": "sleep"}),
    create_document(3, title="Sleep guide", kind="guide", terms={"sleep": 5.0, "^sleep": 1.0, "kind:guide": 1.0}, facets={"kind": ["guide"]},
                    everywhere=True, age_min=0, age_max=25, checked=20, surfaces={"sleep": "sleeping"}),
    create_document(4, title="Club", terms={"club": 5.0, "need:autism": 4.0}, facets={"kind": ["service"], "need": ["autism"]},
                    districts=["exeter"], age_min=11, age_max=18, checked=40, surfaces={"club": "clubs"}),
]  # fmt: skip


@pytest.fixture(params=ENGINES)
def empty(request, tmp_path):
    """An engine that was rebuilt from nothing."""
    engine = ENGINES[request.param](tmp_path)
    engine.rebuild([], 0, quiet)
    return engine


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """An engine with four documents, as of change 4."""
    made = ENGINES[request.param](tmp_path)
    made.rebuild(DOCUMENTS, 4, quiet)
    return made


def test_words_find_entries_the_best_first(engine):
    page = engine.search(asking("sleep"))
    assert page.total == 3
    assert set(ids(page)) == {"e1", "e2", "e3"}
    assert ids(page)[-1] == "e2", "a mention comes after titles"
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)


def test_without_words_everything_is_there_by_title(engine):
    assert ids(engine.search(Query())) == ["e2", "e4", "e1", "e3"]


def test_a_word_nobody_has_finds_nothing(engine):
    page = engine.search(asking("zebra", facets=("kind",)))
    assert (page.total, page.hits, page.facets) == (0, [], {"kind": {}})


def test_more_of_the_query_met_comes_first(engine):
    assert ids(engine.search(asking("autism", "sleep")))[0] == "e2"


DATED = [
    create_document(5, title="Spring event", first_day=740_000, last_day=740_000, facets={"kind": ["event"]}),
    create_document(6, title="Long plan", first_day=739_000, last_day=741_000, facets={"kind": ["plan"]}),
    create_document(7, title="Autumn event", first_day=740_200, last_day=740_230, facets={"kind": ["event"]}),
]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((740_000, 740_000), {"e5", "e6"}), ((740_100, 3_000_000), {"e6", "e7"}), ((740_230, 740_240), {"e6", "e7"}),
        ((1, 738_999), set()), ((1, 740_000), {"e5", "e6"}), ((741_001, 742_000), set()),
    ],
)  # fmt: skip
def test_a_span_of_days_keeps_what_is_about_any_of_them(engine, days, found):
    engine.apply(Change(4 + place, each.entry_id, each) for place, each in enumerate(DATED, start=1))
    page = engine.search(Query(days=days, facets=("kind",)))
    assert set(ids(page)) == found, "what is about no day is never in a span"
    assert sum(page.facets["kind"].values()) == len(found)


def test_days_put_in_order_from_the_soonest_or_the_newest(engine):
    engine.apply(Change(4 + place, each.entry_id, each) for place, each in enumerate(DATED, start=1))
    assert ids(engine.search(Query(sort="soonest")))[:3] == ["e6", "e5", "e7"]
    assert ids(engine.search(Query(sort="newest")))[:3] == ["e6", "e7", "e5"]
    assert set(ids(engine.search(Query(sort="soonest")))[3:]) == {"e1", "e2", "e3", "e4"}


def test_an_optional_unit_helps_but_is_not_needed(engine):
    optional = Unit((("clinic", 1.0),), optional=True)
    page = engine.search(Query(units=(Unit((("sleep", 1.0),)), optional)))
    assert page.total == 3
    assert ids(page)[0] == "e1"


def test_a_tag_is_a_match(engine):
    tagged = Unit((("autism", 1.0),), tags=(("need:autism", 1.0),))
    assert set(ids(engine.search(Query(units=(tagged,))))) == {"e2", "e4"}


def test_kinds_can_be_favoured_and_confusable_entries_demoted(engine):
    assert ids(engine.search(asking("sleep", favour=(("kind:guide", 3.0),))))[0] == "e3"
    assert ids(engine.search(asking("sleep")))[0] == "e1"
    assert ids(engine.search(asking("sleep", demote=frozenset({"clinic"}))))[0] == "e3"


def test_filters_narrow_and_each_count_is_what_a_tap_gives(engine):
    query = Query(filters={"need": frozenset({"autism"})}, facets=("kind", "need"))
    page = engine.search(query)
    assert set(ids(page)) == {"e1", "e2", "e4"}
    for facet, counts in page.facets.items():
        for value, count in counts.items():
            assert engine.search(replace(query, filters={**query.filters, facet: frozenset({value})})).total == count


def test_values_of_one_filter_are_alternatives_and_filters_combine(engine):
    either = Query(filters={"kind": frozenset({"guide", "service"})})
    assert engine.search(either).total == 4
    both = Query(filters={"kind": frozenset({"service"}), "need": frozenset({"sleep"})})
    assert ids(engine.search(both)) == ["e1"]


@pytest.mark.parametrize(
    "filters", [{"kind": frozenset({"nothing"})}, {"no such facet": frozenset({"x"})}, {"kind": frozenset()}]
)
def test_an_unknown_value_finds_nothing_and_breaks_nothing(engine, filters):
    assert engine.search(Query(filters=filters, facets=("kind", "no such facet"))).total == 0


@pytest.mark.parametrize(
    ("ages", "found"),
    [((0, 1), {"e1", "e3"}), ((5, 5), {"e1", "e2", "e3"}), ((8, 8), {"e2", "e3"}), ((13, 19), {"e3", "e4"}), ((25, 25), {"e3"}), ((5.5, 6), {"e2", "e3"})],
)  # fmt: skip
def test_ages_keep_entries_that_overlap(engine, ages, found):
    assert set(ids(engine.search(Query(ages=ages)))) == found


def test_near_keeps_what_is_in_reach_and_what_comes_everywhere(engine):
    page = engine.search(Query(near=NEAR_EXETER))
    assert set(ids(page)) == {"e1", "e3"}
    miles = {hit.entry_id: hit.miles for hit in page.hits}
    assert miles["e1"] == pytest.approx(0, abs=0.01)
    assert miles["e3"] is None
    assert set(ids(engine.search(Query(near=replace(NEAR_EXETER, district="exeter"))))) == {"e1", "e3", "e4"}
    assert set(ids(engine.search(Query(near=replace(NEAR_EXETER, within=50))))) == {"e1", "e2", "e3"}


def test_sorts(engine):
    assert ids(engine.search(Query(sort="name"))) == ["e2", "e4", "e1", "e3"]
    assert ids(engine.search(Query(sort="checked"))) == ["e4", "e1", "e3", "e2"]
    assert ids(engine.search(Query(sort="distance", near=replace(NEAR_EXETER, within=50)))) == ["e1", "e2", "e3"]
    assert engine.search(Query(sort="distance")).total == 4


def test_pages_do_not_overlap(empty):
    empty.apply(Change(n, f"e{n}", create_document(n, terms={"help": 1.0 + n % 3})) for n in range(1, 101))
    pages = [ids(empty.search(asking("help", offset=offset, limit=9))) for offset in range(0, 108, 9)]
    together = [entry_id for page in pages for entry_id in page]
    assert len(together) == len(set(together)) == 100
    assert empty.search(asking("help", offset=500)).hits == []


def test_a_change_is_seen_at_once(engine):
    engine.apply([Change(5, "e5", create_document(5, terms={"zebra": 1.0}, facets={"kind": ["new"]}))])
    page = engine.search(asking("zebra", facets=("kind",)))
    assert (ids(page), page.facets) == (["e5"], {"kind": {"new": 1}})
    assert engine.state().entries == 5
    assert engine.state().seq == 5
    assert engine.frequency("zebra") == 1


def test_a_replaced_entry_is_found_by_its_new_words_only(engine):
    engine.apply([Change(5, "e1", create_document(1, terms={"zebra": 1.0}))])
    assert ids(engine.search(asking("zebra"))) == ["e1"]
    assert "e1" not in ids(engine.search(asking("sleep")))
    assert engine.state().entries == 4


def test_a_removed_entry_is_gone_from_results_and_counts(engine):
    engine.apply([Change(5, "e1", None), Change(6, "never there", None)])
    page = engine.search(asking("sleep", facets=("kind",)))
    assert set(ids(page)) == {"e2", "e3"}
    assert page.facets["kind"] == {"service": 1, "guide": 1}
    assert engine.state().entries == 3


def test_repeating_changes_changes_nothing(engine):
    changes = [Change(5, "e1", None), Change(6, "e5", create_document(5, terms={"zebra": 1.0}))]
    for _ in range(3):
        engine.apply(changes)
        engine.flush()
    assert ids(engine.search(asking("zebra"))) == ["e5"]
    assert engine.state().entries == 4


def test_of_two_changes_to_one_entry_the_last_counts(engine):
    engine.apply([Change(5, "e9", create_document(9, terms={"zebra": 1.0})), Change(6, "e9", None)])
    assert engine.search(asking("zebra")).total == 0
    engine.apply([Change(7, "e9", None), Change(8, "e9", create_document(9, terms={"lion": 1.0}))])
    assert engine.search(asking("lion")).total == 1


def test_flushing_changes_no_answer(engine):
    engine.apply([Change(5, "e5", create_document(5, terms={"sleep": 3.0})), Change(6, "e1", None)])
    before = engine.search(asking("sleep", facets=("kind", "need")))
    engine.flush()
    after = engine.search(asking("sleep", facets=("kind", "need")))
    assert ids(after) == ids(before)
    assert after.facets == before.facets


def test_rebuild_replaces_everything_and_tells_progress(engine):
    told = []
    assert engine.rebuild([create_document(n) for n in range(5)], 9, told.append) == 5
    assert told[-1] == 5
    assert engine.search(asking("sleep")).total == 0
    assert engine.state() == replace(engine.state(), entries=5, seq=9)


def test_words_are_known_with_how_many_hold_them(engine):
    assert engine.frequency("sleep") == 3
    assert engine.frequency("nobody") == 0
    written, count = engine.surfaces()["sleep"]
    assert written in ("sleep", "sleeping")
    assert count == 3


def test_new_words_are_known_to_the_speller(engine):
    engine.apply([Change(5, "e5", create_document(5, terms={"zebra": 1.0}, surfaces={"zebra": "zebras"}))])
    assert engine.surfaces()["zebra"] == ("zebras", 1)


def test_while_it_is_rebuilt_searches_see_the_old_or_the_new_never_a_mixture(engine):
    old = [create_document(n, terms={"help": 1.0}, facets={"kind": ["old"]}) for n in range(60)]
    new = [create_document(n, terms={"help": 1.0}, facets={"kind": ["new"]}) for n in range(40)]
    engine.rebuild(old, 1, quiet)
    allowed = [(60, {"kind": {"old": 60}}), (40, {"kind": {"new": 40}})]
    stop, wrong, searches = threading.Event(), [], [0]

    def search():
        while not stop.is_set():
            page = engine.search(asking("help", facets=("kind",)))
            searches[0] += 1
            if (page.total, page.facets) not in allowed:
                wrong.append((page.total, page.facets))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(4):
        engine.rebuild(new if turn % 2 == 0 else old, 1, quiet)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert searches[0] > 20


@pytest.mark.parametrize(
    "query",
    [
        Query(units=(Unit(()),)), Query(units=(Unit((("", 1.0),)),)), Query(units=(Unit((("x" * 10_000, 1.0),)),)),
        Query(units=(Unit((("\x00\u202e", 1.0),)),)), Query(near=Near(0, 0, 1)), Query(near=Near(90, 180, 0.1)),
        Query(sort="no such sort"), Query(offset=-0, limit=0), Query(ages=(9, 3)), Query(facets=("", "kind", "kind")),
    ],
)  # fmt: skip
def test_no_query_makes_it_fail(engine, query):
    assert engine.search(query).total >= 0


def test_a_failed_rebuild_leaves_the_live_index_alone(engine):
    def broken():
        yield DOCUMENTS[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken(), 9, quiet)
    assert engine.search(asking("sleep")).total == 3
    assert engine.state().seq == 4
