"""Events and news in a browser: axe finds nothing, nothing is wider than a phone, filters work without scripts."""

import pytest

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE

PAGES = [
    "/events/",
    "/events/?when=past&place=exeter",
    "/events/?month=2030-01&place=atlantis",
    "/news/",
    "{event}",
    "{news}",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_too_wide(visit, entries_of, axe_source, path, viewport):
    first = {kind: "/" + entries_of(kind)[0].address for kind in ("event", "news")}
    page = visit(path.format(**first), viewport=viewport)
    found = violations(page, axe_source)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_events_are_narrowed_and_the_calendar_follows(visit):
    page = visit("/events/?when=past", viewport=PHONE)
    before = page.locator(".lo-event").count()
    page.get_by_label("Kind of event").select_option("consultation")
    page.get_by_role("button", name="Show events").click()
    page.wait_for_url("**type=consultation**")
    assert 0 < page.locator(".lo-event").count() < before
    assert "type=consultation" in page.locator("code").inner_text()
