"""Writing in a browser: a whole new page from nothing to sent, with scripts and without; words are never lost."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from localoffer.records.entries import SUBMITTED, Entry
from localoffer.records.queries import find_entry, open_revision
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person, session_cookie

ORGANISATION = "riverbank-childrens-health"
SLOTS = {
    "what_it_is": "A club on Fridays.", "who_for": "Children aged 5 to 11.", "how_to_get": "Just come.",
    "cost": "It is free.", "how_long": "There is no wait.", "contact": "Ring 01632 960001.", "what_next": "Come on Friday.",
}  # fmt: skip


@pytest.fixture
def address(own_site):
    """A site of one's own, served: these tests change it."""
    with serving(own_site.app) as address:
        yield address


@pytest.fixture
def desk(own_site, address, browser, watch):
    """``desk(person, "/editor/new")``: a person who is signed in opens a page."""
    contexts = []

    def open_page(person, path, **options):
        cookie = session_cookie(own_site, person)
        context = browser.new_context(**{"viewport": DESK, "base_url": address, "locale": "en-GB", **options})
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def provider(own_site):
    return create_person(own_site, "provider", organisations=[ORGANISATION], name="Priya")


@pytest.fixture
def entry(own_site):
    with own_site.database.session() as session:
        return find_entry(session, "service", "sleep-clinic")


def words_of(site, entry_id):
    with site.database.session() as session:
        revision = open_revision(session, entry_id)
        return revision.document if revision else {}


def go_on(page, heading):
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).to_have_text(heading)


def fill(page, **values):
    """Fill fields by name, with dots as two underscores."""
    for name, value in values.items():
        page.locator(f"[name='{name.replace('__', '.')}']").fill(value)


def tick(page, **values):
    for name, value in values.items():
        page.locator(f"[name='{name.replace('__', '.')}'][value='{value}']").check()


def contact(page, place, kind, value):
    page.locator(f"[name='contacts.{place}.kind']").select_option(kind)
    page.locator(f"[name='contacts.{place}.value']").fill(value)


def write_a_page(page, *, scripts):
    """From nothing to the page for the quick read."""
    page.get_by_role("link", name="Support", exact=True).click()
    fill(page, title="Friday club")
    tick(page, organisation=ORGANISATION)
    page.get_by_role("button", name="Begin the page").click()
    expect(page.locator("h1")).to_have_text("Friday club")
    page.get_by_role("link", name="What it is", exact=True).click()
    fill(page, summary="A club for children who like to make things.")
    tick(page, categories="clubs" if page.locator("[value=clubs]").count() else "support_group", tier="universal")
    go_on(page, "Who it is for")
    tick(page, audience="family", needs="autism", phases="primary", needs_ehcp="no", needs_diagnosis="no")
    fill(page, age_min="5", age_max="11", eligibility="Any child aged 5 to 11.")
    go_on(page, "How to get it")
    tick(page, referral_route="self")
    fill(page, referral_steps__0="Come on Friday.")
    page.locator("[id='add:referral_steps']").click()
    fill(page, referral_steps__1="Ask for Sam.", if_not_eligible__0="Sleep clinic for children with additional needs")
    go_on(page, "What it costs")
    tick(page, cost="free")
    go_on(page, "Where it is")
    fill(page, venue__postcode="ex1 1aa")
    page.get_by_role("button", name="Find this postcode").click()
    expect(page.locator(".lo-find__said")).to_contain_text("EX1 1AA is near Exeter.")
    go_on(page, "When and how")
    tick(page, delivery="community")
    go_on(page, "How to get in touch")
    contact(page, 0, "phone", "01632 960001")
    page.locator("[id='add:contacts']").click()
    if scripts:
        expect(page.locator("[name='contacts.1.kind']")).to_be_focused()
    contact(page, 1, "email", "friday@example.org")
    page.get_by_role("button", name="Move up – Contact 2").click()
    expect(page.locator("[name='contacts.0.value']")).to_have_value("friday@example.org")
    go_on(page, "The full text")
    fill(page, body="## What we do\n\nWe make things.")
    go_on(page, "Safe and good")
    go_on(page, "How families find it")
    page.get_by_role("button", name="Save and back to the list").click()


def finish(site, page):
    """The quick read, which has a page and tests of its own; then send."""
    expect(page.locator("h1")).to_have_text("Friday club")
    entry_id = page.url.rstrip("/").rpartition("/")[2].partition("?")[0]

    def write_quick_read(session):
        revision = open_revision(session, entry_id)
        revision.document = revision.document | {"quick_read": SLOTS}
        session.add(revision)

    site.change(write_quick_read)
    page.reload()
    page.get_by_role("link", name="Check and send").click()
    page.locator("[name=checked]").check()
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("h1")).to_have_text("Sent for review")
    with site.database.session() as session:
        revision = open_revision(session, entry_id)
        assert revision.state == SUBMITTED
        assert [each["value"] for each in revision.document["contacts"]] == ["friday@example.org", "01632 960001"]
        assert revision.document["referral_steps"] == ["Come on Friday.", "Ask for Sam."]
        assert revision.document["if_not_eligible"] == ["services/sleep-clinic"]
        assert revision.document["venue"]["postcode"] == "EX1 1AA"


