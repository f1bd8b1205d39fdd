"""axe finds nothing wrong, on any page, in any state, on a phone or a desk."""

import pytest

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE, PLACES, Place

#: What is laid out anew for a wide screen; all else is checked on a phone only.
WIDE = [
    place
    for place in PLACES
    if place.name
    in ("home", "results with filters open", "a service", "a provision", "bases compared", "home with suggestions")
]


def see(visit, watch, first, place: Place, viewport):
    if place.status != 200:
        watch.expected.append(f"status of {place.status}")
    page = visit(place.filled(first), viewport=viewport)
    place.act(page)
    return page


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_axe_finds_nothing_on_a_phone(visit, watch, first, axe_source, place):
    found = violations(see(visit, watch, first, place, PHONE), axe_source)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("place", WIDE, ids=lambda place: place.name)
def test_axe_finds_nothing_on_a_desk(visit, watch, first, axe_source, place):
    found = violations(see(visit, watch, first, place, DESK), axe_source)
    assert not found, "\n".join(found)


def test_axe_does_find_what_is_wrong(visit, axe_source):
    page = visit("/privacy")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(each.startswith("image-alt") for each in violations(page, axe_source))


@pytest.mark.parametrize("path", ["/search?q=autism", "/bases/", "/provision/"])
def test_what_has_the_focus_can_be_seen(visit, path):
    """WCAG 2.2, 2.4.11 and 2.4.7: nothing covers it, and it looks other than before."""
    page = visit(path, viewport=PHONE)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const it = document.activeElement;
                if (it === document.body) return "the page";
                const box = it.getBoundingClientRect();
                const style = getComputedStyle(it);
                const label = it.labels?.length ? getComputedStyle(it.labels[0], "::before") : style;
                const marked = [style, label].some((s) => s.outlineStyle !== "none" || s.boxShadow !== "none");
                const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
                const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
                const top = document.elementFromPoint(x, y);
                const shown = top && (it.contains(top) || top.contains(it) || top.closest("label") || [...(it.labels ?? [])].some((l) => l.contains(top)));
                return (marked && shown) ? "" : `${it.outerHTML.slice(0, 120)} (marked: ${marked}, covered: ${!shown})`;
            }"""
        )
        assert not seen, f"After Tab, this cannot be seen to have the focus: {seen}"


def test_targets_are_big_enough_to_tap(visit):
    """WCAG 2.2, 2.5.8: buttons and fields at least 24 pixels, phone links in panels at least 44."""
    page = visit("/search?q=suicidal", viewport=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main select, main input:not([type=hidden]), main summary, main .lo-help a[href^="tel:"]')]
            .filter((each) => each.offsetParent !== null)
            .map((each) => [each.outerHTML.slice(0, 90), each.closest('.govuk-checkboxes__item, .lo-contact, li') ?? each, each.matches('a') ? 44 : 24])
            .filter(([, box, least]) => box.getBoundingClientRect().height < least)
            .map(([html]) => html)"""
    )
    assert not small, small
