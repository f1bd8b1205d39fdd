"""What only an index on disk can do: last, be shared, be locked, break, and be mended."""

import gc
import json
import multiprocessing
import shutil

import pytest

from localoffer.errors import IndexLocked, IndexUnusable
from localoffer.search.contract import Change, Query
from localoffer.search.whoosh_engine import WhooshEngine
from localoffer.search.whoosh_index import CURRENT, WhooshIndex
from tests.search.conftest import create_document
from tests.search.test_engines import DOCUMENTS, asking, ids, quiet


@pytest.fixture
def folder(tmp_path):
    """An index of four documents, as of change 4."""
    WhooshEngine(tmp_path / "index").rebuild(DOCUMENTS, 4, quiet)
    return tmp_path / "index"


def test_another_engine_answers_from_the_same_folder(folder):
    other = WhooshEngine(folder)
    assert set(ids(other.search(asking("sleep")))) == {"e1", "e2", "e3"}
    assert other.state().seq == 4
    assert other.search(Query(facets=("kind",))).facets == {"kind": {"service": 3, "guide": 1}}


def test_what_was_flushed_is_there_when_opened_again(folder):
    engine = WhooshEngine(folder)
    engine.apply([Change(5, "e5", create_document(5, terms={"zebra": 2.0})), Change(6, "e1", None)])
    engine.flush()
    again = WhooshEngine(folder)
    assert again.state().seq == 6
    assert ids(again.search(asking("zebra"))) == ["e5"]
    assert set(ids(again.search(asking("sleep")))) == {"e2", "e3"}
    assert again.state().entries == 4


def test_what_was_not_flushed_is_asked_for_again(folder):
    WhooshEngine(folder).apply([Change(5, "e5", create_document(5))])
    assert WhooshEngine(folder).state().seq == 4, "so the outbox is read from 4 on"


def test_a_crash_between_writing_and_telling_loses_nothing(folder, monkeypatch):
    engine = WhooshEngine(folder)
    change = Change(5, "e5", create_document(5, terms={"zebra": 1.0}))
    engine.apply([change])
    with monkeypatch.context() as patched:
        patched.setattr(WhooshIndex, "_go_live", lambda *_: (_ for _ in ()).throw(OSError("the machine went off")))
        with pytest.raises(OSError, match="went off"):
            engine.flush()
    again = WhooshEngine(folder)
    assert again.state().seq == 4, "the outbox will give change 5 again"
    again.apply([change])
    again.flush()
    assert ids(again.search(asking("zebra"))) == ["e5"]
    assert WhooshEngine(folder).state().entries == 5


def test_a_crash_while_rebuilding_leaves_the_live_generation(folder, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(WhooshIndex, "_go_live", lambda *_: (_ for _ in ()).throw(OSError("the machine went off")))
        with pytest.raises(OSError, match="went off"):
            WhooshEngine(folder).rebuild([], 9, quiet)
    assert WhooshEngine(folder).state().entries == 4
    assert len(list(folder.glob("g-*"))) == 1


def test_a_rebuild_by_one_process_is_seen_by_another(folder):
    one, other = WhooshEngine(folder), WhooshEngine(folder)
    assert other.search(asking("sleep")).total == 3
    one.rebuild([create_document(1, terms={"zebra": 1.0})], 9, quiet)
    assert other.search(asking("sleep")).total == 0
    assert ids(other.search(asking("zebra"))) == ["e1"]
    assert other.state().seq == 9


def test_an_update_by_one_process_is_not_taken_in_twice_by_another(folder):
    one, other = WhooshEngine(folder), WhooshEngine(folder)
    change = Change(5, "e5", create_document(5, terms={"zebra": 1.0}))
    for engine in (one, other):
        engine.apply([change])
    one.flush()
    other.flush()
    for engine in (one, other, WhooshEngine(folder)):
        assert engine.search(asking("zebra")).total == 1


def test_many_changes_do_not_pile_up_in_memory(folder):
    engine = WhooshEngine(folder)
    for start in range(0, 900, 90):
        engine.apply(
            Change(5 + n, f"n{n}", create_document(n, entry_id=f"n{n}", terms={"many": 1.0}))
            for n in range(start, start + 90)
        )
        engine.flush()
    assert engine.search(asking("many")).total == 900
    assert WhooshEngine(folder).search(asking("many")).total == 900


def damage(folder, what):
    """Break an index as a full disk, a bad copy or a hand may."""
    generation = next(folder.glob("g-*"))
    if what == "folder gone":
        shutil.rmtree(folder)
    elif what == "generation gone":
        shutil.rmtree(generation)
    elif what == "CURRENT is empty":
        (folder / CURRENT).write_text("")
    elif what == "CURRENT is rubbish":
        (folder / CURRENT).write_bytes(b"\xff\x00rubbish")
    elif what == "another version":
        known = json.loads((folder / CURRENT).read_text())
        (folder / CURRENT).write_text(json.dumps({**known, "version": 0}))
    elif what == "more than we know":
        known = json.loads((folder / CURRENT).read_text())
        (folder / CURRENT).write_text(json.dumps({**known, "new": 1}))
    else:
        for file in generation.iterdir():
            if what == "files are empty":
                file.write_bytes(b"")
            elif what == "files are rubbish":
                file.write_bytes(b"\x80rubbish" * 50)
            elif what == "files are cut" and file.stat().st_size:
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES = [
    "folder gone", "generation gone", "CURRENT is empty", "CURRENT is rubbish", "another version", "more than we know",
    "files are empty", "files are rubbish", "files are cut",
]  # fmt: skip


# Whoosh leaves a damaged file open and leaves it to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_index_is_refused_in_one_sentence_and_can_be_rebuilt(folder, what):
    damage(folder, what)
    engine = WhooshEngine(folder)
    with pytest.raises(IndexUnusable) as refused:
        engine.search(asking("sleep"))
        pytest.fail("answered from a damaged index")
    sentence = str(refused.value)
    assert "search index" in sentence
    assert "rebuil" in sentence
    assert "\n" not in sentence
    engine.rebuild(DOCUMENTS, 4, quiet)
    assert engine.search(asking("sleep")).total == 3
    del refused
    gc.collect()


def hold_lock(folder, held, done):
    """In another process: take the write lock until told."""
    with WhooshIndex(folder).writing():
        held.set()
        done.wait(20)


@pytest.fixture
def locked(folder):
    """The folder while another process writes in it."""
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    process = context.Process(target=hold_lock, args=(folder, held, done))
    process.start()
    assert held.wait(20)
    yield folder
    done.set()
    process.join()


def test_a_locked_index_is_searched_but_not_written(locked):
    engine = WhooshEngine(locked)
    assert engine.search(asking("sleep")).total == 3
    with pytest.raises(IndexLocked, match="Another process is writing"):
        engine.rebuild(DOCUMENTS, 4, quiet)
    engine.apply([Change(5, "e5", create_document(5, terms={"zebra": 1.0}))])
    engine.flush()
    assert engine.search(asking("zebra")).total == 1, "kept in memory until the other has finished"


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "index").write_text("a file stands where the folder should be")
    with pytest.raises(IndexUnusable, match="cannot be written"):
        WhooshEngine(tmp_path / "index").rebuild(DOCUMENTS, 4, quiet)
