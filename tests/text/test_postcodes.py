"""Postcodes as people type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.text.postcodes import looks_meant, outcode, tidy

TIDY = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?( [0-9][A-Z]{2})?")
letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
digits = st.sampled_from("0123456789")
outcodes = st.builds(
    "{}{}{}".format,
    st.one_of(letters, st.text(letters, min_size=2, max_size=2)),
    digits,
    st.one_of(st.just(""), digits, letters),
)
incodes = st.builds("{}{}{}".format, digits, letters, letters)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("EX1 1AA", "EX1 1AA"),
        ("ex11aa", "EX1 1AA"),
        ("  ex1   1aa ", "EX1 1AA"),
        ("EX1-1AA", "EX1 1AA"),
        ("EX1 1AA.", "EX1 1AA"),
        ("ex1\u00a01aa", "EX1 1AA"),
        ("EX31 1AA", "EX31 1AA"),
        ("w1a 1aa", "W1A 1AA"),
        ("EC1A1BB", "EC1A 1BB"),
        ("ex1", "EX1"),
        ("EX11", "EX11"),
        ("EX31 2", "EX31"),
        ("EX1 1A", None),
        ("EX 1 1AA", None),
        ("12 EX", None),
        ("Exeter", None),
        ("", None),
        ("EX1 1AA EX1 1AA", None),
        ("\u212a1 1AA", None),
        ("\u017fw1 1aa", None),
        ("EX\u0661 1AA", None),
    ],
)
def test_a_typed_postcode_is_tidied_or_not_taken_for_one(typed, expected):
    assert tidy(typed) == expected


@pytest.mark.parametrize("typed", ["EX1 1A", "EX1 OAA", "EX 1 1AA", "ex1", "EX1 1AA", "EXO 1AA".replace("EXO", "EX0")])
def test_what_was_meant_as_a_postcode_is_recognised(typed):
    assert looks_meant(typed)


@pytest.mark.parametrize("typed", ["", "Exeter", "12", "year 9", "EX", "hello1", "EX1 1AA and more", "²³"])
def test_other_words_are_not_taken_for_a_postcode(typed):
    assert not looks_meant(typed)


def test_the_outcode_is_the_part_before_the_space():
    assert (outcode("EX1 1AA"), outcode("EX31")) == ("EX1", "EX31")


@given(outcodes, incodes, st.sampled_from(["", " ", "  ", "-", "\t"]), st.booleans())
def test_every_spelling_of_a_postcode_comes_out_the_same(out, inward, gap, small):
    typed = out + gap + inward
    assert tidy(typed.lower() if small else typed) == f"{out} {inward}"


@given(st.text(max_size=60))
def test_any_text_is_tidied_to_a_postcode_or_nothing(typed):
    tidied = tidy(typed)
    assert tidied is None or (TIDY.fullmatch(tidied) and tidy(tidied) == tidied)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_whether_it_was_meant_as_a_postcode(typed):
    assert looks_meant(typed) in (True, False)


@given(outcodes, incodes)
def test_every_tidy_postcode_looks_meant(out, inward):
    assert looks_meant(f"{out} {inward}")
