"""What the check knows of the glossary."""

import pytest

from localoffer.quickread.glossary import around, expansion
from tests.factories import create_term


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("SALT (speech and language therapy)", ("SALT", "speech and language therapy")),
        ("SENCo (teacher in charge)", ("SENCo", "teacher in charge")),
        ("Statement (old name for an EHC plan)", None),
        ("EHC plan", None),
        ("SEND", None),
    ],
)
def test_a_term_called_by_its_acronym_says_what_it_stands_for(title, found):
    assert expansion(create_term(title=title)) == found


def test_words_of_names_and_synonyms_are_explained():
    known = around(
        [create_term(title="OT (occupational therapy)", synonyms=["Sensory integration"])], ["Wessex Council", ""]
    )
    assert known.expansions == {"OT": "occupational therapy"}
    assert {"occupational", "integration"} <= known.explained
    assert known.council == ("Wessex Council",)


def test_of_two_terms_with_one_acronym_the_first_counts():
    terms = [create_term(title="OT (occupational therapy)"), create_term(title="OT (other thing)")]
    assert around(terms).expansions == {"OT": "occupational therapy"}
