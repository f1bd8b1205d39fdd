"""What is on: by month and place, whether it is on said plainly, and what was before never lost."""

import pytest
import time_machine

from tests.web.taking_part import put, put_event

TODAY = "2026-11-22T10:00Z"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def filled(small_site):
    """A site with events of every standing."""
    plain = {"coverage": "districts", "districts": ["north-devon"]}
    for slug, title, words in (
        ("winter", "Winter talk", {"day": "2026-12-08"}),
        (
            "later",
            "January talk",
            {
                "day": "2027-01-05",
                "event_type": "training",
                "venue": {"town": "totnes"},
                "districts": ["south-hams"],
                "needs": ["adhd"],
            },
        ),
        ("off", "Flooded talk", {"day": "2027-01-06", "status": "cancelled", "status_note": "The hall is flooded."}),
        (
            "waiting",
            "Talk without a day",
            {"day": "2026-11-03", "status": "postponed", "status_note": "We look for a new day."},
        ),
        (
            "open",
            "Questions on breaks",
            {
                "day": "2026-11-02",
                "last_day": "2027-01-15",
                "starts": "",
                "ends": "",
                "event_type": "consultation",
                "attendance": "online",
                "online_note": "Use the link.",
                "venue": None,
            },
        ),
        ("held", "Talk that was held", {"day": "2026-06-10", "status": "held", "outcome_note": "Two new groups."}),
        ("untold", "Talk nobody tells of", {"day": "2026-11-10"}),
        ("older", "Talk of last year", {"day": "2025-06-10", "status": "held"}),
    ):
        put_event(small_site, slug=slug, title=title, **{**plain, **words})
    return small_site.client


def titles(page):
    return page.texts(".lo-event__title")


def months(page):
    return page.texts(".lo-events h2")


def test_what_is_coming_stands_by_month_after_what_is_open(filled):
    page = filled.get("/events/")
    assert months(page) == ["Open now", "December 2026", "January 2027", "Waiting for a new day"]
    assert titles(page) == ["Questions on breaks", "Winter talk", "January talk", "Flooded talk", "Talk without a day"]
    assert page.one("[role=status].lo-events__count").get_text() == "5 events coming up or open"


def test_what_has_been_stands_newest_first_and_says_that_it_is_past(filled):
    page = filled.get("/events/?when=past")
    assert months(page) == ["November 2026", "June 2026", "June 2025"]
    assert titles(page) == ["Talk nobody tells of", "Talk that was held", "Talk of last year"]
    assert page.texts(".lo-event__standing") == ["Past", "Past", "Past"]
    assert page.texts(".lo-event__told") == ["We have not said yet how it went.", "We say what came of it."]


def test_the_standing_is_said_in_words(filled):
    page = filled.get("/events/")
    said = dict(
        zip(titles(page), [each.get_text(" ", strip=True) for each in page.select(".lo-event__text")], strict=True)
    )
    assert "Cancelled" in said["Flooded talk"]
    assert "The hall is flooded." in said["Flooded talk"]
    assert "Postponed" in said["Talk without a day"]
    assert "Open until 15 January 2027" in said["Questions on breaks"]
    assert "Past" not in said["Winter talk"]
    assert "Tuesday 8 December 2026, 10am to 12 noon" in said["Winter talk"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("month=2026-12", ["Questions on breaks", "Winter talk"]),
        ("month=2027-01", ["Questions on breaks", "January talk", "Flooded talk"]),
        ("month=2026-06", ["Talk that was held"]),  # a month that is over asks for what has been
        ("place=totnes", ["Questions on breaks", "January talk"]),
        ("place=south-hams", ["Questions on breaks", "January talk"]),
        ("place=Totnes", ["Questions on breaks", "January talk"]),
        ("place=north-devon&type=engagement&month=2026-12", ["Winter talk"]),
        ("type=training", ["January talk"]),
        ("need=adhd", ["January talk"]),
        ("when=past&place=barnstaple", ["Talk nobody tells of", "Talk that was held", "Talk of last year"]),
    ],
)
def test_events_are_narrowed(filled, query, found):
    assert titles(filled.get(f"/events/?{query}")) == found


def test_what_was_chosen_stays_and_comes_off_one_by_one(filled):
    page = filled.get("/events/?month=2027-01&place=south-hams&type=training")
    assert {each["name"]: each.select_one("option[selected]")["value"] for each in page.select(".lo-pick select") if each.select_one("option[selected]")} == {"month": "2027-01", "place": "south-hams", "type": "training"}  # fmt: skip
    assert [each["href"] for each in page.select(".lo-chip")] == [
        "/events/?place=south-hams&type=training", "/events/?month=2027-01&type=training", "/events/?month=2027-01&place=south-hams",
    ]  # fmt: skip
    assert page.one(".lo-chips__clear")["href"] == "/events/"


