"""`flask search`: the index is disposable. Missing, damaged or of other words it is made again; locked, it is said."""

import gc
import json
import shutil

import pytest
from whoosh.util.filelock import FileLock

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.queries import published_of_kind
from tests.commands.conftest import refusal

#: Whoosh leaves a damaged file open when it gives up on it; Python says so when it is cleared away.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _clear_away():
    """What Whoosh left open is cleared away here, not in the middle of somebody else’s test."""
    yield
    gc.collect()


@pytest.fixture
def locked(small_site):
    """A site whose index another process is writing."""
    lock = FileLock(str(small_site.settings.index_dir / "write.lock"))
    assert lock.acquire(blocking=False)
    yield small_site
    lock.release()


def damage(site, how):
    """Spoil the index on disk in one of the ways disks and people do."""
    folder = site.settings.index_dir
    generation = next(folder.glob("g-*"))
    if how == "gone":
        shutil.rmtree(folder)
    elif how == "no CURRENT":
        (folder / "CURRENT").unlink()
    elif how == "CURRENT is nonsense":
        (folder / "CURRENT").write_bytes(b"\x00\xff nonsense")
    elif how == "CURRENT names nothing":
        held = json.loads((folder / "CURRENT").read_text())
        (folder / "CURRENT").write_text(json.dumps({**held, "generation": "g-000000000000"}))
    elif how == "of another version":
        held = json.loads((folder / "CURRENT").read_text())
        (folder / "CURRENT").write_text(json.dumps({**held, "version": 0}))
    elif how == "a file is cut short":
        path = max(generation.iterdir(), key=lambda each: (each.suffix != ".json", each.stat().st_size))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    elif how == "a file is empty":
        for path in generation.glob("*"):
            path.write_bytes(b"")
    elif how == "a file is gone":
        max(generation.iterdir(), key=lambda each: (each.suffix != ".json", each.stat().st_size)).unlink()
    elif how == "words are gone":
        (generation / "surfaces.json").unlink()


DAMAGE = [
    "gone", "no CURRENT", "CURRENT is nonsense", "CURRENT names nothing", "of another version", "a file is cut short",
    "a file is empty", "a file is gone", "words are gone",
]  # fmt: skip


@pytest.mark.parametrize("how", [each for each in DAMAGE if each != "a file is cut short"])  # seen only when it is read
def test_update_makes_a_spoilt_index_anew(small_site, run, how):
    damage(small_site, how)
    result = run(small_site, "search", "update")
    assert result.exit_code == 0, result.output
    assert "The index holds" in result.output
    assert "Traceback" not in result.output
    assert run(small_site, "search", "check").exit_code == 0


@pytest.mark.parametrize("how", DAMAGE)
def test_a_visitor_of_a_site_with_a_spoilt_index_gets_an_answer(small_site, how):
    damage(small_site, how)
    assert small_site.client.json("/search.json?q=autism")["total"] > 0
    assert small_site.client.get("/").h1


def test_an_index_spoilt_while_the_site_runs_still_answers(small_site):
    before = small_site.client.json("/search.json?q=autism")
    damage(small_site, "gone")
    assert small_site.client.json("/search.json?q=autism")["total"] == before["total"]


def test_an_index_that_is_level_is_left_alone(small_site, run):
    before = (small_site.settings.index_dir / "CURRENT").read_text()
    result = run(small_site, "search", "update")
    assert "The index is up to date." in result.output
    assert (small_site.settings.index_dir / "CURRENT").read_text() == before


def test_update_takes_in_what_has_changed(small_site, run):
    def change(session):
        first, second = published_of_kind(session, "guide")[:2]
        changed = first.document().model_copy(update={"title": "Xylophones at school"})
        publish(session, save_draft(session, changed, by="test"), locate=lambda _: None)
        withdraw(session, second)
        return second.slug

    gone = small_site.change(change)
    assert run(small_site, "search", "update").exit_code == 0
    assert json.loads((small_site.settings.index_dir / "CURRENT").read_text())["seq"] > 0
    answer = small_site.client.json("/search.json?q=xylophones&exact=1")
    assert [each["title"] for each in answer["results"]] == ["Xylophones at school"]
    assert gone not in [each["slug"] for each in small_site.client.json("/search.json?kind=guide&sort=name")["results"]]


def test_check_says_that_all_is_well(small_site, run):
    result = run(small_site, "search", "check")
    assert result.exit_code == 0
    assert "published entries are in the index" in result.output


def test_rebuild_says_how_many_and_how_long(small_site, run):
    result = run(small_site, "search", "rebuild")
    assert result.exit_code == 0
    assert "seconds)" in result.output


def test_a_rebuild_leaves_one_generation_and_no_rubbish(small_site, run):
    run(small_site, "search", "rebuild")
    run(small_site, "search", "rebuild")
    assert len(list(small_site.settings.index_dir.glob("g-*"))) == 1


def test_a_rebuild_of_a_locked_index_is_refused_and_search_goes_on(locked, run):
    before = locked.client.json("/search.json?q=autism")["total"]
    assert "Another process is writing the search index" in refusal(run(locked, "search", "rebuild"))
    assert locked.client.json("/search.json?q=autism")["total"] == before


def test_an_update_while_another_writes_is_no_failure(locked, run):
    def change(session):
        first = published_of_kind(session, "guide")[0]
        changed = first.document().model_copy(update={"title": "Xylophones at school"})
        publish(session, save_draft(session, changed, by="test"), locate=lambda _: None)

    locked.change(change)
    result = run(locked, "search", "update")
    assert result.exit_code == 0, result.output
    assert locked.client.json("/search.json?q=xylophones&exact=1")["total"] == 1


def test_a_visitor_while_a_missing_index_is_being_made_is_told_so(small_site):
    damage(small_site, "no CURRENT")
    lock = FileLock(str(small_site.settings.index_dir / "write.lock"))
    assert lock.acquire(blocking=False)
    page = small_site.client.get("/search?q=autism", status=503, without={"landmarks"})
    assert "Another process is writing the search index" in page.words
    lock.release()
    assert small_site.client.get("/search?q=autism").select(".lo-card")


@pytest.mark.parametrize("verb", ["rebuild", "update", "check"])
def test_an_index_without_a_database_is_refused(create_site, run, verb):
    assert "flask db upgrade" in refusal(run(create_site(empty=True), "search", verb))


@pytest.mark.parametrize("verb", ["rebuild", "update", "check"])
def test_an_index_without_content_is_refused(create_site, run, verb):
    site = create_site(empty=True)
    run(site, "db", "upgrade")
    assert "flask content load" in refusal(run(site, "search", verb))


@pytest.mark.parametrize("verb", ["rebuild", "update"])
def test_an_index_folder_that_cannot_be_made_is_one_sentence(create_site, run, verb, tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    site = create_site(small=True, index_dir=tmp_path / "a-file" / "index")
    assert "cannot be written" in refusal(run(site, "search", verb))
