"""What an event must say, when it must be looked at again, and when it has become a record of something past."""

from datetime import date

import pytest
from pydantic import ValidationError

from localoffer.importers.content_store import sentence_of
from localoffer.records.documents import NO_MORE_CHECKS
from tests.factories import create

PLANNED = {"status": "planned", "outcome": []}


def refused(**changes):
    """Sentences on everything wrong with an event after changes."""
    with pytest.raises(ValidationError) as caught:
        create("event", **changes)
    return [sentence_of(fault) for fault in caught.value.errors()]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_day": "2026-06-09"}, "last_day must not come before day"),
        ({"starts": "", "ends": "12:00"}, "it has an end, so say when it starts"),
        ({"ends": "10:00"}, "it must end after it starts"),
        ({"ends": "09:00", "last_day": "2026-06-10"}, "it must end after it starts"),
        ({"venue": None}, "people go there, so say where (venue)"),
        ({"attendance": "both"}, "people join online, so say how (online_note)"),
        ({"attendance": "online", "venue": None}, "people join online, so say how (online_note)"),
        ({"status": "cancelled"}, "say why it is postponed or cancelled, and what happens now"),
        ({"status": "postponed"}, "say why it is postponed or cancelled, and what happens now"),
        ({"starts": "24:00"}, "write a time like 09:30, or nothing"),
    ],
)
def test_an_event_that_nobody_could_go_to_is_refused(wrong, sentence):
    assert refused(**wrong) == [sentence]


def test_an_event_over_several_days_may_end_earlier_in_the_day_than_it_began():
    assert create("event", starts="18:00", ends="12:00", last_day="2026-06-12").ends == "12:00"


@pytest.mark.parametrize(("status", "record"), [("held", True), ("cancelled", True), ("planned", False), ("postponed", False)])  # fmt: skip
def test_only_what_was_held_or_cancelled_is_a_record_that_nobody_checks_again(status, record):
    event = create(
        "event", status=status, status_note="The hall is closed.", reviewed_on="2026-06-01", review_due="2026-11-01"
    )
    assert event.is_record is record
    assert (event.review_due == NO_MORE_CHECKS) is record


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ({"day": "2026-06-10"}, date(2026, 6, 24)),
        ({"day": "2026-06-10", "last_day": "2026-07-10"}, date(2026, 7, 24)),
        ({"day": "2026-06-10", "review_due": "2026-06-15"}, date(2026, 6, 15)),  # an earlier check stays
        ({"day": "2026-05-25"}, date(2026, 6, 15)),  # told late: two weeks from the check, never before it
        ({"day": "2026-05-01"}, NO_MORE_CHECKS),  # looked at long afterwards: nobody will know more
        ({"day": "2027-03-01"}, date(2026, 11, 1)),
    ],
)
def test_a_planned_event_is_asked_about_two_weeks_after_it(words, due):
    assert create("event", **PLANNED, **words).review_due == due


def test_an_event_is_about_its_days():
    assert create("event").days == (date(2026, 6, 10), date(2026, 6, 10))
    assert create("event", last_day="2026-06-20").days == (date(2026, 6, 10), date(2026, 6, 20))


def test_search_reads_how_to_book_and_what_came_of_it():
    text = " ".join(create("event", outcome_note="More groups in Tiverton.").own_text())
    assert "hearing loop" in text
    assert "Just come." in text
    assert "More groups in Tiverton." in text
