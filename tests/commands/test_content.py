"""`flask content`: load what is right, name what is wrong, write everything back out."""

import shutil
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry, EntryChange
from localoffer.records.queries import count_published, find_entry
from tests.commands.conftest import refusal

#: A word of the small content store.
WORD = "aac.md"


@pytest.fixture
def store(small_content, tmp_path) -> Path:
    """A content store of a few guides and words, to be spoilt."""
    return shutil.copytree(small_content, tmp_path / "content")


@pytest.fixture
def site(create_site, store):
    """A site with that store loaded."""
    return create_site(small=True, content_dir=store)


def held(site) -> int:
    return site.change(lambda session: sum(count_published(session).values()))


def test_loading_twice_changes_nothing(site, run):
    before = site.change(lambda session: len(session.exec(select(EntryChange)).all()))
    again = run(site, "content", "load")
    assert again.exit_code == 0
    assert "added" not in again.output
    assert site.change(lambda session: len(session.exec(select(EntryChange)).all())) == before


def test_loading_tells_how_much_was_added(create_site, run, store):
    site = create_site(empty=True, content_dir=store)
    run(site, "db", "upgrade")
    count = len(list(store.glob("*/*.md")))
    assert count == 30
    assert f"Content: {count} added." in run(site, "content", "load").output
    assert held(site) == count


def test_a_bad_file_is_named_with_line_and_field_and_the_others_are_loaded(site, run, store):
    good = (store / "glossary" / WORD).read_text(encoding="utf-8")
    (store / "glossary" / "new-word.md").write_text(good.replace("title:", "title: New word #", 1), encoding="utf-8")
    (store / "glossary" / "wrong.md").write_text(good.replace("needs:", "need_s:", 1), encoding="utf-8")
    before = held(site)
    result = run(site, "content", "load")
    assert "1 file(s) could not be loaded" in refusal(result)
    line = next(line for line in result.output.splitlines() if "wrong.md" in line)
    assert "need" in line
    assert held(site) == before + 1


def test_an_unknown_vocabulary_value_is_named_with_line_field_and_what_was_probably_meant(site, run, store):
    path = store / "glossary" / "wrong.md"
    text = (store / "glossary" / WORD).read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---")[1])
    front["needs"] = ["autizm"]
    path.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n", encoding="utf-8")
    result = run(site, "content", "load")
    refusal(result)
    line = next(line for line in result.output.splitlines() if "wrong.md" in line)
    assert ", line " in line
    assert "needs" in line
    assert "autizm" in line
    assert "autism" in line


@pytest.mark.parametrize(
    "text",
    ["", "no front matter", "---\n- a list\n---\n", "---\ntitle: [unclosed\n---\n", "---\ntitle: x\n", "\x00\x01"],
)
def test_a_file_that_is_none_is_one_sentence(site, run, store, text):
    (store / "glossary" / "wrong.md").write_text(text, encoding="utf-8")
    result = run(site, "content", "load")
    refusal(result)
    assert sum("wrong.md" in line for line in result.output.splitlines()) == 1


def test_a_file_that_is_not_text_is_one_sentence(site, run, store):
    (store / "glossary" / "wrong.md").write_bytes(b"\xff\xfe\x00binary")
    result = run(site, "content", "load")
    refusal(result)
    assert sum("wrong.md" in line for line in result.output.splitlines()) == 1


def test_a_folder_that_is_not_there_is_said(site, run, tmp_path):
    assert "there is no such folder" in refusal(run(site, "content", "load", tmp_path / "nowhere"))


def test_a_folder_without_vocabularies_is_no_content_store(site, run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "not a content store" in refusal(run(site, "content", "load", tmp_path / "empty"))


def test_a_broken_vocabulary_loads_nothing(site, run, store):
    next((store / "vocabularies").glob("*.yaml")).write_text("need: [unclosed", encoding="utf-8")
    before = held(site)
    assert ".yaml" in refusal(run(site, "content", "load"))
    assert held(site) == before


def test_what_an_editor_changed_is_kept_unless_overwrite_is_asked_for(site, run, store):
    def edit(session):
        changed = (
            find_entry(session, "term", WORD.removesuffix(".md"))
            .document()
            .model_copy(update={"title": "An editor’s own title"})
        )
        publish(session, save_draft(session, changed, by="an editor"), locate=lambda _: None)

    def title():
        return site.change(lambda session: find_entry(session, "term", WORD.removesuffix(".md")).title)

    site.change(edit)
    path = store / "glossary" / WORD
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "title: From the file #", 1), encoding="utf-8")
    kept = run(site, "content", "load")
    assert kept.exit_code == 0
    assert "glossary/aac: kept, because an editor changed it. Use --overwrite to replace it." in kept.output
    assert title() == "An editor’s own title"
    assert run(site, "content", "load", "--overwrite").exit_code == 0
    assert title() == "From the file"


def test_loading_needs_a_database_of_this_version(create_site, run):
    assert "flask db upgrade" in refusal(run(create_site(empty=True), "content", "load"))


def test_what_is_dumped_loads_into_the_same_site_again(site, create_site, run, tmp_path):
    out = tmp_path / "dump"
    result = run(site, "content", "dump", out)
    assert result.exit_code == 0
    count = held(site)
    assert f"Wrote {count} entries" in result.output
    assert len(list(out.glob("*/*.md"))) == count
    unchanged = run(site, "content", "load", out)
    assert unchanged.exit_code == 0, unchanged.output
    assert "added" not in unchanged.output
    assert "updated" not in unchanged.output


def test_a_dump_never_writes_over_anything(site, run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "keep.txt").write_text("mine")
    assert "empty" in refusal(run(site, "content", "dump", tmp_path / "full"))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["keep.txt"]


def test_a_dump_into_a_file_is_refused_in_a_sentence(site, run, tmp_path):
    (tmp_path / "file").write_text("mine")
    refusal(run(site, "content", "dump", tmp_path / "file"))
    assert (tmp_path / "file").read_text() == "mine"


def test_a_dump_of_withdrawn_entries_leaves_them_out(site, run, tmp_path):
    def withdraw_all_terms(session):
        for entry in session.exec(select(Entry).where(Entry.kind == "term")):
            entry.state = "withdrawn"

    site.change(withdraw_all_terms)
    run(site, "content", "dump", tmp_path / "dump")
    assert not list((tmp_path / "dump").glob("glossary/*.md"))
    assert list((tmp_path / "dump").glob("guides/*.md"))


def test_progress_is_only_drawn_for_somebody_who_watches(site, run):
    assert "%" not in run(site, "content", "load").output
