"""Mail on the desk: what an administrator can read, and what may be sent again."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from localoffer.records.moments import now
from localoffer.records.people import AuditLine
from tests.mail.conftest import add_letter, letter_of
from tests.web.people_fixtures import create_person, sign_in

SECRET = "A" * 43
TEXT = f"Hello Ana,\n\nopen https://local-offer.example.org/still-right/{SECRET}.sig and press."


@pytest.fixture
def admin(small_site):
    return sign_in(small_site, create_person(small_site, role="admin"))


def said(page):
    return " ".join(page.soup.main.get_text(" ").split())


def test_only_administrators_read_mail(small_site):
    number = add_letter(small_site.database)
    for role in ("provider", "editor", "reviewer"):
        client = sign_in(small_site, create_person(small_site, role=role))
        assert client.ask("/editor/mail/").status_code == 403
        assert client.ask(f"/editor/mail/{number}").status_code == 403
        assert client.post(f"/editor/mail/{number}/send-again", {}, status=403)


def test_letters_are_listed_by_how_they_fared(small_site, admin):
    long_ago = now() - timedelta(hours=1)
    for state, subject in (("waiting", "W"), ("sending", "X"), ("sent", "Y"), ("failed", "Z")):
        add_letter(small_site.database, key=state, state=state, subject=f"Subject {subject}", try_after=long_ago)
    page = admin.get("/editor/mail/")
    assert [h.get_text() for h in page.soup.main.find_all("h2")] == [
        "May not have arrived", "Not sent", "Waiting", "Sent",
    ]  # fmt: skip
    assert [a.get_text() for a in page.soup.main.find_all("a")] == ["Subject X", "Subject Z", "Subject W", "Subject Y"]


def test_an_empty_desk_says_so(admin):
    assert "There are no letters yet." in said(admin.get("/editor/mail/"))


def test_without_a_mail_server_letters_can_be_read_with_their_links(small_site, admin):
    number = add_letter(small_site.database, text=TEXT)
    assert "No mail server is set" in said(admin.get("/editor/mail/"))
    page = admin.get(f"/editor/mail/{number}")
    assert page.soup.main.find("a", href=f"https://local-offer.example.org/still-right/{SECRET}.sig")


def test_where_mail_is_sent_nobody_else_can_use_the_links(create_site):
    site = create_site(small=True, mail_url="smtp://127.0.0.1:9?from=a@example.org&tls=none")
    number = add_letter(site.database, text=TEXT)
    page = sign_in(site, create_person(site, role="admin")).get(f"/editor/mail/{number}")
    assert SECRET not in page.text
    assert "and press." in said(page)


def test_what_a_letter_says_is_text_and_nothing_else(small_site, admin):
    number = add_letter(small_site.database, text="<script>alert(1)</script>", subject="<b>Hi</b>")
    page = admin.get(f"/editor/mail/{number}")
    assert "<script>alert" not in page.text
    assert page.soup.h1.get_text() == "<b>Hi</b>"


def test_a_failed_letter_can_be_sent_again(small_site, admin):
    number = add_letter(small_site.database, state="failed", attempts=7, last_error="550 No such person")
    assert "550 No such person" in said(admin.get(f"/editor/mail/{number}"))
    admin.post(f"/editor/mail/{number}/send-again", {})
    letter = letter_of(small_site.database, number)
    assert (letter.state, letter.attempts, letter.last_error) == ("waiting", 0, "")
    assert "The letter waits to be sent again." in said(admin.get(f"/editor/mail/{number}"))
    with Session(small_site.database.engine) as session:
        assert session.exec(select(AuditLine.subject).where(AuditLine.action == "letter.send-again")).one()


def test_a_letter_that_got_stuck_may_not_have_arrived(small_site, admin):
    number = add_letter(small_site.database, state="sending", try_after=now() - timedelta(minutes=11))
    assert "This letter may not have arrived" in said(admin.get(f"/editor/mail/{number}"))
    admin.post(f"/editor/mail/{number}/send-again", {})
    assert letter_of(small_site.database, number).state == "waiting"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "sending"}, {"state": "sent"}, {"state": "waiting"}, {"state": "failed", "text": ""},
    ],
    ids=["on its way", "sent", "waiting", "emptied"],
)  # fmt: skip
def test_other_letters_cannot_be_sent_again(small_site, admin, values):
    number = add_letter(small_site.database, **values)
    page = admin.get(f"/editor/mail/{number}")
    assert "Send it again" not in page.text
    admin.post(f"/editor/mail/{number}/send-again", {})
    assert letter_of(small_site.database, number).state == values["state"]
    assert "cannot be sent again" in said(admin.get(f"/editor/mail/{number}"))


def test_a_letter_on_its_way_is_not_called_lost(small_site, admin):
    number = add_letter(small_site.database, state="sending")
    assert "This letter is being sent" in said(admin.get(f"/editor/mail/{number}"))


def test_there_is_no_such_letter(admin):
    assert admin.ask("/editor/mail/999").status_code == 404
