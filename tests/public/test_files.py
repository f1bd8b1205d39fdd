"""Files beside pages: downloads only, harmless, and only while a published page names them."""

import pytest

from localoffer.publishing.operations import save_draft, withdraw
from localoffer.records.queries import published_entry
from tests.factories import create
from tests.meetings import keep, publish_meeting
from tests.papers import docx, pdf


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def agenda(site):
    """A public file: its name."""
    name = keep(site, pdf())
    publish_meeting(site, "march", papers=[{"title": "Agenda: 4/3 “draft”\r\nX: y", "file": name}])
    return name


@pytest.mark.parametrize(
    ("data", "mimetype", "ending"),
    [
        (pdf(), "application/pdf", "pdf"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ],
)
def test_a_public_file_is_a_download_of_its_own_type(site, data, mimetype, ending):
    name = keep(site, data)
    publish_meeting(site, "march", papers=[{"title": "Report on waits", "file": name}])
    answer = site.client.ask(f"/files/{name}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, data, mimetype)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Report on waits.{ending}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_name_it_is_saved_as_holds_nothing_that_could_mislead(site, agenda):
    disposition = site.client.ask(f"/files/{agenda}").headers["Content-Disposition"]
    assert disposition == 'attachment; filename="Agenda 4 3 draft X y.pdf"'


def test_a_title_in_other_letters_is_kept(site):
    name = keep(site, pdf())
    publish_meeting(site, "march", papers=[{"title": "جدول الأعمال", "file": name}])
    disposition = site.client.ask(f"/files/{name}").headers["Content-Disposition"]
    assert disposition.endswith(".pdf")
    assert "filename*=UTF-8''%D8%AC" in disposition


def test_a_browser_asks_each_time_and_is_told_when_nothing_changed(site, agenda):
    first = site.client.ask(f"/files/{agenda}")
    assert first.headers["Cache-Control"] == "no-cache"
    again = site.client.ask(f"/files/{agenda}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = site.client.ask(f"/files/{agenda}", headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.data) == (206, b"%PDF-1.7")


def test_a_file_is_gone_when_its_page_is_even_for_those_who_have_it(site, agenda):
    tag = site.client.ask(f"/files/{agenda}").headers["ETag"]

    def take_down(session):
        withdraw(session, published_entry(session, "meeting", "march"))

    site.change(take_down)
    assert site.client.ask(f"/files/{agenda}").status_code == 404
    assert site.client.ask(f"/files/{agenda}", headers={"If-None-Match": tag}).status_code == 404


def test_a_file_is_gone_when_the_page_no_longer_names_it(site, agenda):
    publish_meeting(site, "march")
    assert site.client.ask(f"/files/{agenda}").status_code == 404


def test_a_file_that_only_a_draft_names_is_not_there(site):
    publish_meeting(site, "march")
    name = keep(site, pdf())
    document = create("meeting", slug="march", papers=[{"title": "Agenda", "file": name}])
    site.change(lambda session: save_draft(session, document, by="Ann") and None)
    assert site.client.ask(f"/files/{name}").status_code == 404


@pytest.mark.parametrize("name", ["x", f"{'a' * 64}.pdf", "..%2Fsecret_key", "%00.pdf", f"{'a' * 64}.PDF", "a" * 3000])
def test_any_other_name_is_not_found(site, agenda, name):
    assert site.client.ask(f"/files/{name}").status_code == 404


def test_a_file_cannot_be_changed(site, agenda):
    for method in ("POST", "PUT", "DELETE"):
        assert site.client.ask(f"/files/{agenda}", method=method).status_code == 405
