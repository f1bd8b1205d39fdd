"""Search quality on realistic queries, by rules that say which entries answer them.

Reached in November 2026 with 678 entries – shared: s3 1.00, mrr 0.95, nDCG 0.72; own: s3 0.97, mrr 0.94, nDCG 0.73. Both were
looked at while tuning; 24 queries asked once afterwards gave s3 0.88, mrr 0.87, nDCG 0.55. The floors are lower, so that new content may shift single queries but no mechanism may break unseen.
"""

import pytest

from tests.search.judging import OWN, SHARED, queries_of, score

DEV = SHARED / "dev_queries.yaml"
#: success within the first three, mean reciprocal rank, nDCG of the first ten
FLOORS = {"s3": 0.90, "mrr": 0.85, "ndcg": 0.65}

pytestmark = pytest.mark.skipif(not DEV.exists(), reason=f"the judge is not beside this checkout ({SHARED})")


@pytest.fixture(scope="module", params=["shared", "own"])
def queries(request):
    return DEV if request.param == "shared" else OWN


@pytest.fixture(scope="module")
def figures(site, queries):
    return score(site, queries)


@pytest.mark.parametrize("measure", FLOORS)
def test_right_entries_come_first(figures, measure):
    assert figures["all"][measure] >= FLOORS[measure], figures["all"]


def test_no_query_finds_nothing_and_none_is_confused(figures):
    assert figures["all"]["zero"] == 0
    assert figures["all"]["confused"] == 0


def test_every_query_can_be_answered_by_what_ships(figures):
    assert figures["all"]["coverage_gap"] == 0


def test_panels_come_with_just_the_queries_that_need_them(site, queries):
    for query in queries_of(queries):
        panels = [panel.key for panel in site.find(query["q"]).understood.panels]
        assert ("urgent" in panels) is bool(query.get("crisis")), query["q"]
