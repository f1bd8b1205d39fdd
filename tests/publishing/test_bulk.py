"""One thing done to many pages: only where it can be done, and put back within a week where nothing has changed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from localoffer.errors import NotAllowed, WrongState
from localoffer.publishing import bulk
from localoffer.publishing.drafts import has_drifted, public_words, save_fields, words_of
from localoffer.publishing.operations import hide, publish, save_draft, withdraw
from localoffer.publishing.people import give_role
from localoffer.publishing.review import mark_checked
from localoffer.records.entries import HIDDEN, PUBLISHED, WITHDRAWN, EntryChange, EntryTag
from localoffer.records.people import EDITOR, PROVIDER, AuditLine, Membership, Person
from localoffer.records.queries import open_revision
from localoffer.records.upkeep import BulkAction
from tests.factories import create_organisation, create_service
from tests.publishing.conftest import TODAY, seen


@pytest.fixture
def three(session, no_places, in_july):
    """Three public pages: a service with a topic, one without, and an organisation."""
    documents = [
        create_service(slug="one", title="One club", topics=["anxiety"]),
        create_service(slug="two", title="Two club", topics=[]),
        create_organisation(topics=[]),
    ]
    made = [publish(session, save_draft(session, each, by="content store"), locate=no_places) for each in documents]
    session.commit()
    return made


@pytest.fixture
def ann(session):
    """Somebody of the desk."""
    return somebody(session, "Ann", EDITOR)


def somebody(session, name, role):
    person = Person(email=f"{name}@example.org", name=name, fs_uniquifier=name)
    session.add(person)
    session.flush()
    give_role(session, person.id, role)
    return person


def reasons(plan):
    return {entry.slug: reason for entry, reason in plan.cannot}


def titles(entries):
    return {entry.title for entry in entries}


def topics_found(session, topic):
    rows = session.exec(select(EntryTag.entry_id).where(EntryTag.facet == "topic", EntryTag.value == topic))
    return set(rows)


def test_a_plan_tells_what_would_happen_and_what_cannot(as_, three):
    plan = bulk.plan(as_("editor"), bulk.ADD_TOPIC, "anxiety", three)
    assert titles(plan.will) == {"Two club", "Wheels and Wings"}
    assert reasons(plan) == {"one": bulk.ALREADY_SO}


def test_a_plan_changes_nothing(as_, session, three):
    before = [entry.revision for entry in three]
    bulk.plan(as_("reviewer"), bulk.WITHDRAW, "", three)
    assert [entry.revision for entry in three] == before
    assert not session.new
    assert not session.dirty


@pytest.mark.parametrize(
    ("action", "value"), [("sing", ""), (bulk.ADD_TOPIC, "no-such-topic"), (bulk.ASSIGN, "9999"), (bulk.ASSIGN, "x")]
)
def test_what_there_is_not_is_refused(as_, three, action, value):
    with pytest.raises(WrongState):
        bulk.plan(as_("editor"), action, value, three)


def test_an_editor_may_not_withdraw(as_, three):
    plan = bulk.plan(as_("editor"), bulk.WITHDRAW, "", three)
    assert plan.will == []
    assert set(reasons(plan).values()) == {bulk.NOT_YOURS}
    with pytest.raises(WrongState):
        bulk.carry_out(as_("editor"), bulk.WITHDRAW, "", three)


def test_a_topic_is_public_at_once_with_a_version_and_an_outbox_row_each(as_, session, three):
    changes = len(session.exec(select(EntryChange)).all())
    done = bulk.carry_out(as_("editor"), bulk.ADD_TOPIC, "sleep", three)
    assert [entry.revision for entry in three] == [2, 2, 2]
    assert topics_found(session, "sleep") == {entry.id for entry in three}
    assert len(session.exec(select(EntryChange)).all()) == changes + 3
    assert set(done.before) == {entry.id for entry in three}


def test_a_topic_is_no_reason_to_look_at_the_quick_read_again(as_, three):
    bulk.carry_out(as_("editor"), bulk.ADD_TOPIC, "sleep", three)
    assert not any(has_drifted(public_words(entry), entry.quick_read_basis) for entry in three)


def test_a_topic_does_not_hide_that_a_quick_read_has_drifted(as_, session, three):
    three[0].quick_read_basis = "of another text"
    bulk.carry_out(as_("editor"), bulk.ADD_TOPIC, "sleep", three[:1])
    assert has_drifted(public_words(three[0]), three[0].quick_read_basis)


def test_what_somebody_is_writing_goes_on_with_the_topic(as_, session, three):
    writer = as_("editor", name="Wyn")
    save_fields(writer, three[0], {"title": "One new club"}, seen=seen(words_of(writer, three[0]), "title"))
    bulk.carry_out(as_("editor"), bulk.ADD_TOPIC, "sleep", three)
    draft = open_revision(session, three[0].id)
    assert (draft.document["title"], draft.document["topics"]) == ("One new club", ["anxiety", "sleep"])
    assert three[0].title == "One club"


def test_a_topic_can_be_taken_away_and_comes_back_when_undone(as_, session, three):
    desk = as_("editor")
    done = bulk.carry_out(desk, bulk.REMOVE_TOPIC, "anxiety", three)
    assert topics_found(session, "anxiety") == set()
    assert bulk.undo(desk, done) == []
    assert topics_found(session, "anxiety") == {three[0].id}


def test_an_owner_is_given_and_the_one_before_comes_back(as_, session, three, ann):
    desk = as_("editor")
    three[1].owner_id = desk.actor.person_id
    done = bulk.carry_out(desk, bulk.ASSIGN, str(ann.id), three)
    assert [entry.owner_id for entry in three] == [ann.id] * 3
    assert bulk.undo(desk, done) == []
    assert [entry.owner_id for entry in three] == [None, desk.actor.person_id, None]


def test_pages_can_be_given_to_nobody(as_, three, ann):
    desk = as_("editor")
    bulk.carry_out(desk, bulk.ASSIGN, str(ann.id), three[:1])
    plan = bulk.plan(desk, bulk.ASSIGN, "", three)
    assert titles(plan.will) == {"One club"}


def test_a_provider_is_given_only_pages_of_their_own_organisations(as_, session, three):
    desk, pat = as_("editor"), somebody(session, "Pat", PROVIDER)
    assert set(reasons(bulk.plan(desk, bulk.ASSIGN, str(pat.id), three)).values()) == {bulk.NOT_THEIRS}
    session.add(Membership(person_id=pat.id, organisation="wheels-and-wings"))
    session.flush()
    assert len(bulk.plan(desk, bulk.ASSIGN, str(pat.id), three).will) == 3


def test_nobody_who_has_left_is_given_anything(as_, session, three, ann):
    ann.active = False
    session.flush()
    with pytest.raises(WrongState, match="can sign in"):
        bulk.plan(as_("editor"), bulk.ASSIGN, str(ann.id), three)


def test_an_owner_who_has_left_since_does_not_come_back(as_, session, three, ann):
    desk = as_("editor")
    three[0].owner_id = ann.id
    done = bulk.carry_out(desk, bulk.ASSIGN, "", three)
    ann.active = False
    session.flush()
    assert bulk.undo(desk, done) == [(three[0], bulk.HAS_LEFT)]


def test_marking_checked_moves_the_dates_and_undoing_moves_them_back(as_, session, three):
    desk, before = as_("editor"), [(entry.reviewed_on, entry.review_due) for entry in three]
    done = bulk.carry_out(desk, bulk.CHECK, "", three)
    assert {entry.reviewed_on for entry in three} == {TODAY}
    assert bulk.undo(desk, done) == []
    assert [(entry.reviewed_on, entry.review_due) for entry in three] == before


def test_a_hidden_page_comes_back_when_checked_and_is_hidden_again_when_undone(as_, session, three):
    hide(session, three[0])
    desk = as_("editor")
    done = bulk.carry_out(desk, bulk.CHECK, "", three[:1])
    assert three[0].state == PUBLISHED
    bulk.undo(desk, done)
    assert three[0].state == HIDDEN


def test_what_was_checked_today_is_not_checked_again(as_, three):
    mark_checked(as_("editor"), three[0])
    assert reasons(bulk.plan(as_("editor"), bulk.CHECK, "", three)) == {"one": bulk.ALREADY_SO}


def test_pages_are_withdrawn_and_brought_back_with_every_word(as_, session, three):
    desk, before = as_("reviewer"), [public_words(entry) for entry in three]
    done = bulk.carry_out(desk, bulk.WITHDRAW, "", three, reason="Ended in June.")
    assert {entry.state for entry in three} == {WITHDRAWN}
    assert bulk.undo(desk, done) == []
    assert {entry.state for entry in three} == {PUBLISHED}
    assert [public_words(entry) for entry in three] == before


def test_what_is_not_public_cannot_be_withdrawn_tagged_or_checked(as_, session, three):
    withdraw(session, three[0])
    for action, value in ((bulk.WITHDRAW, ""), (bulk.ADD_TOPIC, "sleep"), (bulk.CHECK, "")):
        assert reasons(bulk.plan(as_("reviewer"), action, value, three)) == {"one": bulk.NOT_PUBLIC}


@pytest.mark.parametrize(
    ("action", "value"), [(bulk.ADD_TOPIC, "sleep"), (bulk.CHECK, ""), (bulk.WITHDRAW, ""), (bulk.ASSIGN, "")]
)
def test_what_somebody_has_changed_since_stays_and_is_told(as_, session, three, ann, action, value):
    desk = as_("reviewer")
    for entry in three:
        entry.owner_id = desk.actor.person_id
    done = bulk.carry_out(desk, action, value, three)
    three[1].revision, three[1].owner_id = 1, ann.id  # somebody brought the first version back and took the page over
    three[1].state = PUBLISHED
    held = (three[1].revision, three[1].state, three[1].owner_id)
    assert bulk.undo(desk, done) == [(three[1], bulk.CHANGED_SINCE)]
    assert (three[1].revision, three[1].state, three[1].owner_id) == held
    assert done.detail["not_undone"] == [(three[1].id, bulk.CHANGED_SINCE)]


def test_words_that_todays_rules_refuse_are_left_alone(as_, session, three):
    three[0].needs = ["a-need-that-is-gone"]
    session.flush()
    plan = bulk.plan(as_("editor"), bulk.CHECK, "", three)
    assert reasons(plan) == {"one": bulk.NOT_WHOLE}
    assert len(plan.will) == 2


def test_undoing_is_for_whoever_did_it_and_for_administrators(as_, three):
    done = bulk.carry_out(as_("editor", name="Eve"), bulk.CHECK, "", three)
    with pytest.raises(NotAllowed):
        bulk.undo(as_("reviewer", name="Rae"), done)
    assert bulk.undo(as_("admin", name="Ada"), done) == []


def test_it_is_undone_once(as_, three):
    desk = as_("editor")
    done = bulk.carry_out(desk, bulk.CHECK, "", three)
    bulk.undo(desk, done)
    with pytest.raises(WrongState, match="any more"):
        bulk.undo(desk, done)


def test_it_is_undone_within_seven_days(as_, session, three, in_july):
    desk = as_("editor")
    done = bulk.carry_out(desk, bulk.CHECK, "", three)
    session.commit()
    session.refresh(done)
    in_july.shift(timedelta(days=7, minutes=-1))
    assert bulk.may_undo(desk, done)
    in_july.shift(timedelta(minutes=2))
    assert not bulk.may_undo(desk, done)


def test_too_many_at_once_are_refused(as_, three, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    with pytest.raises(WrongState, match="more than 2"):
        bulk.carry_out(as_("editor"), bulk.CHECK, "", three)
    assert three[0].revision == 1


def test_everything_is_in_the_audit_log(as_, session, three):
    desk = as_("editor")
    done = bulk.carry_out(desk, bulk.ADD_TOPIC, "sleep", three)
    bulk.undo(desk, done)
    lines = [line.action for line in session.exec(select(AuditLine).order_by(AuditLine.id))]
    assert lines == ["entry.tag"] * 3 + ["bulk.carry-out"] + ["entry.put-back"] * 3 + ["bulk.undo"]
    assert session.get(BulkAction, done.id).detail["value"] == "sleep"
