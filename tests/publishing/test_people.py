"""Who may do what to people, and what is left when they go."""

import pytest
from sqlmodel import select

from localoffer.errors import NotAllowed, NotFound, WrongState
from localoffer.publishing import people
from localoffer.publishing.operations import publish, save_draft
from localoffer.publishing.permissions import Somebody, system
from localoffer.records.entries import Entry
from localoffer.records.people import (
    ADMIN,
    EDITOR,
    PROVIDER,
    REVIEWER,
    ROLES,
    AuditLine,
    Invitation,
    Membership,
    OutsideIdentity,
    Passkey,
    Person,
)
from localoffer.records.people_queries import memberships_of, role_of
from localoffer.records.upkeep import ItemOwner
from tests.factories import create

WHEELS, APPLES = "wheels-and-wings", "apple-garth-trust"


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture(autouse=True)
def organisations(session, no_places):
    """Two organisations, and a service to be owned."""
    for document in (
        create("organisation", slug=WHEELS), create("organisation", slug=APPLES), create("service", slug="sleep-help"),
    ):  # fmt: skip
        publish(session, save_draft(session, document, by="Ann"), locate=no_places)
    session.commit()


@pytest.fixture
def person(session):
    """Makes people: ``person("ben", EDITOR, WHEELS)``."""

    def make(name, role, *slugs):
        row = Person(email=f"{name}@example.org", name=name.capitalize(), fs_uniquifier=name, password="a hash")
        session.add(row)
        session.flush()
        people.give_role(session, row.id, role)
        session.add_all(Membership(person_id=row.id, organisation=slug) for slug in slugs)
        session.commit()
        return row

    return make


def acting(session, row):
    slugs = frozenset(each.organisation for each in memberships_of(session, row.id))
    return Somebody(row.id, row.name, role_of(session, row.id), slugs)


def actions(session):
    return session.exec(select(AuditLine.action).order_by(AuditLine.id)).all()


@pytest.fixture
def ada(person):
    return person("ada", ADMIN)


@pytest.mark.parametrize("written", ["ana@example.org", " Ana@Example.ORG "])
def test_an_address_is_kept_in_small_letters(written):
    assert people.checked_email(written) == "ana@example.org"