def test_a_whole_new_page_is_written_and_sent(own_site, desk, provider):
    page = desk(provider, "/editor/new")
    write_a_page(page, scripts=True)
    finish(own_site, page)


def test_a_whole_new_page_is_written_and_sent_without_scripts(own_site, desk, provider):
    page = desk(provider, "/editor/new", java_script_enabled=False, viewport=PHONE)
    write_a_page(page, scripts=False)
    finish(own_site, page)


def test_words_are_saved_while_somebody_writes(own_site, desk, provider, entry):
    page = desk(provider, f"/editor/page/{entry.id}/write/basics")
    page.locator("#title").press("End")
    page.locator("#title").press_sequentially(" for all")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    assert words_of(own_site, entry.id)["title"].endswith(" for all")
    page.locator("#title").press_sequentially("!")
    page.get_by_role("button", name="Save and go on").click()  # no clash with what was just saved by itself
    expect(page.locator("h1")).to_have_text("Who it is for")
    assert words_of(own_site, entry.id)["title"].endswith(" for all!")


def test_a_closed_tab_loses_nothing(own_site, desk, provider, entry):
    page = desk(provider, f"/editor/page/{entry.id}/write/basics")
    page.locator("#title").fill("Written in the last moment")
    page.close(run_before_unload=True)
    other = page.context.new_page()
    for _ in range(20):
        other.goto(f"/editor/page/{entry.id}/write/basics")
        if other.locator("#title").input_value() == "Written in the last moment":
            break
    assert words_of(own_site, entry.id)["title"] == "Written in the last moment"


def test_words_wait_in_the_browser_while_the_site_cannot_be_reached(own_site, desk, provider, entry, watch):
    watch.expected += ["Failed", "ERR_"]
    page = desk(provider, f"/editor/page/{entry.id}/write/basics")
    page.route("**/write/basics", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#title").fill("Written on a train")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet.")
    page.unroute("**/write/basics")
    page.goto("about:blank")
    page.goto(f"/editor/page/{entry.id}/write/basics")
    if page.locator("#title").input_value() != "Written on a train":  # the try as the page was left may have worked
        expect(page.locator(".lo-kept")).to_contain_text("that was not saved")
        page.get_by_role("button", name="Save it now").click()
    expect(page.locator("#title")).to_have_value("Written on a train")
    assert words_of(own_site, entry.id)["title"] == "Written on a train"


def test_two_windows_of_one_person_do_not_lose_words(own_site, desk, provider, entry, watch):
    watch.expected += ["409"]
    page = desk(provider, f"/editor/page/{entry.id}/write/basics")
    other = page.context.new_page()
    other.goto(f"/editor/page/{entry.id}/write/basics")
    page.locator("#title").fill("In the first window")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    other.locator("#title").fill("In the second window")
    other.get_by_role("button", name="Save and go on").click()
    expect(other.locator("h1")).to_have_text("You changed this in two windows")
    other.get_by_label("What you wrote").check()
    other.get_by_role("button", name="Save what I chose").click()
    expect(other.locator("#title")).to_have_value("In the second window")


def test_a_page_is_found_while_its_name_is_typed_with_keys_only(own_site, desk, provider, entry):
    page = desk(provider, f"/editor/page/{entry.id}/write/found")
    field = page.locator("[id='related.0']")
    field.fill("")
    field.press_sequentially("sleep work", delay=20)
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert re.search(r"\(\w+/[a-z0-9-]+\)$", field.input_value())
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(own_site, desk, entry, axe_source, viewport, language):
    page = desk(create_person(own_site, "reviewer"), f"/editor/new?lang={language}", viewport=viewport)
    with own_site.database.session() as session:
        provision = session.exec(select(Entry).where(Entry.kind == "provision")).first()
    here = f"/editor/page/{entry.id}"
    page.goto(here + "/write/basics")
    fill(page, title="")
    page.locator("button[name=do][value=list]").click()
    parts = [
        "basics?check=yes",
        "who",
        "getting",
        "place?find=venue",
        "when",
        "contacts?add=contacts",
        "text",
        "keeping",
    ]
    paths = ["/editor/new", "/editor/new/service", here, here + "/give-up", here + "/send"]
    for path in [*paths, *(f"{here}/write/{part}" for part in parts), f"/editor/page/{provision.id}/write/expected"]:
        page.goto(path)
        assert violations(page, axe_source) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
