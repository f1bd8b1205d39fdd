"""The register put together, and the numbers of a year in a form that identifies nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.register import (
    CAME_LATE,
    IN_TIME,
    LATE,
    WAITING,
    Count,
    chosen,
    put_together,
    report_of,
    standing,
    veiled,
    years_of,
)
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import Entry
from localoffer.records.register_queries import PublicComment
from tests.factories import create

RULES = DeskRules()
TODAY = date(2026, 11, 22)


def response(number=1, **changes):
    """A response as its row in the database, with an id of its own."""
    document = create("response", slug=f"answer-{number}", **changes)
    entry = Entry(id=f"id-{number}", kind="response", digest="")
    entry.show(document)
    return entry


def comment(text="Words", day="2026-03-01", **others):
    given = {"theme": "health", "aspect": "content"} | others
    return PublicComment(text, received_on=date.fromisoformat(day), **given)


def together(responses=(), comments=(), about=None):
    return put_together(responses, comments, about or {}, RULES)


# --- the lines ---


def test_a_comment_stands_below_the_answer_it_got():
    (said,) = together([response()], [comment(response_id="id-1"), comment("More", "2026-04-01", response_id="id-1")])
    assert [each.text for each in said.comments] == ["Words", "More"]
    assert (said.status, said.theme) == ("done", "ehc_plans")


@pytest.mark.parametrize("response_id", [None, "an answer that is not public"])
def test_a_comment_without_a_public_answer_stands_alone_and_waits(response_id):
    about = response(7)
    (said,) = together([], [comment(response_id=response_id, about_id="id-7")], {"id-7": about})
    assert (said.entry, said.status, said.about) == (None, "open", about)
    assert said.due_on == date(2027, 3, 1)


def test_what_was_said_last_comes_first():
    found = together(
        [response(1, heard_on="2026-02-01"), response(2, heard_on="2024-02-01"), response(3, heard_on="2025-02-01")],
        [comment(day="2026-10-01", response_id="id-2"), comment("Alone", "2025-06-01")],
    )
    assert [said.entry.id if said.entry else "alone" for said in found] == ["id-2", "id-1", "alone", "id-3"]


@pytest.mark.parametrize(
    ("status", "answered", "today", "expected"),
    [
        ("open", None, "2026-11-22", WAITING), ("open", None, "2026-11-23", LATE), ("open", "2026-01-01", "2026-11-23", LATE),
        ("done", "2026-11-22", "2028-01-01", IN_TIME), ("cannot", "2026-11-23", "2028-01-01", CAME_LATE),
    ],
)  # fmt: skip
def test_the_last_day_is_in_time_and_the_next_is_late(status, answered, today, expected):
    answered_on = date.fromisoformat(answered) if answered else None
    assert standing(status, answered_on, date(2026, 11, 22), date.fromisoformat(today)) == expected


def test_the_register_is_narrowed_by_theme_year_and_status():
    found = together(
        [
            response(1),
            response(2, theme="transport", status="doing"),
            response(3, theme="transport", heard_on="2025-02-01"),
        ],
        [comment(day="2024-10-01", theme="transport", response_id="id-2")],
    )

    def ids(**asked):
        return {said.entry.id for said in chosen(found, **asked)}

    assert ids() == {"id-1", "id-2", "id-3"}
    assert ids(theme="transport") == {"id-2", "id-3"}
    assert ids(theme="transport", status="doing") == {"id-2"}
    assert ids(year="2025") == {"id-3"}
    assert ids(year="2024") == {"id-2"}, "a comment below it came in that year"
    assert ids(year="1066") == ids(status="²") == set()


def test_what_another_area_answered_is_shown_and_counted_nowhere():
    found = together([response(1, heard_on="2021-07-01", coverage="out_of_area")])
    assert len(found) == 1
    assert years_of(found) == []
    assert report_of(found, {}, 2021, 5, TODAY).said == []


# --- the report ---


def report(responses=(), comments=(), counted=None, year=2026):
    return report_of(together(responses, comments), counted or {}, year, 5, TODAY)


def test_the_report_counts_what_was_said_in_the_year_and_how_we_answered():
    found = report(
        [
            response(1), response(2, status="open", we_did="", responded_on=None),
            response(3, heard_on="2025-03-01", status="open", we_did="", responded_on=None),
            response(4, heard_on="2025-01-01", responded_on="2026-02-01"),
        ],
        [comment(), comment(response_id="id-1", theme="transport")],
    )  # fmt: skip
    assert found.by_status == {"done": 1, "open": 2}
    assert found.standings == {IN_TIME: 1, CAME_LATE: 0, WAITING: 2, LATE: 0}
    assert found.answers == 1
    assert found.by_theme == {"ehc_plans": (0, 1), "health": (1, 0), "transport": (1, 0)}
    assert [said.entry.id for said in found.answered] == ["id-4"], "said before and answered in the year"
    assert len(found.unanswered) == 2


def test_what_was_said_a_year_ago_without_an_answer_is_late():
    found = report([response(3, heard_on="2025-03-01", status="open", we_did="", responded_on=None)], year=2025)
    assert found.standings[LATE] == 1


def test_small_numbers_of_what_is_not_public_are_not_told():
    counted = {("published", ""): 2, ("held", "vexatious"): 4, ("held", "individual_case"): 5, ("received", ""): 0}
    found = report(counted=counted)
    assert found.published == 2, "everybody may count these on the register"
    assert found.left_out == {"vexatious": Count(0, exact=False), "individual_case": Count(5)}
    assert found.unread == Count(0)
    assert found.received == Count(7, exact=False), "a whole number would tell the small one"


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.integers(5, 50))
def test_no_small_number_can_be_worked_out_from_the_others(numbers, smallest):
    keys = [("published", ""), ("held", "vexatious"), ("held", "individual_case"), ("received", ""), ("taken_back", "")]
    found = report_of([], dict(zip(keys, numbers, strict=True)), 2026, smallest, TODAY)
    veils = [not veiled(number, smallest).exact for number in numbers[1:]]
    assert found.received.exact is not any(veils)
    told = [found.published, *(each.number for each in (*found.left_out.values(), found.unread, found.taken_back))]
    assert found.received.number == sum(told)


@pytest.mark.parametrize(("number", "told"), [(0, Count(0)), (1, Count(0, False)), (4, Count(0, False)), (5, Count(5))])
def test_none_and_enough_are_told(number, told):
    assert veiled(number, 5) == told


def test_a_year_is_listed_once_somebody_said_something():
    found = together(
        [response(1, heard_on="2024-02-01")], [comment(day="2026-01-01"), comment(day="2025-01-01", response_id="id-1")]
    )
    assert years_of(found) == [2026, 2025, 2024]
