"""The plain-language check: what an editor is told."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localoffer.quickread import bodies, phrases
from localoffer.quickread.findings import SAYINGS
from localoffer.quickread.glossary import NOTHING_AROUND, Around, around
from localoffer.quickread.lint import (
    MOST_WORDS,
    check,
    check_slot,
    check_whole,
    front,
    long_words,
    passives,
    report,
)
from localoffer.quickread.word_lists import HURTFUL, JARGON, SHORTER
from localoffer.records.shapes import QuickRead
from localoffer.records.terms import TermDocument
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


def test_a_vague_time_elsewhere_is_pointed_out_and_does_not_block():
    assert said("what_next", "Come again soon.") == [("“soon” is vague. Give a date.", False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Most families wait 13 weeks.", ["wait 13 weeks"]),
        ("You wait about two months.", ["wait about two months"]),
        ("On 15 October 2026 most families waited 13 weeks.", []),
        ("By law you must not wait longer than 6 weeks.", []),
        ("We ring back within 3 days.", []),
    ],
)
def test_a_wait_without_a_date_is_pointed_out(text, found):
    assert [f.excerpt for f in check_slot("how_long", text)] == found
    assert not any(f.blocks for f in check_slot("how_long", text))


def test_a_wait_elsewhere_needs_no_date():
    assert said("who_for", "Families who wait 13 weeks.") == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("See https://a.example.org/long/page for more.", ["bare_address"]),
        ("[Click here](https://a.example.org).", ["link_words"]),
        ("[The sleep page](https://a.example.org).", []),
        ("[Sleep](https://a.example.org) or [sleep](https://b.example.org).", ["two_targets"]),
        ("[Sleep](https://a.example.org) or [sleep](https://a.example.org).", []),
        ("Go to www.a.example.org.", []),
        ("Ring (01632) 960001.", ["phone"]),
        ("Ring 01632 960001.", []),
    ],
)
def test_links_and_numbers_must_be_of_use(text, rules):
    found = check_slot("contact", text)
    assert [f.rule for f in found] == rules
    assert all(f.blocks for f in found)


def test_three_words_of_jargon_block_where_two_only_warn():
    two = check(quick_read(what_it_is="A robust pathway."))
    three = check(quick_read(what_it_is="A robust pathway.", what_next="We signpost you."))
    assert [(f.rule, f.blocks) for f in two] == [("jargon", False)] * 2
    assert [(f.rule, f.blocks) for f in three] == [("jargon", True)] * 3


def test_a_slot_that_must_be_filled_blocks_while_it_is_empty():
    found = check(quick_read(cost=""), required=QuickRead.SLOTS)
    assert [(f.slot, f.message, f.blocks) for f in found] == [("cost", "Nothing is written here yet.", True)]
    assert check(quick_read(cost="")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your child is seen by a nurse.", ["is seen"]),
        ("You were not told.", ["were not told"]),
        ("The plan is often reviewed.", ["is often reviewed"]),
        ("The plan has been written.", ["been written"]),
        ("A nurse sees your child.", []),
        ("No test is needed.", []),
        ("The base is closed.", []),
        ("Children who are tired.", []),
        ("It is planned to open in May 2027.", []),
        ("We are well-used.", []),
    ],
)
def test_a_passive_sentence_does_not_say_who(text, found):
    assert [f.excerpt for f in passives([("who_for", text)])] == found


def test_one_passive_sentence_in_ten_is_let_pass():
    plain = "We ring you. " * 9
    assert passives([("who_for", plain + "You are told.")]) == []
    assert [f.message for f in passives([("who_for", plain + "You are told. It is kept.")])] == [
        "“are told”: who does this? Say who.",
        "“is kept”: who does this? Say who.",
    ]


def test_many_long_words_are_named_with_shorter_ones():
    text = "We give additional information about arrangements for individuals. " * 3
    found = long_words([("what_it_is", text)], NOTHING_AROUND)
    assert [(f.excerpt, f.swap) for f in found] == [
        ("additional", "extra"), ("information", "facts"), ("arrangements", ""), ("individuals", "people"),
    ]  # fmt: skip
    assert long_words([("what_it_is", text + "We help you to find a good way to get it. " * 8)], NOTHING_AROUND) == []


def test_words_of_the_glossary_and_names_are_not_long_words():
    text = "Okehampton occupational therapy for ADHD in Okehampton and occupational play. " * 3
    assert [f.excerpt for f in long_words([("x", text)], NOTHING_AROUND)] == ["occupational"]
    assert long_words([("x", text)], Around(explained=frozenset({"occupational"}))) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The clinic helps.", "The"), ("Our clinic helps.", "Our"), ("In order to sleep, ring.", "In order to"),
        ("Wessex Council helps.", "Wessex Council"), ("A clinic that helps.", None), ("Theatre for all.", None),
    ],
)  # fmt: skip
def test_the_first_words_must_carry_the_meaning(text, word):
    found = front("what_it_is", text, Around(council=("Wessex Council",)))
    assert [f.excerpt for f in found] == ([word] if word else [])


def test_matters_of_style_are_told_to_editors_and_never_to_the_importer():
    quick = quick_read(what_it_is="The clinic. Your child is seen by a nurse.")
    assert check(quick) == []
    assert [f.rule for f in check(quick, advice=True)] == ["front", "passive"]
    assert [f.rule for f in report(quick).findings] == ["front", "passive"]
    assert report(quick).blocking == []


def test_the_glossary_expands_an_acronym_with_one_press():
    around = Around(expansions={"SALT": "speech and language therapy"})
    quick = quick_read(what_it_is="Help from SALT for you.")
    (finding,) = check(quick, around)
    assert finding.blocks
    mended = finding.mended(quick.what_it_is)
    assert mended == "Help from speech and language therapy (SALT) for you."
    assert check(quick_read(what_it_is=mended), around) == []


def test_an_acronym_is_asked_about_once():
    assert len(check(quick_read(what_it_is="SALT helps.", who_for="SALT is for all."))) == 1


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Ring in order to book.", "Ring to book."),
        ("Provision for all.", "Help for all."),
        ("A child who suffers from asthma.", "A child who has asthma."),
        ("Ring us. A robust plan.", "Ring us. A strong plan."),
    ],
)
def test_a_plain_word_goes_where_the_hard_one_stood(text, mended):
    (finding,) = check_slot("what_it_is", text)
    assert finding.mended(text) == mended


def test_every_finding_says_where_it_stands():
    text = "Fine. This pathway helps TAF. " + words(22)
    for finding in check_slot("what_it_is", text):
        assert text[finding.start : finding.end] == finding.excerpt


def test_every_rule_has_a_sentence_that_ends():
    assert all(saying.endswith((".", "###.")) for saying in SAYINGS.values())


def test_no_plain_word_is_a_hard_word_itself():
    for words_known in (JARGON, HURTFUL, SHORTER):
        for plain in words_known.values():
            assert [*phrases.jargon(plain), *phrases.hurtful(plain)] == []


def test_every_quick_read_that_ships_may_be_published(documents):
    blocked = {document.slug: found for document in documents if (found := check(document.quick_read))}
    assert blocked == {}


def test_an_entry_is_checked_in_a_few_milliseconds(documents):
    around_here = around(each for each in documents if isinstance(each, TermDocument))
    begin = time.process_time()
    for document in documents:
        report(document.quick_read, around_here, document.REQUIRED_SLOTS)
        bodies.report(document.body, around_here)
    assert (time.process_time() - begin) / len(documents) < 0.005


HOSTILE = st.text(alphabet="a A.()[]*_0 9-\n'", max_size=12).flatmap(
    lambda part: st.integers(1, 2_000).map(lambda times: part * times)
)


@settings(max_examples=25)
@given(HOSTILE)
@example("[" * 20_000)
@example("(" * 20_000)
@example("[a](" * 5_000)
@example("wait 1 " * 3_000)
@example("is " * 7_000)
@example("0 " * 10_000)
@example("*a " * 7_000)
@example("AA " * 7_000)
@example("A" * 20_000)
@example(". " * 10_000)
@example("https://" * 3_000)
@example("- a\n" * 5_000)
def test_no_text_takes_long(text):
    begin = time.process_time()
    check_slot("how_long", text)
    bodies.report(text)
    assert time.process_time() - begin < 2


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
