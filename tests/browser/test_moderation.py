"""Comments and reports on the desk in a browser: a comment from its first reading to its answer, also without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from localoffer.records.entries import Entry
from localoffer.records.feedback import HELD, INDIVIDUAL_CASE, PUBLISHED, Comment, Report, Writer
from localoffer.records.moments import now
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person, session_cookie

WORDS = "My son Sam cannot read this page. Ring 01632 960 111 or write to jo@example.org."


@pytest.fixture
def voices(small_site):
    """A small site with a new comment, one that waits too long, one held back, and a report; served."""

    def fill(session):
        entry = session.exec(select(Entry).where(Entry.kind == "guide").order_by(Entry.slug)).first()
        about = {"entry_id": entry.id, "aspect": "content"}
        long_ago = now() - timedelta(days=400)
        session.add_all(
            [
                Comment(id=1, token_digest="1" * 64, text=WORDS, **about),
                Comment(
                    id=2, token_digest="2" * 64, text="x", state=PUBLISHED, public_text="The letters are too small.",
                    theme="information", received_at=long_ago, decided_at=long_ago, **about,
                ),
                Comment(id=3, token_digest="3" * 64, text="y", state=HELD, hold_reason=INDIVIDUAL_CASE, **about),
                Report(id=1, token_digest="4" * 64, entry_id=entry.id, what="link", text="It leads nowhere."),
                Writer(token_digest="1" * 64, email="jo@example.org"),
                Writer(token_digest="4" * 64, email="jo@example.org"),
            ]
        )  # fmt: skip
        return entry.id

    entry_id = small_site.change(fill)
    with serving(small_site.app) as address:
        yield small_site, address, entry_id


@pytest.fixture
def open_as(browser, voices):
    site, address, _entry_id = voices
    contexts = []

    def open_page(path, role="reviewer", **options):
        cookie = session_cookie(site, create_person(site, role, name=f"{role.title()} One"))
        context = browser.new_context(base_url=address, locale="en-GB", **options)
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        contexts.append(context)
        page = context.new_page()
        assert page.goto(path).status == 200
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, "en"), (DESK, "en"), (PHONE, "ar")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(open_as, voices, axe_source, viewport, language):
    _site, _address, entry_id = voices
    page = open_as(f"/editor/?lang={language}", viewport=viewport)
    for path in (
        "/editor/", "/editor/comments", "/editor/comments/1", "/editor/comments/2", "/editor/comments/3",
        "/editor/comments/answer?comment=2", "/editor/reports", "/editor/reports/1", f"/editor/page/{entry_id}",
    ):  # fmt: skip
        page.goto(path)
        assert violations(page, axe_source) == [], path
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), f"{path} scrolls sideways"


def test_a_comment_is_read_made_public_and_answered(open_as, axe_source):
    page = open_as("/editor/", viewport=DESK)
    page.get_by_role("link", name="Comments", exact=True).click()
    page.locator(".lo-lists__one", has_text="New").click()
    page.locator(".lo-voice__title a").click()
    expect(page.locator(".lo-tells")).to_have_count(3)
    box = page.get_by_label("What families will read")
    expect(box).to_have_value("My son […] cannot read this page. Ring […] or write to […].")
    box.fill("I cannot read this page.")
    page.get_by_role("button", name="Publish this comment").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a theme.")
    expect(box).to_have_value("I cannot read this page.")
    assert violations(page, axe_source) == []
    page.get_by_label("What is it about?").select_option(label="Finding information")
    page.get_by_label("I have checked that nobody can be recognised").check()
    page.get_by_role("button", name="Publish this comment").click()
    expect(page.locator(".lo-said")).to_contain_text("The comment is public now.")
    page.get_by_role("link", name="Answer this comment").click()
    expect(page.locator("input[name=comment]:checked")).to_have_count(1)
    page.get_by_label("Comment 2").check()
    page.get_by_label("No, begin a new one").check()
    page.get_by_label("What is the new answer called?").fill("Pages that can be read")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pages that can be read")
    page.get_by_role("link", name="You said").click()
    expect(page.get_by_label("What did families say?")).to_have_value(
        "The letters are too small.\n\nI cannot read this page."
    )


def test_a_report_is_closed_on_a_phone_without_scripts(open_as):
    page = open_as("/editor/reports", role="editor", viewport=PHONE, java_script_enabled=False)
    page.locator(".lo-voice__title a").click()
    page.get_by_role("button", name="We are checking").click()
    expect(page.locator(".lo-said")).to_contain_text("Noted: you are checking it.")
    page.get_by_role("button", name="Nothing is wrong").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write a sentence for whoever reported it")
    page.get_by_label("A sentence for whoever reported it").fill("The link works now.")
    page.get_by_role("button", name="It is put right").click()
    expect(page.locator(".lo-said")).to_contain_text("The report is closed.")
    page.locator(".lo-lists__one", has_text="Closed").click()
    expect(page.locator(".lo-voice")).to_contain_text("Put right")
