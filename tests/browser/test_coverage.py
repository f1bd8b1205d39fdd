"""Coverage and gaps in a browser: axe finds nothing, nothing is wider than a phone, and forms work without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from localoffer.publishing.gaps import NOTHING, Gap, add_counts
from localoffer.records.entries import Reference
from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person, session_cookie
from tests.web.site_fixtures import TestSite

PAGES = [
    "/editor/coverage/", "/editor/coverage/SCH2.18?all=yes", "/editor/coverage/REG55", "/editor/coverage/CFA30.6",
    "/editor/coverage/self-evaluation", "/editor/gaps/", "/coverage",
]  # fmt: skip


@pytest.fixture
def desk_site(own_site: TestSite):
    """A site of one's own, served, with counts, and published coverage."""

    def fill(session):
        month = date.today().replace(day=1)
        bands = ("0-4", "5-10", "11-15", "16-25", "")
        counts = {Gap(month, need, band, "EX16", NOTHING): 9 for need in ("autism", "sleep", "") for band in bands}
        add_counts(session, counts)
        row = session.get(Reference, "desk") or Reference(name="desk", document={}, digest="x")
        row.document = {**row.document, "public_coverage": True}
        session.add(row)

    own_site.change(fill)
    with serving(own_site.app) as address:
        yield own_site, address


@pytest.fixture
def reviewer_page(browser, desk_site):
    """Opens pages as a reviewer who is signed in."""
    site, address = desk_site
    cookie = session_cookie(site, create_person(site, role="reviewer", name="Rosa Reviewer"))
    contexts = []

    def open_page(path, **options):
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


@pytest.mark.parametrize(
    ("viewport", "language"), [(PHONE, "en"), (DESK, "en"), (PHONE, "ar")], ids=["phone", "desk", "arabic"]
)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(reviewer_page, axe_source, path, viewport, language):
    page = reviewer_page(f"{path}{'&' if '?' in path else '?'}lang={language}", viewport=viewport)
    assert violations(page, axe_source) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_reviewer_signs_off_without_scripts(reviewer_page):
    page = reviewer_page("/editor/coverage/REG55", viewport=PHONE, java_script_enabled=False)
    page.get_by_role("button", name="Save the judgement").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose whether it is met.")
    page.get_by_label("Yes").check()
    page.get_by_label("How do you know?").fill("We asked 30 families in May.")
    page.get_by_role("button", name="Save the judgement").click()
    expect(page.locator(".lo-said")).to_have_text("Your judgement is saved.")
    expect(page.locator(".lo-judgements__one")).to_contain_text("Rosa Reviewer, reviewer")
    expect(page.locator(".lo-state")).to_have_text("Met")


def test_items_are_narrowed_down_without_scripts(reviewer_page):
    page = reviewer_page("/editor/coverage/", viewport=DESK, java_script_enabled=False)
    page.get_by_label("State").select_option("A person must judge")
    page.get_by_role("button", name="Show").click()
    assert set(page.locator(".lo-state").all_inner_texts()) == {"A person must judge"}
