"""What families see of plans: the list, a plan at a glance, what changed, and each action at its own address."""

import pytest
import time_machine

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.queries import find_entry
from tests.factories import create, data_of

TODAY = "2026-11-22T10:00:00Z"
PLAN = data_of("plan")
AREA, ACTION, UPDATE = PLAN["areas"][0], PLAN["actions"][0], PLAN["updates"][0]
LETTERS = ACTION | {"key": "1-2", "action": "Write clearer letters.", "due": "2027-03-31"}
PHONES = ACTION | {"key": "2-1", "area": "2", "action": "Answer every call.", "due": "2027-03-31"}


def told(key, day, status, what, reason="", impact="You will notice."):
    return UPDATE | {
        "action": key, "day": day, "status": status, "what_changed": what, "family_impact": impact, "reason": reason,
    }  # fmt: skip


GROWN = {
    "areas": [AREA, AREA | {"key": "2", "title": "We answer"}],
    "actions": [ACTION, LETTERS, PHONES],
    "updates": [
        UPDATE,
        told("1-2", "2026-02-01", "on_track", "Parents read the letters."),
        told("1-2", "2026-10-20", "at_risk", "Two letters are left.", "A printer broke."),
        told("2-1", "2026-11-01", "done", "Six more people answer."),
    ],
    "inspection_ref": "Area SEND inspection, May 2022",
    "vision": "Every plan comes on time.",
    "commitments": [
        {
            "key": "think-beyond", "title": "Think beyond barriers", "text": "We start from hopes.",
            "focus": "Goals in plans.", "will_see": "You feel heard.", "measures": ["plans-in-20-weeks"],
        }
    ],
    "cornerstones": [{"title": "Together", "text": "Parents sit at the table."}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=True):
        yield


def put(site, *documents):
    """Publish documents as the content store would."""

    def change(session):
        for document in documents:
            publish(session, save_draft(session, document, by="content store"), locate=lambda _document: None)

    site.change(change)


@pytest.fixture
def plan_site(small_site):
    """A site with a plan of three actions, its figures, and a board that spoke of it."""
    current = {"reviewed_on": "2026-10-01", "review_due": "2027-03-01"}
    put(
        small_site, create("indicator", **current), create("plan", **GROWN, **current), create("meeting", **current),
    )  # fmt: skip
    return small_site


def grow(site, **changes):
    put(site, create("plan", **(GROWN | {"reviewed_on": "2026-10-01", "review_due": "2027-03-01"} | changes)))


def items(page, heading):
    """The texts of the list items in the part of a page under a heading."""
    part = page.one(f"section[aria-labelledby={heading}]")
    return [" ".join(each.get_text(" ").split()) for each in part.select("li.lo-action-item")]


def test_the_list_shows_plans_newest_first_and_how_they_go(plan_site):
    old = {"slug": "old-plan", "title": "The old plan", "starts_on": "2023-01-01", "ends_on": "2025-12-31"}
    newer = {"slug": "newer-plan", "title": "The newest plan", "starts_on": "2026-09-01", "ends_on": "2028-01-01"}
    put(plan_site, *(create("plan", **each, updates=[], actions=[]) for each in (old, newer)))
    page = plan_site.client.get("/plans/")
    assert page.texts("main h3") == ["The newest plan", "SEND improvement plan", "The old plan"]
    assert page.texts("main h2") == ["Plans for now", "Plans that have ended"]
    assert page.texts(".lo-pace-line__item") == ["Done 1", "At risk 1", "Late 1"]


def test_without_plans_the_list_says_so(small_site):
    assert "There are no plans here yet" in small_site.client.get("/plans/").words


def test_at_a_glance_every_standing_has_a_word_and_a_number(plan_site):
    page = plan_site.client.get("/plans/improvement-plan")
    assert page.texts(".lo-pace-counts__item") == ["Done 1", "At risk 1", "Late 1"]
    assert "3 actions, as they stand on 22 November 2026:" in page.words
    assert len({str(shape.decode_contents()) for shape in page.select(".lo-pace-counts__label svg")}) == 3


def test_what_is_late_comes_first_with_the_reason(plan_site):
    late, risky = items(plan_site.client.get("/plans/improvement-plan"), "at-a-glance")
    assert late.startswith("Train every caseworker. Late It was due on 30 September 2026.")
    assert "Nobody has told us why it is late." in late
    assert "There has been no news since 1 March 2026." in late
    assert risky.startswith("Write clearer letters. At risk")
    assert "Why: A printer broke." in risky


def test_a_plan_where_all_is_well_says_so(plan_site):
    grow(plan_site, updates=[*GROWN["updates"], *(told(key, "2026-11-20", "done", "Done.") for key in ("1-1", "1-2"))])
    assert "Nothing is late, at risk or stopped." in plan_site.client.get("/plans/improvement-plan").words


def test_a_plan_shows_everything_it_promised(plan_site):
    page = plan_site.client.get("/plans/improvement-plan")
    for words in (
        "Every plan comes on time.", "Think beyond barriers", "What you will see and feel", "You feel heard.",
        "Goals in plans.", "Parents sit at the table.", "Plans came late.", "Area SEND inspection, May 2022",
        "From 1 January 2026 to 31 December 2027", "The NHS",
    ):  # fmt: skip
        assert words in page.words, words
    assert "/dashboard/plans-in-20-weeks" in page.links()
    assert "The newest figure is 3.2% (2024)." in page.words


def test_every_area_and_promise_can_be_linked_to(plan_site):
    page = plan_site.client.get("/plans/improvement-plan")
    assert [page.one(f"[id='{key}'] h3").get_text() for key in ("1", "2", "think-beyond")] == [
        "1. Plans on time", "2. We answer", "1. Think beyond barriers",
    ]  # fmt: skip


def test_every_action_of_a_plan_is_linked(plan_site):
    links = plan_site.client.get("/plans/improvement-plan").links()
    assert {f"/plans/improvement-plan/actions/{key}" for key in ("1-1", "1-2", "2-1")} <= set(links)


def test_plans_before_and_after_are_linked(plan_site):
    after = {"slug": "after", "title": "What came after", "predecessor": "improvement-plan", "updates": []}
    put(plan_site, create("plan", **after))
    assert "/plans/after" in plan_site.client.get("/plans/improvement-plan").links()
    assert "/plans/improvement-plan" in plan_site.client.get("/plans/after").links()


def test_what_changed_since_a_day(plan_site):
    page = plan_site.client.get("/plans/improvement-plan?since=2026-10-01")
    assert "What changed since 1 October 2026" in page.texts("h2")
    phones, letters, trained = items(page, "what-changed")
    assert "Before: Not started. Now: Done." in phones
    assert "1 November 2026: Six more people answer." in phones
    assert "Before: On track. Now: At risk." in letters
    assert "Parents read" not in letters
    assert "It was due on 30 September 2026." in trained


def test_falling_late_in_silence_is_a_change(plan_site):
    texts = items(plan_site.client.get("/plans/improvement-plan?since=2026-09-15"), "what-changed")
    [late] = [each for each in texts if each.startswith("Train")]
    assert "Before: On track. Now: Late." in late
    assert "Nobody has told us why it is late." in late


def test_the_choice_of_days_is_sensible(plan_site):
    page = plan_site.client.get("/plans/improvement-plan")
    offered = {option["value"]: option.get_text() for option in page.select("#since option")}
    assert offered["2026-01-01"] == "Since January (1 January 2026)"
    assert offered["2026-08-22"] == "In the last 3 months"
    assert page.one("#since option[selected]")["value"] == "2026-08-22"


def test_a_day_that_was_asked_is_offered_again(plan_site):
    page = plan_site.client.get("/plans/improvement-plan?since=2026-10-05")
    assert page.one("#since option[selected]").get_text() == "Since 5 October 2026"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("soon", "“soon” is not a day."), ("2026-02-30", "“2026-02-30” is not a day."),
        ("2027-01-01", "1 January 2027 has not come yet."), ("<b>x</b>", "“<b>x</b>” is not a day."),
        ("9" * 500, f"“{'9' * 40}” is not a day."), ("2026-W05", "is not a day"),
    ],
)  # fmt: skip
def test_a_day_that_makes_no_sense_is_answered_kindly(plan_site, asked, sentence):
    page = plan_site.client.get(f"/plans/improvement-plan?since={asked}")
    assert sentence in page.words
    assert "What changed since 22 August 2026" in page.texts("h2")


