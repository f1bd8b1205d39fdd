"""Reporting on the actions of a plan: added to a draft, changed until it is public, never after."""

import pytest
import time_machine
from sqlmodel import select

from localoffer.records.digests import digest_of
from localoffer.records.entries import Revision
from localoffer.records.people import EDITOR, PROVIDER, REVIEWER
from localoffer.records.queries import find_entry
from tests.factories import create
from tests.public.test_plans import GROWN, put
from tests.web.people_fixtures import create_person, sign_in

GOOD = {
    "status": "on_track", "what_changed": "Ten more had the course.", "family_impact": "Letters are clearer.",
    "author_role": "Training lead", "reason": "", "day.day": "22", "day.month": "11", "day.year": "2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-22T10:00:00Z", tick=True):
        yield


@pytest.fixture
def plan_site(small_site):
    current = {"reviewed_on": "2026-10-01", "review_due": "2027-03-01"}
    put(small_site, create("indicator", **current), create("plan", **GROWN, **current))
    return small_site


@pytest.fixture
def plan(plan_site):
    with plan_site.database.session() as session:
        return find_entry(session, "plan", "improvement-plan")


@pytest.fixture
def editor(plan_site):
    return sign_in(plan_site, create_person(plan_site, EDITOR))


def drafted(site):
    """The updates of the open revision; None when there is none."""
    with site.database.session() as session:
        query = select(Revision).where(Revision.state.in_(("draft", "submitted")))
        found = session.exec(query).first()
        return [each["what_changed"] for each in found.document["updates"]] if found else None


def public(site):
    with site.database.session() as session:
        updates = find_entry(session, "plan", "improvement-plan").fields["updates"]
        return [each["what_changed"] for each in updates]


BEFORE = [each["what_changed"] for each in GROWN["updates"]]
NEW = GOOD["what_changed"]


def test_the_page_lists_the_actions_by_area_with_how_they_go(editor, plan):
    page = editor.get(f"/editor/page/{plan.id}/progress")
    assert page.texts("main h2") == ["Plans on time", "We answer"]
    assert page.texts("main h3") == ["Train every caseworker.", "Write clearer letters.", "Answer every call."]
    assert "It was due on 30 September 2026. Nobody has told us why it is late." in page.words


def test_the_desk_leads_to_it(editor, plan):
    assert f"/editor/page/{plan.id}/progress" in editor.get(f"/editor/page/{plan.id}").links()


def test_the_form_begins_with_today_and_whoever_leads(editor, plan):
    page = editor.get(f"/editor/page/{plan.id}/progress/1-1")
    values = {field["name"]: field.get("value") for field in page.fields if field.name == "input"}
    assert (values["day.day"], values["day.month"], values["day.year"]) == ("22", "11", "2026")
    assert values["author_role"] == "Training lead"
    assert "Ten caseworkers had the course." in page.words


def test_an_update_is_added_to_a_draft_that_families_do_not_see(editor, plan, plan_site):
    answer = editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    assert answer.headers["Location"] == f"/editor/page/{plan.id}/progress#action-1-1"
    assert drafted(plan_site) == [*BEFORE, NEW]
    assert public(plan_site) == BEFORE
    page = editor.get(f"/editor/page/{plan.id}/progress")
    assert f"Not public yet 22 November 2026: On track. {NEW}" in page.words
    assert NEW not in plan_site.client.get("/plans/improvement-plan/actions/1-1").words


