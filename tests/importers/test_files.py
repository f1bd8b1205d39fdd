"""Files of a content store: kept when they are what their names say, told of when not, and written out again."""

import shutil

import pytest
from sqlmodel import select

from localoffer.importers.dump import dump, file_text
from localoffer.importers.load import load
from localoffer.publishing.files import LARGEST, name_of
from localoffer.publishing.operations import withdraw
from localoffer.records.files import StoredFile
from localoffer.records.queries import find_entry
from tests.factories import create
from tests.papers import docx, pdf


class Store:
    """A content store with meetings and files."""

    def __init__(self, folder):
        self.folder = folder

    def put_file(self, data, ending="pdf", name=""):
        path = self.folder / "files" / (name or name_of(data, ending))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path.name

    def put_meeting(self, *files, slug="march-2026", **others):
        papers = [{"title": f"Paper {place}", "file": each} for place, each in enumerate(files)]
        path = self.folder / "board" / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(file_text(create("meeting", slug=slug, papers=papers, **others)), encoding="utf-8")
        return path


@pytest.fixture
def store(tmp_path, content_dir):
    folder = tmp_path / "content"
    shutil.copytree(content_dir / "vocabularies", folder / "vocabularies")
    return Store(folder)


def kept_in(database):
    with database.session() as session:
        return {row.name: row.data for row in session.exec(select(StoredFile))}


def slugs_in(database):
    with database.session() as session:
        return [slug for slug in ("march-2026", "other") if find_entry(session, "meeting", slug)]


def test_files_that_meetings_name_are_kept(store, database, no_places):
    one, two = store.put_file(pdf()), store.put_file(docx(), "docx")
    store.put_meeting(one, two)
    store.put_file(pdf("Named by nothing"))
    assert load(database, store.folder, locate=no_places).problems == []
    assert kept_in(database) == {one: pdf(), two: docx()}


def test_load_dump_and_load_again_are_the_same(store, create_database, no_places, tmp_path):
    one, two = create_database("one"), create_database("two")
    store.put_meeting(store.put_file(pdf()), store.put_file(docx(), "docx"))
    store.put_meeting(store.put_file(pdf()), slug="other")
    load(one, store.folder, locate=no_places)
    with one.session() as session:
        dump(session, tmp_path / "out")
    report = load(two, tmp_path / "out", locate=no_places)
    assert report.problems == []
    assert kept_in(two) == kept_in(one)
    written = {path.name: path.read_bytes() for path in (tmp_path / "out" / "files").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (store.folder / "files").iterdir()}
    assert (tmp_path / "out/board/other.md").read_bytes() == (store.folder / "board/other.md").read_bytes()


def test_only_files_of_published_entries_are_written(store, database, no_places, tmp_path):
    store.put_meeting(store.put_file(pdf()))
    load(database, store.folder, locate=no_places)
    with database.transaction() as session:
        withdraw(session, find_entry(session, "meeting", "march-2026"))
    with database.session() as session:
        dump(session, tmp_path / "out")
    assert not (tmp_path / "out" / "files").exists()


NAME = name_of(pdf(), "pdf")
WEB_PAGE = b"<html>"
HUGE = pdf() + b" " * LARGEST


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (None, NAME, f"there is no file “files/{NAME}”"),
        (pdf("Another"), NAME, f"“files/{NAME}” holds something else; its name must be “{name_of(pdf('Another'), 'pdf')}”"),
        (docx(), name_of(docx(), "pdf"), f"“files/{name_of(docx(), 'pdf')}” holds something else; its name must be “{name_of(docx(), 'docx')}”"),
        (WEB_PAGE, name_of(WEB_PAGE, "pdf"), f"“files/{name_of(WEB_PAGE, 'pdf')}”: this is neither a PDF nor a Word file (.docx)"),
        (HUGE, name_of(HUGE, "pdf"), f"“files/{name_of(HUGE, 'pdf')}”: this file is larger than 5 MB"),
    ],
    ids=["missing", "of another digest", "of another type", "no paper at all", "too large"],
)  # fmt: skip
def test_a_meeting_whose_file_is_wrong_is_told_of_and_the_others_are_loaded(
    store, database, no_places, data, name, sentence
):
    if data is not None:
        store.put_file(data, name=name)
    path = store.put_meeting(name)
    store.put_meeting(slug="other")
    problems = load(database, store.folder, locate=no_places).problems
    line = next(at for at, text in enumerate(path.read_text().splitlines(), start=1) if name in text)
    assert [str(each) for each in problems] == [f"{path}, line {line}: papers.0.file: {sentence}"]
    assert slugs_in(database) == ["other"]
    assert kept_in(database) == {}


def test_a_file_that_is_kept_already_need_not_be_in_the_store(store, database, no_places):
    name = store.put_file(pdf())
    store.put_meeting(name)
    load(database, store.folder, locate=no_places)
    (store.folder / "files" / name).unlink()
    assert load(database, store.folder, locate=no_places).problems == []
    assert kept_in(database) == {name: pdf()}


def test_the_files_that_ship_are_named_by_a_meeting_and_by_their_digest(content_dir):
    files = list((content_dir / "files").iterdir())
    assert files
    named = "".join(path.read_text(encoding="utf-8") for path in (content_dir / "board").glob("*.md"))
    for path in files:
        assert name_of(path.read_bytes(), path.suffix.lstrip(".")) == path.name
        assert path.name in named
