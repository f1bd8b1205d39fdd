"""Trying the desk as somebody of each role, where and only where the council is a demonstration."""

import pytest
from sqlmodel import select

from localoffer.publishing.operations import announce
from localoffer.records.entries import REFERENCE, Reference
from localoffer.records.people import ROLES, Membership, Person
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def visitor(small_site):
    return PageClient(small_site.app, cookies=True)


def end_demonstration(site):
    def change(session):
        row = session.get(Reference, "authority")
        row.document = {**row.document, "demonstration": False}
        announce(session, "authority", REFERENCE)

    site.change(change)


@pytest.mark.parametrize(
    ("role", "said"),
    [("provider", "Provider"), ("editor", "Editor"), ("reviewer", "Reviewer"), ("admin", "Administrator")],
)
def test_the_sign_in_page_offers_each_role(small_site, visitor, role, said):
    page = visitor.get("/editor/sign-in")
    assert "This is a demonstration" in page.words
    (button,) = [form for form in page.select("form") if form["action"] == f"/editor/try/{role}"]
    assert visitor.post(button["action"]).headers["Location"] == "/editor/"
    account = visitor.get("/editor/account")
    assert f"You are trying the desk as: {said}." in account.words
    assert not account.select("form[action='/editor/account/name']"), "nobody changes what everybody shares"


def test_a_person_is_made_once(small_site):
    for _ in range(2):
        PageClient(small_site.app, cookies=True).post("/editor/try/editor")
    with small_site.database.session() as session:
        (person,) = session.exec(select(Person).where(Person.demonstration)).all()
    assert (person.password, person.email) == (None, "try-editor@example.org")


def test_the_provider_writes_for_an_organisation_that_runs_services(own_site):
    PageClient(own_site.app, cookies=True).post("/editor/try/provider")
    with own_site.database.session() as session:
        (organisation,) = session.exec(select(Membership.organisation)).all()
    assert PageClient(own_site.app).get(f"/organisations/{organisation}").status == 200


@pytest.mark.parametrize(
    "path",
    ["/editor/account/password", "/editor/sign-in/app", "/editor/account/recovery-codes", "/editor/account/passkeys",
     "/editor/account/remove-passkey", "/editor/account/name", "/editor/account/sign-out-everywhere"],
)  # fmt: skip
def test_nobody_changes_how_a_demonstration_person_signs_in(visitor, path):
    visitor.post("/editor/try/admin")
    visitor.post(path, {"name": "Mine now"}, status=403)


def test_elsewhere_there_is_no_such_page(small_site, create_site):
    live = PageClient(create_site(small=True, mode="production").app, cookies=True)
    real = PageClient(small_site.app, cookies=True)
    end_demonstration(small_site)
    for client in (live, real):
        assert "This is a demonstration" not in client.get("/editor/sign-in").words
        for role in ROLES:
            client._client.post(f"/editor/try/{role}", data={"csrf_token": client.csrf_token()})
            assert client.post(f"/editor/try/{role}", status=404).status_code == 404
    assert real.post("/editor/try/nobody", status=404)


def test_a_session_ends_with_the_demonstration(small_site, visitor):
    visitor.post("/editor/try/admin")
    visitor.get("/editor/account")
    end_demonstration(small_site)
    assert visitor.ask("/editor/account").status_code == 302


def test_people_of_the_council_are_not_said_to_try(small_site):
    assert "You are trying" not in sign_in(small_site, create_person(small_site, "editor")).get("/editor/account").words
