"""Gaps as counts: bands, sums that several processes add to, and numbers made safe to show."""

import itertools
import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from localoffer.publishing.gaps import (
    BANDS,
    LITTLE,
    NO_AGE,
    NOTHING,
    Gap,
    add_counts,
    band_of,
    evidence,
    made_safe,
    months_kept,
    rounded,
    safe_total,
)
from localoffer.records.upkeep import SearchGap

MONTH, NEXT = date(2026, 11, 1), date(2026, 12, 1)


def gap(need="autism", band="5-10", outcode="EX16", found=NOTHING, month=MONTH):
    return Gap(month, need, band, outcode, found)


@pytest.mark.parametrize(
    ("ages", "band"),
    [
        (None, NO_AGE), ((0, 0), "0-4"), ((4.9, 4.9), "0-4"), ((5, 5), "5-10"), ((10.5, 10.5), "5-10"),
        ((11, 11), "11-15"), ((15, 15), "11-15"), ((16, 16), "16-25"), ((25, 25), "16-25"), ((4, 11), "5-10"),
        ((11, 16), "11-15"), ((0, 25), NO_AGE), ((2, 12), NO_AGE),
    ],
)  # fmt: skip
def test_ages_fall_into_bands_by_their_middle_unless_they_are_too_wide(ages, band):
    assert band_of(ages) == band


def test_every_age_up_to_25_is_in_exactly_one_band():
    for tenth in range(251):
        assert sum(first <= tenth / 10 < past for first, past in BANDS.values()) == 1


# --- adding ---


def kept(database):
    with database.session() as session:
        return {
            Gap(row.month, row.need, row.age_band, row.outcode, row.found): row.count
            for row in session.exec(select(SearchGap))
        }


def test_counts_are_added_to_those_kept(database):
    for counts in ({gap(): 2, gap(outcode=""): 1}, {gap(): 3}, {}):
        with database.transaction() as session:
            add_counts(session, counts)
    assert kept(database) == {gap(): 5, gap(outcode=""): 1}


def test_two_who_add_at_once_lose_nothing(database):
    gaps = [gap(need) for need in "abcdefgh"]

    def add(order):
        for _ in range(10):
            with database.transaction() as session:
                add_counts(session, dict.fromkeys(order, 1))

    threads = [threading.Thread(target=add, args=(order,)) for order in (gaps, gaps[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(database) == dict.fromkeys(gaps, 20)


# --- what may be shown ---


def test_the_evidence_is_of_the_months_and_the_searches_asked_for(database):
    with database.transaction() as session:
        assert months_kept(session) is None
        add_counts(session, {gap(): 6, gap(found=LITTLE): 5, gap(month=NEXT): 50, gap("adhd", month=NEXT): 10})
    with database.session() as session:
        assert months_kept(session) == (MONTH, NEXT)
        november = evidence(session, first=MONTH, last=MONTH, smallest=5)
        assert [(row.need, row.total) for row in november.rows] == [("autism", 10)]
        assert november.outcodes == [("EX16", 10)]
        nothing = evidence(session, first=MONTH, last=MONTH, smallest=5, found=[NOTHING])
        assert [(row.need, row.total) for row in nothing.rows] == [("autism", 5)]
        both = evidence(session, first=MONTH, last=NEXT, smallest=5)
        assert [(row.need, row.by_age["5-10"], row.total) for row in both.rows] == [
            ("autism", 60, 60),
            ("adhd", 10, 10),
        ]


def test_small_numbers_and_rows_of_nothing_else_are_left_out():
    safe = made_safe(
        {("autism", "5-10"): 17, ("autism", "0-4"): 4, ("adhd", "0-4"): 4}, {"EX1": 4, "EX2": 5}, smallest=5
    )
    (row,) = safe.rows
    assert row.by_age == {"0-4": None, "5-10": 15, "11-15": None, "16-25": None, NO_AGE: None}
    assert safe.outcodes == [("EX2", 5)]


@given(st.integers(0, 10_000), st.integers(5, 50))
def test_a_shown_number_is_never_small_and_never_too_large(number, smallest):
    shown = rounded(number, smallest)
    assert (shown is None) == (number < smallest)
    assert shown is None or smallest <= shown <= number


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(5, 12))
def test_a_total_is_at_least_what_is_shown_and_at_most_what_was_counted(cells, smallest):
    shown = sum(rounded(cell, smallest) or 0 for cell in cells)
    assert shown <= safe_total(cells, smallest) <= sum(cells)


@pytest.mark.parametrize("smallest", [5, 6])
@pytest.mark.parametrize(
    "cells", [*itertools.combinations_with_replacement([0, 1, 4, 5, 9], 3), (4, 4, 4, 4), (9, 9, 9, 4)]
)
def test_no_total_tells_anything_of_a_number_that_is_not_shown(cells, smallest):
    """Everything that could have been counted is tried: for each number left out, all small numbers stay possible."""
    shown = [rounded(cell, smallest) for cell in cells]
    total = safe_total(cells, smallest)
    possible = [range(each or 0, (each or 0) + smallest) for each in shown]
    fitting = [guess for guess in itertools.product(*possible) if safe_total(guess, smallest) == total]
    for place, each in enumerate(shown):
        if each is None:
            assert {guess[place] for guess in fitting} == set(range(smallest))
