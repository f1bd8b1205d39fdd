"""Spans of days as an address writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.search.when import FOR_EVER, NOT_UNDERSTOOD, SINCE_EVER, read_when

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("upcoming", TODAY, FOR_EVER),
        ("Past", SINCE_EVER, date(2026, 11, 21)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        (" 2027-02 ", date(2027, 2, 1), date(2027, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-12-03", date(2026, 12, 3), date(2026, 12, 3)),
        ("9999", date(9999, 1, 1), FOR_EVER),
        ("9999-12", date(9999, 12, 1), FOR_EVER),
    ],
)
def test_a_span(written, first, last):
    assert read_when(written, TODAY) == ((first, last), "")


@pytest.mark.parametrize("written", ["soon", "2026-13", "2026-02-30", "0000", "12-2026", "2026-1", "٢٠٢٦-٢٢"])
def test_what_is_no_day_is_said_in_a_sentence(written):
    assert read_when(written, TODAY) == (None, NOT_UNDERSTOOD)


def test_nothing_asked_is_no_problem():
    assert read_when("  ", TODAY) == (None, "")


@given(st.text())
def test_whatever_is_written_gives_a_span_or_a_sentence(written):
    days, problem = read_when(written, TODAY)
    assert (days is not None) + bool(problem) == (1 if written.strip() else 0)
    assert days is None or days[0] <= days[1]
