"""Who may invite whom to what, and what a link from a mail is good for."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from localoffer.errors import LinkSpent, NotAllowed, NotFound, WrongState
from localoffer.publishing.invitations import (
    MOST_A_DAY,
    accept,
    digest_of_token,
    invitation_for,
    invite,
    join_by_invitation,
    may_invite,
    send_again,
    withdraw_invitation,
)
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.publishing.people import change_role, leave, remove
from localoffer.publishing.permissions import Somebody, system
from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER, ROLES, AuditLine, Invitation, Person
from localoffer.records.people_queries import memberships_of, open_invitations, person_by_email, role_of
from localoffer.records.queries import find_entry
from tests.factories import create

WHEELS, APPLES = "wheels-and-wings", "apple-garth-trust"
COMMAND_LINE = system("command line")
NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture(autouse=True)
def organisations(session, no_places):
    for slug in (WHEELS, APPLES):
        publish(session, save_draft(session, create("organisation", slug=slug), by="Ann"), locate=no_places)
    session.commit()


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def join(session):
    """Makes people by an invitation from the command line: ``join("ben", PROVIDER, WHEELS)``; returns who they are."""

    def enter(name, role, organisation=None):
        _, token = invite(session, COMMAND_LINE, email=f"{name}@example.org", role=role, organisation=organisation)
        person = accept(session, token, name=name.capitalize(), password="a hash")
        session.commit()
        return person, Somebody(person.id, person.name, role, frozenset([organisation] if organisation else []))

    return enter


def invite_new(session, actor, email="new@example.org", role=PROVIDER, organisation=WHEELS):
    return invite(session, actor, email=email, role=role, organisation=organisation)


@pytest.mark.parametrize(
    ("role", "invited", "organisation", "allowed"),
    [
        *((ADMIN, role, None, True) for role in (EDITOR, REVIEWER, ADMIN)),
        (ADMIN, PROVIDER, APPLES, True),
        *((role, PROVIDER, APPLES, True) for role in (EDITOR, REVIEWER)),
        *((role, invited, None, False) for role in (EDITOR, REVIEWER, PROVIDER) for invited in ROLES),
        *((role, invited, WHEELS, False) for role in (EDITOR, REVIEWER, PROVIDER) for invited in ROLES[1:]),
        (PROVIDER, PROVIDER, WHEELS, True),
        (PROVIDER, PROVIDER, APPLES, False),
    ],
)
def test_who_may_invite_whom(session, role, invited, organisation, allowed):
    actor = Somebody(None, "Cat", role, frozenset([WHEELS] if role == PROVIDER else []))
    assert may_invite(actor, invited, organisation) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            invite_new(session, actor, role=invited, organisation=organisation)


def test_only_a_digest_of_the_token_is_kept(session):
    invitation, token = invite_new(session, COMMAND_LINE)
    assert len(token) >= 43
    assert invitation.token_digest == digest_of_token(token)
    assert token not in str(invitation.model_dump())


def test_no_address_stands_in_the_audit_log(session, join):
    join("ben", PROVIDER, WHEELS)
    lines = session.exec(select(AuditLine)).all()
    assert [line.action for line in lines] == ["people.invite", "people.accept"]
    assert "@" not in str([line.model_dump() for line in lines])


@pytest.mark.parametrize(("role", "organisation"), [(PROVIDER, None), (EDITOR, WHEELS), (ADMIN, WHEELS), ("god", None)])
def test_role_and_organisation_must_go_together(session, role, organisation):
    with pytest.raises(WrongState):
        invite_new(session, COMMAND_LINE, role=role, organisation=organisation)


def test_an_organisation_must_be_there(session, no_places):
    with pytest.raises(NotFound):
        invite_new(session, COMMAND_LINE, organisation="nobody")


def test_an_accepted_invitation_makes_an_account(session, clock):
    _, token = invite_new(session, COMMAND_LINE)
    person = accept(session, token, name="  Ben\n Example ", password="a hash")
    session.commit()
    assert (person.email, person.name, person.password, person.active) == (
        "new@example.org", "Ben Example", "a hash", True,
    )  # fmt: skip
    assert role_of(session, person.id) == PROVIDER
    assert [(each.organisation, each.trusted) for each in memberships_of(session, person.id)] == [(WHEELS, False)]
    line = session.exec(select(AuditLine).where(AuditLine.action == "people.accept")).one()
    assert (line.by, line.person_id, line.subject) == ("Ben Example", person.id, f"person:{person.id}")


def test_a_link_works_once(session):
    _, token = invite_new(session, COMMAND_LINE)
    accept(session, token, name="Ben", password="a hash")
    with pytest.raises(LinkSpent):
        accept(session, token, name="Eve", password="another")
    assert len(session.exec(select(Person)).all()) == 1


def test_two_who_accept_at_one_moment_make_one_account(database, session):
    _, token = invite_new(session, COMMAND_LINE)
    session.commit()
    with database.session() as other:
        seen = invitation_for(other, token)  # both have seen it open
        assert seen.accepted_at is None
        accept(session, token, name="Ben", password="a hash")
        session.commit()
        other.expire_all()
        with pytest.raises(LinkSpent):
            accept(other, token, name="Eve", password="another")


def test_a_link_works_seven_days(session, clock):
    _, token = invite_new(session, COMMAND_LINE)
    clock.move_to(NOON + timedelta(days=7, seconds=-1))
    assert invitation_for(session, token).email == "new@example.org"
    clock.move_to(NOON + timedelta(days=7))
    with pytest.raises(LinkSpent):
        invitation_for(session, token)


@pytest.mark.parametrize("token", ["", "nothing", "\x00", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_an_unknown_link_says_no_more_than_a_used_one(session, token):
    with pytest.raises(LinkSpent) as unknown:
        invitation_for(session, token)
    _, used = invite_new(session, COMMAND_LINE)
    accept(session, used, name="Ben", password="a hash")
    with pytest.raises(LinkSpent) as spent:
        invitation_for(session, used)
    assert str(unknown.value) == str(spent.value)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(session, clock, join):
    _, ada = join("ada", ADMIN)
    invitation, old = invite_new(session, ada)
    with pytest.raises(WrongState, match="an hour"):
        send_again(session, ada, invitation)
    clock.shift(timedelta(days=8))
    new = send_again(session, ada, invitation)
    assert invitation_for(session, new).id == invitation.id
    with pytest.raises(LinkSpent):
        invitation_for(session, old)


def test_a_withdrawn_invitation_is_over(session, join):
    _, ada = join("ada", ADMIN)
    invitation, token = invite_new(session, ada)
    withdraw_invitation(session, ada, invitation)
    with pytest.raises(LinkSpent):
        invitation_for(session, token)
    for verb in (withdraw_invitation, send_again):
        with pytest.raises(WrongState):
            verb(session, ada, invitation)


def test_invitations_of_another_organisation_are_nobody_elses(session, join):
    _, ben = join("ben", PROVIDER, APPLES)
    _, eve = join("eve", EDITOR)
    to_wheels, _ = invite_new(session, COMMAND_LINE)
    to_admin, _ = invite_new(session, COMMAND_LINE, email="boss@example.org", role=ADMIN, organisation=None)
    for actor, invitation in ((ben, to_wheels), (ben, to_admin), (eve, to_admin)):
        for verb in (withdraw_invitation, send_again):
            with pytest.raises(NotAllowed):
                verb(session, actor, invitation)


def test_inviting_again_ends_the_earlier_invitation(session):
    _, old = invite_new(session, COMMAND_LINE)
    _, new = invite_new(session, COMMAND_LINE, email="NEW@example.org")
    assert len(open_invitations(session)) == 1
    assert invitation_for(session, new)
    with pytest.raises(LinkSpent):
        invitation_for(session, old)


def test_nobody_is_pestered(session, clock, join):
    _, ben = join("ben", PROVIDER, WHEELS)
    clock.shift(timedelta(hours=2))
    invitation, _ = invite_new(session, ben)
    withdraw_invitation(session, ben, invitation)
    with pytest.raises(WrongState, match="less than an hour"):
        invite_new(session, ben)
    for number in range(MOST_A_DAY - 1):
        invite_new(session, ben, email=f"n{number}@example.org")
    with pytest.raises(WrongState, match="tomorrow"):
        invite_new(session, ben, email="one-more@example.org")
    clock.shift(timedelta(days=1, seconds=1))
    invite_new(session, ben, email="one-more@example.org")


def test_somebody_with_an_account_joins_and_keeps_their_role(session, join):
    eve, acting = join("eve", EDITOR)
    _, token = invite_new(session, COMMAND_LINE, email=eve.email)
    with pytest.raises(WrongState, match="account already"):
        accept(session, token, name="Eve", password="taken over")
    join_by_invitation(session, acting, token, eve)
    assert [each.organisation for each in memberships_of(session, eve.id)] == [WHEELS]
    assert role_of(session, eve.id) == EDITOR
    assert eve.password == "a hash"
    with pytest.raises(LinkSpent):
        join_by_invitation(session, acting, token, eve)


def test_an_invitation_for_another_address_is_no_use(session, join):
    ben, acting = join("ben", PROVIDER, APPLES)
    eve, _ = join("eve", EDITOR)
    _, token = invite_new(session, COMMAND_LINE, email=eve.email)
    for person in (ben, eve):
        with pytest.raises(NotAllowed):
            join_by_invitation(session, acting, token, person)
    assert [each.organisation for each in memberships_of(session, ben.id)] == [APPLES]


def test_inviting_who_is_there_already_is_refused(session, join):
    ben, _ = join("ben", PROVIDER, WHEELS)
    with pytest.raises(WrongState, match="acts for this organisation already"):
        invite_new(session, COMMAND_LINE, email=ben.email)
    with pytest.raises(WrongState, match="has an account already"):
        invite_new(session, COMMAND_LINE, email=ben.email, role=EDITOR, organisation=None)


def test_somebody_who_was_removed_begins_anew(session, join):
    join("ada", ADMIN)
    eve, _ = join("eve", ADMIN)
    remove(session, COMMAND_LINE, eve)
    _, token = invite_new(session, COMMAND_LINE, email=eve.email)
    again = accept(session, token, name="Eve Example", password="another hash")
    assert (again.id, again.active, again.name) == (eve.id, True, "Eve Example")
    assert role_of(session, eve.id) == PROVIDER, "an old role must not come back"


@pytest.mark.parametrize("end", ["removed", "demoted", "left"])
def test_an_invitation_ends_with_the_right_to_make_it(session, join, end):
    join("ada", ADMIN)
    if end == "left":
        ben, acting = join("ben", PROVIDER, WHEELS)
        _, token = invite_new(session, acting)
        leave(session, acting, ben, WHEELS)
    else:
        eve, acting = join("eve", ADMIN)
        _, token = invite_new(session, acting, role=ADMIN, organisation=None)
        if end == "removed":
            remove(session, COMMAND_LINE, eve)
        else:
            change_role(session, COMMAND_LINE, eve, EDITOR)
    with pytest.raises(LinkSpent):
        accept(session, token, name="New", password="a hash")
    assert person_by_email(session, "new@example.org") is None


def test_nobody_is_invited_to_an_organisation_that_was_taken_down(session):
    withdraw(session, find_entry(session, "organisation", WHEELS))
    with pytest.raises(NotFound):
        invite_new(session, COMMAND_LINE)
    assert session.exec(select(Invitation)).all() == []
