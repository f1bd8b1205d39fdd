"""Every field of every kind is called something, and exactly one section asks for it."""

import pytest

from localoffer.editor.forms.every_kind import DESK_ONLY, NOT_ASKED
from localoffer.editor.forms.fields import without_words
from localoffer.editor.forms.kinds import BOOK, fields, section_of, sections, shown
from localoffer.records.registry import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_words_of_its_own(kind):
    assert without_words(KINDS[kind].document, BOOK) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_asked_once(kind):
    asked = [name for section in sections(kind) for name in section.fields]
    assert sorted(asked) == sorted(set(KINDS[kind].document.model_fields) - NOT_ASKED)


@pytest.mark.parametrize("kind", KINDS)
def test_sections_have_keys_that_an_address_can_hold(kind):
    keys = [section.key for section in sections(kind)]
    assert len(keys) == len(set(keys))
    assert all(key.isalpha() and key.islower() for key in keys)


def test_a_provider_is_asked_nothing_that_only_the_desk_decides():
    names = {each.name for _section, specs in shown("service", {}, for_desk=False) for each in specs}
    assert not names & DESK_ONLY
    everything = {each.name for _section, specs in shown("service", {}, for_desk=True) for each in specs}
    assert everything - names == DESK_ONLY - {"demonstration"}


def test_details_are_asked_of_their_category_and_where_somebody_filled_them_in():
    def asked(words):
        return {each.name for _section, specs in shown("service", words, for_desk=True) for each in specs}

    assert "crisis" not in asked({"categories": ["childcare"]})
    assert "childcare" in asked({"categories": ["childcare"]})
    assert "crisis" in asked({"categories": [], "crisis": {"hours": "Always"}})


def test_a_field_leads_to_its_section_also_from_inside_a_list():
    assert section_of("service", "contacts.1.value") == "contacts"
    assert section_of("service", "quick_read.cost") == ""


def test_texts_know_how_long_they_may_be():
    longest = {each.name: each.longest for each in fields("service")}
    assert (longest["title"], longest["summary"], longest["eligibility"]) == (80, 160, 0)
