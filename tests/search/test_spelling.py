"""Slips mended, known words left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.search.spelling import Speller

WORDS = [
    "autism",
    "autistic",
    "dyslexia",
    "therapy",
    "speech",
    "language",
    "wheelchair",
    "accessible",
    "sensory",
    "processing",
    "sleep",
    "school",
    "transport",
    "group",
    "help",
]
SURFACES = {word: (word, number + 1) for number, word in enumerate(WORDS)}


@pytest.fixture
def speller():
    return Speller(SURFACES, ["playground", "selective", "mutism"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("autsim", "autism"), ("autisim", "autism"), ("autisum", "autism"), ("dislexia", "dyslexia"), ("dyslexya", "dyslexia"),
        ("speach", "speech"), ("langauge", "language"), ("wheelchiar", "wheelchair"), ("acessible", "accessible"),
        ("sleap", "sleep"), ("shcool", "school"), ("transprot", "transport"), ("mutisum", "mutism"), ("selectiv", "selective"),
        ("sensry", "sensory"), ("procesing", "processing"), ("uatism", "autism"), ("speechtherapy", "speech therapy"),
        ("sleephelp", "sleep help"), ("autismgroup", "autism group"),
    ],
)  # fmt: skip
def test_slips_are_mended(speller, written, meant):
    assert speller.mend(written) == meant


@pytest.mark.parametrize("written", ["xyzzy", "ot", "abc", "qqqqqqqq", "12345", "ehcp2", "", "zz"])
def test_what_is_near_nothing_is_left(speller, written):
    assert speller.mend(written) is None


def test_of_equally_near_words_the_one_more_entries_use_is_chosen():
    speller = Speller({"boat": ("boat", 1), "coat": ("coat", 9)})
    assert speller.mend("foat") == "coat"


def test_known_words_are_known(speller):
    assert speller.knows("playground")
    assert not speller.knows("play")


@given(st.text(max_size=30))
def test_any_word_is_mended_to_known_words_or_not_at_all(word):
    speller = Speller(SURFACES)
    mended = speller.mend(word)
    assert mended is None or all(speller.knows(part) for part in mended.split())