@pytest.mark.parametrize(
    "written",
    ["", "ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@example.org\nBcc: all@example.org",
     "Ana <ana@example.org>", "ana,ben@example.org", "ana@example.org, ben@example.org", "anä@example.org",
     "ana@bücher.example.org", f"{'a' * 250}@example.org", "\x00@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written):
    with pytest.raises(WrongState, match="whole e-mail address"):
        people.checked_email(written)


def test_an_administrator_changes_a_role(session, person, ada):
    ben = person("ben", PROVIDER)
    people.change_role(session, acting(session, ada), ben, EDITOR)
    assert role_of(session, ben.id) == EDITOR
    line = session.exec(select(AuditLine)).one()
    assert (line.by, line.action, line.subject) == ("Ada", "people.role", f"person:{ben.id}")
    assert line.detail == {"before": PROVIDER, "role": EDITOR}


def test_giving_the_same_role_again_is_no_change(session, person, ada):
    people.change_role(session, acting(session, ada), person("ben", EDITOR), EDITOR)
    assert actions(session) == []


@pytest.mark.parametrize("role", [PROVIDER, EDITOR, REVIEWER])
@pytest.mark.parametrize("given", ROLES)
def test_nobody_below_an_administrator_changes_a_role(session, person, ada, role, given):
    actor, other = acting(session, person("cat", role)), person("ben", PROVIDER)
    with pytest.raises(NotAllowed):
        people.change_role(session, actor, other, given)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_changes_their_own_role(session, person, ada, role):
    own = person("cat", role)
    with pytest.raises(NotAllowed):
        people.change_role(session, acting(session, own), own, ADMIN if role != ADMIN else EDITOR)


def test_a_role_nobody_knows_is_refused(session, person, ada):
    with pytest.raises(WrongState, match="no role “god”"):
        people.change_role(session, acting(session, ada), person("ben", EDITOR), "god")


def test_the_last_administrator_cannot_be_demoted_or_removed(session, ada):
    for verb in (lambda: people.change_role(session, system("command line"), ada, EDITOR),
                 lambda: people.remove(session, system("command line"), ada)):  # fmt: skip
        with pytest.raises(WrongState, match="last administrator"):
            verb()
        session.rollback()
    assert role_of(session, ada.id) == ADMIN
    assert ada.active


def test_an_administrator_who_was_removed_does_not_count(session, person, ada):
    eve = person("eve", ADMIN)
    people.remove(session, acting(session, ada), eve)
    with pytest.raises(WrongState, match="last administrator"):
        people.change_role(session, system("command line"), ada, EDITOR)


def test_several_organisations_a_person_and_several_people_an_organisation(session, person, ada):
    ben, cat = person("ben", PROVIDER, WHEELS), person("cat", PROVIDER, WHEELS)
    people.join(session, acting(session, ada), ben, APPLES, trusted=True)
    assert [(each.organisation, each.trusted) for each in memberships_of(session, ben.id)] == [
        (APPLES, True), (WHEELS, False),
    ]  # fmt: skip
    assert [each.organisation for each in memberships_of(session, cat.id)] == [WHEELS]


def test_trust_is_given_and_taken_back(session, person, ada):
    ben = person("ben", PROVIDER, WHEELS)
    for trusted in (True, True, False):
        people.join(session, acting(session, ada), ben, WHEELS, trusted=trusted)
        assert [each.trusted for each in memberships_of(session, ben.id)] == [trusted]
    assert actions(session) == ["people.trust", "people.trust"]


def test_nobody_joins_an_organisation_that_is_not_there(session, person, ada):
    with pytest.raises(NotFound):
        people.join(session, acting(session, ada), person("ben", PROVIDER), "../../etc/passwd")


@pytest.mark.parametrize("role", [PROVIDER, EDITOR, REVIEWER])
def test_only_an_administrator_lets_people_join(session, person, ada, role):
    actor = person("cat", role, WHEELS)
    for whom in (actor, person("ben", PROVIDER)):
        with pytest.raises(NotAllowed):
            people.join(session, acting(session, actor), whom, WHEELS, trusted=True)


def test_a_person_leaves_and_the_last_one_is_told(session, person):
    ben, cat = person("ben", PROVIDER, WHEELS), person("cat", PROVIDER, WHEELS)
    assert people.leave(session, acting(session, ben), ben, WHEELS) is False
    assert people.leave(session, acting(session, cat), cat, WHEELS) is True
    assert memberships_of(session, cat.id) == []
    with pytest.raises(WrongState):
        people.leave(session, acting(session, cat), cat, WHEELS)


@pytest.mark.parametrize("role", [PROVIDER, EDITOR, REVIEWER])
def test_only_an_administrator_takes_others_out(session, person, role):
    ben, cat = person("ben", PROVIDER, WHEELS), person("cat", role, WHEELS)
    with pytest.raises(NotAllowed):
        people.leave(session, acting(session, cat), ben, WHEELS)


def test_handing_over_moves_pages_items_and_organisations_but_no_trust(session, person, ada):
    ben, cat = person("ben", PROVIDER, WHEELS, APPLES), person("cat", PROVIDER, APPLES)
    session.get(Membership, (ben.id, WHEELS)).trusted = True
    entry = session.exec(select(Entry).where(Entry.kind == "service")).one()
    entry.owner_id = ben.id
    session.add(ItemOwner(item="one", person_id=ben.id))
    session.commit()
    assert people.hand_over(session, acting(session, ada), ben, cat) == 1
    session.commit()
    assert entry.owner_id == cat.id
    assert session.get(ItemOwner, "one").person_id == cat.id
    assert [(each.organisation, each.trusted) for each in memberships_of(session, cat.id)] == [
        (APPLES, False), (WHEELS, False),
    ]  # fmt: skip
    assert memberships_of(session, ben.id) == []


def test_nothing_is_handed_to_oneself_or_to_somebody_who_was_removed(session, person, ada):
    ben, gone = person("ben", PROVIDER, WHEELS), person("gone", PROVIDER)
    people.remove(session, acting(session, ada), gone)
    for to in (ben, gone):
        with pytest.raises(WrongState):
            people.hand_over(session, acting(session, ada), ben, to)
    with pytest.raises(NotAllowed):
        people.hand_over(session, acting(session, ben), ben, ada)


def test_somebody_removed_keeps_no_way_in(session, person, ada):
    ben = person("ben", REVIEWER, WHEELS)
    entry = session.exec(select(Entry).where(Entry.kind == "service")).one()
    entry.owner_id = ben.id
    ben.tf_totp_secret, ben.mf_recovery_codes = "secret", ["one"]
    session.add(OutsideIdentity(issuer="https://id.example.org", subject="1", person_id=ben.id))
    session.add(Passkey(person_id=ben.id, credential_id=b"1", public_key=b"2", name="Key", usage="first"))
    made = Invitation(token_digest="1", email="new@example.org", role=PROVIDER, organisation=WHEELS,
                      invited_by=ben.id, expires_at=ada.created_at)  # fmt: skip
    session.add(made)
    session.commit()
    assert people.remove(session, acting(session, ada), ben) == [WHEELS]
    session.commit()
    assert (ben.active, ben.password, ben.tf_totp_secret, ben.mf_recovery_codes) == (False, None, None, None)
    assert ben.fs_uniquifier != "ben"
    assert session.exec(select(Passkey)).all() == session.exec(select(OutsideIdentity)).all() == []
    assert memberships_of(session, ben.id) == []
    assert entry.owner_id is None
    assert made.withdrawn_at is not None
    with pytest.raises(WrongState, match="removed"):
        people.change_role(session, acting(session, ada), ben, EDITOR)
    with pytest.raises(WrongState, match="removed"):
        people.join(session, acting(session, ada), ben, WHEELS)


@pytest.mark.parametrize("role", [PROVIDER, EDITOR, REVIEWER])
def test_only_an_administrator_removes_and_signs_out_others(session, person, role):
    actor, ben = acting(session, person("cat", role)), person("ben", PROVIDER)
    for verb in (people.remove, people.sign_out_everywhere, people.forget_second_step):
        with pytest.raises(NotAllowed):
            verb(session, actor, ben)


def test_an_administrator_cannot_remove_themselves(session, person, ada):
    person("eve", ADMIN)
    with pytest.raises(NotAllowed):
        people.remove(session, acting(session, ada), ada)


def test_signing_out_everywhere_ends_sessions(session, person, ada):
    ben = person("ben", PROVIDER)
    people.sign_out_everywhere(session, acting(session, ben), ben)
    first = ben.fs_uniquifier
    people.sign_out_everywhere(session, acting(session, ada), ben)
    assert len({"ben", first, ben.fs_uniquifier}) == 3
    assert actions(session) == ["people.sign-out"] * 2


def test_somebody_who_lost_their_phone_keeps_everything_but_their_second_step(session, person, ada):
    ben = person("ben", PROVIDER)
    ben.tf_primary_method, ben.tf_totp_secret, ben.mf_recovery_codes = "authenticator", "secret", ["a code"]
    session.add(Passkey(person_id=ben.id, credential_id=b"x", public_key=b"y", name="laptop", usage="first"))
    people.join(session, acting(session, ada), ben, WHEELS)
    with pytest.raises(NotAllowed):
        people.forget_second_step(session, acting(session, ada), ada)
    people.forget_second_step(session, acting(session, ada), ben)
    assert (ben.tf_primary_method, ben.tf_totp_secret, ben.mf_recovery_codes) == (None, None, None)
    assert session.exec(select(Passkey)).all() == []
    assert ben.fs_uniquifier != "ben"
    assert [each.organisation for each in memberships_of(session, ben.id)] == [WHEELS]
