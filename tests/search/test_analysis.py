"""Words, stems and wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.search.analysis import LONGEST_WORD, Lexicon, exact, simplify, stem, tokens

SAME = [
    ("communicate", "communication"), ("communicating", "communication"), ("communicates", "communicated"),
    ("child", "children"), ("child", "child's"), ("counselling", "counsellor"), ("counselor", "counsellor"),
    ("behaviour", "behavior"), ("autism", "autistic"), ("dyslexia", "dyslexic"), ("epilepsy", "epileptic"),
    ("assess", "assessment"), ("therapy", "therapies"), ("sibling", "siblings"), ("teen", "teenager"),
    ("sent", "sending"), ("taught", "teach"), ("panic", "panicking"), ("GCSE", "GCSEs"), ("EHCP", "EHCPs"),
    ("nursery", "nurseries"), ("school", "School’s"), ("café", "cafe"), ("don’t", "don't"), ("swim", "swimming"),
]  # fmt: skip
APART = [
    ("SpLD", "SLD"), ("EHCP", "IHP"), ("EHE", "EOTAS"), ("OT", "OTs needed"), ("HI", "VI"), ("PMLD", "SLD"),
    ("university", "universal"), ("organ", "organisation"), ("general", "generation"), ("sense", "sensory"),
]  # fmt: skip


def first_stem(text):
    return tokens(text)[0].stem


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_a_word_are_joined(one, other):
    assert first_stem(one) == first_stem(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one, other):
    assert [token.stem for token in tokens(one)] != [token.stem for token in tokens(other)]


@pytest.mark.parametrize("text", ["OT", "EP", "HI", "PD", "VI", "ot", "TA"])
def test_two_letters_are_a_word(text):
    assert [token.word for token in tokens(text)] == [text.lower()]


@pytest.fixture
def lexicon():
    made = Lexicon(
        stop_words=["and", "in", "the", "to", "a", "is"], ordinary_words=["hi", "add", "ta"], also_verbs=["send"]
    )
    made.add("OT", "term:ot", two_way=True, capitals=True)
    made.add("HI", "term:hi", two_way=True, capitals=True)
    made.add("speech and language therapy", "term:salt", two_way=True)
    made.add("speech therapy", "term:salt", two_way=True)
    made.add("speech", "topic:speech", two_way=False)
    made.add("in a wheelchair", "feature:wheelchair", two_way=False)
    made.add("SEND", "term:send", two_way=True)
    made.add("cannot talk", "term:salt", two_way=False)
    return made


def concepts(lexicon, text, *, query=True):
    return [concept for _, _, found in lexicon.longest(tokens(text), query=query) for concept in found]


@pytest.mark.parametrize(
    ("text", "in_query", "in_document"),
    [
        ("OT", ["term:ot"], ["term:ot"]), ("ot", ["term:ot"], []), ("HI", ["term:hi"], ["term:hi"]), ("hi", [], []),
        ("speech therapy", ["term:salt"], ["term:salt"]), ("Speech  and LANGUAGE therapies", ["term:salt"], ["term:salt"]),
        ("speech language therapy", ["term:salt"], ["term:salt"]), ("speech", ["topic:speech"], []),
        ("in a wheelchair", ["feature:wheelchair"], []), ("wheelchair", [], []), ("a wheelchair in the hall", [], []),
        ("cannot talk", ["term:salt"], []), ("SEND", ["term:send"], ["term:send"]), ("send help", ["term:send"], []),
        ("send him home", [], []), ("they send a letter", [], []), ("sent", [], []), ("", [], []),
    ],
)  # fmt: skip
def test_wordings_are_found(lexicon, text, in_query, in_document):
    assert concepts(lexicon, text) == in_query
    assert concepts(lexicon, text, query=False) == in_document


def test_the_longest_wording_wins_and_two_meanings_of_one_are_both_told(lexicon):
    lexicon.add("speech", "need:speech", two_way=False)
    assert concepts(lexicon, "speech") == ["topic:speech", "need:speech"]
    assert concepts(lexicon, "speech therapy and speech") == ["term:salt", "topic:speech", "need:speech"]


def test_a_title_is_found_by_its_words_without_small_ones(lexicon):
    assert exact(tokens("The Sleep and Rest Groups"), lexicon.stop_words) == exact(
        tokens("sleep rest group"), lexicon.stop_words
    )


@given(st.text(max_size=200))
def test_any_text_has_clean_short_words(text):
    for token in tokens(text):
        assert token.word
        assert len(token.word) <= LONGEST_WORD
        assert simplify(token.raw) == token.word
        assert stem(token.word) == token.stem
