"""What may tell who somebody is gets marked; the text itself is never changed by it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.identifying import (
    AGE,
    BIRTH,
    EMAIL,
    GAP,
    NAME,
    PHONE,
    POSTCODE,
    SCHOOL,
    identifying,
    pieces,
    reaches_somebody,
    taken_out,
    words_of,
)


def marked(text, known=frozenset()):
    """(kind, part) of everything that is marked."""
    return [(found.kind, text[found.start : found.end]) for found in identifying(text, known)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("Write to jo.bloggs+x@mail.example.org, please", EMAIL, "jo.bloggs+x@mail.example.org"),
        ("Ring me on 01632 960 111 after six", PHONE, "01632 960 111"),
        ("or on +44 (0)7700 900123.", PHONE, "+44 (0)7700 900123"),
        ("We live at EX1 1AA now", POSTCODE, "EX1 1AA"),
        ("We live at ex11aa now", POSTCODE, "ex11aa"),
        ("She came on 3/4/2015 to us", BIRTH, "3/4/2015"),
        ("on the 3rd of April 2015", BIRTH, "3rd of April 2015"),
        ("he was born in 2014 and", BIRTH, "born in 2014"),
        ("pupils at Apple Garth School say", SCHOOL, "Apple Garth School"),
        ("My son Sam cannot wait", NAME, "Sam"),
        ("my daughter, Zoë, cannot wait", NAME, "Zoë"),
        ("my daughter Will cannot wait", NAME, "Will"),
        ("We talked to Élise-Marie O’Neill there", NAME, "Élise-Marie O’Neill"),
        ("my child is called Grace", NAME, "Grace"),
        ("his name is zak", NAME, "zak"),
        ("Somebody from the team, Mrs Harris, rang", NAME, "Mrs Harris"),
    ],
)
def test_it_is_marked(text, kind, part):
    assert (kind, part) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "The page about sleep is hard to read. Nobody answers the phone.",
        "We waited 40 weeks for an EHC plan, and SALT never came.",
        "It says Mondays. It is Tuesdays since May 2026!",
        "Search did not find it. Why?",
        "My son is 9. He waits for a place.",
        "- Add more groups\n- Tell us the price",
        "I’m glad that it’s here.",
    ],
)
def test_an_ordinary_comment_is_left_alone(text):
    assert marked(text) == []


def test_places_and_words_of_the_glossary_name_nobody():
    known = words_of(["Barnstaple", "Speech and Language therapy", "Portage"])
    assert marked("In Barnstaple there is no Portage.", known) == []
    assert marked("In Barnstaple there is no Portage.") != []


def test_an_age_counts_beside_a_school():
    assert (AGE, "is 9") in marked("He is 9 and goes to Apple Garth School")
    assert (AGE, "in Year 4") in marked("She is in Year 4 at Apple Garth Primary School")


def test_what_is_taken_out_leaves_a_gap():
    text = "My son Sam is at Apple Garth School. Ring 01632 960 111."
    assert taken_out(text, identifying(text)) == f"My son {GAP} is at {GAP}. Ring {GAP}."


LETTERS = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
LIKELY = st.lists(
    st.sampled_from(["My", "son", "Sam", "Sam’s", "EX1 1AA", "a@b.org", "01632 960111", "School", "is", "9", "’", ".", "\n", "Mrs", "born", "2014", "O’", "-"]),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(LETTERS | LIKELY)
def test_pieces_make_the_whole_text_and_findings_never_overlap(text):
    found = identifying(text)
    assert "".join(part for part, _kind in pieces(text, found)) == text
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert taken_out(text, found).count(GAP) >= len(found)


@given(LETTERS | LIKELY, LETTERS | LIKELY, st.sampled_from(["jo@example.org", "01632 960111", "EX31 1AA", "3/4/2015"]))
def test_a_sure_sign_is_found_whatever_stands_around_it(before, after, sign):
    text = f"{before}\nhere: {sign}, \n{after}"
    assert sign not in taken_out(text, identifying(text)).replace(before, "").replace(after, "")


@pytest.mark.parametrize(
    "text", ["Ring 07700 900123.", "Write to ana@example.org.", "We live at EX1 1AA.", "It is 01632 960 200, she said."]
)
def test_what_reaches_somebody_is_told(text):
    assert reaches_somebody(text)


@pytest.mark.parametrize(
    "text", ["", "The page of 2026 is clear.", "We waited 18 weeks in EX1.", "20 of 30 letters came."]
)
def test_what_reaches_nobody_is_let_through(text):
    assert not reaches_somebody(text)
