"""The quick-read editor in a browser: findings while typing, jumping to words, plain words with one press; no scripts."""

import pytest
from playwright.sync_api import expect

from localoffer.records.queries import find_entry
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person, session_cookie

HARD = "Help on a pathway from SALT."


@pytest.fixture
def address(own_site):
    """A site of one's own, served: these tests change it."""
    with serving(own_site.app) as address:
        yield address


@pytest.fixture
def editor(own_site, address, browser, watch):
    """``editor("/quick-read")``: an editor opens a part of a service's desk pages."""
    person = create_person(own_site, "editor", name="Ana")
    cookie = session_cookie(own_site, person)
    with own_site.database.session() as session:
        entry = find_entry(session, "service", "sleep-clinic")
    contexts = []

    def open_page(tail, **options):
        context = browser.new_context(**{"viewport": DESK, "base_url": address, "locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(f"/editor/page/{entry.id}{tail}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_findings_come_while_typing_and_lead_to_the_words(editor):
    page = editor("/quick-read")
    expect(page.locator(".lo-plain__headline")).to_have_text("Good to go")
    expect(page.get_by_role("button", name="Check the words")).to_be_hidden()
    page.locator("#cost").fill("You pay " + "word " * 30)
    expect(page.locator(".lo-plain__headline")).to_have_text("1 thing to fix")
    page.locator("#what_it_is").fill("🌙 " + HARD)
    expect(page.locator(".lo-plain__headline")).to_have_text("2 things to fix")
    expect(page.locator("[data-plain-status]")).to_have_text("2 things to fix")
    page.locator(".lo-plain [data-plain-jump]").first.click()
    selected = "[document.activeElement.id, getSelection().toString()]"
    assert page.evaluate(selected) == ["what_it_is", "pathway"]


def test_one_press_writes_what_an_acronym_stands_for(editor):
    page = editor("/quick-read")
    page.locator("#what_it_is").fill("🌙 " + HARD)
    page.locator("[data-plain-slot=what_it_is]").get_by_role("button", name="(SALT)").click()
    expect(page.locator("#what_it_is")).to_have_value("🌙 Help on a pathway from speech and language therapy (SALT).")
    expect(page.locator(".lo-plain__headline")).to_have_text("Good to go")
    page.locator(".lo-plain").get_by_role("button", name="Write “steps”").click()
    expect(page.locator("#what_it_is")).to_have_value("🌙 Help on a steps from speech and language therapy (SALT).")


def test_an_empty_slot_offers_its_first_draft(editor):
    page = editor("/quick-read")
    slot = page.locator("[data-plain-slot=cost]")
    expect(slot.locator("[data-plain-draft]")).to_be_hidden()
    page.locator("#cost").fill("")
    slot.get_by_role("button", name="Use this first draft").click()
    expect(page.locator("#cost")).to_have_value("It is free.")
    expect(slot.locator("[data-plain-draft]")).to_be_hidden()


def test_the_count_of_words_follows(editor):
    page = editor("/quick-read")
    page.locator("#what_next").fill("Go on. " * 70)
    expect(page.locator("[data-plain-count]")).to_contain_text("of 120 words")
    expect(page.locator("[data-plain-count]")).to_have_class("lo-plain__count lo-plain__count--over")


def test_all_of_it_works_without_scripts(editor):
    page = editor("/quick-read", viewport=PHONE, java_script_enabled=False)
    page.locator("#cost").fill("")
    page.locator("#what_it_is").fill(HARD)
    page.get_by_role("button", name="Check the words").click()
    expect(page.locator(".lo-plain__headline")).to_have_text("2 things to fix")
    page.locator("[data-plain-slot=what_it_is]").get_by_role("button", name="(SALT)").click()
    page.get_by_role("button", name="Use this first draft – What it costs").click()
    expect(page.locator("#cost")).to_have_value("It is free.")
    page.get_by_role("button", name="Save for now").click()
    expect(page.locator(".lo-said")).to_have_text("Saved. Families do not see it yet.")
    expect(page.locator("#what_it_is")).to_have_value("Help on a pathway from speech and language therapy (SALT).")


def test_a_long_text_is_checked_beside_it(editor):
    page = editor("/write/text")
    box = page.locator("textarea[data-plain=body]")
    box.fill("## Help\n\nA naughty child.")
    panel = page.locator(".lo-plain--beside")
    expect(panel.locator(".lo-plain__beside")).to_have_text("1 thing could be plainer.")
    panel.get_by_role("link", name="Show me").click()
    assert page.evaluate("getSelection().toString()") == "naughty"
    panel.get_by_role("button", name="Write “upset”").click()
    expect(box).to_have_value("## Help\n\nA upset child.")


@pytest.mark.parametrize(
    ("viewport", "language"), [(PHONE, "en"), (DESK, "en"), (PHONE, "ar")], ids=["phone", "desk", "arabic"]
)
@pytest.mark.parametrize("tail", ["/quick-read", "/preview", "/preview/quick-read", "/preview/phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(editor, axe_source, tail, viewport, language):
    page = editor(f"{tail}?lang={language}", viewport=viewport)
    if tail == "/quick-read":
        page.locator("#what_it_is").fill(HARD)
        expect(page.locator("[data-plain-swap]").first).to_be_visible()
    assert violations(page, axe_source) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
