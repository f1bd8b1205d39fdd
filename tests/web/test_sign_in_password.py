"""Passwords: which may be chosen, changing one, and choosing a new one by a link in a letter."""

import re
import time

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from localoffer.records.posts import Letter
from localoffer.web.passwords import LONGEST, SHORTEST, faults_of_password
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in
from tests.web.site_fixtures import BASE_URL

OLD, NEW = "three blue herons", "seven quiet otters"


@pytest.fixture
def ada(small_site):
    return create_person(small_site, "editor", name="Ada Byron", email="ada@example.org", password=OLD)


def letters_of(site):
    with site.database.session() as session:
        return session.exec(select(Letter).order_by(Letter.id)).all()


def link_in(letter):
    return re.search(rf"{BASE_URL}(/\S+)", letter.text)[1]


def ask_for_a_link(site, email):
    return PageClient(site.app, cookies=True).page_after("/editor/forgotten-password", {"email": email})


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("short", "at least 12"), ("x" * (LONGEST + 1), "at most 500"), ("passwordpassword", "easy to guess"),
        ("Correct Horse Battery Staple", "easy to guess"), ("aaaaaaaaaaaaaaa", "easy to guess"),
        ("ada byron ada", "must not be your name"), ("ada@example.org", "must not be your name"),
        ("BYRONBYRONBYRON", "must not be your name"),
    ],
)  # fmt: skip
def test_what_is_refused_as_a_password(small_site, password, part):
    with small_site.app.test_request_context():
        assert part in faults_of_password(password, name="Ada Byron", email="ada@example.org")[0]


@given(st.text(min_size=SHORTEST, max_size=40).filter(lambda text: len(set(text.lower())) > 6))
def test_any_long_password_of_any_letters_is_taken(password):
    assert faults_of_password(password, name="", email="") == []


@pytest.mark.parametrize(
    "password", ["three blue herons", "ثلاثة طيور زرقاء", "三羽の青い鷺がいる川のほとり", "aaaaaaaaaaab 1Q"]
)
def test_length_is_all_that_is_asked(password):
    assert faults_of_password(password, name="Ada Byron", email="ada@example.org") == []


def test_a_new_password_by_letter(small_site, ada):
    elsewhere = sign_in(small_site, ada)
    assert ask_for_a_link(small_site, " ADA@example.org ").h1 == "Look in your mail"
    (letter,) = letters_of(small_site)
    assert (letter.to, letter.subject) == ("ada@example.org", "Choose a new password")
    assert "Hello Ada Byron," in letter.text
    client, path = PageClient(small_site.app, cookies=True), link_in(letter)
    assert client.get(path).h1 == "Your new password"
    wrong = client.page_after(path, {"password": "short", "password_confirm": "short"})
    assert "at least 12" in wrong.texts(".govuk-error-summary li")[0]
    assert "not the same" in client.page_after(path, {"password": NEW, "password_confirm": OLD}).words
    assert client.post(path, {"password": NEW, "password_confirm": NEW}).headers["Location"] == "/editor/sign-in"
    assert elsewhere.ask("/editor/account").status_code == 302, "other sessions have ended"
    assert client.ask("/editor/account").status_code == 302, "the link signs nobody in"
    assert client.post("/editor/sign-in", {"email": ada.email, "password": NEW}).headers["Location"].endswith("/app")
    assert client.ask(path).headers["Location"] == "/editor/forgotten-password", "the link works once"
    assert letters_of(small_site)[1].subject == "Your password was changed"


def test_the_answer_is_the_same_for_an_unknown_address(small_site, ada):
    create_person(small_site, "editor", email="gone@example.org", password=OLD, active=False)
    create_person(small_site, "editor", email="outside@example.org")
    without_token = re.compile(r'nonce="[^"]*"|value="[^"]*"')
    pages = {
        without_token.sub("", ask_for_a_link(small_site, each).text)
        for each in ("ada@example.org", "nobody@example.org", "gone@example.org", "outside@example.org")
    }
    assert len(pages) == 1
    assert [letter.to for letter in letters_of(small_site)] == ["ada@example.org"]


def test_the_link_is_of_this_site_whatever_host_was_asked(small_site, ada):
    elsewhere = {"base_url": "https://evil.example", "headers": {"X-Forwarded-Host": "evil.example"}}
    client = small_site.app.test_client()
    token = re.search('name="csrf_token" value="([^"]+)"', client.get("/editor/forgotten-password", **elsewhere).text)[
        1
    ]
    elsewhere["headers"]["Referer"] = "https://evil.example/editor/forgotten-password"
    client.post("/editor/forgotten-password", data={"email": ada.email, "csrf_token": token}, **elsewhere)
    assert "evil" not in letters_of(small_site)[0].text


def test_the_link_ends_after_two_hours(small_site, ada):
    ask_for_a_link(small_site, ada.email)
    path = link_in(letters_of(small_site)[0])
    with time_machine.travel(time.time() + 2 * 3600 + 60):
        client = PageClient(small_site.app, cookies=True)
        assert client.ask(path).headers["Location"] == "/editor/forgotten-password"
        assert "too old" in client.get("/editor/forgotten-password").words
        client.post(path, {"password": NEW, "password_confirm": NEW})
        assert client.page_after("/editor/sign-in", {"email": ada.email, "password": NEW}).texts(
            ".govuk-error-summary li"
        )


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "..", "WyJ4Il0.x.y"])
def test_made_up_links_lead_to_asking_anew(small_site, token):
    answer = small_site.client.ask(f"/editor/forgotten-password/{token}")
    assert answer.status_code in (302, 404)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(small_site, ada):
    here, elsewhere = sign_in(small_site, ada), sign_in(small_site, ada)
    fields = {"password": OLD, "new_password": NEW, "new_password_confirm": NEW}
    path = "/editor/account/password"
    assert "not your password" in here.page_after(path, fields | {"password": "x" * 12}).words
    assert here.page_after(path, fields | {"new_password": OLD, "new_password_confirm": OLD}).texts(
        ".govuk-error-summary li"
    )
    assert here.page_after(path, fields | {"password": "x" * 100_000}).texts(".govuk-error-summary li")
    assert here.post(path, fields).headers["Location"] == "/editor/account"
    assert here.get("/editor/account").h1 == "Your account"
    assert elsewhere.ask("/editor/account").status_code == 302
    assert [letter.subject for letter in letters_of(small_site)] == ["Your password was changed"]
