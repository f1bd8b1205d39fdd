"""Facts and figures in a browser: axe finds nothing, charts can be read on a phone, and it is three clicks from home."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE, open_everything

PAGES = [
    "/dashboard/", "/dashboard/?lang=ar", "/dashboard/ehc-plans-in-20-weeks", "/dashboard/ehc-plans-in-20-weeks?lang=ar",
    "/dashboard/autism-share-of-plans", "/dashboard/dsg-deficit",
]  # fmt: skip
CHARTS = [
    "ehc-plans-in-20-weeks", "ehc-plans-in-20-weeks-without-exceptions", "autism-share-of-plans", "new-ehc-plans",
    "pages-checked-in-time", "base-places?lang=ar", "autism-assessment-wait?lang=ar",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_too_wide(visit, axe_source, path, viewport):
    page = visit(path, viewport=viewport)
    open_everything(page)
    found = violations(page, axe_source)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("slug", CHARTS)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_words_of_a_chart_are_large_enough_and_none_lies_on_another_or_is_cut_off(visit, slug, viewport):
    page = visit(f"/dashboard/{slug}", viewport=viewport)
    found = page.evaluate(
        """() => [...document.querySelectorAll('svg.lo-chart text')].map((text) => {
            const box = text.getBoundingClientRect(), chart = text.closest('svg').parentElement.getBoundingClientRect();
            const scale = text.closest('svg').getScreenCTM().a;
            return {words: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
                    out: Math.max(chart.left - box.left, box.right - chart.right),
                    size: parseFloat(getComputedStyle(text).fontSize) * scale};
        })"""
    )
    assert len(found) > 4
    assert [each["words"] for each in found if each["size"] < 10.5] == []
    assert [each["words"] for each in found if each["out"] > 4] == []
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            along = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # boxes of letters have air above and below, where they may touch
            assert across < 1 or along < 6, f"{one['words']} lies on {other['words']}"


def test_a_parent_reaches_the_figures_and_the_last_decision_in_three_clicks(visit):
    page = visit("/")
    page.get_by_role("link", name="What we promised").first.click()
    page.get_by_role("link", name="Are EHC plans on time?", exact=True).click()
    expect(page.locator(".lo-reading__said")).to_contain_text(
        "In Devon in 2024, 3.2% of new EHC plans came within 20 weeks."
    )
    page.get_by_role("link", name="See the meeting of").click()
    expect(page.locator(":target")).to_be_visible()


def test_the_chart_prints_in_black_words_with_its_table(visit):
    page = visit("/dashboard/ehc-plans-in-20-weeks")
    page.emulate_media(media="print")
    expect(page.locator("svg.lo-chart")).to_be_visible()
    expect(page.locator(".lo-figures__table")).to_be_visible()
    expect(page.get_by_role("link", name="Get these figures as a file")).to_be_hidden()
