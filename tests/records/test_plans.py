"""What a plan must be: parts that fit together, dates in order, and reasons where families need one."""

import pytest
from pydantic import ValidationError

from localoffer.records.plans import Commitment, PlanAction, ProgressUpdate
from tests.factories import create, data_of

PLAN = data_of("plan")
ACTION, UPDATE, AREA = PLAN["actions"][0], PLAN["updates"][0], PLAN["areas"][0]


def test_a_plan_is_about_the_days_from_its_first_to_its_last():
    assert [each.isoformat() for each in create("plan").days] == ["2026-01-01", "2027-12-31"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "2025-01-01"}, "ends_on must not come before starts_on"),
        ({"actions": [ACTION, ACTION]}, "the key “1-1” is used twice"),
        ({"areas": [AREA | {"key": "1-1"}]}, "the key “1-1” is used twice"),
        ({"areas": []}, "stands in an area “1” that the plan does not have"),
        ({"actions": []}, "an update is about an action “1-1” that the plan does not have"),
        ({"actions": [ACTION | {"due": "2025-12-31"}]}, "due must not come before start"),
        ({"updates": [UPDATE | {"status": "late"}]}, "say the reason"),
        ({"partners": []}, "at least 1 item"),
        ({"quick_read": PLAN["quick_read"] | {"late_why": ""}}, "the quick read has nothing in: late_why"),
    ],
)
def test_what_does_not_fit_together_is_refused(wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        create("plan", **wrong)


@pytest.mark.parametrize("status", ["at_risk", "late", "stopped"])
def test_what_is_held_up_must_be_explained(status):
    with pytest.raises(ValidationError, match="say the reason"):
        ProgressUpdate.model_validate(UPDATE | {"status": status})
    assert ProgressUpdate.model_validate(UPDATE | {"status": status, "reason": "A trainer left."})


def test_a_status_is_one_of_the_council_s_words(vocabularies):
    with pytest.raises(ValidationError, match="sleepy"):
        create("plan", vocabularies, updates=[UPDATE | {"status": "sleepy"}])


def test_an_action_may_be_due_on_the_day_it_starts():
    assert PlanAction.model_validate(ACTION | {"due": ACTION["start"]})


def test_search_reads_all_that_was_promised_and_reported():
    promise = Commitment(key="heard", title="Heard", text="We listen.", focus="Replies.", will_see="You feel heard.")
    told = create("plan", vision="On time.", commitments=[promise.model_dump()]).own_text()
    for words in ("On time.", "You feel heard.", "Train every caseworker.", "Ten caseworkers had the course."):
        assert words in told
