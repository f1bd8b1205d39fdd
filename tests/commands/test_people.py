"""``flask people``: the first administrator, roles, and who can no longer sign in."""

import re

import pytest
from sqlmodel import select

from localoffer.publishing.invitations import accept, invitation_for
from localoffer.records.people import Invitation, Membership, Person
from localoffer.records.people_queries import person_by_email, role_of
from tests.commands.conftest import refusal

LINK = re.compile(r"https://local-offer\.example\.org/editor/invitation/([\w-]{43})")


@pytest.fixture
def add(run, small_site):
    """Adds somebody by the command and accepts for them: ``add("ada@example.org", "admin")``."""

    def enter(email, role, *more):
        token = LINK.search(run(small_site, "people", "add", email, "--role", role, *more).output)[1]
        return small_site.change(lambda session: accept(session, token, name=email.partition("@")[0], password="hash"))

    return enter


def person(site, email):
    with site.database.session() as session:
        found = person_by_email(session, email)
        return found and (found.active, role_of(session, found.id))


def test_the_first_administrator_gets_a_link_and_no_password(run, small_site):
    result = run(small_site, "people", "add", "Ada@Example.org", "--name", "Ada Example", "--role", "admin")
    assert result.exit_code == 0, result.output
    with small_site.database.session() as session:
        invitation = invitation_for(session, LINK.search(result.output)[1])
        assert (invitation.email, invitation.name, invitation.role) == ("ada@example.org", "Ada Example", "admin")
        assert session.exec(select(Person)).all() == []
    assert "password" not in str(run(small_site, "people", "add", "--help").output.partition("--name")[2])


def test_a_second_link_ends_the_first(run, small_site):
    for _ in range(2):
        assert run(small_site, "people", "add", "ada@example.org", "--role", "admin").exit_code == 0
    with small_site.database.session() as session:
        assert [bool(each.withdrawn_at) for each in session.exec(select(Invitation))] == [True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "ada", "--role", "admin"), "Write a whole e-mail address"),
        (("add", "ben@example.org", "--role", "provider"), "Choose an organisation"),
        (("add", "ben@example.org", "--role", "provider", "--organisation", "nobody"), "no organisation “nobody”"),
        (("add", "ben@example.org", "--role", "editor", "--organisation", "nobody"), "Choose an organisation"),
        (("role", "nobody@example.org", "editor"), "Nobody has the e-mail address"),
        (("remove", "nobody@example.org"), "Nobody has the e-mail address"),
        (("role", "ada@example.org", "editor"), "last administrator"),
        (("remove", "ada@example.org"), "last administrator"),
        (("add", "ada@example.org", "--role", "editor"), "has an account already"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(run, add, small_site, words, said):
    add("ada@example.org", "admin")
    assert said in refusal(run(small_site, "people", *words))
    assert person(small_site, "ada@example.org") == (True, "admin")


def test_a_role_nobody_knows_is_refused(run, small_site):
    result = run(small_site, "people", "add", "ada@example.org", "--role", "god")
    assert result.exit_code != 0
    assert "'god' is not one of 'provider', 'editor', 'reviewer', 'admin'" in result.output


def test_roles_change_and_people_go(run, add, small_site):
    add("ada@example.org", "admin")
    eve = add("eve@example.org", "editor")
    assert run(small_site, "people", "role", "EVE@example.org", "admin").output == "eve has the role admin now.\n"
    assert "belong to no organisation" in run(small_site, "people", "role", "eve@example.org", "provider").output
    assert person(small_site, "eve@example.org") == (True, "provider")
    assert run(small_site, "people", "remove", "eve@example.org").output == "eve can no longer sign in.\n"
    assert person(small_site, "eve@example.org") == (False, "provider")
    with small_site.database.session() as session:
        assert session.get(Person, eve.id).fs_uniquifier != eve.fs_uniquifier


def test_an_organisation_left_alone_is_named(run, own_site):
    words = ("people", "add", "ben@example.org", "--role", "provider", "--organisation", "autism-together")
    token = LINK.search(run(own_site, *words).output)[1]
    own_site.change(lambda session: accept(session, token, name="Ben", password="hash"))
    assert run(own_site, "people", "remove", "ben@example.org").output.splitlines() == [
        "Ben can no longer sign in.", "Nobody keeps the pages of autism-together now.",
    ]  # fmt: skip
    with own_site.database.session() as session:
        assert session.exec(select(Membership)).all() == []


def test_the_list_names_everybody(run, add, small_site):
    assert "Nobody can sign in yet" in run(small_site, "people", "list").output
    add("ada@example.org", "admin")
    run(small_site, "people", "add", "eve@example.org", "--role", "editor")
    assert run(small_site, "people", "list").output.splitlines() == [
        "admin  ada@example.org  ada", "editor  eve@example.org  (invited)",
    ]  # fmt: skip
