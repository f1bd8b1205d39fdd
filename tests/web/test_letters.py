"""Letters: written once, safe to send, and on their way as soon as the request that wrote them has been answered."""

from datetime import date
from email import message_from_bytes

import pytest
from flask import Blueprint
from sqlmodel import Session, select

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.errors import LetterRefused, SettingsError
from localoffer.records.posts import SENT, WAITING, Letter
from localoffer.web.letters import whole_url, write_letter
from localoffer.web.site import session
from tests.mail.conftest import free_port, start_server  # noqa: F401 - a fixture
from tests.web.site_fixtures import BASE_URL

ITEM = {
    "title": "Sleep help",
    "link": "https://a.org/x",
    "late": True,
    "hidden": False,
    "owner": "",
    "due": date(2026, 11, 22),
}


def write(db: Session, key: str = "one", to: str = "ana@example.org", **words: object) -> Letter | None:
    given = {"name": "Ana", "items": [ITEM], "more": 0, **words}
    return write_letter(db, key=key, to=to, template="late", **given)


def all_letters(site) -> list[Letter]:
    with Session(site.database.engine, expire_on_commit=False) as db:
        return list(db.exec(select(Letter)))


@pytest.fixture
def writing(create_site):
    """A site with a page that writes a letter when a form is sent to it; other arguments are settings."""

    def make(**settings: object):
        site = create_site(small=True, **settings)
        blueprint = Blueprint("writing_letters", __name__)

        @blueprint.post("/write")
        def once():
            write(session(), key="from a request")
            return "written"

        @blueprint.post("/fail")
        def refused():
            write(session(), key="from a request")
            return "refused", 409

        site.app.register_blueprint(blueprint)
        site.app.extensions["csrf"].exempt(blueprint)
        return site

    return make


def test_a_letter_is_a_subject_and_a_text(small_site):
    with small_site.app.app_context(), small_site.database.transaction() as db:
        write(db)
    [letter] = all_letters(small_site)
    assert (letter.subject, letter.state) == ("Nobody has checked “Sleep help”", WAITING)
    assert letter.text.startswith("Hello Ana,\n\n")
    assert "A check was due by 22 November 2026.\n" in letter.text
    assert f"The desk: {BASE_URL}/editor/" in letter.text
    assert "&" not in letter.text
    assert "{" not in letter.text


def test_a_second_letter_with_the_same_key_is_not_written(small_site):
    with small_site.app.app_context():
        for _ in range(2):
            with small_site.database.transaction() as db:
                last = write(db)
    assert last is None
    assert len(all_letters(small_site)) == 1


@pytest.mark.xdist_group("postgres")
def test_on_the_other_database_too(small_site, create_postgres_url):
    database = Database(create_postgres_url())
    upgrade(database)
    with small_site.app.app_context():
        for wanted in (True, False):
            with database.transaction() as db:
                assert (write(db) is not None) is wanted
    with database.session() as db:
        assert len(db.exec(select(Letter)).all()) == 1
    database.close()


def test_a_letter_is_part_of_what_is_committed_with_it(small_site):
    with small_site.app.app_context(), small_site.database.session() as db:
        assert write(db) is not None
        db.rollback()
    assert all_letters(small_site) == []


@pytest.mark.parametrize("to", ["", "ana", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"])
def test_an_address_must_be_one_address(small_site, to):
    with small_site.app.app_context(), small_site.database.session() as db, pytest.raises(LetterRefused):
        write(db, to=to)


@pytest.mark.parametrize("title", ["Sleep\nBcc: b@example.org", "Sleep\r\nBcc: b@example.org", "Sleep\rBcc: b"])
def test_a_subject_must_be_one_line(small_site, title):
    item = ITEM | {"title": title}
    with small_site.app.app_context(), small_site.database.session() as db, pytest.raises(LetterRefused):
        write(db, items=[item])


def test_letters_are_in_english_whatever_the_page_speaks(writing):
    site = writing()
    site.app.test_client().post("/write?lang=ar")
    assert all_letters(site)[0].text.startswith("Hello Ana,")


def test_addresses_in_letters_are_whole_and_not_the_requests_own(small_site):
    with small_site.app.test_request_context(base_url="https://evil.example"):
        assert whole_url("desk.home") == f"{BASE_URL}/editor/"
    with small_site.app.app_context():
        assert whole_url("entries.show", folder="guides", slug="x") == f"{BASE_URL}/guides/x"


def test_it_is_sent_right_after_the_answer(writing, start_server):  # noqa: F811
    server, receiver = start_server()
    site = writing(mail_url=f"smtp://127.0.0.1:{server.port}?from=a@example.org&tls=none")
    answer = site.app.test_client().post("/write")
    assert (answer.status_code, receiver.mails) == (200, []), "the answer does not wait for the mail server"
    answer.close()
    assert message_from_bytes(receiver.mails[0][1])["To"] == "ana@example.org"
    assert all_letters(site)[0].state == SENT


def test_what_was_refused_is_neither_kept_nor_sent(writing, start_server):  # noqa: F811
    server, receiver = start_server()
    site = writing(mail_url=f"smtp://127.0.0.1:{server.port}?from=a@example.org&tls=none")
    site.app.test_client().post("/fail").close()
    assert (all_letters(site), receiver.mails) == ([], [])


@pytest.mark.parametrize("server", ["", "there is none"])
def test_without_a_mail_server_nothing_breaks_and_the_letter_waits(writing, server):
    url = f"smtp://127.0.0.1:{free_port()}?from=a@example.org&tls=none" if server else ""
    site = writing(mail_url=url)
    answer = site.app.test_client().post("/write")
    answer.close()
    assert answer.status_code == 200
    assert all_letters(site)[0].state == WAITING


def test_a_fault_while_sending_is_not_the_visitors(writing, start_server, monkeypatch):  # noqa: F811
    server, _ = start_server()
    site = writing(mail_url=f"smtp://127.0.0.1:{server.port}?from=a@example.org&tls=none")

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("localoffer.web.letters.send_due", break_down)
    answer = site.app.test_client().post("/write")
    answer.close()
    assert answer.status_code == 200


def test_a_setting_that_cannot_be_used_is_told_at_the_start(create_site):
    with pytest.raises(SettingsError, match="LOCALOFFER_MAIL_URL"):
        create_site(small=True, mail_url="mail.example.org")
