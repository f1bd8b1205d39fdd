"""What a response must say before families can read it, and what the register may know of a comment."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError
from sqlmodel import Session

from localoffer.importers.content_store import entry_files, read_entry
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.documents import NO_MORE_CHECKS
from localoffer.records.feedback import Comment
from localoffer.records.register_queries import PublicComment, asked_at, comments_counted, published_comments
from tests.factories import create


def refusal(**changes):
    with pytest.raises(ValidationError) as caught:
        create("response", **changes)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize("status", ["done", "doing", "planned", "cannot"])
@pytest.mark.parametrize("missing", [{"we_did": ""}, {"responded_on": None}])
def test_an_answer_says_what_and_when(status, missing):
    assert "we_did and responded_on must say what and when" in refusal(status=status, cannot_reason="No.", **missing)


def test_what_cannot_be_done_says_why():
    assert "say why it cannot be done" in refusal(status="cannot", cannot_reason="")


def test_nobody_answers_before_somebody_asks():
    assert "must not come before heard_on" in refusal(responded_on="2026-01-31")


def test_nobody_publishes_without_having_looked_for_names():
    assert refusal(anonymised_confirmed=False)


def test_what_is_still_open_needs_no_answer_and_is_checked_again():
    document = create("response", status="open", we_did="", responded_on=None)
    assert not document.is_record
    assert document.review_due < NO_MORE_CHECKS


@pytest.mark.parametrize("status", ["done", "cannot"])
def test_what_is_over_is_a_record_of_its_day(status):
    document = create("response", status=status, cannot_reason="It costs more than there is.")
    assert document.review_due == NO_MORE_CHECKS
    assert document.days == (date(2026, 2, 1), date(2026, 5, 1))


def test_search_reads_what_was_said_what_was_done_and_why_not():
    document = create("response", status="cannot", cannot_reason="Too far.", actions=[{"text": "Ring the firms."}])
    assert document.own_text() == [document.you_said, document.we_did, "Too far.", "Ring the firms."]


# --- what the shipped responses show ---


@pytest.fixture(scope="module")
def shipped(content_dir, vocabularies):
    files = [found for found in entry_files(content_dir) if found.path.parent.name == "you-said-we-did"]
    return [read_entry(found, vocabularies) for found in files]


def test_the_shipped_register_shows_every_kind_of_answer(shipped, vocabularies):
    assert len(shipped) >= 27
    for field, vocabulary in (
        ("theme", "theme"), ("status", "response_status"), ("source", "heard_by"), ("comment_kind", "comment_kind"),
    ):  # fmt: skip
        assert {getattr(each, field) for each in shipped} == set(vocabularies[vocabulary]), field
    assert {each.heard_on.year for each in shipped} >= set(range(2021, 2027))


def test_every_shipped_response_says_where_it_comes_from(shipped):
    for each in shipped:
        assert "made up" in each.source_note.lower() or "Kent County Council" in each.source_note, each.slug
        assert ("Kent" in each.title) == (each.coverage == "out_of_area"), each.slug


# --- comments ---


def comment(number=1, **values):
    given = {
        "token_digest": f"{number}", "aspect": "content", "text": "I am Ana.", "state": "published", "theme": "health",
        "public_text": f"Comment {number}", "received_at": datetime(2026, 3, number, 12, tzinfo=UTC),
    }  # fmt: skip
    return Comment(**{**given, **values})


@pytest.fixture
def session(database):
    with Session(database.engine) as session:
        yield session


def test_published_comments_come_newest_first_and_with_public_words_alone(session):
    session.add_all([comment(1), comment(3), comment(2)])
    session.flush()
    found = published_comments(session)
    assert [each.text for each in found] == ["Comment 3", "Comment 2", "Comment 1"]
    assert found[0] == PublicComment("Comment 3", "health", "content", date(2026, 3, 3))


@pytest.mark.parametrize("state", ["received", "held", "taken_back"])
def test_other_comments_never_come(session, state):
    session.add(comment(1, state=state))
    session.flush()
    assert published_comments(session) == []


def test_a_comment_came_on_the_day_it_was_in_england(session):
    session.add(comment(1, received_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC)))
    session.flush()
    assert published_comments(session)[0].received_on == date(2026, 7, 1)


def test_comments_of_a_year_are_counted_by_state_and_reason(session):
    session.add_all(
        [
            comment(1), comment(2), comment(3, state="held", hold_reason="vexatious"),
            comment(4, received_at=datetime(2025, 12, 31, 23, 59, tzinfo=UTC)),
            comment(5, received_at=datetime(2027, 1, 1, tzinfo=UTC)),
        ]
    )  # fmt: skip
    session.flush()
    assert comments_counted(session, 2026) == {("published", ""): 2, ("held", "vexatious"): 1}
    assert comments_counted(session, 2024) == {}


def test_events_know_which_answer_came_of_them(session, no_places):
    for slug, day, outcome in (
        ("one", "2026-06-10", ["x"]),
        ("two", "2026-06-11", ["x", "y"]),
        ("three", "2026-06-12", []),
    ):
        event = create("event", slug=slug, title=f"Event {slug}", day=day, outcome=outcome)
        publish(session, save_draft(session, event, by="Ana"), locate=no_places)
    assert [each.slug for each in asked_at(session, "x")] == ["two", "one"]
    assert [each.slug for each in asked_at(session, "y")] == ["two"]
    assert asked_at(session, "z") == []
