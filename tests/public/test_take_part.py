"""Take part: three ways in, the forum, and consultations open and closed with what came of them."""

import pytest
import time_machine

from localoffer.publishing.operations import publish, save_draft
from tests.factories import create

NOW = "2026-11-22T12:00:00Z"


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hold(small_site):
    """Publishes an entry."""

    def do(kind, slug, **changes):
        document = create(kind, slug=slug, **{"title": slug.replace("-", " ").capitalize()} | changes)
        small_site.change(
            lambda session: publish(session, save_draft(session, document, by="Ana"), locate=lambda _: None)
        )

    return do


@pytest.fixture
def consult(hold):
    """Publishes a consultation from one day to another."""

    def do(slug, day, last_day, **changes):
        given = {
            "event_type": "consultation", "day": day, "last_day": last_day, "status": "planned", "outcome": [],
            "starts": "", "ends": "", "booking": {"how": "Fill in the form."}, "reviewed_on": "2025-06-01",
            "review_due": "2025-11-01",
        }  # fmt: skip
        hold("event", slug, **given | changes)

    return do


def parts(page):
    """Heading of the third level -> titles below it, in the part about consultations."""
    found, under = {}, ""
    for tag in page.select("section[aria-labelledby=consultations] h3, section[aria-labelledby=consultations] h4"):
        text = " ".join(tag.get_text(" ").split())
        if tag.name == "h3":
            under = text
            found[under] = []
        else:
            found[under].append(text)
    return found


def test_there_are_three_ways_and_each_leads_on(small_site):
    page = small_site.client.get("/take-part")
    assert len(page.select(".lo-way")) == 3
    assert {"/feedback", "/events/?type=engagement", "#forum"} <= set(page.links())
    assert {"/you-said-we-did/", "/board/", "/dashboard/", "/plans/"} <= set(page.links())


def test_without_anything_it_says_so_plainly(small_site):
    page = small_site.client.get("/take-part")
    assert "We ask about nothing just now." in page.words
    assert "No session has a day yet." in page.words
    assert "No forum is listed here yet." in page.words


@pytest.mark.parametrize(
    ("first", "last", "heading"),
    [
        ("2026-11-22", "2026-12-22", "Open now"), ("2026-10-22", "2026-11-22", "Open now"),
        ("2026-11-23", "2026-12-22", "Soon"), ("2026-10-22", "2026-11-21", "Closed, with what came of it"),
    ],
)  # fmt: skip
def test_a_consultation_is_open_on_its_first_and_on_its_last_day(small_site, consult, first, last, heading):
    consult("ask-us", first, last)
    assert parts(small_site.client.get("/take-part"))[heading] == ["Ask us"]


def test_an_open_consultation_says_until_when_and_how(small_site, consult):
    consult(
        "ask-us", "2026-11-01", "2026-12-18", booking={"how": "Fill in the form.", "url": "https://example.org/form"}
    )
    (text,) = small_site.client.get("/take-part").texts(".lo-asked__item")
    assert "Open until 18 December 2026 How: Fill in the form. Answer “Ask us”" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome_note": "We had 71 answers."}, "What came of it: We had 71 answers."),
        ({"outcome": ["clearer-letters", "gone"]}, "Closed on 1 March 2026 Clearer letters"),
        ({"outcome": ["gone"]}, "We are reading what you told us. What comes of it will stand here."),
        ({}, "We are reading what you told us. What comes of it will stand here."),
    ],
)
def test_a_closed_one_says_what_came_of_it(small_site, hold, consult, changes, said):
    hold("response", "clearer-letters", about=[])
    consult("ask-us", "2026-02-01", "2026-03-01", status="held", **changes)
    (text,) = small_site.client.get("/take-part").texts(".lo-asked__item")
    assert text.endswith(said) or said in text


def test_a_cancelled_one_is_not_asked_and_a_postponed_one_comes_later(small_site, consult):
    consult("ask-one", "2026-11-01", "2026-12-01", status="cancelled", status_note="Nobody has time.")
    consult("ask-two", "2026-11-01", "2026-12-01", status="postponed", status_note="The paper is not ready.")
    page = small_site.client.get("/take-part")
    assert parts(page) == {"Open now": [], "Soon": ["Ask two"]}
    assert "Postponed The paper is not ready." in page.words


def test_the_next_sessions_come_in_order_and_past_ones_not(small_site, hold):
    for slug, day in (
        ("third", "2027-03-01"),
        ("first", "2026-12-01"),
        ("past", "2026-11-21"),
        ("second", "2026-12-02"),
    ):
        hold("event", slug, day=day, status="planned", outcome=[], reviewed_on="2026-11-20", review_due="2026-11-30")
    page = small_site.client.get("/take-part")
    assert page.texts(".lo-asked__title") == ["First", "Second", "Third"]
    assert "Tuesday 1 December 2026" in page.words


def test_the_forum_is_there_with_its_card(small_site, hold):
    hold("organisation", "parent-voice")
    hold("service", "our-forum", organisation="parent-voice", categories=["parent_forum"])
    assert "/services/our-forum" in small_site.client.get("/take-part").links()


def test_the_shipped_page_has_all_of_it(page_client):
    page = page_client.get("/take-part")
    assert parts(page)["Closed, with what came of it"]
    assert "/services/parent-voice-forum" in page.links()
