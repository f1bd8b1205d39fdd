"""Comments on the desk: who may decide what, what families see of it, when an answer is late, and what the log says.

A little over 400 lines: every verb is tried on the same comments, on both databases.
"""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from localoffer.errors import InvalidEntry, NotAllowed, WrongState
from localoffer.publishing import moderation
from localoffer.publishing.drafts import words_of
from localoffer.publishing.moderation import LATE, SOON, answer_due, closed_on, is_answer, lateness
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.publishing.permissions import Somebody
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import DRAFT, Entry
from localoffer.records.feedback import (
    FIXED,
    HELD,
    INDIVIDUAL_CASE,
    OPEN,
    PUBLISHED,
    RECEIVED,
    STILL_OPEN,
    TAKEN_BACK,
    VEXATIOUS,
    Comment,
    Report,
)
from localoffer.records.moderation_queries import (
    ANSWERED,
    LISTS,
    NEW,
    TO_DO,
    UNANSWERED,
    all_comments,
    all_reports,
    comments_on,
    count_comments,
    count_reports,
    help_with_one_case,
    open_reports_about,
    open_reports_of_owner,
    open_responses_until,
    reports_on,
    unanswered_until,
)
from localoffer.records.moments import day_in_england
from localoffer.records.people import AuditLine
from tests.factories import create, create_guide, create_service

TODAY = date(2026, 7, 1)
RULES = DeskRules()
PRIVATE = "My son Sam cannot read this page."


@pytest.fixture
def desk(as_):
    return as_("reviewer", name="Rae")


@pytest.fixture
def comment(session, published):
    """A new comment about the published service."""
    return add(session, entry_id=published.id)


def add(session, text=PRIVATE, number=0, **values):
    made = Comment(
        token_digest=f"digest-{number or len(session.exec(select(Comment)).all())}", text=text,
        **({"aspect": "accessibility"} | values),
    )  # fmt: skip
    session.add(made)
    session.commit()
    return made


def make_public(desk, comment, **values):
    given = {"public_text": "I cannot read this page.", "theme": "information", "checked": True} | values
    moderation.publish_comment(desk, comment, **given)


def respond(session, no_places, **values):
    """A response that families can see."""
    return publish(session, save_draft(session, create("response", **values), by="t"), locate=no_places)


def actions(session):
    return session.exec(select(AuditLine.action).order_by(AuditLine.id)).all()


# --- deciding ---


def test_a_comment_becomes_public_in_the_words_of_the_moderator(session, desk, comment):
    make_public(desk, comment, public_text="  I cannot\r\nread this page.\x00 ")
    assert (comment.state, comment.public_text) == (PUBLISHED, "I cannot\nread this page.")
    assert (comment.text, comment.theme) == (PRIVATE, "information")
    assert comment.decided_by == desk.actor.person_id
    [line] = session.exec(select(AuditLine)).all()
    assert (line.action, line.subject, line.detail) == ("comment.publish", f"comment:{comment.id}", {})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"public_text": " \n\x07"}, "public_text"),
        ({"public_text": "x" * 3001}, "public_text"),
        ({"theme": ""}, "theme"),
        ({"theme": "made-up"}, "theme"),
        ({"checked": False}, "checked"),
    ],
)
def test_nothing_is_public_until_all_is_right(session, desk, comment, wrong, field):
    with pytest.raises(InvalidEntry) as refused:
        make_public(desk, comment, **wrong)
    assert [name for name, _sentence in refused.value.problems] == [field]
    assert (comment.state, comment.public_text) == (RECEIVED, "")
    assert actions(session) == []


@pytest.mark.parametrize("reason", [VEXATIOUS, INDIVIDUAL_CASE])
def test_a_comment_is_held_for_a_reason_of_the_law(session, desk, comment, reason):
    moderation.hold_comment(desk, comment, reason=reason, note=" They rang us. ")
    assert (comment.state, comment.hold_reason, comment.hold_note) == (HELD, reason, "They rang us.")
    [line] = session.exec(select(AuditLine)).all()
    assert line.detail == {"reason": reason}, "the note may tell of a family"


@pytest.mark.parametrize("reason", ["", "we_do_not_like_it"])
def test_no_other_reason_holds_a_comment(desk, comment, reason):
    with pytest.raises(InvalidEntry):
        moderation.hold_comment(desk, comment, reason=reason)
    assert comment.state == RECEIVED


def test_a_note_that_does_not_fit_is_refused(desk, comment):
    with pytest.raises(InvalidEntry):
        moderation.hold_comment(desk, comment, reason=VEXATIOUS, note="x" * 1001)


