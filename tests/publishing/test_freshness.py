"""What is due on which day, as the council's rules say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.freshness import freshness_on, steps_on
from localoffer.records.desk_rules import DeskRules

DUE = date(2026, 11, 22)
RULES = DeskRules(ask_on=[-14, 1, 14], escalate_on=30, late_after=7, hide_after=180)


def on(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "steps"),
    [
        (-15, []), (-14, ["ask:-14"]), (0, ["ask:-14"]), (1, ["ask:1"]), (14, ["ask:14"]), (29, ["ask:14"]),
        (30, ["ask:14", "escalate:30"]), (179, ["ask:14", "escalate:30"]), (180, ["ask:14", "escalate:30", "hide"]),
    ],
)  # fmt: skip
def test_steps_of_each_day(days, steps):
    assert steps_on(DUE, on(days), RULES, set(), told_on=on(-14)) == steps


def test_a_step_is_taken_once():
    taken: set[str] = set()
    seen = []
    for days in range(-30, 200):
        steps = steps_on(DUE, on(days), RULES, taken, told_on=on(-14))
        seen += [(days, step) for step in steps]
        taken.update(steps)
    assert seen == [(-14, "ask:-14"), (1, "ask:1"), (14, "ask:14"), (30, "escalate:30"), (180, "hide")]


def test_after_a_break_only_the_newest_reminder_is_sent():
    assert steps_on(DUE, on(20), RULES, {"ask:-14"}) == ["ask:14"]
    assert steps_on(DUE, on(20), RULES, {"ask:14"}) == []


def test_nothing_is_hidden_before_somebody_has_had_notice():
    steps = [steps_on(DUE, on(400), RULES, set(), told_on=told) for told in (None, on(400), on(387), on(386))]
    assert ["hide" in each for each in steps] == [False, False, False, True]


def test_nothing_is_hidden_where_the_council_hides_nothing():
    assert "hide" not in steps_on(DUE, on(900), RULES.model_copy(update={"hide_after": None}), set(), told_on=on(0))


@pytest.mark.parametrize(
    ("days", "freshness"),
    [(-15, "fresh"), (-14, "due"), (0, "due"), (7, "due"), (8, "overdue"), (500, "overdue")],
)
def test_how_late_a_check_is(days, freshness):
    assert freshness_on(DUE, on(days), RULES) == freshness


def test_with_no_days_of_grace_a_page_is_late_on_the_day_after():
    rules = RULES.model_copy(update={"late_after": 0, "ask_on": []})
    assert [freshness_on(DUE, on(days), rules) for days in (-1, 0, 1)] == ["fresh", "due", "overdue"]


@given(days=st.integers(-400, 1200), asks=st.lists(st.integers(-180, 180), max_size=6), late=st.integers(0, 29))
def test_a_page_never_gets_fresher_by_waiting(days, asks, late):
    rules = RULES.model_copy(update={"ask_on": asks, "late_after": late})
    order = ["fresh", "due", "overdue"]
    now, later = (freshness_on(DUE, on(each), rules) for each in (days, days + 1))
    assert order.index(now) <= order.index(later)
    assert len([step for step in steps_on(DUE, on(days), rules, set()) if step.startswith("ask")]) <= 1
