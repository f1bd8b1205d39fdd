"""The desk in a browser: axe finds nothing, nothing is wider than a phone, lists work with the keyboard and without
scripts, for editors and providers."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from localoffer.records.entries import Entry
from localoffer.records.queries import revision_of
from localoffer.records.upkeep import LinkTried
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person, session_cookie
from tests.web.site_fixtures import TestSite

PROVIDER_OF = "riverbank-childrens-health"


def make_due(session, entry, day):
    """Have a page’s next check on a day, in its public words too."""
    entry.reviewed_on, entry.review_due = day - timedelta(days=100), day
    revision = revision_of(session, entry.id, entry.revision)
    dates = {"reviewed_on": entry.reviewed_on.isoformat(), "review_due": day.isoformat()}
    revision.document = {**revision.document, **dates}


@pytest.fixture
def desk_site(own_site: TestSite):
    """A site of one's own, served, with late pages, a drifted quick read, a broken link and two pages alike."""

    def fill(session):
        services = session.exec(select(Entry).where(Entry.kind == "service").order_by(Entry.slug)).all()
        for number, entry in enumerate(services[:12]):
            make_due(session, entry, date.today() + timedelta(days=number - 6))
        services[20].quick_read_basis = "of another text"
        services[21].title = services[22].title
        url = services[23].fields["complaints_url"]
        session.add(LinkTried(url=url, status=404, said="Not found.", works=False, failures=2))

    own_site.change(fill)
    with serving(own_site.app) as address:
        yield own_site, address


@pytest.fixture
def open_as(browser, desk_site):
    """``open_as("reviewer", "/editor/")``: a page as somebody of a role, signed in."""
    site, address = desk_site
    contexts = []

    def open_page(role, path, **options):
        organisations = [PROVIDER_OF] if role == "provider" else []
        cookie = session_cookie(
            site, create_person(site, role, name=f"{role.title()} One", organisations=organisations)
        )
        context = browser.new_context(base_url=address, locale="en-GB", **options)
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        contexts.append(context)
        page = context.new_page()
        answer = page.goto(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return page

    yield open_page
    for context in contexts:
        context.close()


def check(page, axe_source):
    assert violations(page, axe_source) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, "en"), (DESK, "en"), (PHONE, "ar")])
def test_axe_finds_nothing_on_the_desk(open_as, desk_site, axe_source, viewport, language):
    site, _address = desk_site
    with site.database.session() as session:
        ids = session.exec(select(Entry.id).where(Entry.kind == "service").order_by(Entry.slug)).all()[:3]
    page = open_as("reviewer", f"/editor/?lang={language}", viewport=viewport)
    check(page, axe_source)
    ticked = "&".join(f"entry={each}" for each in ids)
    for path in (
        "/editor/pages?wrong=incomplete&kind=service&sort=quality", f"/editor/page/{ids[0]}/quality",
        f"/editor/pages/several?action=add_topic&{ticked}", f"/editor/pages/several?action=withdraw&{ticked}",
        "/editor/duplicates", f"/editor/duplicates/compare?one={ids[0]}&other={ids[1]}", "/editor/links",
    ):  # fmt: skip
        page.goto(path)
        check(page, axe_source)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_axe_finds_nothing_on_a_providers_desk(open_as, axe_source, viewport):
    page = open_as("provider", "/editor/", viewport=viewport)
    check(page, axe_source)
    page.get_by_role("link", name="Pages").click() if viewport is DESK else page.goto("/editor/pages")
    check(page, axe_source)


def test_a_provider_confirms_the_most_urgent_page_with_the_keyboard_alone(open_as):
    page = open_as("provider", "/editor/", viewport=DESK)
    first = page.locator(".lo-own__page").first
    title = first.locator(".lo-own__title").inner_text()
    first.get_by_role("button", name="Still right").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lo-said")).to_have_text(f"Thank you. “{title}” is marked as checked today.")


def test_every_row_is_ticked_at_once_and_counted(open_as):
    page = open_as("editor", "/editor/pages?kind=service", viewport=DESK)
    count = page.locator("[data-lists-count]")
    expect(count).to_have_text("No page is ticked.")
    button = page.get_by_role("button", name="Tick every page of this list")
    button.press("Space")
    expect(count).to_have_text("Ticked: 50")
    page.get_by_label("All", exact=False).last.check(force=True)
    expect(count).to_contain_text("Ticked: all")


def test_many_pages_are_checked_and_put_back_without_scripts(open_as):
    page = open_as("editor", "/editor/pages?check=overdue", viewport=PHONE, java_script_enabled=False)
    for box in page.locator("input[name=entry]").all():
        box.check()
    page.get_by_label("With the ticked pages").select_option("check")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mark 6 pages as checked today")
    page.get_by_role("button", name="Mark 6 pages as checked today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Done: Mark 6 pages as checked today")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".lo-said")).to_have_text("Everything is as it was before.")
    page.goto("/editor/pages?check=overdue")
    expect(page.locator(".lo-found")).to_have_text("6 pages")
