"""The same work on both databases: migrate, load the whole store, publish, withdraw, and bring search in step."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from localoffer.db.engine import Database
from localoffer.db.migrate import newest_version, require_current, upgrade, version_of
from localoffer.importers.content_store import entry_files, read_entry
from localoffer.importers.load import load
from localoffer.places.postcodes import Postcodes
from localoffer.publishing.gaps import Gap, add_counts, evidence
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import EntryChange, EntryTag
from localoffer.records.people import AuditLine
from localoffer.records.queries import count_published, newest_change, published_at, published_entry, tagged
from localoffer.search.finder import SearchRequest
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.site_search import SiteSearch
from tests.factories import create_guide

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request, tmp_path_factory, content_dir: Path) -> Iterator[Database]:
    """Each database in turn, migrated and with the whole content store."""
    url = f"sqlite:///{tmp_path_factory.mktemp('both')}/both.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("create_postgres_url")()
    database = Database(url)
    upgrade(database)
    report = load(database, content_dir, locate=lambda _: None)
    assert not report.problems
    yield database
    database.close()


def test_it_is_at_the_newest_version(loaded):
    require_current(loaded)
    assert version_of(loaded) == newest_version()


def test_migrating_again_changes_nothing(loaded):
    upgrade(loaded)
    assert version_of(loaded) == newest_version()


def test_loading_again_changes_nothing(loaded, content_dir):
    with loaded.session() as session:
        before = newest_change(session)
    report = load(loaded, content_dir, locate=lambda _: None)
    with loaded.session() as session:
        assert newest_change(session) == before
    assert {decision.value for decision in report.counts} == {"unchanged"}


def test_documents_come_back_as_they_were_written(loaded, content_dir, vocabularies):
    with loaded.session() as session:
        for found in list(entry_files(content_dir))[::25]:
            document = read_entry(found, vocabularies)
            assert published_entry(session, document.KIND, document.slug).document() == document


def test_queries_by_tag_and_address_find_the_same(loaded):
    with loaded.session() as session:
        bases = tagged(session, "base", "setting", "larkmeadow-primary")
        assert [base.fields["school"] for base in bases] == ["larkmeadow-primary"] * len(bases)
        assert bases
        addresses = ["services/sleep-clinic", "guides/sleep", "guides/no-such-guide"]
        assert [entry.address for entry in published_at(session, addresses)] == addresses[:2]
        assert count_published(session)["service"] >= 140


def test_a_rolled_back_publication_leaves_nothing(loaded):
    with loaded.session() as session:
        before = newest_change(session)
        publish(session, save_draft(session, create_guide(slug="never-seen"), by="tests"), locate=lambda _: None)
        session.rollback()
        assert newest_change(session) == before
        assert session.exec(select(func.count()).where(col(EntryTag.value) == "never-seen")).one() == 0


def test_search_sees_what_is_published_and_no_longer_what_is_withdrawn(loaded):
    search = SiteSearch(MemoryEngine(), Postcodes.open(Path("no-such-file")))
    wanted = SearchRequest("quokka whispering")
    with loaded.session() as session:
        before = search.find(session, wanted).page.hits
        guide = create_guide(slug="quokka-whispering", title="Quokka whispering for families")
        entry = publish(session, save_draft(session, guide, by="tests"), locate=lambda _: None)
        session.commit()
        assert search.find(session, wanted).page.hits[0].entry_id == entry.id
        assert entry.id not in [hit.entry_id for hit in before]
        withdraw(session, entry)
        session.commit()
        assert entry.id not in [hit.entry_id for hit in search.find(session, wanted).page.hits]
        assert session.exec(select(EntryChange).order_by(col(EntryChange.seq).desc())).first().op == "remove"


@pytest.mark.parametrize("change", ["UPDATE audit_line SET action = 'x'", "DELETE FROM audit_line"])
def test_what_stands_in_the_audit_log_stays(loaded, change):
    with loaded.transaction() as session:
        session.add(AuditLine(by="Ana", action="entry.publish", subject="guides/x"))
    with pytest.raises(sa.exc.DatabaseError, match="never changed or deleted"), loaded.transaction() as session:
        session.execute(sa.text(change))


def test_counts_of_searches_add_up_also_when_two_processes_save_at_once(loaded):
    gaps = [Gap(date(2026, 11, 1), need, "5-10", "EX16", "none") for need in "abcdef"]

    def save(order):
        for _ in range(5):
            with loaded.transaction() as session:
                add_counts(session, dict.fromkeys(order, 1))

    with ThreadPoolExecutor(2) as two:
        for saving in [two.submit(save, gaps), two.submit(save, gaps[::-1])]:
            saving.result()
    with loaded.session() as session:
        (row, *_others) = evidence(session, first=gaps[0].month, last=gaps[0].month, smallest=5).rows
        assert (row.by_age["5-10"], row.total) == (10, 10)