def test_it_goes_the_ordinary_way_to_families(editor, plan, plan_site):
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD | {"status": "done"}, status=303)
    editor.post(f"/editor/page/{plan.id}/send", {"reason": "It is plain."}, status=303)
    reviewer = sign_in(plan_site, create_person(plan_site, REVIEWER))
    page = reviewer.get(f"/editor/page/{plan.id}/review")
    assert NEW in page.words
    fields = {field["name"]: field.get("value", "") for field in page.select("main form input[type=hidden]")}
    reviewer.post(f"/editor/page/{plan.id}/review", fields | {"do": "all"}, status=303)
    assert public(plan_site) == [*BEFORE, NEW]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"status": ""}, "status", "Fill this in."),
        ({"status": "late"}, "reason", "Say why. Families read this first."),
        ({"what_changed": " "}, "what_changed", "Write something here."),
        ({"day.day": "30", "day.month": "2"}, "day", "Write a real date, like 27 3 2026."),
        ({"day.day": "23"}, "day", "That day has not come yet. Write today or an earlier day."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(editor, plan, plan_site, wrong, field, sentence):
    page = editor.page_after(f"/editor/page/{plan.id}/progress/1-1", GOOD | wrong, status=422)
    assert sentence in page.one(f"#{field}-error").get_text()
    assert any(str(link["href"]).startswith(f"#{field}") for link in page.select(".govuk-error-summary a"))
    assert "Letters are clearer." in page.one("#family_impact").get_text()
    assert drafted(plan_site) is None


def test_a_form_sent_twice_adds_once(editor, plan, plan_site):
    for _ in range(2):
        editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    assert drafted(plan_site) == [*BEFORE, NEW]


def test_two_people_may_report_at_once(editor, plan, plan_site):
    other = sign_in(plan_site, create_person(plan_site, EDITOR, name="Alex Editor"))
    editor.get(f"/editor/page/{plan.id}/progress/1-1")
    other.post(f"/editor/page/{plan.id}/progress/2-1", GOOD | {"what_changed": "Calls are answered."}, status=303)
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    assert drafted(plan_site) == [*BEFORE, "Calls are answered.", NEW]


def mark_of(editor, plan):
    return editor.get(f"/editor/page/{plan.id}/progress").one("input[name=mark]")["value"]


def test_an_update_may_be_changed_until_it_is_public(editor, plan, plan_site):
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    mark = mark_of(editor, plan)
    page = editor.get(f"/editor/page/{plan.id}/progress/1-1?instead={mark}")
    assert NEW in page.one("#what_changed").get_text()
    other = GOOD | {"what_changed": "Twelve more had it.", "instead": mark}
    editor.post(f"/editor/page/{plan.id}/progress/1-1", other, status=303)
    assert drafted(plan_site) == [*BEFORE, "Twelve more had it."]


def test_an_update_may_be_taken_out_until_it_is_public(editor, plan, plan_site):
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    editor.post(f"/editor/page/{plan.id}/progress/1-1/remove", {"mark": mark_of(editor, plan)}, status=303)
    assert drafted(plan_site) is None


def test_what_is_public_can_be_neither_changed_nor_taken_out(editor, plan, plan_site):
    mark = digest_of(GROWN["updates"][0] | {"reason": ""})
    editor.post(f"/editor/page/{plan.id}/progress/1-1/remove", {"mark": mark}, status=404)
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD | {"instead": mark}, status=303)
    assert drafted(plan_site) == [*BEFORE, NEW]


def test_the_form_of_the_plan_keeps_its_updates(editor, plan, plan_site):
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    page = editor.get(f"/editor/page/{plan.id}/write/basics")
    assert not page.select("[name^=updates]")
    fields = {each["name"]: each.get("value", "") for each in page.select("form[data-writing] input[type=hidden]")}
    values = {"title": "The plan, named anew", "asked": "title", "updates.0.what_changed": "Nothing."}
    editor.post(f"/editor/page/{plan.id}/write/basics", fields | values | {"do": "list", "seen": ""}, status=409)
    editor.post(f"/editor/page/{plan.id}/progress/1-2", GOOD | {"what_changed": "One is left."}, status=303)
    assert drafted(plan_site) == [*BEFORE, NEW, "One is left."]


