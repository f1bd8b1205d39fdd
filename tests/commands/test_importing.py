"""``flask import sen2`` as an operator runs it: what changes, what is told, and that an editor’s work is safe."""

import csv
from datetime import date

import pytest
from sqlmodel import select

from localoffer.importers.sen2 import SOURCE
from localoffer.publishing.operations import add_revision, publish, save_draft
from localoffer.records.entries import Revision
from localoffer.records.people import AuditLine
from localoffer.records.queries import find_entry, open_revision, published_revisions
from tests.commands.conftest import refusal
from tests.factories import create

COLUMNS = ("time_period", "geographic_level", "region_name", "old_la_code", "pc_plans_issued_within_20_weeks")
ROWS = [
    ("2023", "Local authority", "South West", "878", "4.9"),
    ("2024", "Local authority", "South West", "878", "3.2"),
    ("2025", "Local authority", "South West", "878", "c"),
    ("2024", "National", "", "", "46"),
]
SLUG = "plans-in-20-weeks"


@pytest.fixture
def figures(tmp_path):
    """``figures(rows)``: a file as the DfE publishes it."""

    def make(rows=ROWS, columns=COLUMNS):
        path = tmp_path / "sen2.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return path

    return make


@pytest.fixture
def fed_site(small_site, no_places):
    """A site with one indicator that is fed from the DfE’s file: Devon 2023 and 2024, England 2024."""
    document = create(
        "indicator", feed="sen2:PC_plans_issued_within_20_weeks", reviewed_on="2026-11-01", review_due="2027-10-01"
    )
    small_site.change(lambda session: publish(session, save_draft(session, document, by="Ed"), locate=no_places))
    return small_site


def read(site, verb):
    with site.database.session() as session:
        return verb(session)


def document_of(site):
    return read(site, lambda session: find_entry(session, "indicator", SLUG).document())


def values_of(site):
    return {(each.series, each.period): each.value or each.missing for each in document_of(site).figures}


def begin_changes(site, **changes):
    """An editor begins to write at the desk."""

    def write(session):
        entry = find_entry(session, "indicator", SLUG)
        words = entry.document().model_dump(mode="json") | changes
        add_revision(session, entry, words, made_by="Erin Editor")

    site.change(write)


def test_new_figures_are_published_and_told(fed_site, run, figures):
    result = run(fed_site, "import", "sen2", figures(), "--published-on", "2026-06-25")
    assert result.exit_code == 0, result.output
    assert "dashboard/plans-in-20-weeks: 2 of 4 figures are new or differ; published." in result.output
    assert values_of(fed_site) == {
        ("devon", "2023"): 4.9, ("devon", "2024"): 3.2, ("devon", "2025"): "suppressed", ("england", "2024"): 46,
    }  # fmt: skip
    assert document_of(fed_site).figures_published_on == date(2026, 6, 25)
    page = fed_site.client.get("/dashboard/plans-in-20-weeks").text
    assert "Too small to show" in page


def test_it_is_published_by_the_file_and_noted_in_the_log(fed_site, run, figures):
    run(fed_site, "import", "sen2", figures())
    newest = read(fed_site, lambda session: published_revisions(session, find_entry(session, "indicator", SLUG).id)[0])
    assert (newest.made_by, newest.note) == (SOURCE, f"Figures from the {SOURCE}.")
    line = read(fed_site, lambda session: session.exec(select(AuditLine).where(AuditLine.by == SOURCE)).one())
    assert (line.action, line.detail) == ("entry.take-in-figures", {"number": 2})


def test_doing_it_twice_changes_nothing(fed_site, run, figures):
    run(fed_site, "import", "sen2", figures())
    again = run(fed_site, "import", "sen2", figures())
    assert again.exit_code == 0
    assert "unchanged; all 4 figures were there already." in again.output
    numbers = read(
        fed_site, lambda session: len(session.exec(select(Revision).where(Revision.made_by == SOURCE)).all())
    )
    assert numbers == 1


