"""On paper: a quick read fits one sheet, whatever its kind, with its phone numbers and without its menus."""

import re

import pytest
from playwright.sync_api import expect

from localoffer.records.registry import KINDS


def sheets(page) -> int:
    """How many A4 pages it prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def longest(entries) -> list[str]:
    """The two entries whose quick read and contacts say most, and the one with most contacts."""
    by_length = sorted(entries, key=lambda entry: len(str(entry.quick_read)) + 60 * len(entry.contacts))
    most = max(entries, key=lambda entry: len(entry.contacts))
    return [entry.address for entry in {each.id: each for each in (*by_length[-2:], most)}.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_quick_read_of_each_kind_fits_one_sheet(visit, entries_of, kind):
    for address in longest(entries_of(kind)):
        page = visit(f"/{address}/quick-read")
        page.emulate_media(media="print")
        expect(page.locator("h1")).to_be_visible()
        assert sheets(page) == 1, f"{address} takes {sheets(page)} sheets."


def test_paper_has_no_menus_buttons_or_search(visit, entries_of):
    page = visit(f"/{longest(entries_of('service'))[0]}/quick-read")
    page.emulate_media(media="print")
    for selector in ("header nav", "form[role=search]", "button", ".govuk-skip-link"):
        for each in page.locator(selector).all():
            expect(each).to_be_hidden()
    expect(page.locator(".lo-contact").first).to_be_visible()


def test_a_long_page_takes_more_than_one_sheet(visit):
    page = visit("/glossary/")
    assert sheets(page) > 3
