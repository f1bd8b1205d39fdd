"""Gaps on the desk: what was looked for in vain, in numbers that say nothing of anybody."""

import csv
import io
import re
from datetime import date

import pytest
import time_machine

from localoffer.publishing.gaps import LITTLE, NOTHING, Gap, add_counts
from localoffer.records.entries import Reference
from tests.web.people_fixtures import create_person, sign_in

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
COUNTS = {
    Gap(JUNE, "autism", "11-15", "EX16", NOTHING): 23,
    Gap(JUNE, "autism", "5-10", "EX16", NOTHING): 4,
    Gap(JUNE, "autism", "", "", LITTLE): 12,
    Gap(JUNE, "adhd", "16-25", "TQ1", LITTLE): 7,
    Gap(JUNE, "sleep", "0-4", "EX31", NOTHING): 4,
    Gap(JUNE, "", "", "", NOTHING): 31,
    Gap(JULY, "sleep", "0-4", "EX31", NOTHING): 3,
}


@pytest.fixture
def seen(small_site):
    """An editor in July 2026, on a site with counts of two months."""
    small_site.change(lambda session: add_counts(session, COUNTS))
    with time_machine.travel("2026-07-20T10:00Z", tick=True):
        yield sign_in(small_site, create_person(small_site))


def table(page):
    return [[cell.text for cell in row.select("th, td")] for row in page.select(".lo-gaps tbody tr")]


def test_numbers_are_rounded_down_and_small_ones_are_not_shown(seen):
    page = seen.get("/editor/gaps/?from=2026-06&to=2026-06")
    few = "fewer than 5"
    assert table(page) == [
        ["Autism", few, few, "20 or more", few, "10 or more", "35 or more"],
        ["No need named", few, few, few, few, "30 or more", "30 or more"],
        ["ADHD", few, few, few, "5 or more", few, "5 or more"],
    ]
    assert page.texts("section[aria-labelledby=places] li") == [
        "No postcode given: 40 or more", "EX16: 25 or more", "TQ1: 5 or more",
    ]  # fmt: skip


def test_two_months_together_may_show_what_neither_shows_alone(seen):
    for month in ("06", "07"):
        assert "Sleep" not in seen.get(f"/editor/gaps/?from=2026-{month}&to=2026-{month}").words
    page = seen.get("/editor/gaps/?from=2026-06&to=2026-07")
    assert "Sleep: 5 or more" in page.words
    assert "June 2026 to July 2026" in page.texts("h2")


def test_only_what_found_nothing_at_all(seen):
    page = seen.get("/editor/gaps/?from=2026-06&to=2026-06&found=none")
    assert [row[0] for row in table(page)] == ["No need named", "Autism"]
    assert page.one("select[name=found] option[selected]").text == "nothing at all"


def test_it_is_said_in_sentences_made_of_the_same_numbers(seen):
    page = seen.get("/editor/gaps/")
    assert page.texts(".lo-readings li") == [
        "Families of children and young people of 0 to 4 years most often found too little for: Sleep (5 times or more).",
        "Families of children and young people of 11 to 15 years most often found too little for: Autism (20 times or more).",
        "Families of children and young people of 16 to 25 years most often found too little for: ADHD (5 times or more).",
        "At any age, families most often found too little for: Autism (35 times or more).",
        "Postcodes that were given most often began with EX16 (25 times or more).",
    ]


def test_bars_stand_for_the_numbers_beside_them_and_nothing_finer(seen):
    page = seen.get("/editor/gaps/?from=2026-06&to=2026-06")
    for section in ("needs", "places"):
        bars = page.select(f"section[aria-labelledby={section}] li")
        shown = [int(re.search(r"(\d+) or more", bar.text)[1]) for bar in bars]
        widths = [float(bar.select_one("rect")["width"]) for bar in bars]
        assert widths == [round(100 * number / max(shown), 1) for number in shown]


