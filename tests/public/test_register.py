"""You said, we did: the register, a response’s page and the report of a year, as families see them."""

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine
from sqlmodel import select

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Entry
from localoffer.records.feedback import Comment
from tests.factories import create

NOW = "2026-11-22T12:00:00Z"
PRIVATE = "My son Albert Quillfeather waits."


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def say(small_site):
    """Publishes a response; gives its id."""

    def do(slug="clearer-letters", **changes):
        if changes.get("status") == "open":
            changes = {"we_did": "", "responded_on": None} | changes
        document = create("response", slug=slug, **{"about": [], "review_due": "2027-05-01"} | changes)

        def verb(session):
            return publish(session, save_draft(session, document, by="Ana"), locate=lambda _: None).id

        return small_site.change(verb)

    return do


@pytest.fixture
def write(small_site):
    """Keeps a comment; published unless told otherwise."""

    def do(words="The page is too long.", **values):
        given = {
            "token_digest": words, "aspect": "accessibility", "text": PRIVATE, "state": "published", "theme": "health",
            "public_text": words, "received_at": datetime(2026, 10, 1, 12, tzinfo=UTC), "hold_note": "A note of the desk",
        }  # fmt: skip
        small_site.change(lambda session: session.add(Comment(**{**given, **values})))

    return do


def guide_of(site):
    with site.database.session() as session:
        return session.exec(select(Entry).where(Entry.kind == "guide").order_by(Entry.slug)).first()


def titles(page):
    return page.texts(".lo-ysd__title")


