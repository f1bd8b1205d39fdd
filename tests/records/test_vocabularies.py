"""Lists of allowed values, and what is said about a value that is not in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from localoffer.records.vocabularies import Vocabularies, Vocabulary
from tests.factories import create_vocabulary

NEEDS = create_vocabulary("need", autism="Autism", dyslexia="Dyslexia")
#: vocabularies whose values belong to values of another
ROLLS_UP_TO = {"place": "district", "need": "area_of_need"}
BOOK = Vocabularies([NEEDS, create_vocabulary("empty")])


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("need", "autsm", "“autsm” is not in the vocabulary “need”. Did you mean “autism”?"),
        ("need", "Dyslexia", "“Dyslexia” is not in the vocabulary “need”. Did you mean “dyslexia”?"),
        ("need", "zzz", "“zzz” is not in the vocabulary “need”. Known: autism, dyslexia."),
        ("need", "", "“” is not in the vocabulary “need”. Known: autism, dyslexia."),
        ("empty", "x", "“x” is not in the vocabulary “empty”. Known: none."),
        ("nothing", "x", "“x” is not in the vocabulary “nothing”. Known: none."),
    ],
)
def test_an_unknown_value_gets_one_sentence_with_what_is_known(name, value, sentence):
    assert BOOK.explain_unknown(name, value) == sentence


@given(st.text(max_size=50))
def test_any_value_at_all_gets_one_sentence(value):
    assert BOOK.explain_unknown("need", value).startswith(f"“{value}” is not in the vocabulary “need”.")


def test_a_page_shows_the_label_or_else_the_value_itself():
    assert BOOK.label("need", "autism") == "Autism"
    assert BOOK.label("need", "gone") == "gone"
    assert BOOK.label("nothing", "gone") == "gone"


def test_a_filter_is_headed_by_the_label_of_its_vocabulary():
    assert BOOK.heading("need") == "Need"
    assert BOOK.heading("nothing") == "nothing"


def test_vocabularies_stay_in_the_order_they_were_loaded():
    assert BOOK.names() == ["need", "empty"]
    assert BOOK.all()[0] is NEEDS


def test_a_vocabulary_holds_its_keys_and_no_others():
    assert "autism" in NEEDS
    assert "Autism" not in NEEDS
    assert [term.label for term in NEEDS] == ["Autism", "Dyslexia"]


@pytest.mark.parametrize("key", ["", "two words", "../up", "-x", "a" * 61, "a/b"])
def test_a_key_that_cannot_stand_in_an_address_is_refused(key):
    with pytest.raises(ValidationError):
        Vocabulary.model_validate({"name": "need", "label": "Need", "terms": [{"key": key, "label": "X"}]})


def test_a_key_written_twice_is_refused():
    terms = [{"key": "autism", "label": "Autism"}, {"key": "autism", "label": "Autism again"}]
    with pytest.raises(ValidationError, match="“autism” is written twice"):
        Vocabulary.model_validate({"name": "need", "label": "Need", "terms": terms})


def test_every_vocabulary_that_ships_rolls_up_to_values_that_exist(vocabularies):
    lost = {
        (vocabulary.name, term.key, term.parent)
        for vocabulary in vocabularies.all()
        for term in vocabulary
        if term.parent
        and term.parent not in {*vocabularies[vocabulary.name], *vocabularies[ROLLS_UP_TO.get(vocabulary.name, "")]}
    }
    assert lost == set()


def test_every_place_that_ships_stands_on_the_map(vocabularies):
    assert [term.key for term in vocabularies["place"].values() if term.lat is None or term.lon is None] == []