def test_a_decision_is_taken_back(session, desk, comment):
    make_public(desk, comment)
    moderation.reopen_comment(desk, comment, seen=PUBLISHED)
    assert (comment.state, comment.decided_at, comment.decided_by) == (RECEIVED, None, None)
    assert comment.public_text == "I cannot read this page.", "the next decision begins with it"
    moderation.hold_comment(desk, comment, reason=VEXATIOUS)
    assert comment.public_text == ""
    moderation.reopen_comment(desk, comment, seen=HELD)
    assert (comment.state, comment.hold_reason) == (RECEIVED, "")
    assert actions(session) == ["comment.publish", "comment.reopen", "comment.hold", "comment.reopen"]


def test_a_decision_without_words_stays(desk, comment):
    moderation.hold_comment(desk, comment, reason=VEXATIOUS)
    comment.text = ""
    with pytest.raises(WrongState, match="deleted"):
        moderation.reopen_comment(desk, comment, seen=HELD)


@pytest.mark.parametrize("state", [RECEIVED, TAKEN_BACK, "made-up"])
def test_there_is_not_always_a_decision_to_take_back(desk, comment, state):
    with pytest.raises(WrongState):
        moderation.reopen_comment(desk, comment, seen=state)


def test_what_is_decided_or_taken_back_is_not_decided_again(session, desk, comment):
    for state in (PUBLISHED, HELD, TAKEN_BACK):
        comment.state = state
        session.commit()
        with pytest.raises(WrongState):
            make_public(desk, comment)
        with pytest.raises(WrongState):
            moderation.hold_comment(desk, comment, reason=VEXATIOUS)
        assert comment.state == state


