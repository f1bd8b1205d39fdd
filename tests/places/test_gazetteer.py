"""From what a person typed to a place, or one sentence that says what to try."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.errors import UnknownPlace
from localoffer.places.distance import Point
from localoffer.places.gazetteer import Gazetteer, simple
from localoffer.places.postcodes import Postcodes
from localoffer.records.vocabularies import Vocabularies, Vocabulary

PLACES = [
    {"key": "exeter", "label": "Exeter", "lat": 50.72, "lon": -3.53},
    {"key": "bere-alston", "label": "Bere Alston", "words": ["beer alston"], "lat": 50.48, "lon": -4.19},
    {"key": "st-marychurch", "label": "St Marychurch", "lat": 50.48, "lon": -3.52},
    {"key": "bishops-tawton", "label": "Bishop’s Tawton", "lat": 51.05, "lon": -4.05},
    {"key": "nowhere", "label": "Nowhere"},
]
POINTS = {b"EX1": (50.72, -3.52), b"EX1 1AA": (50.73, -3.51)}


@pytest.fixture(scope="module")
def gazetteer():
    vocabulary = Vocabulary.model_validate({"name": "place", "label": "Place", "terms": PLACES})
    book = Postcodes(
        np.array(sorted(POINTS), dtype="S8"), np.array([POINTS[key] for key in sorted(POINTS)], dtype=np.float32)
    )
    return Gazetteer(Vocabularies([vocabulary]), book)


@pytest.mark.parametrize(
    ("typed", "label", "key"),
    [
        ("Exeter", "Exeter", "exeter"),
        ("  eXeTeR ", "Exeter", "exeter"),
        ("bere alston", "Bere Alston", "bere-alston"),
        ("Bere-Alston", "Bere Alston", "bere-alston"),
        ("Beer  Alston", "Bere Alston", "bere-alston"),
        ("Saint Marychurch", "St Marychurch", "st-marychurch"),
        ("st. marychurch", "St Marychurch", "st-marychurch"),
        ("Bishops Tawton", "Bishop’s Tawton", "bishops-tawton"),
        ("bishop's tawton", "Bishop’s Tawton", "bishops-tawton"),
        ("ex1 1aa", "EX1 1AA", ""),
        ("EX11AA", "EX1 1AA", ""),
        ("ex1", "EX1", ""),
        ("EX1 9ZZ", "EX1", ""),
    ],
)
def test_a_place_is_found_however_it_is_typed(gazetteer, typed, label, key):
    place = gazetteer.find(typed)
    assert (place.label, place.key) == (label, key)


def test_a_whole_postcode_has_a_point_of_its_own(gazetteer):
    assert gazetteer.find("EX1 1AA").point == Point(50.73, -3.51)
    assert gazetteer.find("EX1").point == Point(50.72, -3.52)


@pytest.mark.parametrize(
    ("typed", "sentence", "malformed"),
    [
        ("EX1 1A", "“EX1 1A” is not a whole postcode. Try one like EX1 1AA, or a town.", True),
        ("EX 1 1AA", "“EX 1 1AA” is not a whole postcode. Try one like EX1 1AA, or a town.", True),
        ("ZZ9 9ZZ", "We do not know “ZZ9 9ZZ”. Check it, or try a town.", False),
        ("Atlantis", "We do not know “Atlantis”. Check it, or try a town.", False),
        ("nowhere", "We do not know “nowhere”. Check it, or try a town.", False),
        ("<b>x</b>", "We do not know “<b>x</b>”. Check it, or try a town.", False),
        ("a" * 500, f"We do not know “{'a' * 40}”. Check it, or try a town.", False),
        ("Newton\n\tAbbot", "We do not know “Newton Abbot”. Check it, or try a town.", False),
    ],
)
def test_an_unknown_place_gets_one_sentence_that_says_what_to_try(gazetteer, typed, sentence, malformed):
    with pytest.raises(UnknownPlace) as caught:
        gazetteer.find(typed)
    assert str(caught.value) == sentence
    assert caught.value.malformed is malformed


@given(typed=st.text(max_size=80))
def test_any_text_is_a_place_or_gets_a_sentence(gazetteer, typed):
    try:
        assert gazetteer.find(typed).label
    except UnknownPlace as problem:
        assert str(problem).endswith("town.")


@given(st.text(max_size=40))
def test_making_a_name_simple_twice_changes_nothing_more(name):
    once = simple(name)
    assert simple(once) == once or once.startswith("saint ")


def test_every_place_that_ships_is_found_by_its_own_name(vocabularies):
    book = Gazetteer(vocabularies, Postcodes(np.array([], dtype="S8"), np.zeros((0, 2), dtype=np.float32)))
    lost = {term.label for term in vocabularies["place"].values() if book.find(term.label).key != term.key}
    assert lost == set()
