"""CSV for spreadsheets: right letters, no formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.text.spreadsheets import to_csv


def read_back(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_spreadsheets_are_told_that_it_is_utf_8():
    assert to_csv([["Né"]]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_a_text_that_looks_like_a_formula_does_not_begin_like_one(start):
    assert read_back(to_csv([[start + "HYPERLINK(1)"]])) == [["'" + start + "HYPERLINK(1)"]]


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert read_back(to_csv([[-5, 2.5, None, "a,b", 'say "x"']])) == [["-5", "2.5", "", "a,b", 'say "x"']]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_no_text_at_all_can_begin_a_formula(cells):
    (row,) = read_back(to_csv([cells]))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
