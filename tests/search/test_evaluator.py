"""The evaluator against a naive oracle: same totals, same counts, same order; and eight threads that share one."""

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.search.contract import Near, Query, Unit
from localoffer.search.memory_engine import MemoryEngine
from tests.search.conftest import create_document
from tests.search.oracle import Oracle

WORDS = ["sleep", "autism", "help", "club", "^sleep", "^club"]
TAGS = ["need:autism", "topic:sleep", "need:ALL"]
KINDS = ["kind:service", "kind:guide"]
factors = st.sampled_from([0.2, 0.4, 0.6, 0.8, 1.0])
points = st.tuples(st.floats(50.2, 51.2), st.floats(-4.5, -3.0))


@st.composite
def documents(draw):
    """Up to thirty documents over a handful of words, so that they meet and tie."""
    made = []
    for number in range(draw(st.integers(0, 30))):
        low = draw(st.sampled_from([0.0, 2.0, 5.0, 11.0, 16.0]))
        made.append(
            create_document(
                number,
                title=draw(st.sampled_from(["Alpha", "beta", "Gamma"])) + f" {number:02}",
                terms=draw(
                    st.dictionaries(st.sampled_from(WORDS + TAGS + KINDS), st.sampled_from([1.0, 2.0, 5.0]), min_size=1)
                ),
                facets=draw(
                    st.dictionaries(
                        st.sampled_from(["kind", "need"]), st.lists(st.sampled_from("abc"), min_size=1), max_size=2
                    )
                ),
                age_min=low,
                age_max=low + draw(st.sampled_from([0.0, 3.0, 9.0])),
                points=draw(st.lists(points, max_size=2)),
                everywhere=draw(st.booleans()),
                districts=draw(st.lists(st.sampled_from(["exeter", "torridge"]), max_size=1)),
                checked=draw(st.integers(1, 4)),
                first_day=(first := draw(st.sampled_from([0, 700_000, 700_010]))),
                last_day=first and first + draw(st.sampled_from([0, 5])),
                prior=draw(st.sampled_from([0.5, 1.0])),
            )
        )
    return made


units = st.builds(
    Unit,
    alternatives=st.lists(st.tuples(st.sampled_from([*WORDS[:4], "nobody"]), factors), min_size=1, max_size=3).map(
        tuple
    ),
    tags=st.lists(st.tuples(st.sampled_from(TAGS), factors), max_size=2).map(tuple),
    weight=st.sampled_from([0.15, 0.6, 1.0]),
    optional=st.booleans(),
)
queries = st.builds(
    Query,
    units=st.lists(units, max_size=4).map(tuple),
    filters=st.dictionaries(
        st.sampled_from(["kind", "need", "other"]), st.frozensets(st.sampled_from("abc"), min_size=1), max_size=2
    ),
    ages=st.none() | st.sampled_from([(0.0, 1.0), (4.0, 6.0), (13.0, 19.0)]),
    near=st.none()
    | st.builds(
        Near,
        st.floats(50.4, 51.0),
        st.floats(-4.2, -3.2),
        st.sampled_from([5.0, 15.0]),
        st.sampled_from(["", "exeter"]),
    ),
    demote=st.frozensets(st.sampled_from(TAGS), max_size=1),
    favour=st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([1.2, 1.6])), max_size=1).map(tuple),
    days=st.none() | st.sampled_from([(1, 700_000), (700_003, 700_009), (700_015, 3_000_000)]),
    sort=st.sampled_from(["relevance", "distance", "name", "checked", "newest", "soonest"]),
    facets=st.just(("kind", "need", "nothing")),
)


def engine_of(made):
    engine = MemoryEngine()
    engine.rebuild(made, 1, lambda _: None)
    return engine


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), queries)
def test_total_counts_and_order_are_those_of_the_oracle(made, query):
    page = engine_of(made).search(replace(query, limit=100))
    oracle = Oracle(made)
    total, ranked, counts = oracle.answer(query)
    expected = {each.entry_id: (score, each) for score, each in ranked}
    assert page.total == total
    assert {hit.entry_id for hit in page.hits} == set(expected)
    assert page.facets == counts
    for hit in page.hits:
        assert hit.score == pytest.approx(expected[hit.entry_id][0], rel=1e-3, abs=1e-5)
    if query.sort in ("name", "checked", "newest", "soonest"):
        assert [hit.entry_id for hit in page.hits] == [each.entry_id for _, each in ranked]
    elif query.sort == "relevance" or not query.near:
        # single precision may swap what is all but equal
        scores = [oracle.relevance(query, *expected[hit.entry_id]) for hit in page.hits]
        assert scores == pytest.approx(sorted(scores, reverse=True), rel=1e-3, abs=1e-5)
    else:
        away = [hit.miles if hit.miles is not None else 1e9 for hit in page.hits]
        assert away == sorted(away)


@settings(max_examples=20, deadline=None)
@given(documents(), queries, st.integers(1, 7))
def test_pages_make_up_the_whole_without_overlap(made, query, size):
    engine = engine_of(made)
    whole = [hit.entry_id for hit in engine.search(replace(query, limit=100)).hits]
    paged = []
    for offset in range(0, len(whole) + size, size):
        paged += [hit.entry_id for hit in engine.search(replace(query, offset=offset, limit=size)).hits]
    assert paged == whole


@settings(max_examples=20, deadline=None)
@given(documents(), queries)
def test_a_count_is_what_a_tap_gives(made, query):
    engine = engine_of(made)
    for facet, counts in engine.search(query).facets.items():
        for value, count in counts.items():
            tapped = replace(query, filters={**query.filters, facet: frozenset({value})})
            assert engine.search(tapped).total == count


def test_eight_threads_share_one_evaluator_without_a_wrong_answer():
    made = [
        create_document(n, terms={word: float(1 + (n * i) % 5) for i, word in enumerate(["a", "b", "c", "d", "e"]) if (n >> i) & 1} or {"z": 1.0},
                        facets={"kind": ["abc"[n % 3]]})
        for n in range(400)
    ]  # fmt: skip
    asked = [
        Query(units=tuple(Unit(((word, 1.0),)) for word in words), facets=("kind",))
        for words in ("a", "b", "ab", "abc", "cde", "e", "az", "bd")
    ]
    expected = [engine_of(made).search(query) for query in asked]
    engine, wrong = engine_of(made), []

    def search(seed):
        for turn in range(375):
            at = (turn * 7 + seed) % len(asked)
            if engine.search(asked[at]) != expected[at]:
                wrong.append(at)

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
