"""The check of long texts: advice on sentences and on how a text is set out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.quickread.bodies import check_body, report
from localoffer.quickread.glossary import Around
from localoffer.text.readability import read


def rules(text):
    return [finding.rule for finding in check_body(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## One\n\nGo on.\n\n### Two\n\nGo on.\n\n## Three", []),
        ("# One\n\n### Two", []),  # the site shows # as ##
        ("### One", ["heading_order"]),
        ("## One\n\n#### Two", ["heading_order"]),
        ("- a\n" * 7, []),
        ("- a\n" * 8, ["long_list"]),
        ("- a\n" * 5 + "\nWe help.\n\n" + "- a\n" * 5, []),
        ("1. a\n" * 8, ["long_list"]),
        ("Go on. " * 4, []),
        ("Go on. " * 5, ["long_paragraph"]),
        ("Go on. Go on. Go on.\n\nGo on. Go on.", []),
        ("PLEASE READ THIS now.", ["capitals"]),
        ("NHS SEND help.", []),
        ("Say *please* now.", ["italics"]),
        ("Say _please_ now.", ["italics"]),
        ("Say **please** now.", []),
        ("2 * 3 * 4 is 24.", []),
        ("Read [the plan](https://a.example.org/plan.pdf).", ["pdf"]),
        ("Read [the plan](https://a.example.org/plan).", []),
        ("Come soon.", ["vague"]),
        ("Our club is open.", ["front"]),
        ("Ask your TAF lead.", ["acronym"]),
        ("A holistic plan.", ["jargon"]),
        ("A naughty child.", ["hurtful"]),
        ("[Click here](https://a.example.org).", ["link_words"]),
    ],
)
def test_each_rule_finds_what_it_should(text, found):
    assert rules(text) == found


def test_what_is_shouted_can_be_said_in_small_letters():
    text = "Now PLEASE READ THIS."
    (finding,) = check_body(text)
    assert finding.mended(text) == "Now Please read this."


def test_italics_can_be_made_plain():
    text = "Say *please* now."
    (finding,) = check_body(text)
    assert finding.mended(text) == "Say please now."


def test_nothing_in_a_long_text_blocks():
    text = "A naughty child with TAF. " + "word " * 40 + ". A robust holistic pathway to outcomes."
    found = check_body(text)
    assert {"hurtful", "acronym", "long_sentence", "jargon"} <= {finding.rule for finding in found}
    assert not any(finding.blocks for finding in found)
    assert report(text).blocking == []


def test_the_glossary_helps_here_too():
    (finding,) = check_body("Ask for SALT.", Around(expansions={"SALT": "speech and language therapy"}))
    assert finding.swap == "speech and language therapy (SALT)"


def test_a_hard_text_is_told_its_reading_age():
    hard = "## Help\n\n" + "Professionals undertake educational assessments with consideration.\n\n" * 12
    (finding,) = [each for each in check_body(hard) if each.rule == "grade"]
    assert finding.message == f"It reads like age {read(hard).age}. Aim for 9 to 11."


@given(st.text(alphabet="ab AB.!?\r\n-*_[](#:/@01", max_size=300))
def test_any_text_can_be_checked_and_each_finding_stands_in_it(text):
    for finding in check_body(text):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message
