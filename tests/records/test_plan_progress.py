"""How actions stand on a day, and what changed: pure rules, day by day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.records.plan_progress import (
    ORDER,
    changes_since,
    counts,
    months_before,
    standing,
    standings,
    told_of,
    worst_first,
)
from localoffer.records.plans import PlanAction, ProgressUpdate

DUE = date(2026, 9, 30)


def action(key="1-1", **others):
    given = {
        "key": key, "area": "1", "action": "Train every caseworker.", "owner_role": "Training lead",
        "partner": "council", "start": "2026-01-01", "due": "2026-09-30", "success_measure": "plans-in-20-weeks",
    }  # fmt: skip
    return PlanAction.model_validate(given | others)


def update(status, day, key="1-1", reason="", what="Something happened."):
    if status in ("late", "at_risk", "stopped"):
        reason = reason or "A trainer left."
    given = {"action": key, "day": day, "status": status, "what_changed": what, "family_impact": "None yet."}
    return ProgressUpdate.model_validate(given | {"author_role": "Training lead", "reason": reason})


def test_without_an_update_it_has_not_started():
    found = standing(action(), [], date(2026, 2, 1))
    assert (found.status, found.update, found.unexplained, found.quiet_since) == ("not_started", None, False, None)


def test_the_newest_update_counts_wherever_it_stands_in_the_list():
    told = [update("done", "2026-05-01"), update("on_track", "2026-03-01")]
    assert standing(action(), told, date(2026, 6, 1)).status == "done"
    assert standing(action(), told, date(2026, 4, 1)).status == "on_track"


def test_of_two_updates_on_one_day_the_one_written_last_counts():
    told = [update("on_track", "2026-05-01"), update("at_risk", "2026-05-01")]
    assert standing(action(), told, date(2026, 5, 1)).status == "at_risk"
    assert [each.status for each in told_of(action(), told, date(2026, 5, 1))] == ["at_risk", "on_track"]


def test_updates_of_other_actions_do_not_count():
    assert standing(action(), [update("done", "2026-05-01", key="1-2")], date(2026, 6, 1)).status == "not_started"


@pytest.mark.parametrize("status", ["on_track", "at_risk", "not_started"])
def test_past_its_day_it_is_late_although_nobody_said_so(status):
    told = [update(status, "2026-05-01")]
    assert not standing(action(), told, DUE).unexplained
    found = standing(action(), told, date(2026, 10, 1))
    assert (found.status, found.unexplained) == ("late", True)


@pytest.mark.parametrize("status", ["done", "done_and_checked", "stopped"])
def test_what_is_finished_is_never_late_nor_quiet(status):
    found = standing(action(), [update(status, "2026-05-01")], date(2028, 1, 1))
    assert (found.status, found.unexplained, found.quiet_since) == (status, False, None)


def test_what_was_reported_late_is_explained():
    found = standing(action(), [update("late", "2026-10-05", reason="The course was full.")], date(2026, 10, 6))
    assert (found.status, found.unexplained, found.reason) == ("late", False, "The course was full.")


def test_a_reason_is_given_only_where_the_report_needs_one():
    told = [update("on_track", "2026-05-01", reason="All is well.")]
    assert standing(action(), told, date(2026, 5, 2)).reason == ""


def test_after_six_months_without_news_it_is_marked_as_quiet():
    told = [update("on_track", "2026-02-10")]
    assert standing(action(), told, date(2026, 8, 10)).quiet_since is None
    assert standing(action(), told, date(2026, 8, 11)).quiet_since == date(2026, 2, 10)


def test_what_never_had_news_is_quiet_since_its_start():
    assert standing(action(), [], date(2026, 7, 1)).quiet_since is None
    assert standing(action(), [], date(2026, 7, 2)).quiet_since == date(2026, 1, 1)


def test_news_before_the_start_does_not_make_it_quiet():
    later = action(start="2026-08-01", due="2027-09-30")
    assert standing(later, [update("not_started", "2026-01-05")], date(2026, 9, 1)).quiet_since is None


def test_counts_come_in_a_fixed_order_and_leave_out_what_nobody_has():
    told = [update("late", "2026-05-01", "a"), update("done", "2026-05-01", "b"), update("paused", "2026-05-01", "c")]
    found = standings([action(key) for key in "abcd"], told, date(2026, 6, 1))
    assert counts(found) == [("done", 1), ("late", 1), ("not_started", 1), ("paused", 1)]


def test_what_is_late_is_told_first():
    told = [update(status, "2026-05-01", status.replace("_", "-")) for status in ("stopped", "done", "at_risk", "late")]
    found = standings([action(each.action) for each in told], told, date(2026, 6, 1))
    assert [each.status for each in worst_first(found)] == ["late", "at_risk", "stopped"]


def test_what_changed_since_a_day_tells_before_and_after():
    told = [update("on_track", "2026-02-01"), update("at_risk", "2026-05-01"), update("done", "2026-07-01")]
    [change] = changes_since([action()], told, date(2026, 5, 1), date(2026, 8, 1))
    assert (change.before.status, change.after.status, change.moved) == ("on_track", "done", True)
    assert [each.status for each in change.updates] == ["done", "at_risk"]


def test_news_without_a_new_status_is_a_change_too():
    told = [update("on_track", "2026-02-01"), update("on_track", "2026-05-01")]
    [change] = changes_since([action()], told, date(2026, 3, 1), date(2026, 8, 1))
    assert not change.moved


def test_falling_late_in_silence_is_a_change():
    told = [update("on_track", "2026-02-01")]
    [change] = changes_since([action()], told, date(2026, 9, 1), date(2026, 10, 31))
    assert (change.before.status, change.after.status, change.updates) == ("on_track", "late", ())
    assert change.newest == date(2026, 10, 1)


def test_where_nothing_happened_nothing_is_told():
    assert changes_since([action()], [update("on_track", "2026-02-01")], date(2026, 3, 1), date(2026, 8, 1)) == []


def test_updates_of_a_later_day_are_not_told_yet():
    told = [update("done", "2026-12-24")]
    assert standing(action(), told, date(2026, 5, 1)).status == "not_started"
    assert changes_since([action()], told, date(2026, 3, 1), date(2026, 5, 1)) == []


def test_the_newest_change_comes_first():
    told = [update("done", "2026-03-01", "a"), update("done", "2026-04-01", "b")]
    found = changes_since([action("a"), action("b")], told, date(2026, 1, 1), date(2026, 5, 1))
    assert [each.after.action.key for each in found] == ["b", "a"]


def test_the_first_day_of_all_can_be_asked():
    assert changes_since([action()], [update("done", "2026-03-01")], date.min, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)), (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 15), 6, date(2025, 9, 15)), (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(1, 2, 3), 6, date(1, 1, 1)),
    ],
)  # fmt: skip
def test_months_before(day, months, before):
    assert months_before(day, months) == before


DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(st.lists(st.tuples(st.sampled_from(ORDER), DAYS), max_size=8), DAYS, DAYS)
def test_changes_and_standings_always_agree(reports, one, other):
    told = [update(status, day) for status, day in reports]
    since, day = sorted((one, other))
    for change in changes_since([action()], told, since, day):
        assert change.after == standing(action(), told, day)
        assert all(since <= each.day <= day for each in change.updates)
        assert change.updates or change.moved
