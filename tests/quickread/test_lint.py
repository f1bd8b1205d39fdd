"""The plain-language check: what an editor is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.quickread.lint import MOST_WORDS, check, check_slot, check_whole
from localoffer.records.shapes import QuickRead
from tests.factories import COMMON


def quick_read(**slots):
    return QuickRead.model_validate(COMMON["quick_read"] | slots)


def words(count):
    return " ".join(["Help", *["go"] * (count - 1)]) + "."


def said(slot, text):
    return [(finding.message, finding.blocks) for finding in check_slot(slot, text)]


def test_a_plain_quick_read_has_no_findings():
    assert check(quick_read()) == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (20, []),
        (21, [("This sentence has 21 words. Try two.", False)]),
        (25, [("This sentence has 25 words. Try two.", False)]),
        (26, [("This sentence has 26 words. Try two.", True)]),
    ],
)
def test_a_long_sentence_is_pointed_out_and_a_very_long_one_blocks(count, expected):
    assert said("what_it_is", words(count)) == expected


@pytest.mark.parametrize("text", ["Ask your TAF lead.", "It runs on the DAF.", "Your OTs will ring."])
def test_an_acronym_that_is_not_explained_blocks(text):
    assert [(m.split(" ", 1)[1], blocks) for m, blocks in said("who_for", text)] == [("is not explained.", True)]


def test_the_sentence_names_the_acronym():
    assert said("who_for", "Ask your TAF lead.") == [("“TAF” is not explained.", True)]


@pytest.mark.parametrize(
    "text",
    [
        "See an occupational therapist (OT).",
        "See an occupational therapist (OT). The OT will ring you.",
        "Ask the NHS, your GP or the SENCo about an EHC plan.",
        "We live at EX1 1AA.",
    ],
)
def test_explained_and_well_known_acronyms_are_fine(text):
    assert said("who_for", text) == []


def test_an_acronym_explained_in_one_slot_may_be_used_in_the_next():
    assert check(quick_read(what_it_is="Speech therapy (SLT).", who_for="Children who need SLT.")) == []


def test_an_acronym_used_before_it_is_explained_blocks():
    findings = check(quick_read(what_it_is="SLT for children.", who_for="Speech therapy (SLT)."))
    assert [(f.slot, f.message) for f in findings] == [("what_it_is", "“SLT” is not explained.")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We facilitate play.", "“facilitate” is jargon. Try “help”."),
        ("Our Provision is good.", "“provision” is jargon. Try “help”."),
        ("Ring in order to book.", "“in order to” is jargon. Try “to”."),
        ("We co-produce plans.", "“co-produce” is jargon. Try “make together”."),
    ],
)
def test_jargon_is_pointed_out_with_a_plain_word_and_does_not_block(text, sentence):
    assert said("what_it_is", text) == [(sentence, False)]


def test_jargon_inside_another_word_is_left_alone():
    assert said("what_it_is", "The commissioner came.") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A child who suffers from asthma.", "“suffers from” can hurt. Try “has”."),
        ("Help for a School Refuser.", "“school refuser” can hurt. Try “finds school too hard”."),
        ("For wheelchair-bound people.", "“wheelchair-bound” can hurt. Try “uses a wheelchair”."),
    ],
)
def test_words_that_hurt_block(text, sentence):
    assert said("who_for", text) == [(sentence, True)]


@pytest.mark.parametrize("vague", ["soon", "Shortly", "in due course", "as soon as possible"])
def test_a_vague_time_blocks_where_people_look_for_how_long_it_takes(vague):
    assert said("how_long", f"We ring {vague}.") == [(f"“{vague}” is vague. Give a date.", True)]


def test_a_vague_time_elsewhere_is_let_pass():
    assert said("what_next", "Come again soon.") == []


def test_a_quick_read_that_is_not_quick_is_pointed_out():
    long = " ".join(["Go on."] * 60)
    found = check(quick_read(what_next=long))
    assert [(f.slot, f.blocks) for f in found] == [("", False)]
    assert found[0].message.endswith(f"words. Keep it to {MOST_WORDS}.")


def test_a_hard_text_names_the_reading_age_and_blocks():
    hard = "Professionals undertake assessments considering educational development. " * 11
    (finding,) = check_whole(hard)
    assert finding.message.startswith("It reads like age ")
    assert finding.message.endswith("Aim for 9 to 11.")
    assert finding.blocks


def test_a_rather_hard_text_is_pointed_out_and_does_not_block():
    # sentences of 10 words: with 13 syllables 3.9 + 11.8 × 1.3 − 15.59 = 3.65, with 16 it is 7.19
    fine = "We often talk to your child about a plan today. " * 6
    harder = "We often talk to any family about a better plan. " * 6
    assert check_whole(fine) == []
    assert [(f.message, f.blocks) for f in check_whole(harder)] == [("It reads like age 12. Aim for 9 to 11.", False)]


def test_a_short_hard_text_is_not_scored_for_scores_of_short_texts_swing():
    assert check_whole("Professionals undertake multidisciplinary assessments.") == []


@given(st.fixed_dictionaries({slot: st.text(min_size=1, max_size=120) for slot in QuickRead.SLOTS}))
def test_any_quick_read_can_be_checked(slots):
    quick = QuickRead.model_construct(**slots)
    for finding in check(quick):
        assert finding.message.endswith(".")
        assert finding.slot in ("", *QuickRead.SLOTS)
