"""The site's search over a database: kept in step by the outbox, shared by processes, mended by itself."""

import gc
import shutil
import threading

import pytest

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.queries import entries_by_id, published_entry
from localoffer.search.finder import SearchRequest
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.site_search import NothingLoaded, SiteSearch
from localoffer.search.sync import differences
from localoffer.search.whoosh_engine import WhooshEngine
from tests.factories import create_guide, create_term
from tests.search.test_whoosh_index import DAMAGES, damage


@pytest.fixture
def own_database(shipped, create_database, tmp_path):
    """A copy of the shipped guides that a test may change."""
    database, _ = shipped
    copy = create_database("own")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(database.engine.url.database, copy.engine.url.database)
    with copy.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET state = 'withdrawn' WHERE kind != 'guide'")
    return copy


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def searching(folder, postcodes):
    return SiteSearch(WhooshEngine(folder), postcodes)


def put(session, title, no_places):
    document = create_guide(slug="zebra-crossing", title=title, body="Zebrafish and okapi.")
    revision = save_draft(session, document, by="a test")
    publish(session, revision, locate=no_places)
    session.commit()


def titles(search, session, text):
    hits = search.find(session, SearchRequest(text)).page.hits
    entries = entries_by_id(session, [hit.entry_id for hit in hits])
    return [entries[hit.entry_id].title for hit in hits]


def test_without_content_it_says_what_to_do(database, postcodes):
    with database.session() as session, pytest.raises(NothingLoaded, match="flask content load"):
        SiteSearch(MemoryEngine(), postcodes).find(session, SearchRequest("sleep"))


def test_what_is_published_edited_and_withdrawn_is_seen_at_the_next_search(own_database, folder, postcodes, no_places):
    search = searching(folder, postcodes)
    with own_database.session() as session:
        search.rebuild(session)
        put(session, "Zebra crossing", no_places)
        assert titles(search, session, "okapi") == ["Zebra crossing"]
        put(session, "Pelican crossing", no_places)
        assert titles(search, session, "okapi") == ["Pelican crossing"]
        withdraw(session, published_entry(session, "guide", "zebra-crossing"))
        session.commit()
        assert titles(search, session, "okapi") == []
        assert differences(session, search.engine)[0] == differences(session, search.engine)[1]


def test_a_draft_is_not_found(own_database, folder, postcodes):
    search = searching(folder, postcodes)
    with own_database.session() as session:
        search.rebuild(session)
        save_draft(session, create_guide(slug="zebra-crossing", body="Okapi."), by="a test")
        session.commit()
        assert titles(search, session, "okapi") == []


def test_two_processes_on_one_folder_see_each_other_through_the_outbox(own_database, folder, postcodes, no_places):
    one, other = searching(folder, postcodes), searching(folder, postcodes)
    with own_database.session() as session:
        one.rebuild(session)
        assert titles(other, session, "okapi") == []
        put(session, "Zebra crossing", no_places)
        assert titles(one, session, "okapi") == ["Zebra crossing"]
        one.flush(session)
        assert titles(other, session, "okapi") == ["Zebra crossing"]
        other.flush(session)
        third = searching(folder, postcodes)
        assert titles(third, session, "okapi") == ["Zebra crossing"]
        assert third.engine.state() == one.engine.state()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("what", [None, *DAMAGES])
def test_a_missing_or_damaged_index_is_rebuilt_by_itself(own_database, folder, postcodes, what):
    with own_database.session() as session:
        if what:
            searching(folder, postcodes).rebuild(session)
            damage(folder, what)
        assert len(titles(searching(folder, postcodes), session, "autism")) > 3
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("what", ["folder gone", "CURRENT is empty"])
def test_an_index_damaged_while_it_is_open_goes_on_answering(own_database, folder, postcodes, what):
    search = searching(folder, postcodes)
    with own_database.session() as session:
        search.rebuild(session)
        before = titles(search, session, "sleep")
        damage(folder, what)
        assert titles(search, session, "sleep") == before
        assert titles(search, session, "autism")
    gc.collect()


def test_a_new_word_of_the_glossary_is_understood_at_once(own_database, folder, postcodes, no_places):
    search = searching(folder, postcodes)
    with own_database.session() as session:
        search.rebuild(session)
        assert search.find(session, SearchRequest("zebrafish syndrome")).understood.explained == ()
        document = create_term(slug="zebrafish", title="Zebrafish syndrome", summary="A made-up word of this test.")
        publish(session, save_draft(session, document, by="a test"), locate=no_places)
        session.commit()
        assert search.find(session, SearchRequest("zebrafish syndrome")).understood.explained == ("zebrafish",)


def test_snippets_mark_every_name_of_what_was_asked(site):
    understood = site.find("SALT").understood
    marked = site.search.highlighter(site.session, understood).mark("Speech and language therapy (SALT) is free.")
    assert "<mark>Speech</mark>" in marked
    assert "<mark>SALT</mark>" in marked
    assert "<mark>free</mark>" not in marked


def test_eight_threads_get_the_answers_one_gets(shipped, site, postcodes):
    database, _ = shipped
    texts = [
        "sleep",
        "autism group exeter",
        "EHCP",
        "dislexia",
        "clubs for teenagers",
        "wheelchair",
        "how do i appeal",
        "",
    ]
    expected = {text: [hit.entry_id for hit in site.find(text).page.hits] for text in texts}
    search, wrong = SiteSearch(site.search.engine, postcodes), []

    def run(seed):
        with database.session() as session:
            for turn in range(60):
                text = texts[(turn + seed) % len(texts)]
                if [hit.entry_id for hit in search.find(session, SearchRequest(text)).page.hits] != expected[text]:
                    wrong.append(text)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
