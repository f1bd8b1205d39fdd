"""The content store that ships: nothing wrong in it, nothing lost when it is dumped and loaded again."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from localoffer.db.engine import Database
from localoffer.importers.dump import dump
from localoffer.importers.load import load
from localoffer.publishing.coverage import coverage
from localoffer.records.queries import count_published, published_of_kind
from localoffer.records.reference import reference_data


@pytest.fixture(scope="module")
def shipped(tmp_path_factory, migrated_file, content_dir, no_places):
    """The store loaded once, and what the load said."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.sqlite"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    yield database, load(database, content_dir, locate=no_places)
    database.close()


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_no_file_has_a_problem(shipped):
    assert [str(problem) for problem in shipped[1].problems] == []


def test_no_entry_points_to_one_that_does_not_exist(shipped):
    assert [str(note) for note in shipped[1].notes] == []


def test_every_file_is_an_entry(shipped, content_dir):
    with shipped[0].session() as session:
        assert sum(count_published(session).values()) == len(list(content_dir.glob("*/**/*.md")))


@pytest.mark.parametrize(
    ("kind", "fewest"),
    [
        ("service", 140),
        ("base", 40),
        ("setting", 60),
        ("organisation", 30),
        ("provision", 90),
        ("guide", 35),
        ("term", 150),
        ("plan", 2),
        ("meeting", 6),
        ("indicator", 8),
        ("response", 25),
        ("event", 15),
        ("news", 12),
    ],
)
def test_there_is_enough_of_every_kind(shipped, kind, fewest):
    with shipped[0].session() as session:
        assert count_published(session)[kind] >= fewest


def test_every_duty_of_the_law_is_met_by_some_entry(shipped):
    with shipped[0].session() as session:
        checklist = reference_data(session).checklist
        standings = coverage(session, checklist, date.today())
    ruled = [each.finding for each in standings if each.finding and each.item.duty == "must"]
    assert len(ruled) > 50
    assert {found.item.key: found.missing for found in ruled if not found.met} == {}


def test_dumped_loaded_and_dumped_again_it_is_the_same_to_the_byte(shipped, create_database, no_places, tmp_path):
    with shipped[0].session() as session:
        dump(session, tmp_path / "first")
    again = create_database("again")
    report = load(again, tmp_path / "first", locate=no_places)
    assert [str(problem) for problem in report.problems] == []
    with again.session() as session:
        dump(session, tmp_path / "second")
    assert files_below(tmp_path / "second") == files_below(tmp_path / "first")


def test_there_are_plans_with_enough_to_do(shipped):
    with shipped[0].session() as session:
        actions = [action for plan in published_of_kind(session, "plan") for action in plan.fields.get("actions", ())]
    assert len(actions) >= 40
