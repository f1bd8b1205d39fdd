"""Documents field by field: nothing is lost when they are taken apart, compared and put on top of one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.fields import changed, digest_of_fields, flat, rebased, text_digest, whole, with_fields
from localoffer.records.shapes import QuickRead

NAMES = ["title", "summary", "body", "contacts", "closed", "slug"]
VALUES = st.one_of(st.none(), st.text(max_size=5), st.lists(st.integers(0, 3), max_size=3), st.just({}))
SLOTS = st.dictionaries(st.sampled_from(QuickRead.SLOTS), st.text(max_size=4))
DOCUMENTS = st.builds(
    lambda fields, slots: fields | {"quick_read": slots}, st.dictionaries(st.sampled_from(NAMES), VALUES), SLOTS
)


def test_the_slots_of_the_quick_read_are_fields_of_their_own():
    document = {"title": "Sleep help", "summary": "", "quick_read": {"cost": "Free.", "contact": ""}}
    assert flat(document) == {"title": "Sleep help", "quick_read.cost": "Free."}
    assert whole({"title": "Sleep help", "quick_read.cost": "Free."}) == {
        "title": "Sleep help",
        "quick_read": {"cost": "Free."},
    }


@given(DOCUMENTS)
def test_taken_apart_and_put_together_a_document_says_the_same(document):
    assert flat(whole(flat(document))) == flat(document)


@given(DOCUMENTS, DOCUMENTS)
def test_putting_the_changed_fields_into_the_old_makes_the_new(old, new):
    assert flat(with_fields(old, changed(old, new), new)) == flat(new)
    assert changed(old, with_fields(old, changed(old, new), new)) == [
        name for name in changed(old, new) if name in changed(old, new)
    ]
    assert changed(new, new) == []


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_rebasing_loses_nobody(draft, base, newer):
    """What the draft changed is as the draft says; what it left alone is as the newer says."""
    result, mine = flat(rebased(draft, base, newer)), set(changed(base, draft))
    for name in {*flat(draft), *flat(base), *flat(newer)}:
        assert result.get(name) == (flat(draft) if name in mine else flat(newer)).get(name)


def test_changes_come_in_the_order_of_the_newer_then_what_was_taken_away():
    assert changed({"a": 1, "b": 2, "gone": 3}, {"new": 4, "b": 5, "a": 1}) == ["new", "b", "gone"]


@pytest.mark.parametrize(
    ("name", "value", "matters"),
    [
        ("body", "Other words.", True),
        ("contacts", [{"kind": "phone", "value": "999"}], True),
        ("reviewed_on", "2026-01-01", False),
        ("slug", "elsewhere", False),
        ("closed", {"since": "2026-01-01", "note": "Holiday"}, False),
        ("quick_read", {"cost": "It costs £2."}, False),
    ],
)
def test_the_quick_read_must_be_looked_at_again_only_when_its_text_changes(name, value, matters):
    document = {"body": "Words.", "quick_read": {"cost": "Free."}}
    assert (text_digest(document) != text_digest(document | {name: value})) is matters


def test_an_empty_field_counts_as_one_that_is_not_there():
    assert digest_of_fields({"title": ""}, ["title"]) == digest_of_fields({}, ["title"])
    assert digest_of_fields({"title": "A", "body": "B"}, ["title", "body"]) == digest_of_fields(
        {"body": "B", "title": "A", "slug": "x"}, ["body", "title"]
    )
    assert digest_of_fields({"title": "A"}, ["title"]) != digest_of_fields({"title": "B"}, ["title"])
