"""Papers on the desk: upload, look at and take away, with every refusal in words and nothing lost."""

import gc
import warnings
from io import BytesIO

import pytest
from sqlmodel import select

from localoffer.publishing.files import LARGEST
from localoffer.records.entries import Entry
from localoffer.records.files import StoredFile
from localoffer.records.people import AuditLine
from tests.editor.desk_pages import approve, open_of, send
from tests.meetings import keep, publish_document, publish_meeting
from tests.papers import docx, pdf
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def meeting(site):
    return publish_meeting(site, "march", review_due="2027-06-01", reviewed_on="2026-06-02")


@pytest.fixture
def ana(site):
    return create_person(site, "editor", name="Ana")


@pytest.fixture
def client(site, ana):
    return sign_in(site, ana)


@pytest.fixture(autouse=True)
def close_what_was_sent():
    """Werkzeug’s test client keeps large forms in a temporary file and leaves it to the garbage collector."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def address(entry, more=""):
    return f"/editor/page/{entry.id}/papers{more}"


def text_of(page):
    return " ".join(page.soup.main.get_text(" ").split())


def upload(data, name="agenda.pdf", title="Agenda"):
    return {"title": title, "file": (BytesIO(data), name)}


def papers_of(site, entry):
    revision = open_of(site, entry.id)
    return revision.document.get("papers", []) if revision else []


def kept(site):
    with site.database.session() as session:
        return set(session.exec(select(StoredFile.name)))


def test_a_file_goes_beside_the_draft_and_families_see_it_once_it_is_published(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    page = client.get(address(meeting))
    assert "“Agenda” is beside the page. Families see it once your changes are published." in text_of(page)
    assert "Agenda (PDF, 1 kB) Families do not see it yet." in text_of(page)
    name = papers_of(site, meeting)[0]["file"]
    assert site.client.ask(f"/files/{name}").status_code == 404
    send(site, None, meeting.id, checked=True)
    approve(site, meeting.id)
    assert site.client.ask(f"/files/{name}").data == pdf()
    assert "Families do not see it yet." not in text_of(client.get(address(meeting)))


def test_the_name_of_a_file_says_nothing_about_what_it_is(site, client, meeting):
    client.post(address(meeting), upload(docx(), name="../../agenda.pdf"), status=303)
    assert papers_of(site, meeting)[0]["file"].endswith(".docx")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (pdf() + b" " * LARGEST, "This file is larger than 5 MB."),
        (b"MZ\x90", "This is not a PDF and not a Word file (.docx)."),
        (pdf()[:30], "This file is broken, or part of it is missing."),
        (pdf(more=b"/Encrypt 9 0 R"), "This file is locked with a password"),
        (docx({"word/vbaProject.bin": b"x"}), "This Word file has macros in it."),
        (docx({"word/media/x": b"\0" * 70_000_000}), "This Word file unpacks to far more than a text can be."),
    ],
    ids=["empty", "large", "other", "broken", "locked", "macros", "bomb"],
)
def test_a_refused_file_is_answered_in_words_and_the_title_stays(site, client, meeting, data, sentence):
    page = client.page_after(address(meeting), upload(data, title="My title"), status=422)
    assert sentence in text_of(page)
    assert page.soup.select_one("#title")["value"] == "My title"
    assert page.soup.select_one(".govuk-error-summary a")["href"] == "#file"
    assert (papers_of(site, meeting), kept(site)) == ([], set())


def test_what_is_missing_is_said_at_its_field(client, meeting):
    page = client.page_after(address(meeting), {"title": " "}, status=422)
    assert [each["href"] for each in page.soup.select(".govuk-error-summary a")] == ["#title", "#file"]


def test_the_same_file_is_not_put_beside_a_page_twice(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    page = client.page_after(address(meeting), upload(pdf(), title="Again"), status=422)
    assert "This file is beside the page already." in text_of(page)
    assert len(papers_of(site, meeting)) == 1


FAR_TOO_LARGE = b"%PDF-1.7" + b" " * (12 * 1024 * 1024)


def test_a_file_far_too_large_is_not_read_and_still_answered_in_words(site, client, meeting):
    page = client.page_after(address(meeting), upload(FAR_TOO_LARGE), status=413)
    assert "This file is larger than 5 MB." in text_of(page)
    assert kept(site) == set()


def test_only_who_is_signed_in_may_send_so_much(site, meeting):
    two_megabytes = b"%PDF-1.7" + b" " * (2 * 1024 * 1024)
    PageClient(site.app, cookies=True).post(address(meeting), upload(two_megabytes), status=413)
    provider = sign_in(site, create_person(site, "provider"))
    answer = provider.post(address(meeting), upload(FAR_TOO_LARGE), status=413)
    assert "Meeting march" not in answer.text


def test_other_forms_of_the_desk_take_no_more_than_before(client, meeting):
    client.post(f"/editor/page/{meeting.id}/write/minutes", {"minutes": "x" * 2 * 1024 * 1024}, status=413)
    client.post(address(meeting, "/remove"), {"file": "x" * 2 * 1024 * 1024}, status=413)
    assert "xxx" not in client.get(f"/editor/page/{meeting.id}/write/minutes").words, "nothing of it was kept"


def test_a_file_can_be_looked_at_before_families_can(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    link = client.get(address(meeting)).soup.select_one(".lo-papers a")["href"]
    answer = client.ask(link)
    assert (answer.data, answer.headers["Content-Security-Policy"]) == (pdf(), "default-src 'none'; sandbox")
    assert answer.headers["Content-Disposition"] == "attachment; filename=Agenda.pdf"
    assert client.ask(address(meeting, f"/{'a' * 64}.pdf")).status_code == 404
    elsewhere = keep(site, docx())
    assert client.ask(address(meeting, f"/{elsewhere}")).status_code == 404


def test_a_file_is_taken_away_and_the_log_says_so(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    name = papers_of(site, meeting)[0]["file"]
    client.post(address(meeting, "/remove"), {"file": name}, status=303)
    assert papers_of(site, meeting) == []
    assert "“Agenda” is no longer beside the page." in text_of(client.get(address(meeting)))
    with site.database.session() as session:
        actions = [line.action for line in session.exec(select(AuditLine).order_by(AuditLine.id))]
    assert actions[-2:] == ["entry.paper-add", "entry.paper-remove"]


def test_taking_away_what_is_not_there_changes_nothing(site, client, meeting):
    client.post(address(meeting, "/remove"), {"file": "x"}, status=303)
    assert open_of(site, meeting.id) is None


def test_nobody_changes_files_while_the_page_is_in_review(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    send(site, None, meeting.id, checked=True)
    client.post(address(meeting), upload(docx(), title="Late"), status=303)
    page = client.get(address(meeting))
    assert "Nobody can change the files now" in text_of(page)
    assert not page.soup.select("input[type=file]")
    assert len(papers_of(site, meeting)) == 1
    assert len(kept(site)) == 1


def test_writing_the_minutes_comes_first(site, client):
    entry = publish_meeting(site, "planned", day="2026-12-01", minutes="", decisions=[], review_due="2027-06-01")
    page = client.get(address(entry))
    assert "There are no minutes on the page yet" in text_of(page)
    assert page.soup.select_one(f"a[href='/editor/page/{entry.id}/write/minutes']")
    client.post(address(entry), upload(pdf()), status=303)
    task_list = client.get(f"/editor/page/{entry.id}")
    assert "Write the minutes here too: not everybody can read a file." in text_of(
        client.get(f"/editor/page/{entry.id}/send")
    )
    assert "1 thing to put right first" in text_of(task_list)


def test_the_page_says_what_a_file_may_hold(client, meeting):
    assert "A file may hold more than you see" in text_of(client.get(address(meeting)))


def test_the_desk_page_of_a_meeting_leads_there_and_no_other_does(site, client, meeting):
    assert client.get(f"/editor/page/{meeting.id}").soup.select(f"a[href='{address(meeting)}']")
    guide = publish_document(site, "guide", slug="any")
    assert not client.get(f"/editor/page/{guide.id}").soup.select(f"a[href='{address(guide)}']")
    assert client.ask(address(guide)).status_code == 404
    client.post(address(guide), upload(pdf()), status=404)


def test_saving_a_section_leaves_the_papers_alone(site, client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    form = client.get(f"/editor/page/{meeting.id}/write/minutes").soup.select_one("form[data-writing]")
    fields = {each["name"]: each.get("value", "") for each in form.select("input[name]")} | {"minutes": "New minutes."}
    client.post(f"/editor/page/{meeting.id}/write/minutes", fields, status=303)
    assert len(papers_of(site, meeting)) == 1
    assert open_of(site, meeting.id).document["minutes"] == "New minutes."


def test_the_preview_shows_a_paper_without_a_link_that_leads_nowhere(client, meeting):
    client.post(address(meeting), upload(pdf()), status=303)
    preview = client.get(f"/editor/page/{meeting.id}/preview")
    assert "Agenda (PDF, 1 kB)" in text_of(preview)
    assert not preview.soup.select(".lo-papers a")


def test_a_meeting_that_says_nothing_yet_can_be_previewed(site, client):
    client.post("/editor/new/meeting", {"title": "A meeting in spring"}, status=303)
    with site.database.session() as session:
        entry = session.exec(select(Entry).where(Entry.title == "A meeting in spring")).one()
    assert client.get(f"/editor/page/{entry.id}/preview").status == 200