@pytest.mark.parametrize("role", ["provider", "editor"])
def test_only_reviewers_decide(session, as_, comment, published, role):
    desk = as_(role, organisations=frozenset({"wheels-and-wings"}))
    for verb in (
        lambda: make_public(desk, comment),
        lambda: moderation.hold_comment(desk, comment, reason=VEXATIOUS),
        lambda: moderation.reopen_comment(desk, comment, seen=PUBLISHED),
        lambda: moderation.set_theme(desk, comment, "health"),
        lambda: moderation.link_answer(desk, [comment], published),
        lambda: moderation.unlink_answer(desk, comment),
        lambda: moderation.begin_answer(desk, [comment], "Clearer pages"),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert comment.state == RECEIVED


def test_two_moderators_at_once_decide_once(either_database, desk_for, in_july):
    with either_database.session() as session:
        number = add(session, number=77).id
    outcomes, ready = [], threading.Barrier(2)

    def decide(name):
        with Session(either_database.engine) as session:
            desk = desk_for(session, "reviewer", name=name)
            session.commit()
            mine = session.get(Comment, number)
            assert mine.state == RECEIVED
            session.rollback()
            ready.wait(timeout=10)
            try:
                make_public(desk, mine, public_text=f"Words of {name}.")
                session.commit()
                outcomes.append(name)
            except WrongState:
                outcomes.append("")

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("Ann", "Ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    with either_database.session() as session:
        [winner] = [name for name in outcomes if name]
        assert sorted(outcomes) == ["", winner]
        assert session.get(Comment, number).public_text == f"Words of {winner}."


def test_a_theme_is_changed(session, desk, comment):
    make_public(desk, comment)
    moderation.set_theme(desk, comment, "health")
    assert comment.theme == "health"
    with pytest.raises(InvalidEntry):
        moderation.set_theme(desk, comment, "made-up")
    assert actions(session)[-1] == "comment.theme"


# --- answering ---


def test_an_answer_begins_with_the_public_words_alone(session, desk, comment, published):
    older = add(session, "Nor can I, says Jo.", received_at=datetime(2026, 5, 1, 23, 30, tzinfo=UTC))
    make_public(desk, comment)
    make_public(desk, older, public_text="Nor can I.", theme="health")
    entry = moderation.begin_answer(desk, [comment, older], "Pages that can be read")
    words = words_of(desk, entry)
    assert words["you_said"] == "Nor can I.\n\nI cannot read this page."
    assert (words["theme"], words["source"], words["status"]) == ("health", "site_comment", "open")
    assert (words["heard_on"], words["comment_kind"]) == ("2026-05-02", "accessibility")  # it was May 2nd in England
    assert words["about"] == [published.address]
    assert "anonymised_confirmed" not in words, "whoever writes the answer looks again"
    assert (entry.kind, entry.state, comment.response_id, older.response_id) == ("response", DRAFT, entry.id, entry.id)
    assert actions(session)[-3:] == ["entry.begin", "comment.answer", "comment.answer"]
    logged = " ".join(str(line.detail) for line in session.exec(select(AuditLine)))
    assert "Sam" not in logged
    assert "read this page" not in logged


def test_only_public_comments_are_answered(session, desk, comment):
    with pytest.raises(WrongState):
        moderation.begin_answer(desk, [comment], "Pages that can be read")
    with pytest.raises(WrongState):
        moderation.begin_answer(desk, [], "Pages that can be read")
    assert comment.response_id is None


def test_a_comment_is_answered_once_families_can_read_more_than_that_we_look_at_it(session, desk, comment, no_places):
    make_public(desk, comment)
    looking = respond(session, no_places, slug="looking", status="open", we_did="", responded_on=None)
    moderation.link_answer(desk, [comment], looking)
    assert not is_answer(looking)
    assert count_comments(session) == {TO_DO: 1, NEW: 0, UNANSWERED: 1, ANSWERED: 0, HELD: 0, TAKEN_BACK: 0}
    doing = respond(session, no_places, slug="doing", status="doing")
    moderation.link_answer(desk, [comment], doing)
    assert is_answer(doing)
    assert count_comments(session) == {TO_DO: 0, NEW: 0, UNANSWERED: 0, ANSWERED: 1, HELD: 0, TAKEN_BACK: 0}
    withdraw(session, doing)
    assert not is_answer(doing)
    assert count_comments(session)[UNANSWERED] == 1
    moderation.unlink_answer(desk, comment)
    assert comment.response_id is None


def test_only_an_answer_that_stands_can_be_linked(session, desk, comment, published, no_places):
    make_public(desk, comment)
    with pytest.raises(WrongState):
        moderation.link_answer(desk, [comment], published)
    gone = respond(session, no_places)
    withdraw(session, gone)
    with pytest.raises(WrongState):
        moderation.link_answer(desk, [comment], gone)


def test_a_comment_that_is_held_loses_its_answer(session, desk, comment, no_places):
    make_public(desk, comment)
    moderation.link_answer(desk, [comment], respond(session, no_places))
    moderation.reopen_comment(desk, comment, seen=PUBLISHED)
    moderation.hold_comment(desk, comment, reason=INDIVIDUAL_CASE)
    assert comment.response_id is None


# --- when ---


@pytest.mark.parametrize(
    ("day", "how"),
    [(date(2026, 3, 1), ""), (date(2026, 12, 1), ""), (date(2026, 12, 2), SOON), (date(2027, 1, 1), SOON), (date(2027, 1, 2), LATE)],
)  # fmt: skip
def test_an_answer_is_due_within_a_year(day, how):
    heard_on = date(2026, 1, 1)
    assert answer_due(heard_on, RULES) == date(2027, 1, 1)
    assert lateness(heard_on, day, RULES) == how


def test_a_council_may_be_quicker_than_the_law():
    rules = DeskRules(answer_days=60)
    assert answer_due(date(2026, 1, 1), rules) == date(2026, 3, 2)
    assert lateness(date(2026, 1, 1), date(2026, 3, 3), rules) == LATE


def test_a_day_is_a_day_in_england():
    assert day_in_england(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == TODAY
    assert day_in_england(datetime(2026, 6, 30, 23, 30)) == TODAY  # as SQLite gives it
    assert day_in_england(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_a_comment_is_closed_when_it_is_held_taken_back_or_answered():
    decided = datetime(2026, 3, 1, 12, tzinfo=UTC)
    response = Entry(kind="response", state="published", fields={"status": "done", "responded_on": "2026-05-01"})
    answered = Comment(state=PUBLISHED, decided_at=decided, received_at=decided)
    assert closed_on(answered, response) == date(2026, 5, 1)
    assert closed_on(answered, None) is None
    response.fields = {"status": "done", "responded_on": "2026-01-01"}  # an answer that was there before
    assert closed_on(answered, response) == date(2026, 3, 1)
    response.fields = {"status": "open"}
    assert closed_on(answered, response) is None
    for state in (HELD, TAKEN_BACK):
        assert closed_on(Comment(state=state, decided_at=decided, received_at=decided), None) == date(2026, 3, 1)
    assert closed_on(Comment(state=TAKEN_BACK, received_at=decided), None) == date(2026, 3, 1)
    assert closed_on(Comment(state=RECEIVED, received_at=decided), None) is None


# --- what the desk asks, on both databases ---


def test_lists_hold_what_they_say_the_oldest_first(session, desk, published, no_places):
    def ago(days):
        return datetime(2026, 7, 1, 9, tzinfo=UTC) - timedelta(days=days)

    answer = respond(session, no_places)
    made = {
        "new": add(session, received_at=ago(2)), "old": add(session, received_at=ago(400), entry_id=published.id),
        "waiting": add(session, state=PUBLISHED, received_at=ago(350)),
        "answered": add(session, state=PUBLISHED, received_at=ago(500), response_id=answer.id),
        "held": add(session, state=HELD, received_at=ago(500)),
        "back": add(session, state=TAKEN_BACK, received_at=ago(500)),
    }  # fmt: skip
    names = {comment.id: name for name, comment in made.items()}

    def listed(which):
        return [names[comment.id] for comment, _entry in comments_on(session, which, limit=10)]

    assert {which: listed(which) for which in LISTS} == {
        TO_DO: ["old", "waiting", "new"], NEW: ["old", "new"], UNANSWERED: ["waiting"], ANSWERED: ["answered"],
        HELD: ["held"], TAKEN_BACK: ["back"],
    }  # fmt: skip
    assert [entry and entry.title for _comment, entry in comments_on(session, TO_DO, limit=1)] == [published.title]
    due = [names[each.id] for each in unanswered_until(session, TODAY - timedelta(days=335))]
    assert due == ["old", "waiting"]
    assert {names[comment.id] for comment, _response, _writer in all_comments(session)} == set(names.values())


def test_open_responses_are_warned_of_but_not_twice(session, desk, comment, no_places):
    opened = {"status": "open", "we_did": "", "responded_on": None}
    respond(session, no_places, slug="old", heard_on="2025-01-01", **opened)
    linked = respond(session, no_places, slug="linked", heard_on="2025-01-01", **opened)
    respond(session, no_places, slug="young", heard_on="2026-06-01", **opened)
    respond(session, no_places, slug="done", heard_on="2025-01-01")
    make_public(desk, comment)
    moderation.link_answer(desk, [comment], linked)
    assert [entry.slug for entry in open_responses_until(session, date(2026, 1, 1))] == ["old"]


def test_reports_are_found_for_whoever_may_mend_them(session, desk, published, no_places):
    guide = publish(session, save_draft(session, create_guide(), by="t"), locate=no_places)
    published.owner_id = desk.actor.person_id
    for number, (entry, state) in enumerate(((published, OPEN), (guide, OPEN), (published, FIXED))):
        report = Report(token_digest=f"r{number}", entry_id=entry.id, what="link", state=state, text="x")
        session.add(report)
    session.commit()
    ours = {"wheels-and-wings"}
    assert count_reports(session, STILL_OPEN, organisations=None) == 2
    assert count_reports(session, STILL_OPEN, organisations=ours) == 1
    assert count_reports(session, STILL_OPEN, organisations=set()) == 0
    [(_report, entry)] = reports_on(session, STILL_OPEN, organisations=ours, limit=5)
    assert entry.id == published.id
    assert len(reports_on(session, (FIXED,), organisations=None, limit=5)) == 1
    assert [each.entry_id for each in open_reports_about(session, guide.id)] == [guide.id]
    assert len(open_reports_of_owner(session, desk.actor.person_id)) == 1
    assert len(all_reports(session)) == 3


def test_a_family_is_sent_to_advice_and_to_complaints(session, no_places, in_july):
    iass = {"impartial": True, "confidential": True, "helps_with": ["complaints"]}
    advice = create_service(slug="advice", title="Advice for families", categories=["iass"], iass=iass)
    about = create_guide(slug="complaints", title="How to complain", topics=["complaint"])
    for document in (advice, about, create_guide(slug="other")):
        publish(session, save_draft(session, document, by="t"), locate=no_places)
    assert [entry.title for entry in help_with_one_case(session)] == ["Advice for families", "How to complain"]


def test_the_system_may_decide_too(session, desk_for, comment):
    desk = desk_for(session, "admin")
    assert isinstance(desk.actor, Somebody)
    make_public(desk, comment)
    assert comment.state == PUBLISHED


@pytest.mark.parametrize("words", ["Ring 07700 900123.", "Write to ana@example.org.", "It is at EX1 1AA."])
def test_words_by_which_somebody_is_reached_are_never_made_public(desk, comment, words):
    with pytest.raises(InvalidEntry) as refused:
        moderation.publish_comment(desk, comment, public_text=words, theme="health", checked=True)
    assert ("public_text", moderation.CONTACT_IN_IT) in refused.value.problems
    assert comment.state == RECEIVED
