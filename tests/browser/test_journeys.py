"""What people come to do, from the front page to the end, with the mouse and with the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import PHONE

MOST_TABS = 120


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until what has the focus fits the selector."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{MOST_TABS} presses of {key} did not reach “{selector}”.")


def holds_focus(page: Page, selector: str) -> bool:
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)


# --- a parent ---


def test_a_parent_finds_help_from_a_misspelt_question(visit: Callable[..., Page]):
    page = visit("/", viewport=PHONE)
    page.locator("main input[name=q]").fill("speach therapy in Tiverton")
    page.locator("main form[role=search] button").click()
    expect(page.locator("h1")).to_contain_text("speech therapy")
    expect(page.locator(".lo-correction")).to_contain_text("instead")
    expect(page.locator(".lo-chips")).to_contain_text("Tiverton")
    card = page.locator(".lo-card").filter(has=page.locator('a[href^="/services/"]')).first
    name = card.locator("h2").inner_text()
    card.locator("h2 a").click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator(".lo-quick")).to_be_visible()
    assert page.locator('main a[href^="tel:"]').first.get_attribute("href").removeprefix("tel:").isdigit()
    page.locator('.lo-quick a[href$="/quick-read"]').click()
    expect(page.locator("h1")).to_have_text(name)
    phone = page.locator('main a[href^="tel:"]').first
    expect(phone).to_be_visible()
    assert phone.bounding_box()["height"] >= 24
    page.go_back()
    page.go_back()
    expect(page.locator(".lo-correction")).to_be_visible()


def test_a_parent_in_a_crisis_sees_who_to_ring_without_scrolling(visit):
    page = visit("/search?q=my+son+wants+to+die", viewport=PHONE)
    call = page.locator('.lo-help--urgent a[href="tel:999"]')
    expect(call).to_be_in_viewport()


def test_a_parent_narrows_down_on_a_desk_and_sees_the_number_change(visit):
    page = visit("/search?q=autism")
    before = int(re.match(r"\d+", page.locator("h1").inner_text())[0])
    box = page.locator('.lo-filters input[name="kind"]').first
    label = page.locator(f'label[for="{box.get_attribute("id")}"]')
    promised = int(re.search(r"\d+", label.locator(".lo-filter__count [aria-hidden]").inner_text())[0])
    label.click()
    page.locator(".lo-filters__form button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text(f"{promised} result")
    assert promised < before
    expect(page.locator(f"#{box.get_attribute('id')}")).to_be_checked()


def test_a_parent_reads_in_arabic_and_finds_the_same(visit):
    page = visit("/search?q=autism", viewport=PHONE)
    expected = page.locator(".lo-card h2 a").first.get_attribute("href")
    page.locator('a[hreflang="ar"], a[href*="lang=ar"]').first.click()
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.locator(".lo-card h2 a").first.get_attribute("href") == expected
    page.goto("/guides/")
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_suggestions_lead_to_an_entry_and_plain_enter_searches(visit):
    page = visit("/", viewport=PHONE)
    field = page.locator("main input[name=q]")
    field.press_sequentially("annual rev", delay=20)
    option = page.locator(".autocomplete__option").filter(has_text="nnual review").first
    option.click()
    page.wait_for_url(re.compile(r"/(guides|glossary|services)/"))
    page.go_back()
    field = page.locator("main input[name=q]")
    field.fill("")
    field.press_sequentially("annual rev", delay=20)
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=annual+rev")


# --- a SENCo ---


def test_a_senco_goes_from_a_concern_to_one_version_of_an_item(visit):
    page = visit("/")
    page.get_by_role("link", name="I am a SENCo or teacher").click()
    expect(page).to_have_url(re.compile(r"/provision/$"))
    page.locator("#concern").fill("loses track after one instruction")
    page.get_by_role("button", name="Find what to try").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ items? for “loses track"))
    for card in page.locator(".lo-card h3 a").all():
        if "/t-" in card.get_attribute("href"):
            card.click()
            break
    expect(page.locator("h2", has_text="What to try")).to_be_visible()
    beside = page.locator(".lo-beside")
    expect(beside).to_contain_text("Universal")
    expect(beside).to_contain_text("Targeted")
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="Link to exactly this version").click()
    expect(page).to_have_url(re.compile(r"/version/\d+$"))
    expect(page.locator("h1")).to_have_text(name)


def test_a_senco_shows_parents_the_question_to_ask(visit):
    page = visit("/provision/?part=targeted&need=autism")
    page.get_by_role("link", name="Show it as questions parents can ask").click()
    assert "part=targeted" in page.url
    expect(page.locator("main")).to_contain_text("Ask school:")


# --- the keyboard alone ---


def test_the_skip_link_comes_first_and_skips(visit):
    page = visit("/search?q=autism")
    page.keyboard.press("Tab")
    assert holds_focus(page, ".govuk-skip-link")
    expect(page.locator(".govuk-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_keyboard_searches_by_suggestion(visit):
    page = visit("/")
    press_until(page, "main input[name=q]")
    page.keyboard.type("dysl", delay=20)
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"] .lo-suggestion__label').inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/"))
    expect(page.locator("h1")).to_contain_text(chosen)


def test_escape_closes_suggestions_and_keeps_what_was_typed(visit):
    page = visit("/")
    press_until(page, "main input[name=q]")
    page.keyboard.type("autis", delay=20)
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".autocomplete__option").first).to_be_hidden()
    assert page.locator("main input[name=q]").input_value().startswith("autis")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_the_keyboard_sets_and_takes_off_a_filter(visit, viewport):
    page = visit("/search?q=club", viewport=viewport)
    if viewport is PHONE:
        press_until(page, ".lo-filters > summary")
        page.keyboard.press("Enter")
    press_until(page, '.lo-filters input[type="checkbox"]')
    value = page.evaluate("document.activeElement.value")
    page.keyboard.press("Space")
    press_until(page, ".lo-filters__form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{value}**")
    press_until(page, ".lo-chip")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: value not in url)


def test_the_keyboard_compares_bases(visit):
    page = visit("/bases/")
    ticked = []
    for _ in range(2):
        press_until(page, ".lo-card input[type=checkbox]")
        page.keyboard.press("Space")
        ticked.append(page.evaluate("document.activeElement.value"))
    press_until(page, ".lo-compare button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bases/compare?**")
    assert [each for each in ticked if f"base={each}" in page.url] == ticked
    assert page.locator("thead th").count() == 2


def test_a_fifth_base_cannot_be_ticked_and_the_page_says_why(visit):
    page = visit("/bases/")
    boxes = page.locator(".lo-card input[type=checkbox]")
    for at in range(4):
        boxes.nth(at).check()
    expect(boxes.nth(4)).to_be_disabled()
    expect(page.locator(".lo-compare__status")).to_contain_text("up to 4")
    boxes.nth(0).uncheck()
    expect(boxes.nth(4)).to_be_enabled()


def test_one_ticked_base_is_not_sent_and_the_page_says_why(visit):
    page = visit("/bases/")
    page.locator(".lo-card input[type=checkbox]").first.check()
    expect(page.locator(".lo-compare__status")).to_contain_text("Tick one more")
    page.locator(".lo-compare button").click(force=True)  # it says aria-disabled, so that it can still be reached
    expect(page).to_have_url(re.compile(r"/bases/$"))


# --- small comforts ---


def test_a_link_to_an_entry_is_copied(visit, address):
    page = visit("/guides/annual-review", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy-link]").first.click()
    expect(page.locator(".lo-copy__status").first).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/guides/annual-review"


def test_a_script_that_cannot_ask_for_suggestions_leaves_a_search_that_works(visit, watch):
    watch.expected += ["suggest.json", "ERR_FAILED"]
    page = visit("/")
    page.route("**/suggest.json**", lambda route: route.abort())
    field = page.locator("main input[name=q]")
    field.press_sequentially("sleep", delay=20)
    field.press("Enter")
    page.wait_for_url("**/search?q=sleep")
    expect(page.locator(".lo-card").first).to_be_visible()
