"""How items of the legal checklist stand: published entries, judgements that grow old, and owners."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlmodel import select

from localoffer.errors import NotAllowed, WrongState
from localoffer.publishing.coverage import (
    AWAITS,
    JUDGE_AGAIN,
    TO_JUDGE,
    assign,
    coverage,
    judge,
    possible_owners,
    standing_of,
    summary,
)
from localoffer.publishing.desk import Desk
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.publishing.permissions import Somebody
from localoffer.records.checklist import MET, NOT_MET, PARTLY, Checklist
from localoffer.records.desk_rules import DeskRules
from localoffer.records.people import AuditLine, Person, PersonRole, Role
from localoffer.records.upkeep import ItemOwner, Judgement
from localoffer.records.vocabularies import Vocabularies
from tests.factories import create_guide, create_service

TODAY = date(2026, 11, 22)
ITEMS = [
    {"key": "GUIDE", "duty": "must", "rule": {"kinds": ["guide"], "topic_any": ["annual_review"]}},
    {"key": "BOTH", "duty": "must", "rule": {"kinds": ["service"], "category_all": ["support_group", "crisis"]}},
    {"key": "FAR", "duty": "should", "rule": {"kinds": ["service"], "out_of_area": True}},
    {"key": "PERSON", "duty": "must", "judgement": "Is it so?"},
    {"key": "LATER", "duty": "must", "rule": {"kinds": ["plan"]}, "awaits": ["plan"]},
]
CHECKLIST = Checklist.model_validate({"items": [{"label": "Duty", "verified": "text"} | item for item in ITEMS]})


@pytest.fixture
def session(database):
    with database.session() as opened:
        yield opened


def desk(session, role="reviewer", person_id=None):
    return Desk(
        session, Somebody(person_id, "Rosa Reviewer", role), Vocabularies([]), DeskRules(), lambda _: None, TODAY
    )


def have(session, *documents):
    return [publish(session, save_draft(session, each, by="tests"), locate=lambda _: None) for each in documents]


def states(session, today=TODAY):
    return {standing.item.key: standing.state for standing in coverage(session, CHECKLIST, today)}


def item(key):
    return CHECKLIST.item(key)


def person(session, name="Ed Editor", role="editor", **columns):
    made = Person(email=f"{name}@example.org", name=name, fs_uniquifier=name, **columns)
    session.add(made)
    session.flush()
    held = session.exec(select(Role).where(Role.name == role)).first() or Role(name=role)
    session.add(held)
    session.flush()
    session.add(PersonRole(person_id=made.id, role_id=held.id))
    session.flush()
    return made


def test_what_is_published_decides(session):
    assert states(session) == {"GUIDE": NOT_MET, "BOTH": NOT_MET, "FAR": NOT_MET, "PERSON": TO_JUDGE, "LATER": AWAITS}
    have(
        session,
        create_guide(topics=["annual_review"]),
        create_service(),
        create_service(slug="far", coverage="out_of_area"),
    )
    assert states(session) == {"GUIDE": MET, "BOTH": PARTLY, "FAR": MET, "PERSON": TO_JUDGE, "LATER": AWAITS}


def test_a_draft_or_a_page_that_was_taken_down_meets_nothing(session):
    save_draft(session, create_guide(topics=["annual_review"]), by="tests")
    assert states(session)["GUIDE"] == NOT_MET
    (guide,) = have(session, create_guide(topics=["annual_review"]))
    assert states(session)["GUIDE"] == MET
    withdraw(session, guide)
    assert states(session)["GUIDE"] == NOT_MET


def test_the_pages_are_counted_with_the_days_of_their_checks_and_how_many_are_late(session):
    have(
        session,
        create_guide(slug="old", topics=["annual_review"], reviewed_on="2025-10-01", review_due="2026-09-30"),
        create_guide(slug="new", topics=["annual_review"], reviewed_on="2026-11-01", review_due="2027-10-30"),
    )
    standing = standing_of(session, item("GUIDE"), TODAY)
    assert {each.slug for each in standing.evidence} == {"new", "old"}
    assert standing.checked == (date(2025, 10, 1), date(2026, 11, 1))
    assert [each.slug for each in standing.overdue] == ["old"]


def test_one_item_stands_as_it_does_among_all(session):
    have(session, create_guide(topics=["annual_review"]), create_service())
    judge(desk(session), item("PERSON"), met=True, note="We asked.")
    alone = {each.key: standing_of(session, each, TODAY).state for each in CHECKLIST.items}
    assert alone == states(session)


def test_the_sum_counts_the_musts_that_are_met_and_every_state(session):
    have(session, create_guide(topics=["annual_review"]), create_service(slug="far", coverage="out_of_area"))
    total = summary(coverage(session, CHECKLIST, TODAY))
    assert (total.met, total.of) == (1, 4)
    assert total.states == {MET: 2, PARTLY: 1, NOT_MET: 0, TO_JUDGE: 1, JUDGE_AGAIN: 0, AWAITS: 1}


# --- judgements ---


def test_the_newest_judgement_counts_and_the_older_ones_stay(session):
    with time_machine.travel("2026-11-01T10:00Z", tick=False):
        judge(desk(session), item("PERSON"), met=False, note="Nobody was asked.")
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        judge(desk(session), item("PERSON"), met=True, note="  Now they were.  ")
    standing = standing_of(session, item("PERSON"), TODAY)
    assert standing.state == MET
    assert [(each.met, each.note, each.by) for each in standing.judgements] == [
        (True, "Now they were.", "Rosa Reviewer"), (False, "Nobody was asked.", "Rosa Reviewer"),
    ]  # fmt: skip


def test_a_no_is_a_no(session):
    judge(desk(session), item("PERSON"), met=False, note="Nobody was asked.")
    assert states(session, date.today())["PERSON"] == NOT_MET


@pytest.mark.parametrize(("days", "state"), [(0, MET), (365, MET), (366, JUDGE_AGAIN)])
def test_a_judgement_counts_for_a_year(session, days, state):
    with time_machine.travel("2026-11-22T10:00Z", tick=False):
        judge(desk(session), item("PERSON"), met=True, note="We asked.")
    assert states(session, TODAY + timedelta(days=days))["PERSON"] == state


@pytest.mark.parametrize("role", ["provider", "editor"])
def test_only_reviewers_sign_off(session, role):
    with pytest.raises(NotAllowed, match="Only reviewers"):
        judge(desk(session, role), item("PERSON"), met=True, note="We asked.")
    assert session.exec(select(Judgement)).all() == []


@pytest.mark.parametrize(
    ("key", "note", "sentence"),
    [("GUIDE", "We asked.", "by itself"), ("PERSON", "  ", "how you know"), ("PERSON", "x" * 1001, "1000 letters")],
)
def test_what_cannot_be_a_judgement_is_refused(session, key, note, sentence):
    with pytest.raises(WrongState, match=sentence):
        judge(desk(session), item(key), met=True, note=note)


def test_a_judgement_is_in_the_log(session):
    judge(desk(session), item("PERSON"), met=True, note="We asked.")
    (line,) = session.exec(select(AuditLine)).all()
    assert (line.action, line.subject, line.detail) == ("coverage.judge", "checklist:PERSON", {"met": True})


# --- owners ---


def test_an_item_has_one_owner_or_none(session):
    ed, eve = person(session), person(session, "Eve Editor")
    assign(desk(session), item("GUIDE"), ed.id)
    assign(desk(session), item("GUIDE"), eve.id)
    assert standing_of(session, item("GUIDE"), TODAY).owner.name == "Eve Editor"
    assign(desk(session), item("GUIDE"), None)
    assert standing_of(session, item("GUIDE"), TODAY).owner is None
    assert session.exec(select(ItemOwner)).all() == []
    assert [line.detail for line in session.exec(select(AuditLine))] == [{"to": ed.id}, {"to": eve.id}, {"to": None}]


def test_saying_the_same_again_is_not_logged(session):
    ed = person(session)
    for _ in range(2):
        assign(desk(session), item("GUIDE"), ed.id)
    assert len(session.exec(select(AuditLine)).all()) == 1


def test_owners_are_people_of_the_desk(session):
    provider, gone, ed = person(session, "Pat", "provider"), person(session, "Gone", active=False), person(session)
    assert possible_owners(session) == [ed]
    for wrong in (provider.id, gone.id, 12345):
        with pytest.raises(WrongState, match="works on the desk"):
            assign(desk(session), item("GUIDE"), wrong)


def test_providers_assign_nothing(session):
    with pytest.raises(NotAllowed, match="Only editors"):
        assign(desk(session, "provider"), item("GUIDE"), None)