def test_a_new_day_of_publication_alone_is_told_as_that(fed_site, run, figures):
    run(fed_site, "import", "sen2", figures())
    result = run(fed_site, "import", "sen2", figures(), "--published-on", "2026-07-01")
    assert "the day they came out is new" in result.output
    assert document_of(fed_site).figures_published_on == date(2026, 7, 1)


def test_figures_the_file_does_not_have_stay(fed_site, run, figures):
    run(fed_site, "import", "sen2", figures([("2022", "Local authority", "South West", "878", "11.8")]))
    assert values_of(fed_site) == {
        ("devon", "2022"): 11.8, ("devon", "2023"): 4.9, ("devon", "2024"): 3.2, ("england", "2024"): 45.9,
    }  # fmt: skip


def test_rows_that_could_not_be_used_are_named_and_counted(fed_site, run, figures):
    bad = [("2024", "Ward", "", "", "1")] * 25
    result = run(fed_site, "import", "sen2", figures([*ROWS, *bad]))
    assert result.exit_code == 0
    assert "Row 6: “Ward” is not a level we know." in result.output
    assert result.output.count("is not a level we know") == 20
    assert "And 5 more." in result.output
    assert "Rows that could not be used: 25." in result.output


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        (ROWS, ("time_period", "geographic_level", "region_name", "old_la_code", "something"), "none of the columns"),
        (ROWS, ("a", "b", "c", "d", "e"), "these are not figures of the DfE"),
        ([("2024", "Ward", "", "", "1")], COLUMNS, "no row of it could be used"),
        ([], COLUMNS, "no row of it could be used"),
        ([("2024", "National", "", "", "lots")], COLUMNS, "no row of it could be used"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_one_sentence(fed_site, run, figures, rows, columns, said):
    before = values_of(fed_site)
    assert said in refusal(run(fed_site, "import", "sen2", figures(rows, columns)))
    assert values_of(fed_site) == before


def test_a_site_without_fed_indicators_says_so(small_site, run, figures):
    assert "no published indicator is fed from SEN2 figures" in refusal(run(small_site, "import", "sen2", figures()))


def test_a_file_that_is_not_there_and_a_day_that_is_none(fed_site, run, figures, tmp_path):
    assert "cannot be read" in refusal(run(fed_site, "import", "sen2", tmp_path / "nowhere.csv"))
    wrong = run(fed_site, "import", "sen2", figures(), "--published-on", "2026-02-30")
    assert wrong.exit_code != 0


def test_what_an_editor_is_writing_goes_on_from_the_new_figures(fed_site, run, figures):
    begin_changes(fed_site, title="A better title", definition="Said anew.")
    assert run(fed_site, "import", "sen2", figures()).exit_code == 0
    waiting = read(fed_site, lambda session: open_revision(session, find_entry(session, "indicator", SLUG).id))
    assert (waiting.document["title"], waiting.made_by) == ("A better title", "Erin Editor")
    assert len(waiting.document["figures"]) == 4
    assert document_of(fed_site).title == "EHC plans written within 20 weeks"


def test_an_editor_who_changes_the_figures_is_not_overrun(fed_site, run, figures):
    mine = [{"series": "devon", "period": "2024", "starts_on": "2024-01-01", "ends_on": "2024-12-31", "value": 3.3}]
    begin_changes(fed_site, figures=mine)
    before = values_of(fed_site)
    result = run(fed_site, "import", "sen2", figures())
    assert refusal(result) == "1 of 1 indicators could not be changed; they are named above."
    assert "Erin Editor is changing the figures of “EHC plans written within 20 weeks” at the desk." in result.output
    assert values_of(fed_site) == before
    waiting = read(fed_site, lambda session: open_revision(session, find_entry(session, "indicator", SLUG).id))
    assert waiting.document["figures"] == mine