def test_while_it_is_reviewed_the_words_stay_on_the_page(editor, plan, plan_site):
    editor.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
    editor.post(f"/editor/page/{plan.id}/send", {"reason": "It is plain."}, status=303)
    assert "This plan has been sent" in editor.get(f"/editor/page/{plan.id}/progress").words
    page = editor.page_after(
        f"/editor/page/{plan.id}/progress/2-1", GOOD | {"what_changed": "Calls are answered."}, status=409
    )
    assert "Calls are answered." in page.one("#what_changed").get_text()
    assert "This could not be saved. Your words are still here." in page.words
    assert drafted(plan_site) == [*BEFORE, NEW]


def test_an_action_that_was_reported_on_cannot_be_left_out(editor, plan):
    page = editor.get(f"/editor/page/{plan.id}/write/actions")
    seen = page.one("form[data-writing] input[name=seen]")["value"]
    editor.post(f"/editor/page/{plan.id}/write/actions", {"asked": "actions", "seen": seen, "do": "list"}, status=303)
    told = editor.get(f"/editor/page/{plan.id}/send").words
    assert "Put the action “1-1” back: something has been reported on it." in told


def test_words_sent_after_the_session_ended_are_kept(plan_site, plan):
    person = create_person(plan_site, EDITOR)
    with time_machine.travel("2026-11-22T10:00:00Z") as clock:
        client = sign_in(plan_site, person)
        clock.shift(3 * 60 * 60)
        client.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=302)
        back = sign_in(plan_site, person)
        page = back.get(f"/editor/page/{plan.id}/progress/1-1")
        assert NEW in page.one("#what_changed").get_text()
        assert "We kept what you wrote" in page.words
        assert NEW not in back.get(f"/editor/page/{plan.id}/progress/1-2").words
        back.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=303)
        assert "We kept" not in back.get(f"/editor/page/{plan.id}/progress/1-1").words


def test_a_restored_version_keeps_what_was_reported_since(plan_site, plan):
    reported = GROWN["updates"][0] | {"action": "2-1", "day": "2026-11-20", "what_changed": "All calls are answered."}
    changed = GROWN | {"updates": [*GROWN["updates"], reported], "vision": "Another vision."}
    put(plan_site, create("plan", **changed, reviewed_on="2026-10-01", review_due="2027-03-01"))
    reviewer = sign_in(plan_site, create_person(plan_site, REVIEWER))
    reviewer.post(f"/editor/page/{plan.id}/history/1/restore", {}, status=303)
    assert public(plan_site) == [*BEFORE, "All calls are answered."]
    assert "Every plan comes on time." in plan_site.client.get("/plans/improvement-plan").words


@pytest.mark.parametrize("path", ["progress/9-9", "progress/9-9/remove"])
def test_there_is_nothing_for_an_action_that_is_not_there(editor, plan, path):
    editor.post(f"/editor/page/{plan.id}/{path}", GOOD | {"mark": "x"}, status=404)


def test_other_pages_have_no_progress(editor, plan_site):
    with plan_site.database.session() as session:
        figure = find_entry(session, "indicator", "plans-in-20-weeks")
    editor.get(f"/editor/page/{figure.id}/progress", status=404)


def test_providers_may_not_report(plan_site, plan):
    provider = sign_in(plan_site, create_person(plan_site, PROVIDER))
    assert provider.ask(f"/editor/page/{plan.id}/progress").status_code == 403
    provider.post(f"/editor/page/{plan.id}/progress/1-1", GOOD, status=403)


def test_a_plan_that_is_barely_begun_can_be_looked_at(editor, plan_site):
    answer = editor.post("/editor/new/plan", {"title": "A new plan"}, status=303)
    page = editor.get(answer.headers["Location"])
    assert "A new plan" in page.h1
    here = answer.headers["Location"]
    assert "This plan has no actions yet." in editor.get(f"{here}/progress").words
    assert "Not filled in yet" in editor.get(f"{here}/preview").words
