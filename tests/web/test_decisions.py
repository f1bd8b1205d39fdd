"""What the boards decided about a figure or about part of a plan, found from there."""

from datetime import date

import pytest

from localoffer.publishing.operations import save_draft, withdraw
from localoffer.records.entries import Entry
from localoffer.web.decisions import decided_about, latest_decisions
from tests.factories import create
from tests.meetings import publish_meeting

PART = "plans/improvement-plan/1-1"


@pytest.fixture
def site(small_site):
    return small_site


def asked(site, question, *given):
    with site.app.test_request_context(), site.database.session() as session:
        return question(session, *given)


def decision(key, *, indicators=(), actions=()):
    return {
        "key": key, "text": f"Do {key}.", "owner_role": "Chair", "indicators": list(indicators), "actions": list(actions),
    }  # fmt: skip


def test_the_newest_decision_about_a_figure_is_found(site):
    publish_meeting(site, "old", day="2025-02-12", decisions=[decision("one", indicators=["waits"])])
    publish_meeting(
        site, "new", day="2026-03-04",
        decisions=[decision("two", indicators=["waits", "calls"]), decision("three", indicators=["waits"])],
    )  # fmt: skip
    publish_meeting(site, "newest", day="2026-06-10", decisions=[decision("four", indicators=["places"])])
    found = asked(site, latest_decisions).get("waits")
    assert (found.text, found.day, found.url) == ("Do two.", date(2026, 3, 4), "/board/new#two")
    assert (found.meeting, found.board, found.owner_role) == ("Meeting new", "improvement_board", "Chair")
    assert asked(site, latest_decisions).get("nothing") is None
    assert {slug: each.text for slug, each in asked(site, latest_decisions).items()} == {
        "waits": "Do two.", "calls": "Do two.", "places": "Do four.",
    }  # fmt: skip


def test_what_is_not_public_was_not_decided(site):
    gone = publish_meeting(site, "gone", decisions=[decision("one", indicators=["waits"])])
    site.change(lambda session: withdraw(session, session.get_one(Entry, gone.id)))
    draft = create("meeting", slug="draft", decisions=[decision("two", indicators=["waits"])])
    site.change(lambda session: save_draft(session, draft, by="Ann") and None)
    assert asked(site, latest_decisions).get("waits") is None


def test_decisions_and_actions_about_part_of_a_plan_come_newest_first(site):
    publish_meeting(site, "old", day="2025-02-12", decisions=[decision("one", actions=[PART, f"{PART}0"])])
    task = {"key": "task", "text": "Ring.", "owner_role": "Chair", "due": "2026-07-01", "plan_action": PART}
    publish_meeting(site, "new", decisions=[decision("two", actions=[f"{PART}0"])], actions=[task])
    found = asked(site, decided_about, PART)
    assert [(each.text, each.url, each.due) for each in found] == [
        ("Ring.", "/board/new#task", date(2026, 7, 1)), ("Do one.", "/board/old#one", None),
    ]  # fmt: skip
