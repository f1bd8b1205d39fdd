"""Signing in with e-mail, password and a code, as a person does it: through the forms."""

import re
import time
from urllib.parse import urlencode

import pyotp
import pytest
import time_machine
from sqlmodel import select

from localoffer.records.people import AuditLine, Person
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in

PASSWORD = "three blue herons"
PATH = "/editor/sign-in"


@pytest.fixture
def ada(small_site):
    """Somebody with a password and no second step yet."""
    return create_person(small_site, "editor", name="Ada Byron", email="ada@example.org", password=PASSWORD)


@pytest.fixture
def visitor(small_site):
    return PageClient(small_site.app, cookies=True)


def log_of(site):
    with site.database.session() as session:
        return [(line.action, line.subject, line.by) for line in session.exec(select(AuditLine).order_by(AuditLine.id))]


def give_password(client, email="ada@example.org", password=PASSWORD, path=PATH):
    return client.post(path, {"email": email, "password": password})


def set_up_app(client):
    """Goes through setting up an app; returns its key. Ends on the page after signing in."""
    assert client.get("/editor/sign-in/app").h1 == "Set up your second step"
    shown = client.page_after("/editor/sign-in/app", {"setup": "authenticator"})
    key = shown.one(".lo-sign-in__key").get_text().replace("-", "").replace(" ", "")
    client.post("/editor/sign-in/code", {"code": pyotp.TOTP(key).now()})
    return key


def with_app(site, person):
    """Gives somebody an app; returns its key."""
    client = PageClient(site.app, cookies=True)
    give_password(client, person.email)
    return set_up_app(client)


def test_the_whole_way_in_for_the_first_time(small_site, visitor, ada):
    assert visitor.ask("/editor/account").headers["Location"] == "/editor/sign-in?next=/editor/account"
    answer = give_password(visitor, path="/editor/sign-in?next=/editor/account")
    assert answer.headers["Location"] == "/editor/sign-in/app"
    assert visitor.ask("/editor/account").status_code == 302, "nobody is in without the second step"
    set_up_app(visitor)
    codes = visitor.page_after("/editor/account/recovery-codes").texts(".lo-sign-in__codes code")
    assert len(set(codes)) == 8
    assert "Ada Byron" in visitor.get("/editor/account").words
    shown_again = visitor.get("/editor/account/recovery-codes?show_codes=1").text
    assert not any(code in shown_again for code in codes), "recovery codes are shown once"
    assert [line[0] for line in log_of(small_site)] == ["account.second-step", "sign-in.done", "account.recovery-codes"]


def test_the_second_time_a_code_is_asked_for_and_leads_to_the_wanted_page(small_site, visitor, ada):
    key = with_app(small_site, ada)
    answer = give_password(visitor, path="/editor/sign-in?next=/editor/account")
    assert answer.headers["Location"] == "/editor/sign-in/code?next=/editor/account"
    assert visitor.get(answer.headers["Location"]).h1 == "Write your code"
    with time_machine.travel(time.time() + 60, tick=True):
        wrong = visitor.page_after("/editor/sign-in/code", {"code": "000000", "next": "/editor/account"})
        assert "That code is not right" in wrong.texts(".govuk-error-summary")[0]
        spaced = "{} {}".format(*re.findall("...", pyotp.TOTP(key).now()))
        answer = visitor.post("/editor/sign-in/code", {"code": spaced, "next": "/editor/account"})
        assert answer.headers["Location"] == "/editor/account/recovery-codes", "they have none yet"
        assert visitor.get("/editor/account/recovery-codes").one(
            "a[href='/editor/account'].govuk-link:-soup-contains('Not now')"
        )


def test_with_nowhere_to_go_the_code_leads_to_the_desk(small_site, visitor, ada):
    key = with_app(small_site, ada)
    address = give_password(visitor).headers["Location"]
    assert visitor.get(address).h1 == "Write your code"
    with time_machine.travel(time.time() + 60, tick=True):
        visitor.post("/editor/sign-in/code", {"code": pyotp.TOTP(key).now()})
        assert visitor.get("/editor/account/recovery-codes").one("a:-soup-contains('Not now')")["href"] == "/editor/"


