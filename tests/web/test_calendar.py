"""Events as calendars take them: parsed anew by a library that knows the rules, with the times that clocks show."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar

from localoffer.publishing.operations import add_revision, publish
from localoffer.records.queries import find_entry
from tests.web.taking_part import draft, put, put_event, take_down

ONE = "/events/talk-to-us-exeter.ics"
ALL = "/events/calendar.ics"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-22T10:00Z", tick=False):
        yield


def events_at(site, path):
    answer = site.client.ask(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return Calendar.from_ical(answer.data).walk("VEVENT")


def one(site, **words):
    put_event(site, **{"day": "2027-01-19", **words})
    (found,) = events_at(site, ONE)
    return found


@pytest.mark.parametrize(
    ("day", "starts", "in_utc"),
    [
        ("2027-03-27", "10:00", datetime(2027, 3, 27, 10, 0, tzinfo=UTC)),  # the last day of winter time
        ("2027-03-28", "10:00", datetime(2027, 3, 28, 9, 0, tzinfo=UTC)),  # the first of summer time
        ("2027-06-19", "00:15", datetime(2027, 6, 18, 23, 15, tzinfo=UTC)),
        ("2026-10-24", "10:00", datetime(2026, 10, 24, 9, 0, tzinfo=UTC)),
        ("2026-10-25", "10:00", datetime(2026, 10, 25, 10, 0, tzinfo=UTC)),
    ],
)
def test_times_are_england_s_on_both_sides_of_summer_time(small_site, day, starts, in_utc):
    event = one(small_site, day=day, starts=starts, ends="11:00")
    assert event["DTSTART"].dt == in_utc
    assert f"{event['DTSTART'].dt.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d %H:%M}" == f"{day} {starts}"
    assert f"{event['DTEND'].dt.astimezone(ZoneInfo('Europe/London')):%H:%M}" == "11:00"


def test_a_day_without_a_time_is_a_whole_day(small_site):
    event = one(small_site, starts="", ends="")
    assert event["DTSTART"].dt == date(2027, 1, 19)
    assert event["DTEND"].dt == date(2027, 1, 20)


def test_a_consultation_lasts_through_its_last_day_and_keeps_nobody_busy(small_site):
    event = one(small_site, last_day="2027-02-12", starts="", ends="")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 1, 19), date(2027, 2, 13))
    assert event["TRANSP"] == "TRANSPARENT"


def test_an_event_without_an_end_does_not_invent_one(small_site):
    assert "DTEND" not in one(small_site, ends="")


@pytest.mark.parametrize(
    ("status", "told", "summary"),
    [
        ("planned", "CONFIRMED", "Talk to us in Exeter"), ("held", "CONFIRMED", "Talk to us in Exeter"),
        ("postponed", "TENTATIVE", "Postponed: Talk to us in Exeter"),
        ("cancelled", "CANCELLED", "Cancelled: Talk to us in Exeter"),
    ],
)  # fmt: skip
def test_the_status_is_told_in_the_calendar_s_way_and_in_words(small_site, status, told, summary):
    event = one(small_site, status=status, status_note="The hall is closed.")
    assert event["STATUS"] == told
    assert event["SUMMARY"] == summary
    assert event["DESCRIPTION"].startswith("The hall is closed.")


def test_an_event_says_where_how_to_come_and_where_to_read_on(small_site):
    booking = {"how": "Book; by 1 January, please.", "url": "https://book.example.org/x", "phone": "01632 960001"}
    event = one(small_site, booking=booking)
    assert event["LOCATION"] == "The Hall, 1 Example Street, Barnstaple, EX31 1AA"
    assert event["URL"] == "https://local-offer.example.org/events/talk-to-us-exeter"
    assert event["CATEGORIES"].to_ical() == b"Have your say"
    for text in (
        "Help for families",
        "There is a hearing loop.",
        "Book; by 1 January, please.",
        "https://book.example.org/x",
        "01632 960001",
    ):
        assert text in event["DESCRIPTION"]


@pytest.mark.parametrize("path", [ONE, ALL])
def test_a_hidden_address_stays_hidden(small_site, path):
    put_event(small_site, day="2027-01-19", venue={"name": "Safe House", "address": "9 Secret Lane", "town": "barnstaple", "postcode": "EX31 1AA", "hide_exact_address": True})  # fmt: skip
    text = small_site.client.ask(path).text
    assert "LOCATION:Barnstaple\r\n" in text
    assert not any(each in text for each in ("Safe House", "Secret", "EX31"))


def test_a_private_contact_is_not_told(small_site):
    private = [{"kind": "phone", "value": "01632 960009", "public": False}, {"kind": "phone", "value": "01632 960001"}]
    put_event(small_site, day="2027-01-19", contacts=private)
    assert "960009" not in small_site.client.ask(ONE).text


def test_an_online_event_is_online(small_site):
    event = one(small_site, attendance="online", online_note="The link comes by email.", venue=None)
    assert event["LOCATION"] == "Online"
    assert "The link comes by email." in event["DESCRIPTION"]


def test_a_change_keeps_the_uid_and_raises_the_sequence(small_site):
    first = one(small_site)
    with time_machine.travel("2026-11-23T10:00Z", tick=False):
        second = one(small_site, day="2027-01-20")
    assert first["UID"] == second["UID"]
    assert str(first["UID"]).endswith("@local-offer.example.org")
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    assert second["DTSTAMP"].dt - first["DTSTAMP"].dt == timedelta(days=1)


def test_a_line_is_never_longer_than_75_octets_and_ends_as_the_standard_says(small_site):
    put_event(small_site, day="2027-01-19", access_support="Für alle – “ja”, immer; " * 30)
    body = small_site.client.ask(ALL).data
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_a_calendar_has_a_name_and_says_how_often_to_ask(small_site):
    put_event(small_site, day="2027-01-19")
    calendar = Calendar.from_ical(small_site.client.ask(f"{ALL}?place=barnstaple&type=engagement").data)
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"] == "SEND support in Devon: events (Barnstaple, Have your say)"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert calendar.errors == []


def test_a_calendar_keeps_what_fits_its_filters_and_not_what_is_long_past(small_site):
    put_event(
        small_site, slug="near", title="Near you", day="2027-01-19", coverage="districts", districts=["north-devon"]
    )
    put_event(small_site, slug="far", title="Far away", day="2027-01-20", coverage="districts", districts=["south-hams"],
              venue={"town": "totnes"}, needs=["adhd"], event_type="training")  # fmt: skip
    put_event(small_site, slug="web", title="On the web", day="2026-06-01", attendance="online", online_note="Link.", venue=None, needs=["ALL"], status="held")  # fmt: skip
    put_event(small_site, slug="old", title="Long ago", day="2024-06-01", status="held")
    titles = {
        query: [str(each["SUMMARY"]) for each in events_at(small_site, f"{ALL}?{query}")]
        for query in ("", "place=north-devon", "place=totnes", "need=autism", "type=training")
    }
    assert titles == {
        "": ["On the web", "Near you", "Far away"], "place=north-devon": ["On the web", "Near you"],
        "place=totnes": ["On the web", "Far away"], "need=autism": ["On the web", "Near you"], "type=training": ["Far away"],
    }  # fmt: skip


@pytest.mark.parametrize("query", ["place=atlantis", "type=x", "need=y%0d%0aSet-Cookie:z"])
def test_a_filter_that_nobody_knows_is_refused_in_a_sentence(small_site, query):
    answer = small_site.client.ask(f"{ALL}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "list" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", [ONE, ALL])
def test_a_calendar_that_has_it_all_is_sent_nothing(small_site, path):
    put_event(small_site, day="2027-01-19")
    first = small_site.client.ask(path)
    assert "public" not in first.headers["Cache-Control"]
    for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = small_site.client.ask(path, headers=header)
        assert (again.status_code, again.data) == (304, b"")
    with time_machine.travel("2026-11-23T10:00Z", tick=False):
        put_event(small_site, day="2027-01-20")
    for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert small_site.client.ask(path, headers=header).status_code == 200


def test_what_is_taken_down_leaves_the_calendar_and_says_so(small_site):
    put_event(small_site, day="2027-01-19")
    put_event(small_site, slug="other", title="Other", day="2027-01-20")
    first = small_site.client.ask(ALL)
    with time_machine.travel("2026-11-23T10:00Z", tick=False):
        take_down(small_site, "event", "talk-to-us-exeter")
    again = small_site.client.ask(ALL, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 200
    assert "Talk to us in Exeter" not in again.text
    assert small_site.client.ask(ONE).status_code == 410
    assert small_site.client.ask("/events/never-was.ics").status_code == 404


def test_an_event_that_moved_leads_its_calendar_along(small_site):
    put_event(small_site, day="2027-01-19")

    def move(session):
        entry = find_entry(session, "event", "talk-to-us-exeter")
        words = entry.document().model_dump(mode="json") | {"slug": "talk-in-exeter"}
        publish(session, add_revision(session, entry, words, made_by="Ana"), locate=lambda _: None)

    small_site.change(move)
    answer = small_site.client.ask(ONE)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/events/talk-in-exeter.ics")


def test_a_file_of_one_event_is_saved_under_its_name(small_site):
    put_event(small_site, day="2027-01-19")
    assert small_site.client.ask(ONE).headers["Content-Disposition"] == "attachment; filename=talk-to-us-exeter.ics"


def test_a_guide_is_no_event(small_site):
    put(small_site, "guide", slug="talk-to-us-exeter", title="A guide")
    assert small_site.client.ask(ONE).status_code == 404


def test_what_nobody_has_published_is_in_no_calendar(small_site):
    put_event(small_site, day="2027-01-19")
    draft(small_site, "event", day="2027-01-19", title="Wombat talk")
    draft(small_site, "event", slug="new-wombat", title="New wombat talk", day="2027-01-19")
    assert [str(each["SUMMARY"]) for each in events_at(small_site, ALL)] == ["Talk to us in Exeter"]
    assert "ombat" not in small_site.client.ask(ONE).text
    assert small_site.client.ask("/events/new-wombat.ics").status_code == 404
