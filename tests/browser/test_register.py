"""The register in a browser: narrowed without scripts, read on a phone, and the report of a year on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE


def test_a_family_finds_what_came_of_it_without_scripts(visit):
    page = visit("/you-said-we-did/", java_script_enabled=False)
    page.get_by_label("Theme").select_option("transport")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("things you told us")
    page.get_by_role("link", name="See on a phone where the school taxi is").click()
    expect(page.get_by_role("heading", name="Why we cannot do it")).to_be_visible()
    page.get_by_role("link", name="Everything you told us on this theme").click()
    assert page.url.endswith("/you-said-we-did/?theme=transport")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "path",
    [
        "/you-said-we-did/", "/you-said-we-did/?theme=transport&status=open", "/you-said-we-did/report/2025",
        "/you-said-we-did/work-experience-for-young-people", "/you-said-we-did/?lang=ar", "/take-part",
    ],
)  # fmt: skip
def test_axe_finds_nothing_and_nothing_spills(visit, axe_source, path, viewport):
    page = visit(path, viewport=viewport)
    found = violations(page, axe_source)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_report_on_paper_holds_its_numbers_and_no_buttons(visit):
    page = visit("/you-said-we-did/report/2025", viewport=DESK)
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Did we answer in time?")).to_be_visible()
    expect(page.get_by_role("heading", name="What you told us in 2025")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