def test_the_spreadsheet_holds_the_same_numbers(seen):
    answer = seen.ask("/editor/gaps/gaps.csv?from=2026-06&to=2026-06")
    assert answer.mimetype == "text/csv"
    assert "gaps-2026-06-to-2026-06.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    numbers = {(row["Need"], row["Age"], row["Place"]): row["At least so many searches"] for row in rows}
    assert numbers[("Autism", "11 to 15", "")] == "20"
    assert numbers[("Autism", "5 to 10", "")] == "fewer than 5"
    assert numbers[("Autism", "", "")] == "35"
    assert numbers[("", "", "EX16")] == "25"
    assert not any(need == "Sleep" or place == "EX31" for need, _age, place in numbers)


def test_no_exact_number_leaves_the_desk(seen):
    main = seen.get("/editor/gaps/?from=2026-06&to=2026-06").one("main")
    for control in main.select("form, .lo-readable"):
        control.decompose()
    cells = seen.ask("/editor/gaps/gaps.csv?from=2026-06&to=2026-06").text.splitlines()[1:]
    shown = re.findall(r"(\d+) or more", main.text) + [cell.rpartition(",")[2] for cell in cells]
    assert {int(each) % 5 for each in shown if each.isdecimal()} == {0}
    assert {each for each in shown if not each.isdecimal()} == {"fewer than 5"}


def test_the_council_may_ask_for_larger_numbers(small_site, seen):
    def stricter(session):
        row = session.get(Reference, "desk") or Reference(name="desk", document={}, digest="x")
        row.document = {**row.document, "smallest_count": 20}
        session.add(row)

    small_site.change(stricter)
    small_site.parts.search._ready = None
    page = seen.get("/editor/gaps/?from=2026-06&to=2026-06")
    assert {row[0] for row in table(page)} == {"Autism", "No need named"}
    assert "fewer than 20" in page.words
    assert "10 or more" not in page.words


def test_before_anything_was_counted_the_page_says_so(small_site):
    client = sign_in(small_site, create_person(small_site))
    page = client.get("/editor/gaps/")
    assert "There is nothing to show for these months. Numbers smaller than 5 are never shown." in page.words
    assert page.select(".lo-gaps, .lo-bars, .lo-readings") == []
    assert client.ask("/editor/gaps/gaps.csv").text.count("\n") == 1


@pytest.mark.parametrize(
    "query",
    ["from=x&to=y", "from=2026-13", "from=1999-01", "to=2099-01", "found=x", "from=2026-07&to=2026-06", "from=٢٠٢٦-٠٦"],
)
def test_an_address_with_a_slip_shows_months_all_the_same(seen, query):
    assert "June 2026 to July 2026" in seen.get(f"/editor/gaps/?{query}").texts("h2")


def test_a_year_is_shown_unless_more_is_asked_for(small_site):
    old = {Gap(date(2024, 1, 1), "autism", "", "", NOTHING): 50}
    small_site.change(lambda session: add_counts(session, old | COUNTS))
    with time_machine.travel("2026-07-20T10:00Z", tick=True):
        client = sign_in(small_site, create_person(small_site))
        assert "August 2025 to July 2026" in client.get("/editor/gaps/").texts("h2")
        assert "Autism: 85 or more" in client.get("/editor/gaps/?from=2024-01").words


def test_its_limits_are_written_beside_it(seen):
    words = seen.get("/editor/gaps/").words
    assert "Searches are not families." in words
    assert "We keep no words of any search, no time of day, and nothing about who asked." in words


def test_providers_and_strangers_do_not_come_in(small_site):
    provider = sign_in(small_site, create_person(small_site, role="provider"))
    for path in ("/editor/gaps/", "/editor/gaps/gaps.csv"):
        assert provider.ask(path).status_code == 403
        assert small_site.client.ask(path).status_code == 302


def test_the_page_speaks_arabic_too(seen):
    page = seen.get("/editor/gaps/?lang=ar")
    assert 'dir="rtl"' in page.text
