"""With scripts off every page is whole, and search, filters and comparing work."""

import pytest
from playwright.sync_api import expect

from tests.browser.places import PHONE, PLACES

QUIET = [place for place in PLACES if place.name not in ("home with suggestions", "home with the menu open")]
OFF = {"java_script_enabled": False}


@pytest.mark.parametrize("place", QUIET, ids=lambda place: place.name)
def test_the_page_is_whole(visit, watch, first, place):
    if place.status != 200:
        watch.expected.append(f"status of {place.status}")
    path = place.filled(first)
    plain = visit(path, viewport=PHONE, **OFF)
    expect(plain.locator("h1")).to_be_visible()
    expect(plain.locator("main form[role=search], header form[role=search]").first).to_be_visible()
    for link in plain.locator("header nav a").all():
        expect(link).to_be_visible()
    for button in plain.locator(".lo-needs-js").all():
        expect(button).to_be_hidden()
    with_scripts = visit(path, viewport=PHONE)
    assert (
        plain.locator("main").get_by_role("heading").all_inner_texts()
        == with_scripts.locator("main").get_by_role("heading").all_inner_texts()
    )


def test_a_search_is_sent_narrowed_and_widened_again(visit):
    page = visit("/", viewport=PHONE, **OFF)
    page.locator("main input[name=q]").fill("swimming club")
    page.locator("main form[role=search] button").click()
    expect(page.locator("h1")).to_contain_text("swimming club")
    page.locator(".lo-filters > summary").click()
    box = page.locator('.lo-filters input[type="checkbox"]').first
    box.check()
    chosen = box.get_attribute("value")
    page.locator(".lo-filters__form button[type=submit]").click()
    assert chosen in page.url
    assert "q=swimming" in page.url
    page.locator(".lo-chip").first.click()
    assert chosen not in page.url


def test_bases_are_compared(visit):
    page = visit("/bases/", viewport=PHONE, **OFF)
    for box in page.locator(".lo-card input[type=checkbox]").all()[:2]:
        box.check()
    page.locator(".lo-compare button").click()
    expect(page.locator("h1")).to_have_text("Compare bases")
    expect(page.locator("table tbody tr").first).to_be_visible()
    assert page.locator("thead th").count() == 2


def test_one_base_leads_back_to_the_list(visit):
    page = visit("/bases/", **OFF)
    page.locator(".lo-card input[type=checkbox]").first.check()
    page.locator(".lo-compare button").click()
    expect(page.locator("main")).to_contain_text("Choose two or more bases")


def test_the_framework_is_narrowed_and_opened(visit):
    page = visit("/provision/", **OFF)
    page.locator("select[name=part]").select_option("targeted")
    page.get_by_role("button", name="Show items").click()
    assert "part=targeted" in page.url
    section = page.locator("main details").first
    section.locator("summary").click()
    expect(section.locator("a").first).to_be_visible()