def test_the_first_day_of_all_may_be_asked(plan_site):
    assert len(items(plan_site.client.get("/plans/improvement-plan?since=0001-01-01"), "what-changed")) == 3


def test_when_nothing_changed_it_says_so(plan_site):
    page = plan_site.client.get("/plans/improvement-plan?since=2026-11-20")
    assert "Nobody has reported anything since then." in page.words


def test_many_changes_are_shown_when_somebody_asks(plan_site):
    actions = [ACTION | {"key": f"9-{number}", "action": f"Do thing {number}."} for number in range(8)]
    updates = [told(each["key"], "2026-11-10", "done", "It is done.") for each in actions]
    grow(plan_site, actions=[*GROWN["actions"], *actions], updates=[*GROWN["updates"], *updates])
    page = plan_site.client.get("/plans/improvement-plan")
    assert len(items(page, "what-changed")) == 5
    assert "Something changed for 11 actions." in page.words
    more = page.one("#what-changed ~ p a")["href"]
    assert len(items(plan_site.client.get(more.removeprefix("https://local-offer.example.org")), "what-changed")) == 11


def test_an_older_version_shows_how_it_stood_then(plan_site):
    with time_machine.travel("2026-11-30T10:00:00Z"):
        done = told("1-1", "2026-11-29", "done", "All had the course.")
        grow(plan_site, updates=[*GROWN["updates"], done])
        old = plan_site.client.get("/plans/improvement-plan/version/1")
        now = plan_site.client.get("/plans/improvement-plan")
    assert "as they stood on 22 November 2026" in old.words
    assert old.texts(".lo-pace-counts__item") == ["Done 1", "At risk 1", "Late 1"]
    assert now.texts(".lo-pace-counts__item") == ["Done 2", "At risk 1"]