def csv_of(site, year):
    answer = site.client.ask(f"/you-said-we-did/report/{year}.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


# --- the register ---


def test_before_anybody_said_anything_families_are_asked_to_begin(small_site):
    page = small_site.client.get("/you-said-we-did/")
    assert "Nobody has told us anything yet" in page.words
    assert "/feedback" in page.links()


def test_an_answer_stands_there_with_what_was_said_and_done(small_site, say):
    say()
    page = small_site.client.get("/you-said-we-did/")
    assert titles(page) == ["Clearer letters about EHC plans"]
    (text,) = page.texts(".lo-ysd")
    for words in (
        "EHC plans · Heard on 1 February 2026 · A survey", "You said Letters are hard to read.",
        "We did We wrote the letters anew with parents.", "We answered on 1 May 2026.", "Done",
    ):  # fmt: skip
        assert words in text
    assert "/you-said-we-did/clearer-letters" in page.links()


def test_what_cannot_be_done_says_why(small_site, say):
    say(status="cannot", cannot_reason="There is no money for it.")
    (text,) = small_site.client.get("/you-said-we-did/").texts(".lo-ysd")
    assert "Our answer We wrote the letters anew with parents. Why we cannot do it: There is no money for it." in text


def test_a_comment_waits_alone_with_the_day_of_our_answer(small_site, write):
    guide = guide_of(small_site)
    write(entry_id=guide.id)
    page = small_site.client.get("/you-said-we-did/")
    assert titles(page) == [f"A comment about “{guide.title}”"]
    (text,) = page.texts(".lo-ysd")
    assert "The page is too long." in text
    assert "We are looking at it. We will answer by 1 October 2027." in text
    assert f"/{guide.address}" in page.links()


def test_a_late_answer_is_called_late(small_site, write):
    write(received_at=datetime(2025, 11, 21, 12, tzinfo=UTC))
    (text,) = small_site.client.get("/you-said-we-did/").texts(".lo-ysd")
    assert "Our answer is late. It was due by 21 November 2026." in text


def test_a_comment_about_a_page_that_was_taken_down_does_not_name_it(small_site, write):
    guide = guide_of(small_site)
    write(entry_id=guide.id)
    small_site.change(lambda session: withdraw(session, session.get_one(Entry, guide.id)))
    page = small_site.client.get("/you-said-we-did/")
    assert titles(page) == ["A comment about a page that is gone"]
    assert guide.title not in page.words


def test_comments_stand_below_their_answer_and_on_its_page(small_site, say, write):
    write(response_id=say())
    register, page = (small_site.client.get(f"/you-said-we-did/{tail}") for tail in ("", "clearer-letters"))
    assert len(titles(register)) == 1
    assert "Families wrote: The page is too long. 1 October 2026" in register.words
    assert "Families wrote The page is too long. 1 October 2026" in page.words


@pytest.mark.parametrize("state", ["received", "held", "taken_back"])
def test_other_comments_are_nowhere(small_site, say, write, state):
    write(state=state, response_id=say())
    for path in ("", "clearer-letters", "report/2026", "report/2026.csv"):
        assert "too long" not in small_site.client.ask(f"/you-said-we-did/{path}").text


def test_only_public_words_of_a_comment_are_shown(small_site, say, write):
    write(response_id=say())
    for path in ("", "clearer-letters", "report/2026", "report/2026.csv"):
        text = small_site.client.ask(f"/you-said-we-did/{path}").text
        assert "The page is too long." in text
        for hidden in ("Quillfeather", "A note of the desk"):
            assert hidden not in text


def test_words_of_families_are_never_read_as_a_page(small_site, write):
    write("<script>alert(1)</script> **bold** [here](javascript:alert(1))")
    page = small_site.client.get("/you-said-we-did/")
    assert "<script>alert(1)</script> **bold** [here](javascript:alert(1))" in page.words
    assert "javascript:alert(1)" not in page.links()


def test_the_newest_comes_first_and_ten_stand_on_a_page(small_site, say):
    for day in range(1, 13):
        say(f"answer-{day}", title=f"Answer {day}", heard_on=f"2026-03-{day:02}")
    first, second = (small_site.client.get(f"/you-said-we-did/?theme=ehc_plans&page={number}") for number in (1, 2))
    assert titles(first) == [f"Answer {day}" for day in range(12, 2, -1)]
    assert titles(second) == ["Answer 2", "Answer 1"]
    assert "12 things you told us" in first.words
    assert "/you-said-we-did/?theme=ehc_plans&page=2" in first.links()


@pytest.mark.parametrize("page", ["0", "-3", "999999999999999999999", "x", "²"])
def test_a_page_that_is_not_there_is_the_nearest_one(small_site, say, page):
    say()
    assert len(titles(small_site.client.get(f"/you-said-we-did/?page={page}"))) == 1


def test_it_is_narrowed_by_theme_year_and_status_and_says_how_many_there_are(small_site, say):
    say("one", title="One", theme="transport")
    say("two", title="Two", theme="transport", status="doing", heard_on="2025-03-01")
    say("three", title="Three", status="open")
    page = small_site.client.get("/you-said-we-did/?theme=transport&year=2025&status=doing")
    assert titles(page) == ["Two"]
    assert page.texts("option[selected]") == ["Getting to school (2)", "2025 (1)", "We are doing it (1)"]
    assert page.texts(".lo-ysd-glance__item") == ["1 We are looking at it", "1 We are doing it", "1 Done"]


def test_nothing_fits_and_everything_is_one_step_away(small_site, say):
    say("one", theme="transport")
    say("two", status="open")
    page = small_site.client.get("/you-said-we-did/?theme=transport&status=open")
    assert "Nobody has told us anything like that" in page.words
    assert "/you-said-we-did/" in page.links()


@pytest.mark.parametrize("query", ["theme=x", "year=x", "year=²", "status=x", "theme=%00&year=99999999999&status=<b>"])
def test_a_filter_that_means_nothing_filters_nothing(small_site, say, query):
    say()
    assert len(titles(small_site.client.get(f"/you-said-we-did/?{query}"))) == 1


def test_another_areas_answer_says_so(small_site, say):
    say(coverage="out_of_area", source_note="Kent, November 2021.")
    assert "Another area gave this answer. Kent, November 2021." in small_site.client.get("/you-said-we-did/").words
    assert "Another area gave this answer" in small_site.client.get("/you-said-we-did/clearer-letters").words


# --- the page of a response ---


def test_a_response_has_its_steps_with_days_in_words(small_site, say):
    say(
        status="doing",
        actions=[
            {"text": "Ask schools", "due": "2026-03-01", "done_on": "2026-02-20"}, {"text": "Write to all", "due": "2026-11-21"},
            {"text": "Look again", "due": "2026-11-22"}, {"text": "Think"},
        ],
    )  # fmt: skip
    page = small_site.client.get("/you-said-we-did/clearer-letters")
    assert page.texts(".lo-ysd-steps__item") == [
        "Ask schools Done on 20 February 2026", "Write to all Late: it was due by 21 November 2026",
        "Look again Due by 22 November 2026", "Think No day is set",
    ]  # fmt: skip
    assert "Steps done: 1 of 4" in small_site.client.get("/you-said-we-did/").words


def test_an_overdue_response_raises_the_alarm(small_site, say):
    say(status="open", heard_on="2025-11-21")
    assert "Our answer is late. It was due by 21 November 2026." in small_site.client.get("/you-said-we-did/clearer-letters").texts(".lo-notice__title")  # fmt: skip


def test_a_response_leads_to_what_it_is_about_and_where_it_was_said(small_site, say):
    guide = guide_of(small_site)
    say(about=[guide.address])
    event = create("event", outcome=["clearer-letters"])
    small_site.change(lambda session: publish(session, save_draft(session, event, by="Ana"), locate=lambda _: None))
    page = small_site.client.get("/you-said-we-did/clearer-letters")
    assert {"The pages it is about", "Where families said it"} <= set(page.texts("h2"))
    assert {f"/{guide.address}", f"/events/{event.slug}"} <= set(page.links())


def test_facts_say_when_and_how_we_heard(small_site, say):
    say(status="open")
    page = small_site.client.get("/you-said-we-did/clearer-letters")
    facts = dict(zip(page.texts(".govuk-summary-list__key"), page.texts(".govuk-summary-list__value"), strict=True))
    assert facts["When we heard"] == "1 February 2026"
    assert facts["When we answered"] == "Not yet"
    assert facts["How we heard"] == "A survey"
    assert facts["Page last changed"] == "22 November 2026"


# --- the report of a year ---


@pytest.mark.parametrize("year", ["2019", "0000", "9999", "20266", "x", "2026.pdf"])
def test_a_year_that_holds_nothing_has_no_report(small_site, say, year):
    say()
    assert small_site.client.ask(f"/you-said-we-did/report/{year}").status_code == 404


def test_the_report_begins_with_the_year_in_words(small_site, say, write):
    say("one", title="One")
    say("two", title="Two", status="open")
    write()
    page = small_site.client.get("/you-said-we-did/report/2026")
    assert page.h1 == "You said, we did in 2026"
    assert page.texts(".govuk-body-l")[0] == (
        "In 2026, families told us 3 things. We have answered 1 of them. 1 is done. 2 still wait for an answer."
    )
    assert "/you-said-we-did/report/2026" in small_site.client.get("/you-said-we-did/").links()


def test_the_report_tells_no_small_number_of_what_is_not_public(small_site, say, write):
    for number in range(3):
        write(f"Held {number}", state="held", hold_reason="vexatious", public_text="")
    for number in range(6):
        write(f"Own case {number}", state="held", hold_reason="individual_case", public_text="")
    write()
    page = small_site.client.get("/you-said-we-did/report/2026")
    table = next(each for each in page.texts("table") if each.startswith("Comments through this site"))
    assert "Came in 7 or more Published 1" in table
    assert "rude or meant to harm fewer than 5" in table
    assert "one person’s own help 6" in table


def test_the_report_counts_by_theme_and_by_what_it_is_about(small_site, say, write):
    say()
    write()
    tables = small_site.client.get("/you-said-we-did/report/2026").texts("table")
    assert any("EHC plans 0 1 Health and waiting 1 0" in each for each in tables)
    assert any("How easy it is to find and read 1 1" in each for each in tables)
    assert any(
        "Answered in time 1 Answered late 0 Not answered yet, and there is still time 1" in each for each in tables
    )


def test_the_report_lists_what_was_answered_in_the_year(small_site, say):
    say(heard_on="2025-12-01", responded_on="2026-05-01")
    say("other", title="Other")
    page = small_site.client.get("/you-said-we-did/report/2026")
    assert titles(page) == ["Other", "Clearer letters about EHC plans"]
    assert "What you told us before, answered in 2026" in page.texts("h2")


def test_the_table_has_a_line_for_each_thing_and_no_cell_can_run(small_site, say, write):
    say(title="+Clearer letters", you_said="=1+1 is not an answer.", actions=[{"text": "Ask", "done_on": "2026-02-20"}])
    write("-2 stars @all", entry_id=guide_of(small_site).id)
    rows = csv_of(small_site, 2026)
    assert [row["You said"] for row in rows] == ["'-2 stars @all", "'=1+1 is not an answer."]
    assert rows[1]["Title"] == "'+Clearer letters"
    assert rows[1]["Heard on"] == "2026-02-01"
    assert rows[1]["How the answer stands"] == "Answered in time"
    assert rows[1]["Actions"] == "Ask (Done on 20 February 2026)"
    assert rows[1]["Page"] == "https://local-offer.example.org/you-said-we-did/clearer-letters"
    assert rows[0]["What came of it"] == "We are looking at it"


def test_the_shipped_register_and_its_reports_are_good_pages(page_client):
    page = page_client.get("/you-said-we-did/")
    reports = [link for link in page.links() if link.startswith("/you-said-we-did/report/")]
    assert len(reports) >= 5
    for path in ["/you-said-we-did/?page=2", "/you-said-we-did/?status=cannot", *reports]:
        page_client.get(path)
