"""Lists grow, shrink and change their order by buttons, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.editor.forms.fields import Book, spec
from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.repeating import done
from localoffer.records.authority import Authority

SERVICE = fields("service")
RAW = {"referral_steps": ["one", "two", "three"], "contacts": [{"value": "1"}], "transport": None}


@pytest.mark.parametrize(
    ("order", "steps", "place"),
    [
        ("add:referral_steps", ["one", "two", "three", None], "referral_steps.3"),
        ("remove:referral_steps.1", ["one", "three"], "referral_steps.1"),
        ("remove:referral_steps.2", ["one", "two"], "referral_steps.1"),
        ("up:referral_steps.2", ["one", "three", "two"], "referral_steps.1"),
        ("down:referral_steps.0", ["two", "one", "three"], "referral_steps.1"),
        ("up:referral_steps.0", ["one", "two", "three"], "referral_steps.0"),
        ("down:referral_steps.2", ["one", "two", "three"], "referral_steps.2"),
    ],
)
def test_a_list_is_changed(order, steps, place):
    raw, go = done(SERVICE, RAW, order)
    assert (raw["referral_steps"], go) == (steps, place)
    assert RAW["referral_steps"] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "order",
    ["", "save", "add:title", "add:nothing", "remove:referral_steps", "remove:referral_steps.9", "up:contacts.x",
     "remove:contacts.0.value", "add:contacts.7.value", "add:..", "remove:referral_steps.-1", "explode:contacts"],
)  # fmt: skip
def test_an_order_that_means_nothing_changes_nothing(order):
    assert done(SERVICE, RAW, order) == (RAW, "")


def test_the_last_line_may_go():
    assert done(SERVICE, {"related": ["a/b"]}, "remove:related.0") == ({"related": []}, "related")


def test_a_list_inside_a_group_that_was_empty_grows():
    raw, go = done(SERVICE, RAW, "add:transport.appeal_stages")
    assert (raw["transport"], go) == ({"appeal_stages": [None]}, "transport.appeal_stages.0")


def test_lists_may_stand_inside_lists():
    raw = {"help_panels": [{"lines": ["a"]}, {"word_rules": [{"all_of": [["x"]]}]}]}
    changed, go = done(spec(Authority, Book()), raw, "add:help_panels.1.word_rules.0.all_of")
    assert changed["help_panels"][1]["word_rules"][0]["all_of"] == [["x"], None]
    assert go == "help_panels.1.word_rules.0.all_of.1"


@given(st.text(max_size=40) | st.from_regex(r"(add|remove|up|down):[a-z_.0-9]{0,40}", fullmatch=True))
def test_no_order_ever_fails(order):
    raw, go = done(SERVICE, RAW, order)
    assert go or raw == RAW