def test_a_plan_has_a_quick_read_of_its_own(plan_site):
    page = plan_site.client.get("/plans/improvement-plan/quick-read")
    for label in ("What we said", "What we did", "What changed for families", "What is late, and why"):
        assert label in page.words


def test_an_action_says_what_was_promised_and_how_it_goes(plan_site):
    page = plan_site.client.get("/plans/improvement-plan/actions/1-2")
    assert page.h1 == "Write clearer letters."
    for words in (
        "At risk", "Why: A printer broke.", "Training lead", "The council", "31 March 2027",
        "The newest figure is 3.2% (2024).", "Plans on time",
    ):  # fmt: skip
        assert words in page.words, words
    assert page.texts(".lo-reports h3") == ["20 October 2026", "1 February 2026"]


def test_an_action_leads_to_its_plan_and_its_neighbours(plan_site):
    page = plan_site.client.get("/plans/improvement-plan/actions/1-2")
    assert page.texts(".govuk-breadcrumbs__link") == ["Home", "Plans", "SEND improvement plan"]
    links = [str(each["href"]) for each in page.select(".lo-beside-actions a")]
    assert links == [
        "/plans/improvement-plan/actions/1-1", "/plans/improvement-plan", "/plans/improvement-plan/actions/2-1",
    ]  # fmt: skip
    assert "/plans/improvement-plan#1" in page.links()


def test_an_action_shows_what_the_board_decided_about_it(plan_site):
    page = plan_site.client.get("/plans/improvement-plan/actions/1-1")
    assert "Hire two more caseworkers." in page.words
    assert "/board/march-2026#decision-1" in page.links()
    assert "What the board said" not in plan_site.client.get("/plans/improvement-plan/actions/2-1").words


def test_an_action_nobody_reported_on_says_so(plan_site):
    new = ACTION | {"key": "1-3", "action": "Ask parents.", "start": "2026-11-01", "due": "2027-06-30"}
    grow(plan_site, actions=[*GROWN["actions"], new])
    page = plan_site.client.get("/plans/improvement-plan/actions/1-3")
    assert "Nobody has reported on this action yet." in page.words
    assert "Not started" in page.words


def test_a_day_that_was_moved_is_told(plan_site):
    with time_machine.travel("2026-11-30T10:00:00Z"):
        grow(plan_site, actions=[ACTION | {"due": "2027-06-30"}, LETTERS, PHONES])
        page = plan_site.client.get("/plans/improvement-plan/actions/1-1")
    assert "It was due on 30 September 2026. On 30 November 2026 this was changed to 30 June 2027." in page.words
    assert "changed to" not in plan_site.client.get("/plans/improvement-plan/actions/1-2").words


def test_figures_that_are_not_published_are_not_linked(small_site):
    put(small_site, create("plan"))
    page = small_site.client.get("/plans/improvement-plan/actions/1-1")
    assert "The figure for this is not published yet." in page.words


@pytest.mark.parametrize("path", ["improvement-plan/actions/9-9", "no-plan/actions/1-1", "improvement-plan/actions/1"])
def test_there_is_no_page_for_an_action_that_is_not_there(plan_site, path):
    plan_site.client.get(f"/plans/{path}", status=404)


def test_an_action_of_a_plan_that_has_moved_leads_on(plan_site):
    def move(session):
        revision = save_draft(session, create("plan", **GROWN, title="Named anew"), by="content store")
        revision.document = revision.document | {"slug": "new-name"}
        session.add(revision)
        session.flush()
        publish(session, revision, locate=lambda _document: None)

    plan_site.change(move)
    answer = plan_site.client.ask("/plans/improvement-plan/actions/1-1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/plans/new-name/actions/1-1")


def test_a_plan_taken_down_shows_no_action(plan_site):
    plan_site.change(lambda session: withdraw(session, find_entry(session, "plan", "improvement-plan")))
    plan_site.client.get("/plans/improvement-plan/actions/1-1", status=410)