def test_a_code_works_once(small_site, ada):
    key = with_app(small_site, ada)
    with time_machine.travel(time.time() + 60, tick=False):
        code = pyotp.TOTP(key).now()
        first, second = (PageClient(small_site.app, cookies=True) for _ in range(2))
        give_password(first)
        give_password(second)
        first.post("/editor/sign-in/code", {"code": code})
        assert "was used already" in second.page_after("/editor/sign-in/code", {"code": code}).words


def test_a_recovery_code_lets_in_once(small_site, visitor, ada):
    client = PageClient(small_site.app, cookies=True)
    give_password(client)
    set_up_app(client)
    code = client.page_after("/editor/account/recovery-codes").texts(".lo-sign-in__codes code")[0]
    for expected in (302, 200):
        again = PageClient(small_site.app, cookies=True)
        give_password(again)
        assert again.get("/editor/sign-in/recovery-code").h1 == "Use a recovery code"
        again.post("/editor/sign-in/recovery-code", {"code": code.replace("-", " ").upper()}, status=expected)
        assert again.ask("/editor/account").status_code == (200 if expected == 302 else 302)
    assert ("account.recovery-code-used", f"person:{ada.id}", "Ada Byron") in log_of(small_site)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@example.org", "not her password"), ("nobody@example.org", PASSWORD), ("gone@example.org", PASSWORD)],
)
def test_the_answer_does_not_tell_who_is_known(small_site, visitor, ada, email, password):
    create_person(small_site, "editor", email="gone@example.org", password=PASSWORD, active=False)
    page = visitor.page_after(PATH, {"email": email, "password": password})
    assert page.texts(".govuk-error-summary li") == [
        "The e-mail address or the password is not right. Check both, then try again."
    ]
    assert page.one("#email")["value"] == email, "what was written stays, the password does not"


def test_what_is_missing_is_said(visitor, small_site):
    page = visitor.page_after(PATH, {})
    assert page.texts(".govuk-error-summary li") == ["Write your e-mail address.", "Write your password."]


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "a" * 100_000 + "@example.org", "password": PASSWORD},
        {"email": "ada@example.org", "password": "x" * 500_000},
        {"email": "ada@exam\0ple.org", "password": "a\0b"},
        {"email": ["ada@example.org", "bea@example.org"], "password": [PASSWORD, "other"]},
        {"email": "‮ada@example.org", "password": "\N{PILE OF POO}" * 200},
        {"email": "'; DROP TABLE person; --", "password": "' OR 1=1 --"},
    ],
)
def test_hostile_fields_are_refused_like_any_other(visitor, ada, fields):
    if isinstance(fields["email"], list):
        assert visitor.post(PATH, fields).headers["Location"] == "/editor/sign-in/app", "the first of each counts"
    else:
        assert visitor.page_after(PATH, fields).texts(".govuk-error-summary li")


@pytest.mark.parametrize(
    "path", [PATH, "/editor/sign-in/code", "/editor/forgotten-password", "/editor/sign-in/passkey"]
)
def test_sign_in_reads_forms_and_no_json(small_site, path):
    client = small_site.app.test_client()
    assert client.post(path, json=["x"]).status_code in (400, 415)
    page = PageClient(small_site.app, cookies=True)
    answer = page._client.post(path, json={"email": 1}, headers={"X-CSRFToken": page.csrf_token()})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "code", ["", " ", "12345", "1234567", "abcdef", "１２３４５６", "9" * 10_000, "12\x003456", "-12345", "1e5000"]
)
def test_hostile_codes_are_refused(small_site, visitor, ada, code):
    with_app(small_site, ada)
    give_password(visitor)
    assert visitor.page_after("/editor/sign-in/code", {"code": code}).texts(".govuk-error-summary li")


