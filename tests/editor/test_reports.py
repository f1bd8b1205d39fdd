"""Reports on the desk: who sees which, how one is dealt with, and where else it shows."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from localoffer.publishing.operations import publish, save_draft
from localoffer.records.feedback import CHECKING, FIXED, NOT_WRONG, OPEN, Report, Writer
from localoffer.records.moments import now
from tests.editor.desk_pages import entry_of
from tests.factories import create_organisation, create_service
from tests.web.people_fixtures import create_person, sign_in

OURS = "wheels-and-wings"


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def service(site):
    """A page of our organisation."""

    def make(session):
        for document in (create_organisation(), create_service()):
            entry = publish(session, save_draft(session, document, by="t"), locate=lambda _: None)
        return entry

    return site.change(make)


@pytest.fixture
def add(site, service):
    """``add(days=3)``: a report about our page; gives its number."""
    made = []

    def put(text="It rings for ever.", days=0, entry=None, **values):
        mark = f"{len(made):064x}"

        def make(session):
            report = Report(
                token_digest=mark, entry_id=(entry or service).id, text=text, received_at=now() - timedelta(days=days),
                **({"what": "contact"} | values),
            )  # fmt: skip
            session.add_all([report, Writer(token_digest=mark, email="reporter@example.org")])
            session.flush()
            return report.id

        made.append(site.change(make))
        return made[-1]

    return put


@pytest.fixture
def editor(site):
    return sign_in(site, create_person(site, "editor", name="Ed"))


@pytest.fixture
def provider(site):
    return sign_in(site, create_person(site, "provider", name="Pat", organisations=[OURS]))


def now_of(site, number):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.get(Report, number)


def titles(page):
    return [each.get_text() for each in page.select(".lo-voice__title a")]


def test_editors_see_all_and_providers_those_of_their_own_pages(site, service, add, editor, provider):
    guide = entry_of(site)
    add(days=1)
    add(days=9, entry=guide, what="link")
    assert titles(editor.get("/editor/reports")) == [guide.title, service.title]
    assert titles(provider.get("/editor/reports")) == [service.title]
    other = sign_in(site, create_person(site, "provider", organisations=["somebody-else"]))
    assert titles(other.get("/editor/reports")) == []


def test_what_is_closed_stands_apart(add, editor):
    add(days=1)
    add(state=FIXED, closed_at=now())
    assert len(titles(editor.get("/editor/reports"))) == 1
    assert "Put right" in editor.get("/editor/reports?state=closed").words
    assert len(titles(editor.get("/editor/reports?state=made-up&page=x"))) == 1


def test_a_report_is_shut_to_those_who_may_not_change_its_page(site, add):
    number = add()
    other = sign_in(site, create_person(site, "provider", organisations=["somebody-else"]))
    assert other.ask(f"/editor/reports/{number}").status_code == 403
    for path in ("checking", "close", "reopen"):
        other.post(f"/editor/reports/{number}/{path}", {"do": "fixed"}, status=403)
    assert now_of(site, number).state == OPEN


def test_a_provider_sees_the_words_and_not_who_wrote_them(add, editor, provider):
    number = add()
    for client, sees in ((editor, True), (provider, False)):
        page = client.get(f"/editor/reports/{number}")
        assert "It rings for ever." in page.words
        assert ("reporter@example.org" in page.text) is sees


def test_a_report_is_checked_and_put_right(site, add, provider):
    number = add()
    provider.post(f"/editor/reports/{number}/checking", status=303)
    assert now_of(site, number).state == CHECKING
    assert "We are checking" not in provider.get(f"/editor/reports/{number}").words
    given = {"do": "fixed", "outcome": "We put in the new number."}
    provider.post(f"/editor/reports/{number}/close", given, status=303)
    assert now_of(site, number).state == FIXED
    page = provider.get(f"/editor/reports/{number}")
    assert "We put in the new number." in page.words
    assert "Closed by Pat" in page.words
    provider.post(f"/editor/reports/{number}/reopen", status=303)
    assert now_of(site, number).state == CHECKING


def test_nothing_is_wrong_needs_a_sentence(site, add, editor):
    number = add()
    page = editor.page_after(f"/editor/reports/{number}/close", {"do": "not-wrong"}, status=422)
    assert "Write a sentence for whoever reported it" in page.one(".govuk-error-summary").get_text()
    assert now_of(site, number).state == OPEN
    editor.post(f"/editor/reports/{number}/close", {"do": "not-wrong", "outcome": "It rings here."}, status=303)
    assert now_of(site, number).state == NOT_WRONG


def test_a_sentence_that_is_too_long_is_kept_to_be_cut(add, editor):
    given = {"do": "fixed", "outcome": "x" * 501}
    page = editor.page_after(f"/editor/reports/{add()}/close", given, status=422)
    assert page.one("#outcome").get_text().strip() == "x" * 501


@pytest.mark.parametrize("given", [{"do": "fixed"}, {"do": "made-up"}, {}])
def test_the_second_one_is_told_that_it_is_closed(site, add, editor, provider, given):
    number = add()
    provider.post(f"/editor/reports/{number}/close", {"do": "not-wrong", "outcome": "It rings."}, status=303)
    page = editor.page_after(f"/editor/reports/{number}/close", given, status=409)
    assert "Somebody dealt with this report while you had it open." in page.words
    assert now_of(site, number).state == NOT_WRONG


def test_a_report_that_is_not_there(editor):
    editor.get("/editor/reports/999", status=404)


def test_words_that_were_deleted_are_not_missed(add, editor):
    page = editor.get(f"/editor/reports/{add(text='', state=FIXED, closed_at=now(), text_deleted_at=now())}")
    assert "We deleted these words on" in page.words


def test_the_page_itself_says_that_there_is_a_report(service, add, provider):
    assert "report on this page" not in provider.get(f"/editor/page/{service.id}").words
    number = add()
    page = provider.get(f"/editor/page/{service.id}")
    assert "There is 1 report on this page." in page.words
    assert page.one(f'a[href="/editor/reports/{number}"]')


def test_reports_wait_on_the_desk_of_whoever_keeps_the_page(site, service, add, provider):
    ed = create_person(site, "editor", name="Ed")
    site.change(lambda session: setattr(session.merge(service), "owner_id", ed.id))
    add()
    page = sign_in(site, ed).get("/editor/")
    assert "Reports about your pages" in page.words
    assert "Reports about all pages" not in page.words
    assert "Reports about all pages" in sign_in(site, create_person(site, "editor")).get("/editor/").words
    assert "Families tell you that something is wrong" in provider.get("/editor/").words


def test_a_desk_without_reports_says_nothing_of_them(provider, editor):
    assert "something is wrong" not in provider.get("/editor/").words
    assert "Reports about" not in editor.get("/editor/").words
    assert "Nobody has told us of anything wrong" in editor.get("/editor/reports").words


def test_the_log_tells_of_reports_by_number_alone(site, add, editor):
    number = add()
    editor.post(f"/editor/reports/{number}/close", {"do": "not-wrong", "outcome": "It rings."}, status=303)
    page = sign_in(site, create_person(site, "admin")).get("/editor/audit?action=report.")
    assert f"Ed found nothing wrong in Report {number}." in page.words
