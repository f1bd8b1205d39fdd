"""What families tell us: taken in once, taken back for good, and nothing about a person beside their words."""

from datetime import date

import pytest
from sqlmodel import Session, select

from localoffer.errors import WrongState
from localoffer.publishing import feedback
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Entry
from localoffer.records.feedback import FIXED, HELD, PUBLISHED, RECEIVED, TAKEN_BACK, Comment, Report, Writer
from localoffer.records.feedback_queries import comment_of, email_of, reported_since
from localoffer.records.people import AuditLine
from localoffer.records.posts import Letter
from tests.factories import create_service

ONE, TWO = "a" * 64, "b" * 64
EMAIL = "ana@example.org"


@pytest.fixture
def entry(session: Session, in_july) -> Entry:
    made = publish(session, save_draft(session, create_service(), by="t"), locate=lambda _: None)
    return session.get_one(Entry, made.id)


def comment(session: Session, entry: Entry | None = None, digest: str = ONE, **changes: object) -> Comment:
    given = {"aspect": "content", "text": "The phone is never answered.", "language": "en", "email": ""}
    return feedback.receive_comment(session, digest, entry=entry, **{**given, **changes})


def report(session: Session, entry: Entry, vocabularies, digest: str = TWO, what: str = "contact") -> Report:
    return feedback.receive_report(session, digest, entry=entry, what=what, vocabularies=vocabularies)


def letter(session: Session, key: str) -> None:
    session.add(Letter(key=key, to=EMAIL, subject="s", text="t"))
    session.flush()


def test_a_comment_is_kept_as_it_was_written_and_waits(session: Session, entry: Entry):
    kept = comment(session, entry, text="أين الهاتف؟", language="ar", aspect="accessibility")
    assert (kept.entry_id, kept.aspect, kept.text, kept.language, kept.state) == (
        entry.id, "accessibility", "أين الهاتف؟", "ar", RECEIVED,
    )  # fmt: skip
    assert (kept.public_text, kept.decided_at, kept.theme) == ("", None, "")


def test_a_comment_may_be_about_the_whole_local_offer(session: Session):
    assert comment(session).entry_id is None


def test_an_address_stands_apart_from_the_words(session: Session, entry: Entry):
    kept = comment(session, entry, email=EMAIL)
    assert EMAIL not in str(kept.model_dump())
    assert email_of(session, ONE) == EMAIL


def test_without_an_address_nothing_is_known_of_the_writer(session: Session):
    comment(session)
    assert session.exec(select(Writer)).all() == []


def test_the_same_form_twice_is_one_comment_and_one_report(session: Session, entry: Entry, vocabularies):
    assert comment(session, entry).id == comment(session, entry).id
    assert report(session, entry, vocabularies).id == report(session, entry, vocabularies).id
    assert len(session.exec(select(Comment)).all()) == len(session.exec(select(Report)).all()) == 1


@pytest.mark.parametrize(
    "changes", [{"aspect": "praise"}, {"aspect": ""}, {"text": ""}, {"text": "x" * (feedback.LONGEST + 1)}], ids=str
)
def test_what_the_form_does_not_let_through_is_refused(session: Session, changes):
    with pytest.raises(WrongState):
        comment(session, **changes)


def test_nothing_is_taken_in_about_a_page_that_was_taken_down(session: Session, entry: Entry, vocabularies):
    withdraw(session, entry)
    with pytest.raises(WrongState):
        comment(session, entry)
    with pytest.raises(WrongState):
        report(session, entry, vocabularies)


def test_a_report_holds_a_known_answer(session: Session, entry: Entry, vocabularies):
    assert report(session, entry, vocabularies, what="closed").what == "closed"
    with pytest.raises(WrongState):
        report(session, entry, vocabularies, ONE, what="everything")


def test_a_page_is_reported_while_a_report_is_open_since_the_oldest(
    session: Session, entry: Entry, vocabularies, in_july
):
    assert reported_since(session, entry.id) is None
    first = report(session, entry, vocabularies)
    in_july.shift(3 * 86400)
    second = report(session, entry, vocabularies, ONE)
    assert reported_since(session, entry.id).date() == date(2026, 7, 1)
    first.state = FIXED
    session.add(first)
    session.flush()
    assert reported_since(session, entry.id).date() == date(2026, 7, 4)
    second.state = "not_wrong"
    session.add(second)
    session.flush()
    assert reported_since(session, entry.id) is None


def test_words_and_an_address_are_added_to_an_open_report(session: Session, entry: Entry, vocabularies):
    kept = report(session, entry, vocabularies)
    feedback.add_to_report(session, kept, text="It is 01632 960002 now.")
    feedback.add_to_report(session, kept, text="Ask for Sam.", email=EMAIL)
    assert kept.text == "It is 01632 960002 now.\n\nAsk for Sam."
    assert email_of(session, TWO) == EMAIL


def test_a_newer_address_takes_the_place_of_the_older_one(session: Session, entry: Entry, vocabularies):
    kept = report(session, entry, vocabularies)
    feedback.add_to_report(session, kept, email="slip@example.org")
    letter(session, f"feedback:{TWO}:received")
    feedback.add_to_report(session, kept, email=EMAIL)
    assert email_of(session, TWO) == EMAIL
    assert session.exec(select(Letter)).all() == []


def test_nothing_is_added_to_a_closed_report_or_beyond_its_room(session: Session, entry: Entry, vocabularies):
    kept = report(session, entry, vocabularies)
    feedback.add_to_report(session, kept, text="x" * feedback.LONGEST)
    with pytest.raises(WrongState):
        feedback.add_to_report(session, kept, text="more")
    kept.state = FIXED
    session.add(kept)
    with pytest.raises(WrongState):
        feedback.add_to_report(session, kept, email=EMAIL)
    assert email_of(session, TWO) == ""


@pytest.mark.parametrize("state", [RECEIVED, PUBLISHED, HELD])
def test_a_comment_taken_back_leaves_no_word_and_no_address(session: Session, entry: Entry, state):
    kept = comment(session, entry, email=EMAIL)
    kept.state, kept.public_text, kept.hold_note = state, "Calls are not answered.", "rude"
    session.add(kept)
    session.flush()
    feedback.take_back(session, kept)
    session.flush()
    session.expire_all()
    kept = comment_of(session, ONE)
    assert (kept.state, kept.text, kept.public_text, kept.hold_note) == (TAKEN_BACK, "", "", "")
    assert kept.text_deleted_at is not None
    assert email_of(session, ONE) == ""


def test_taking_back_is_noted_once_without_a_word_of_it(session: Session, entry: Entry):
    kept = comment(session, entry, email=EMAIL)
    feedback.take_back(session, kept)
    feedback.take_back(session, kept)
    lines = session.exec(select(AuditLine).where(AuditLine.action == "comment.taken-back")).all()
    assert [(line.subject, line.person_id, line.detail) for line in lines] == [
        (f"comment:{kept.id}", None, {"was_public": False})
    ]


def test_forgetting_an_address_deletes_the_letters_to_it_and_nobody_elses(session: Session, entry: Entry):
    comment(session, entry, email=EMAIL)
    comment(session, entry, TWO, email="ben@example.org")
    for key in (f"feedback:{ONE}:received", f"feedback:{ONE}:news:held:", f"feedback:{TWO}:received", "check:1"):
        letter(session, key)
    feedback.forget_email(session, ONE)
    assert (email_of(session, ONE), email_of(session, TWO)) == ("", "ben@example.org")
    assert set(session.exec(select(Letter.key)).all()) == {f"feedback:{TWO}:received", "check:1"}
