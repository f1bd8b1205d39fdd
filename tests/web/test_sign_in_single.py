"""Single sign-on with a real provider on this machine, over real HTTP."""

import warnings
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlmodel import select

from localoffer.errors import SettingsError
from localoffer.records.people import AuditLine, OutsideIdentity, Person
from localoffer.settings import read_settings
from localoffer.web import single_sign_on
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person
from tests.web.site_fixtures import BASE_URL

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the stand-in is written for an older Authlib
    import oidc_provider_mock

START = "/editor/single-sign-on"
ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada Byron"}


@pytest.fixture
def provider():
    """The council's provider, which asks for a nonce; users are added by ``user``."""
    with warnings.catch_warnings(), oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        warnings.simplefilter("ignore")
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def site(provider, create_site, recwarn):
    return create_site(
        small=True, oidc_issuer=provider, oidc_client_id="desk", oidc_client_secret="s3cret", oidc_label="Devon account"
    )


def user(provider, subject, claims):
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).raise_for_status()


def at_provider(address, subject):
    """What the provider's page sends back to, after somebody chose who they are."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix(BASE_URL)


def come_in(client, subject, next_="/editor/account"):
    there = client.ask(f"{START}?next={next_}").headers["Location"]
    return client._client.get(at_provider(there, subject))


@contextmanager
def looking(site):
    with site.database.session() as session:
        yield session


@pytest.fixture
def client(site):
    return PageClient(site.app, cookies=True)


def test_somebody_who_is_known_comes_in_without_our_second_step(site, provider, client):
    person = create_person(site, "editor", name="Ada Byron", email="ada@example.org")
    user(provider, "42", ADA | {"email": "Ada@example.org"})
    assert f"{START}?next=" not in client.get("/editor/sign-in").text
    assert "Sign in with your Devon account" in client.get("/editor/sign-in").words
    assert come_in(client, "42").headers["Location"] == "/editor/account"
    assert "Ada Byron" in client.get("/editor/account").words
    with looking(site) as session:
        (row,) = session.exec(select(OutsideIdentity)).all()
        assert (row.issuer, row.subject, row.person_id) == (provider, "42", person.id)
        assert session.exec(select(AuditLine.action).order_by(AuditLine.id)).all() == ["sign-in.linked", "sign-in.done"]


def test_the_second_time_the_address_no_longer_matters(site, provider, client):
    create_person(site, "editor", email="ada@example.org")
    user(provider, "42", ADA)
    come_in(client, "42")
    user(provider, "42", {"email": "married@example.org", "email_verified": False})
    again = PageClient(site.app, cookies=True)
    come_in(again, "42")
    assert again.get("/editor/account").h1 == "Your account"


@pytest.mark.parametrize(
    "claims",
    [ADA | {"email": "nobody@example.org"}, ADA | {"email_verified": False}, ADA | {"email_verified": "true"},
     {"email": "ada@example.org"}, {"email_verified": True}, ADA | {"email": ["ada@example.org"]}, ADA | {"email": "gone@example.org"},
     ADA | {"email": "try-admin@example.org"}],
)  # fmt: skip
def test_nobody_else_gets_in(site, provider, client, claims):
    create_person(site, "admin", email="ada@example.org")
    create_person(site, "admin", email="gone@example.org", active=False)
    PageClient(site.app, cookies=True).post("/editor/try/admin")
    user(provider, "7", claims)
    assert come_in(client, "7").headers["Location"] == "/editor/sign-in"
    assert "You are not known here." in client.get("/editor/sign-in").words
    assert client.ask("/editor/account").status_code == 302
    with looking(site) as session:
        assert session.exec(select(OutsideIdentity)).all() == []


def test_somebody_who_was_removed_does_not_get_in_by_an_old_link(site, provider, client):
    person = create_person(site, "editor", email="ada@example.org")
    user(provider, "42", ADA)
    come_in(PageClient(site.app, cookies=True), "42")

    def remove(session):
        session.get(Person, person.id).active = False

    site.change(remove)
    assert come_in(client, "42").headers["Location"] == "/editor/sign-in"


def test_the_code_is_protected_and_belongs_to_the_browser_that_asked(site, provider, client):
    create_person(site, "editor", email="ada@example.org")
    user(provider, "42", ADA)
    there = client.ask(START).headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 20
    assert asked["redirect_uri"] == f"{BASE_URL}/editor/single-sign-on/back"
    back = at_provider(there, "42")
    thief = PageClient(site.app, cookies=True)
    for address in (
        back,
        f"{START}/back",
        f"{START}/back?error=access_denied&state={asked['state']}",
        f"{START}/back?code=x&state=y",
    ):
        assert thief._client.get(address).headers["Location"] == "/editor/sign-in"
        assert thief.ask("/editor/account").status_code == 302
    assert "did not work" in thief.get("/editor/sign-in").words
    assert client._client.get(back).headers["Location"] == "/editor/"
    assert client._client.get(back).headers["Location"] == "/editor/sign-in", "a code works once"


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_it_leads_nowhere_else(site, provider, client, next_):
    create_person(site, "editor", email="ada@example.org")
    user(provider, "42", ADA)
    assert come_in(client, "42", next_).headers["Location"] == "/editor/"


def test_a_provider_that_is_down_is_said(create_site):
    site = create_site(small=True, oidc_issuer="http://127.0.0.1:9", oidc_client_id="desk", oidc_client_secret="s3cret")
    client = PageClient(site.app, cookies=True)
    assert client.ask(START).headers["Location"] == "/editor/sign-in"
    assert "We cannot reach the single sign-on just now." in client.get("/editor/sign-in").words


def test_where_it_is_not_switched_on_there_is_no_such_page(small_site):
    assert small_site.client.ask(START).status_code == 404
    assert small_site.client.ask(f"{START}/back?code=x").status_code == 404
    assert single_sign_on.CLIENT not in small_site.app.extensions


@pytest.mark.parametrize("missing", ["CLIENT_ID", "CLIENT_SECRET"])
def test_half_of_its_settings_are_refused(monkeypatch, missing):
    for name in {"ISSUER", "CLIENT_ID", "CLIENT_SECRET"} - {missing}:
        monkeypatch.setenv(f"LOCALOFFER_OIDC_{name}", "https://login.example.org")
    with pytest.raises(SettingsError, match=f"Set LOCALOFFER_OIDC_{missing} too"):
        read_settings()
