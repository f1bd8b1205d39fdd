"""Telling us something in a real browser: from a page’s foot and by two taps, with and without scripts, mirrored too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.browser.test_narrow import SPILL

GUIDE = "/guides/annual-review"
WORDS = "Say who sends the papers."
#: Milliseconds that a form needs before a person can have sent it (web/form_trap.py).
READING, TAPPING = 3100, 1100


@pytest.fixture
def address(small_site):
    """A site of one's own, served: these tests change it."""
    with serving(small_site.app) as address:
        yield address


def begin(page: Page) -> None:
    """Words written at the foot of a page, and on to the form."""
    page.locator(".lo-tell summary").click()
    page.locator("#foot-words").fill(WORDS)
    page.locator(".lo-tell button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_foot_of_a_page_to_the_private_link_and_back(visit, watch, scripts):
    watch.expected.append("status of 422")
    page = visit(GUIDE, viewport=PHONE, java_script_enabled=scripts)
    begin(page)
    expect(page.locator("#words")).to_have_value(WORDS)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("link", name="Choose what your comment is about.").click()
    expect(page.locator("#aspect-content")).to_be_focused()
    page.get_by_label("How easy it is to find and read").check()
    page.get_by_label("Your email address").fill("ana@example.org")
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("h1")).to_have_text("Thank you")
    link = page.url.partition("?")[0]
    page.get_by_role("button", name="Delete my email address now").click()
    expect(page.get_by_role("button", name="Delete my email address now")).to_have_count(0)
    page.get_by_text("Take my comment back").click()
    page.get_by_role("button", name="Take it back for good").click()
    expect(page.locator("main")).to_contain_text("You took it back.")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("You took it back.")
    expect(page.get_by_text("Take my comment back")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_taps_say_that_a_page_is_wrong_and_it_says_so(visit, scripts):
    page = visit(GUIDE, viewport=PHONE, java_script_enabled=scripts)
    page.get_by_role("link", name="Is something wrong here?").click()
    page.wait_for_timeout(TAPPING)
    page.get_by_role("button", name="A link does not work").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    page.get_by_label("What is wrong, and how should it be?").fill("The form is gone.")
    page.get_by_role("button", name="Send this too").click()
    expect(page.locator("main")).to_contain_text("We have added it to your report.")
    page.get_by_role("link", name="annual review").first.click()
    expect(page.locator(".lo-notice").first).to_contain_text("that something here may be wrong. We are checking it.")


def test_the_trap_cannot_be_reached_with_the_keyboard(visit):
    page = visit("/feedback", viewport=DESK)
    page.get_by_label("Your email address").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_step_is_accessible_and_spills_nowhere(visit, watch, axe_source, language, viewport):
    watch.expected.append("status of 422")
    page = visit(f"{GUIDE}?lang={language}", viewport=viewport)
    begin(page)
    looked_at = [check(page, axe_source)]
    page.locator("main form button").last.click()
    looked_at.append(check(page, axe_source))
    page.locator("#aspect-content").check()
    page.locator("#email").fill("ana@example.org")
    page.wait_for_timeout(READING)
    page.locator("main form button").last.click()
    page.locator("main details summary").last.click()
    looked_at.append(check(page, axe_source))
    page.goto(f"{page.url.partition('/feedback')[0]}/feedback/wrong?about=guides/annual-review")
    page.wait_for_timeout(TAPPING)
    page.locator(".lo-answers button").first.click()
    looked_at.append(check(page, axe_source))
    assert looked_at == [[], [], [], []]
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def check(page: Page, axe_source: str) -> list[str]:
    return [*violations(page, axe_source), *page.evaluate(SPILL)]
