"""The board in a browser: whole on a phone and without scripts, and a paper from the desk to a family’s downloads."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.browser.test_narrow import SPILL
from tests.editor.desk_pages import approve, send
from tests.meetings import keep, publish_meeting
from tests.papers import pdf
from tests.web.people_fixtures import create_person, session_cookie

NARROW = {"width": 320, "height": 640}
DECISIONS = [
    {"key": "decision-1", "text": "Hire two more people to write EHC plans.", "owner_role": "Head of SEND", "due": "2026-12-01"},
    {"key": "decision-2", "text": "Publish how long children wait.", "owner_role": "Director of therapies"},
]  # fmt: skip
ACTIONS = [
    {"key": "action-1", "text": "Send the list of posts.", "owner_role": "Head of SEND", "done_on": "2026-03-20"},
    {"key": "action-2", "text": "Say what families were told.", "owner_role": "Team manager", "due": "2026-04-01"},
]
MINUTES = "## What was said\n\n- One\n- Two\n\n| Month | Plans |\n|---|---|\n| March | 40 |"


@pytest.fixture
def meeting(small_site):
    """A meeting with everything a meeting can have."""
    papers = [{"title": "Agenda", "file": keep(small_site, pdf())}]
    publish_meeting(small_site, "before", day="2026-01-14")
    return publish_meeting(
        small_site, "march", decisions=DECISIONS, actions=ACTIONS, minutes=MINUTES, papers=papers,
        starts="10:00", ends="12:00", next_day="2026-06-10", reviewed_on="2026-06-02", review_due="2027-06-01",
    )  # fmt: skip


@pytest.fixture
def address(small_site, meeting):
    """A site of one's own, served."""
    with serving(small_site.app) as address:
        yield address


@pytest.mark.parametrize("path", ["/board/", "/board/?year=1999", "/board/march", "/board/march?lang=ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_spills(visit, axe_source, path, viewport):
    page = visit(path, viewport=viewport)
    assert violations(page, axe_source) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(SPILL) == []


def test_actions_stay_a_table_for_those_who_listen_on_a_phone_too(visit):
    page = visit("/board/march", viewport=PHONE)
    row = page.get_by_role("table", name="Things to do").get_by_role("row").nth(2)
    expect(row.get_by_role("cell")).to_have_count(3)
    expect(row.get_by_role("cell").nth(2)).to_contain_text("Late: due by 1 April 2026")


def test_the_list_is_narrowed_without_scripts(visit):
    page = visit("/board/", java_script_enabled=False)
    page.get_by_label("Year").select_option("2026")
    page.get_by_role("button", name="Show meetings").click()
    expect(page).to_have_url("/board/?board=&year=2026")
    page.get_by_role("link", name="Meeting before", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting before")


def test_a_link_to_a_decision_leads_to_it(visit):
    page = visit("/board/march#decision-2")
    expect(page.locator("#decision-2")).to_be_in_viewport()


def test_a_paper_is_saved_under_its_own_name(visit):
    page = visit("/board/march")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Agenda (PDF, 1 kB)").click()
    assert saved.value.suggested_filename == "Agenda.pdf"
    assert saved.value.path().read_bytes() == pdf()


def test_an_editor_uploads_a_paper_and_families_download_it(small_site, meeting, visit, address, watch, axe_source):
    page = visit("/board/")
    cookie = session_cookie(small_site, create_person(small_site, "editor", name="Ana"))
    page.context.add_cookies([{"name": "session", "value": cookie, "url": address}])
    watch.expected.append("status of 422")
    page.goto(f"/editor/page/{meeting.id}")
    page.get_by_role("link", name="Papers to download, beside the minutes").click()
    assert violations(page, axe_source) == []
    page.get_by_label("What is it called?").fill("Report on waiting times")
    page.get_by_label("The file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"<html>"})
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not a PDF and not a Word file (.docx).")
    expect(page.get_by_label("What is it called?")).to_have_value("Report on waiting times")
    assert violations(page, axe_source) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(SPILL) == []
    page.get_by_label("The file").set_input_files({"name": "a", "mimeType": "", "buffer": pdf("Waits")})
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="Report on waiting times (PDF, 1 kB)")).to_be_visible()
    send(small_site, None, meeting.id, checked=True)
    approve(small_site, meeting.id)
    page.goto("/board/march")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Report on waiting times (PDF, 1 kB)").click()
    assert saved.value.path().read_bytes() == pdf("Waits")