def test_the_calendar_to_subscribe_to_keeps_what_was_chosen(filled):
    page = filled.get("/events/?place=totnes&month=2027-01")
    assert page.one("code").get_text() == "https://local-offer.example.org/events/calendar.ics?place=totnes"
    assert "webcal://local-offer.example.org/events/calendar.ics?place=totnes" in page.links()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("month=2026-13", "We cannot read the month “2026-13”."), ("month=0000-01", "We cannot read the month “0000-01”."),
        ("month=%D9%A2%D9%A0%D9%A2%D9%A6-12", "We cannot read the month"), ("place=Atlantis", "We do not know the place “Atlantis”."),
        ("type=%3Cscript%3E", "There is no kind of event called “<script>”."), ("need=x", "We do not know the need “x”."),
        (f"place={'y' * 500}", "yyy…”"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_everything_stays(filled, query, sentence):
    page = filled.get(f"/events/?{query}")
    assert sentence in page.words
    assert len(titles(page)) == 5


@pytest.mark.parametrize(
    "query",
    ["month=9999-12", "month=0001-01", "when=past&month=2020-01", "type=drop_in&place=exeter&need=VI&month=2030-05"],
)
def test_nothing_found_leads_on(filled, query):
    page = filled.get(f"/events/?{query}")
    assert titles(page) == []
    assert len(page.select(".lo-empty a")) >= 2


def test_a_site_without_events_says_so_and_leads_on(small_site):
    page = small_site.client.get("/events/")
    assert "Nothing that fits is planned yet" in page.words
    assert "/take-part" in page.links()


# --- an event’s own page ---


def test_a_planned_event_says_when_and_offers_to_book_and_to_remember(small_site):
    booking = {"how": "Book by 1 December.", "url": "https://book.example.org/", "phone": "01632 960001"}
    put_event(small_site, day="2027-04-24", booking=booking, capacity=20)
    page = small_site.client.get("/events/talk-to-us-exeter")
    assert page.one(".lo-when__day").get_text(strip=True) == "Saturday 24 April 2027, 10am to 12 noon"
    assert page.one(".lo-book__button")["href"] == "https://book.example.org/"
    assert {"tel:01632960001", "/events/talk-to-us-exeter.ics"} <= set(page.links())
    assert {"There is a hearing loop.", "20 places"} <= set(page.texts(".govuk-summary-list__value"))


@pytest.mark.parametrize(
    ("words", "said", "unsaid"),
    [
        ({"status": "cancelled", "status_note": "The hall is flooded.", "day": "2027-01-19"},
         ["Cancelled", "The hall is flooded.", "It was planned for Tuesday 19 January 2027, 10am to 12 noon."], ["Book a place", "This event is over."]),
        ({"status": "postponed", "status_note": "A new day by May.", "day": "2027-01-19"},
         ["Postponed", "A new day by May.", "It was planned for Tuesday 19 January 2027"], ["Book a place"]),
        ({"status": "held", "day": "2026-06-10"}, ["This event is over.", "It was on Wednesday 10 June 2026, 10am to 12 noon."], ["Book a place", "Add to my calendar"]),
        ({"day": "2026-06-10"}, ["This was planned for Wednesday 10 June 2026, 10am to 12 noon. We have not said yet how it went."], ["Book a place", "Add to my calendar"]),
        ({"day": "2026-11-02", "last_day": "2027-01-15", "event_type": "consultation", "starts": "", "ends": ""},
         ["Open until 15 January 2027", "2 November 2026 to 15 January 2027", "How to take part"], ["It is over", "Book a place"]),
        ({"day": "2026-11-22"}, ["Sunday 22 November 2026", "Book a place"], ["over"]),
    ],
)  # fmt: skip
def test_whether_it_is_on_is_said_plainly(small_site, words, said, unsaid):
    put_event(small_site, booking={"how": "Book.", "url": "https://book.example.org/"}, **words)
    main = small_site.client.get("/events/talk-to-us-exeter").one("main").get_text(" ", strip=True)
    for text in said:
        assert text in " ".join(main.split())
    for text in unsaid:
        assert text not in main


def test_what_came_of_it_leads_to_what_we_did(small_site):
    put(small_site, "response")
    put(
        small_site,
        "event",
        outcome=["clearer-letters", "no-such-page"],
        outcome_note="Thirty parents came.",
        day="2026-06-10",
    )
    section = small_site.client.get("/events/talk-to-us-exeter").one("section[aria-labelledby=what-came-of-it]")
    assert "Thirty parents came." in section.get_text()
    assert [each["href"] for each in section.select("a")] == ["/you-said-we-did/clearer-letters"]


def test_a_hidden_address_stays_hidden_on_pages(small_site):
    put_event(small_site, day="2027-01-19", venue={"name": "Safe House", "address": "9 Secret Lane", "town": "barnstaple", "postcode": "EX31 1AA", "hide_exact_address": True})  # fmt: skip
    for path in ("/events/", "/events/talk-to-us-exeter", "/events/talk-to-us-exeter/quick-read"):
        assert not any(each in small_site.client.get(path).words for each in ("Safe House", "Secret", "EX31"))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("10:00", "12:00", "10am to 12 noon"), ("09:30", "13:05", "9.30am to 1.05pm"), ("00:00", "12:30", "midnight to 12.30pm"),
        ("19:00", "", "from 7pm"), ("00:30", "23:59", "12.30am to 11.59pm"),
    ],
)  # fmt: skip
def test_times_are_written_as_people_say_them(small_site, starts, ends, said):
    put_event(small_site, day="2027-01-19", starts=starts, ends=ends)
    assert (
        small_site.client.get("/events/talk-to-us-exeter").one(".lo-when__day").get_text(strip=True)
        == f"Tuesday 19 January 2027, {said}"
    )


# --- the content that ships ---


def test_the_events_that_ship_show_every_type_and_status(page_client, entries_of, site_app):
    fields = [each.fields for each in entries_of("event")]
    assert len(fields) >= 17
    assert {each["status"] for each in fields} == {"planned", "postponed", "cancelled", "held"}
    assert {each["event_type"] for each in fields} == {
        "engagement",
        "drop_in",
        "information",
        "training",
        "activity",
        "consultation",
    }
    assert (
        len(
            [
                each
                for each in fields
                if each["event_type"] == "consultation" and each["status"] == "held" and each.get("outcome")
            ]
        )
        >= 3
    )
    page = page_client.get("/events/")
    assert len(titles(page)) >= 10
    for link in [each["href"] for each in page.select(".lo-event__title a")][:4]:
        page_client.get(str(link))
    assert len(titles(page_client.get("/events/?when=past"))) >= 10
