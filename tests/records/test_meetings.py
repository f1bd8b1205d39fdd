"""Meetings: when minutes are due, what a meeting must say, and which files its pages name."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from localoffer.publishing.operations import give_up_open, publish, save_draft, withdraw
from localoffer.records.file_queries import files_named_by_nothing, published_files, published_paper
from localoffer.records.files import StoredFile
from localoffer.records.meeting_queries import meetings_newest_first
from localoffer.records.meetings import MeetingDocument, working_days_after
from localoffer.records.moments import now
from localoffer.records.queries import find_entry
from tests.factories import create, data_of

FILE, OTHER = f"{'a' * 64}.pdf", f"{'b' * 64}.docx"


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 11, 11), 20, date(2026, 12, 9)),  # a Wednesday
        (date(2026, 11, 13), 1, date(2026, 11, 16)),  # a Friday
        (date(2026, 11, 14), 1, date(2026, 11, 16)),  # a Saturday
        (date(2026, 11, 15), 5, date(2026, 11, 20)),  # a Sunday
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
    ],
)
def test_working_days_leave_out_weekends(day, count, then):
    assert working_days_after(day, count) == then


def test_minutes_are_due_four_weeks_after_a_meeting_on_a_weekday():
    assert create("meeting", day="2026-03-04").minutes_due == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "", "papers": [{"title": "Minutes", "file": FILE}]}, "write the minutes on the page too"),
        ({"next_day": "2026-03-04"}, "next_day must come after the meeting"),
        ({"actions": [{"key": "decision-1", "text": "Do.", "owner_role": "Chair"}]}, "the key “decision-1” is used twice"),
        ({"papers": [{"title": "Minutes", "file": "minutes.pdf"}]}, "String should match pattern"),
        ({"papers": [{"title": "Minutes", "file": f"../{FILE}"}]}, "String should match pattern"),
        ({"attendees": []}, "at least 1 item"),
    ],
)  # fmt: skip
def test_a_meeting_that_does_not_hang_together_is_refused(wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        MeetingDocument.model_validate(data_of("meeting", **wrong))


def test_a_meeting_with_minutes_is_a_record_that_nobody_checks_again():
    assert create("meeting").is_record
    assert not create("meeting", minutes="").is_record


@pytest.fixture
def session(database, no_places):
    with database.session() as session:
        yield session


@pytest.fixture
def hold(session, no_places):
    """Publishes a meeting."""

    def make(slug, **others):
        return publish(session, save_draft(session, create("meeting", slug=slug, **others), by="Ann"), locate=no_places)

    return make


def test_meetings_come_newest_first_and_only_published_ones(session, hold):
    hold("first", day="2023-01-25")
    hold("third", day="2026-06-10")
    hold("second", day="2025-02-12")
    withdraw(session, hold("gone", day="2026-07-01"))
    save_draft(session, create("meeting", slug="draft"), by="Ann")
    assert [entry.slug for entry in meetings_newest_first(session)] == ["third", "second", "first"]


def keep(session, name, days=0):
    session.add(StoredFile(name=name, data=b"x", size=1, stored_at=now() - timedelta(days=days)))
    session.flush()


def test_a_file_is_public_while_a_published_meeting_names_it(session, hold):
    keep(session, FILE)
    assert published_paper(session, FILE) is None
    entry = hold("march", papers=[{"title": "Agenda", "file": FILE}])
    paper, stored = published_paper(session, FILE)
    assert (paper.title, stored.name) == ("Agenda", FILE)
    assert published_paper(session, OTHER) is None
    withdraw(session, entry)
    assert published_paper(session, FILE) is None


def test_a_file_that_only_a_draft_names_is_not_public(session, hold):
    keep(session, FILE)
    hold("march")
    save_draft(session, create("meeting", slug="march", papers=[{"title": "Agenda", "file": FILE}]), by="Ann")
    assert published_paper(session, FILE) is None
    assert published_files(session) == []


def test_a_file_named_by_any_version_is_kept_and_others_go_after_their_time(session, hold):
    keep(session, FILE, days=40)
    keep(session, OTHER, days=40)
    keep(session, f"{'c' * 64}.pdf", days=10)
    long_ago = now() - timedelta(days=30)
    assert files_named_by_nothing(session, before=long_ago) == [FILE, OTHER]
    save_draft(session, create("meeting", slug="march", papers=[{"title": "Agenda", "file": FILE}]), by="Ann")
    give_up_open(session, find_entry(session, "meeting", "march").id)
    assert files_named_by_nothing(session, before=long_ago) == [OTHER]
