"""A document of words that are not whole: it shows what is right and says where something is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.lenient import as_far_as_it_goes
from localoffer.records.registry import KINDS
from tests.factories import create, data_of

GAP = "Not filled in yet"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_whole_stays_as_it_is(kind):
    document = create(kind)
    assert as_far_as_it_goes(kind, document.model_dump(mode="json"), GAP) == document


@pytest.mark.parametrize("kind", KINDS)
def test_of_nothing_there_are_gaps(kind):
    document = as_far_as_it_goes(kind, {}, GAP)
    assert (document.title, document.summary) == (GAP, GAP)
    assert dict(document.quick_read.filled()) == dict.fromkeys(document.REQUIRED_SLOTS, GAP)
    assert document.body == ""
    assert document.model_fields_set <= {"quick_read"}


def test_what_is_there_is_kept_and_what_is_wrong_is_not():
    document = as_far_as_it_goes(
        "base",
        {
            "title": "A base",
            "year_from": "no number",
            "year_to": 6,
            "places_as_at": "2026-05-01",
            "quick_read": {"cost": "It is free.", "who_for": 7},
            "how_to_ask": ["Ask us."],
            "contacts": [{"kind": "phone", "value": "letters"}, {"kind": "phone", "value": "01632 960001"}],
            "nobody": "declared this",
        },
        GAP,
    )
    assert document.title == "A base"
    assert document.quick_read.cost == "It is free."
    assert document.quick_read.who_for == GAP
    assert document.how_to_ask == ["Ask us."]
    assert [contact.value for contact in document.contacts] == ["01632 960001"]
    assert document.places_as_at == date(2026, 5, 1)
    assert {"year_to", "places_as_at"} <= document.model_fields_set
    assert not {"year_from", "places_commissioned"} & document.model_fields_set


def test_a_text_that_is_too_long_is_shown_as_it_was_written():
    assert as_far_as_it_goes("guide", {"title": "x" * 200}, GAP).title == "x" * 200


def test_an_address_is_never_a_gap():
    assert as_far_as_it_goes("service", {"complaints_url": "not an address"}, GAP).complaints_url == ""


def test_an_optional_part_that_is_not_whole_is_left_out():
    assert as_far_as_it_goes("service", {"wait": {"value": 3}, "venue": {"name": "Hall"}}, GAP).wait is None


def test_lists_that_must_be_written_have_one_gap():
    document = as_far_as_it_goes("provision", {}, GAP)
    assert [(each.text, each.who) for each in document.strategies] == [(GAP, GAP)]
    assert document.step_up_to == []
    assert as_far_as_it_goes("service", {"referral_steps": []}, GAP).referral_steps == [GAP]


ANY = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=5), max_size=2)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_nothing_is_ever_refused(kind, data):
    words = {name: data.draw(st.just(value) | ANY, label=name) for name, value in data_of(kind).items()}
    document = as_far_as_it_goes(kind, words, GAP)
    assert set(type(document).model_fields) <= set(document.__dict__)
