"""Ages as families write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.search.ages import OLDEST, find_age
from localoffer.search.analysis import tokens

FOUND = {
    "age 4": (4, 4), "aged 4": (4, 4), "ages 4": (4, 4), "age four": (4, 4), "4 year old": (4, 4), "4 years old": (4, 4),
    "4-year-old": (4, 4), "four year old": (4, 4), "4 yr old": (4, 4), "4yr old": (4, 4), "4yrs": (4, 4), "4 yrs": (4, 4),
    "4yo": (4, 4), "my 7 year old son": (7, 7), "for a 12 year old": (12, 12), "seventeen year old": (17, 17),
    "25 year old": (25, 25), "0 year old": (0, 0), "age 5 to 11": (5, 11), "ages 5-11": (5, 11), "aged 11 to 16": (11, 16),
    "18 months": (1.5, 1.5), "18 months old": (1.5, 1.5), "18mths": (1.5, 1.5), "6 month old baby": (0.5, 0.5),
    "year 1": (5, 6), "year 9": (13, 14), "yr 9": (13, 14), "year nine": (13, 14), "y9": (13, 14), "yr9": (13, 14),
    "year9": (13, 14), "year 13": (17, 18), "Y7 transition": (11, 12), "KS1": (5, 7), "ks2": (7, 11), "key stage 3": (11, 14),
    "Key Stage four": (14, 16), "reception": (4, 5), "baby": (0, 1), "babies": (0, 1), "toddler": (1, 3),
    "teenager": (13, 19), "teens": (13, 19), "under 5": (0, 5), "under fives": (0, 5), "under 5s": (0, 5),
    "over 16": (16, 25), "over 18": (18, 25), "preschooler": (3, 4),
    "5-11 year olds": (5, 11), "14 to 19 years": (14, 19),
}  # fmt: skip
NONE = [
    "", "year", "age", "old", "sleep", "2 schools", "year 15", "year 99", "ks9", "key stage 7", "age 60", "70 year old",
    "section 17", "30 hours", "111", "24 hour helpline", "one to one", "section f", "year on year", "plan in 20 weeks",
    "yearly", "over the moon", "under the table",
]  # fmt: skip


@pytest.mark.parametrize(("text", "years"), FOUND.items(), ids=FOUND)
def test_age_is_read(text, years):
    age = find_age(tokens(text))
    assert age is not None
    assert (age.low, age.high) == years


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_age_is_not_read_as_one(text):
    assert find_age(tokens(text)) is None


def test_the_first_age_counts_and_its_words_are_told():
    words = tokens("sleep for my 6 year old and 9 year old")
    age = find_age(words)
    assert (age.low, age.words) == (6, "6 year old")
    assert [token.word for token in words[age.start : age.end]] == ["6", "year", "old"]


@given(st.text(max_size=60))
def test_any_text_gives_a_sensible_age_or_none(text):
    age = find_age(tokens(text))
    assert age is None or 0 <= age.low <= age.high <= OLDEST
