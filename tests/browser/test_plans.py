"""Plans in a browser: on a phone and a desk, mirrored, without scripts, on paper – and an editor who reports."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.factories import create
from tests.public.test_plans import GROWN, put
from tests.web.people_fixtures import create_person, session_cookie

PAGES = (
    "/plans/", "/plans/improvement-plan", "/plans/improvement-plan?since=soon#what-changed",
    "/plans/improvement-plan/actions/1-2", "/plans/improvement-plan/quick-read",
)  # fmt: skip


@pytest.fixture
def address(small_site):
    """A site with a plan, its figures and a board that spoke of it."""
    put(small_site, create("indicator"), create("plan", **GROWN), create("meeting"))
    with serving(small_site.app) as address:
        yield address


@pytest.fixture
def open_page(small_site, address, browser, watch):
    """``open_page(path, role="editor", viewport=PHONE)``: somebody opens a page; nobody is signed in without a role."""
    contexts = []

    def opened(path, role="", **options):
        context = browser.new_context(**{"viewport": DESK, "base_url": address, "locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        if role:
            cookie = session_cookie(small_site, create_person(small_site, role))
            context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_plans_is_open_to_everybody(open_page, axe_source, viewport):
    page = open_page("/plans/", viewport=viewport)
    for path in PAGES:
        page.goto(path)
        assert violations(page, axe_source) == [], path
        assert not is_too_wide(page), path


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_are_mirrored(open_page, axe_source, viewport):
    page = open_page("/plans/improvement-plan?lang=ar", viewport=viewport)
    assert violations(page, axe_source) == []
    assert not is_too_wide(page)
    bar = page.locator(".lo-pace-counts__item").first
    word, number = bar.locator(".lo-pace-counts__label").bounding_box(), bar.locator("> :last-child").bounding_box()
    assert word["x"] > number["x"]


def test_what_changed_is_asked_without_scripts(open_page):
    page = open_page("/plans/improvement-plan", java_script_enabled=False)
    page.get_by_label("Show changes").select_option("2026-01-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?since=2026-01-01#what-changed$"))
    expect(page.get_by_role("heading", name="What changed since 1 January 2026")).to_be_visible()
    expect(page.get_by_text("Six more people answer.")).to_be_visible()


def test_an_address_of_an_area_leads_there(open_page):
    page = open_page("/plans/improvement-plan#2")
    expect(page.get_by_role("heading", name="2. We answer")).to_be_in_viewport()


def test_the_whole_plan_is_on_paper(open_page):
    page = open_page("/plans/improvement-plan")
    page.emulate_media(media="print")
    for words in ("Plans on time", "Train every caseworker.", "Think beyond barriers", "You feel heard.", "Together"):
        expect(page.locator("main").get_by_text(words).last).to_be_visible()
    for selector in (".lo-pick", ".lo-contents", ".lo-actions"):
        expect(page.locator(selector).first).to_be_hidden()


def test_an_editor_reports_and_sees_it_waiting(open_page, axe_source, watch):
    page = open_page("/plans/improvement-plan", role="editor", viewport=PHONE)
    page.goto("/editor/pages")
    page.goto(page.get_by_role("link", name="SEND improvement plan").first.get_attribute("href"))
    page.get_by_role("link", name="How the actions are going").click()
    assert violations(page, axe_source) == []
    page.get_by_role("link", name="Say how it is going – Train every caseworker.").click()
    page.get_by_role("radio", name="At risk").check()
    page.get_by_label("What has changed?").fill("Twenty had the course.")
    page.get_by_label("What does it mean for families?").fill("Nothing yet.")
    watch.expected.append("422")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Say why. Families read this first.")).to_be_visible()
    assert violations(page, axe_source) == []
    page.get_by_label("Why is it at risk, late or stopped?").fill("A trainer left.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not public yet", exact=True)).to_be_visible()
    expect(page.get_by_text("Twenty had the course.")).to_be_visible()
    assert violations(page, axe_source) == []
    assert not is_too_wide(page)
