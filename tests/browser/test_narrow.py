"""Nothing spills sideways on a narrow screen: 360 px is a small phone, 320 px is a desk at four times the size."""

import pytest

from tests.browser.places import PLACES

SPILL = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const inside = (each) => { for (let up = each.parentElement; up; up = up.parentElement) if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(up).overflowX)) return true; };
    return [`the page is ${document.documentElement.scrollWidth} wide`, ...[...document.body.querySelectorAll('*')]
        .filter((each) => { const box = each.getBoundingClientRect(); return box.width && (box.right > wide + 1 || box.left < -1) && !inside(each); })
        .slice(0, 4).map((each) => each.outerHTML.slice(0, 120))];
}"""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_page_scrolls_sideways(visit, watch, first, place):
    if place.status != 200:
        watch.expected.append(f"status of {place.status}")
    page = visit(place.filled(first), viewport={"width": 360, "height": 740})
    place.act(page)
    spilled = {}
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        if found := page.evaluate(SPILL):
            spilled[width] = found
    assert not spilled, spilled


def test_a_page_that_spills_is_found(visit):
    page = visit("/privacy", viewport={"width": 320, "height": 600})
    assert page.evaluate(SPILL) == []
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(200) + '</pre>')"
    )
    assert page.evaluate(SPILL)
