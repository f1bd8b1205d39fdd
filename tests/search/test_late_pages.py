"""A page whose check is late comes lower in every search."""

import pytest

from localoffer.importers.load import load
from localoffer.publishing.operations import announce, publish, save_draft
from localoffer.records.entries import OVERDUE, PUT
from localoffer.search.documents import LATE
from localoffer.search.finder import SearchRequest
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.site_search import SiteSearch
from tests.factories import create_guide


@pytest.fixture
def search(postcodes):
    return SiteSearch(MemoryEngine(), postcodes)


def test_a_late_page_comes_after_one_like_it(small_content, create_database, search):
    database = create_database("late")
    load(database, small_content, locate=lambda _: None)
    with database.session() as session:
        first, second = (
            publish(session, save_draft(session, create_guide(slug=slug, title="Quokka whispering"), by="t"), locate=lambda _: None)
            for slug in ("quokka-one", "quokka-two")
        )  # fmt: skip
        session.commit()

        def scores():
            hits = search.find(session, SearchRequest("quokka whispering")).page.hits
            return {hit.entry_id: hit.score for hit in hits if hit.entry_id in (first.id, second.id)}

        before = scores()
        assert before[first.id] == pytest.approx(before[second.id])
        first.freshness = OVERDUE
        announce(session, first.id, PUT)
        session.commit()
        after = scores()
        assert after[first.id] == pytest.approx(before[first.id] * LATE, rel=1e-5)
        assert list(after) == [second.id, first.id]
