"""Reviewing, standing and history in a browser: by keyboard and without scripts, on a phone and a desk, in two languages."""

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from localoffer.records.entries import PUBLISHED, RETURNED, WITHDRAWN, Entry
from localoffer.records.queries import open_revision
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.editor.desk_pages import approve, entry_of, send, write
from tests.web.people_fixtures import create_person, session_cookie


@pytest.fixture
def address(small_site):
    """A site of one's own, served: these tests change it."""
    with serving(small_site.app) as address:
        yield address


@pytest.fixture
def desk(small_site, address, browser, watch):
    """``desk("/editor/review")``: a reviewer who is signed in opens a page."""
    contexts = []
    rae = create_person(small_site, "reviewer", name="Rae")

    def open_page(path, **options):
        cookie = session_cookie(small_site, rae)
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
def waiting(small_site):
    """A guide with two public versions, and changes that wait for a review."""
    ana = create_person(small_site, "editor", name="Ana")
    entry = entry_of(small_site)
    write(small_site, ana, entry.id, title="The second name")
    send(small_site, ana, entry.id)
    approve(small_site, entry.id)
    body = "## Words\n\n" + "A long paragraph of words that stay the same. " * 20
    write(small_site, ana, entry.id, title="The third name", summary="A summary by Ana, long enough.", body=body)
    send(small_site, ana, entry.id, note="The old name was wrong.")
    return entry


def held(site, entry):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.get_one(Entry, entry.id), open_revision(session, entry.id)


PAGES = {
    "queue": "/editor/review", "review": "/editor/page/{0}/review", "history": "/editor/page/{0}/history",
    "compare": "/editor/page/{0}/compare?from=1&to=3", "version": "/editor/page/{0}/history/1",
    "restore": "/editor/page/{0}/history/1/restore", "standing": "/editor/page/{0}/standing",
    "withdraw": "/editor/page/{0}/standing/withdraw",
}  # fmt: skip


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_sticks_out(desk, waiting, axe_source, viewport, language):
    page = desk(f"/editor/review?lang={language}", viewport=viewport)
    found = []
    for name, path in PAGES.items():
        page.goto(path.format(waiting.id))
        if name == "review":
            page.locator("#back-title").check()
            page.locator("#when-later").check()
        found += [f"{name}: {each}" for each in violations(page, axe_source)]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"{name} sticks out"] if wide else []
    assert not found, "\n".join(found)


def test_a_reviewer_sends_a_part_back_by_keyboard(desk, small_site, waiting, watch):
    watch.expected.append("status of 422")
    page = desk("/editor/review")
    page.get_by_role("link", name="The second name").click()
    reason = page.locator("#reason-summary")
    expect(reason).to_be_hidden()
    page.locator("#accept-summary").focus()
    page.keyboard.press("ArrowRight")
    expect(reason).to_be_visible()
    page.get_by_role("button", name="Send your answer").press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why you send this part back.")
    page.locator(".govuk-error-summary a").click()
    expect(reason).to_be_focused()
    page.keyboard.type("Say for whom it is.")
    page.get_by_role("button", name="Send your answer").press("Enter")
    expect(page.locator(".lo-said")).to_contain_text("The rest went back.")
    entry, revision = held(small_site, waiting)
    assert entry.title == "The third name"
    assert (revision.state, revision.returned) == (RETURNED, {"summary": "Say for whom it is."})


def test_all_of_it_works_without_scripts(desk, small_site, waiting):
    page = desk(f"/editor/page/{waiting.id}/review", java_script_enabled=False)
    page.get_by_role("button", name="Accept everything and publish now").click()
    expect(page.locator(".lo-said")).to_contain_text("is public now")
    page.goto(f"/editor/page/{waiting.id}/history")
    page.locator("#from-1").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.locator("h1")).to_have_text("Version 1 and version 3")
    page.goto(f"/editor/page/{waiting.id}/history/1/restore")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".lo-said")).to_contain_text("Version 1 is what families see now.")
    page.goto(f"/editor/page/{waiting.id}/standing")
    page.get_by_role("link", name="Take it down now").click()
    page.get_by_label("Why is it taken down?").fill("The law has changed.")
    page.get_by_role("button", name="Take it down").click()
    assert held(small_site, waiting)[0].state == WITHDRAWN
    page.get_by_role("link", name="Bring back the last public version").click()
    page.get_by_role("button", name="Bring it back").click()
    assert held(small_site, waiting)[0].state == PUBLISHED


def test_marks_are_told_by_more_than_colour(desk, waiting):
    page = desk(f"/editor/page/{waiting.id}/review")
    style = (
        "each => ({line: getComputedStyle(each).textDecorationLine, border: getComputedStyle(each).borderBottomStyle})"
    )
    assert page.locator("del").first.evaluate(style)["line"] == "line-through"
    assert page.locator("ins").first.evaluate(style)["border"] == "solid"
    assert "removed:" in page.locator("del").first.inner_text()
