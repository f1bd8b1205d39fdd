"""The kinds there are, and how entries name one another."""

import pytest

from localoffer.records.digests import digest_of
from localoffer.records.registry import KINDS, address_of, from_address


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_of_an_entry_leads_back_to_it(kind):
    assert from_address(address_of(kind, "some-slug")) == (kind, "some-slug")


@pytest.mark.parametrize("address", ["nowhere/x", "/x", "x", ""])
def test_an_address_in_no_folder_is_of_no_kind(address):
    assert from_address(address)[0] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_as_its_document_names_it(kind):
    assert KINDS[kind].document.KIND == KINDS[kind].name == kind


def test_the_order_in_which_fields_are_written_does_not_matter_to_a_digest():
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})
    assert digest_of({"a": [1, 2]}) != digest_of({"a": [2, 1]})