@pytest.mark.parametrize(
    "path",
    ["/editor/sign-in/code", "/editor/sign-in/app", "/editor/sign-in/recovery-code", "/editor/sign-in/choose"],
)
def test_nobody_reaches_the_second_step_without_the_first(visitor, path):
    assert visitor.ask(path).headers["Location"] == PATH


def test_the_second_step_may_take_ten_minutes(small_site, visitor, ada):
    key = with_app(small_site, ada)
    give_password(visitor)
    with time_machine.travel(time.time() + 11 * 60):
        visitor.post("/editor/sign-in/code", {"code": pyotp.TOTP(key).now()})
        assert visitor.ask("/editor/account").status_code == 302


@pytest.mark.parametrize(
    "next_",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "///evil.example", " //evil.example", "http:evil.example", "https:/evil.example", "/\t/evil.example", "evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("by", ["args", "form"])
def test_signing_in_leads_nowhere_else(small_site, visitor, ada, next_, by):
    """Refused at once, in the address as in the form; and what sign-in leads to in the end is a path of ours."""
    where = f"{PATH}?{urlencode({'next': next_})}" if by == "args" else PATH
    fields = {"email": ada.email, "password": PASSWORD} | ({"next": next_} if by == "form" else {})
    visitor.post(where, fields, status=400)
    if by == "args":
        assert visitor.ask(where).status_code == 400
        assert visitor.ask(f"/editor/account/check?{urlencode({'next': next_})}").status_code in (302, 400)


def test_nobody_is_remembered_by_a_cookie(small_site, visitor, ada):
    visitor.post(PATH, {"email": ada.email, "password": PASSWORD, "remember": "y"})
    set_up_app(visitor)
    assert visitor._client.get_cookie("remember_token") is None


def test_the_cookie_is_kept_from_scripts_and_other_sites(small_site, create_site, visitor, ada):
    cookie = give_password(visitor).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    live = create_site(small=True, mode="production")
    with_secure = PageClient(live.app, cookies=True).ask(PATH).headers["Set-Cookie"]
    assert "Secure" in with_secure


def test_signing_out_ends_the_session(small_site):
    client = sign_in(small_site, create_person(small_site, "editor"))
    client.post("/editor/sign-out")
    assert client.ask("/editor/account").status_code == 302


def test_pages_of_the_desk_are_not_kept_by_the_browser(small_site):
    client = sign_in(small_site, create_person(small_site, "editor"))
    assert client.get("/editor/account").headers["Cache-Control"] == "private, no-store"


def test_a_form_from_elsewhere_changes_nothing(small_site):
    person = create_person(small_site, "editor", name="Ada Byron")
    client = sign_in(small_site, person)
    answer = client._client.post("/editor/account/name", data={"name": "Somebody"})
    assert answer.status_code == 400
    assert "Somebody" not in answer.text, "another site cannot make our page offer its words"
    with small_site.database.session() as session:
        assert session.get(Person, person.id).name == "Ada Byron"


def test_a_form_of_an_older_session_can_be_sent_again(small_site):
    client = sign_in(small_site, create_person(small_site, "editor"))
    old = {"csrf_token": "of a session that ended", "name": "Ada “the first”"}
    page = client.page_after("/editor/account/name", old, status=400, headers={"Sec-Fetch-Site": "same-origin"})
    fields = {tag["name"]: tag["value"] for tag in page.select("main form input")}
    assert fields["name"] == "Ada “the first”"
    assert client._client.post(page.one("main form")["action"], data=fields).status_code == 302
    assert "Ada “the first”" in client.get("/editor/account").text


def test_the_sign_in_pages_are_good_pages_in_arabic(small_site, visitor, ada):
    assert visitor.get(f"{PATH}?lang=ar").soup.html["dir"] == "rtl"
    assert visitor.get("/editor/forgotten-password?lang=ar").soup.html["dir"] == "rtl"
    assert visitor.get("/editor/sign-in/passkey?lang=ar").soup.html["dir"] == "rtl"


def test_public_pages_set_no_cookie_and_ask_nothing_of_people(small_site):
    with small_site.app.test_client() as client:
        answer = client.get("/guides/")
        assert "Set-Cookie" not in answer.headers
