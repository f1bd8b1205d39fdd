"""Comments and reports in time: who is told what and when, once, and when what is private goes, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, col, select

from localoffer.db.migrate import upgrade
from localoffer.importers.load import load
from localoffer.jobs.feedback import look_after_feedback
from localoffer.publishing.operations import announce, publish, save_draft
from localoffer.records.entries import REFERENCE, Entry, Reference
from localoffer.records.feedback import FIXED, HELD, OPEN, PUBLISHED, RECEIVED, TAKEN_BACK, Comment, Report, Writer
from localoffer.records.posts import Letter
from tests.factories import create
from tests.web.people_fixtures import create_person

START = datetime(2026, 7, 1, 9, tzinfo=UTC)
#: Digests of private links.
COMMENT, REPORT, OTHER = "c" * 64, "a" * 64, "b" * 64
WORDS = "My son Sam cannot read this page."


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def site(request, create_site, small_content):
    """A small site on each kind of database, on the first of July."""
    if request.param == "sqlite":
        return create_site(small=True)
    made = create_site(empty=True, database_url=request.getfixturevalue("create_postgres_url")())
    upgrade(made.database)
    load(made.database, small_content, locate=lambda _: None)
    return made


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(site, clock):
    """``run(after=30)``: the job does its work so many days after the start."""

    def go(after=0):
        clock.move_to(START + timedelta(days=after))
        with site.app.app_context():
            return look_after_feedback(site.parts, lambda: True)

    return go


def add(site, *rows):
    """Put rows in; gives them back as they are kept."""

    def make(session):
        session.add_all(rows)
        session.flush()
        return rows

    return site.change(make)


def comment(site, mark=COMMENT, *, email="writer@example.org", **values):
    """A comment, received at the start, whose writer wishes for news."""
    given = {"token_digest": mark, "aspect": "content", "text": WORDS, "received_at": START} | values
    [made] = add(site, Comment(**given))
    if email:
        add(site, Writer(token_digest=mark, email=email, made_at=given["received_at"]))
    return made


def report(site, mark=REPORT, **values):
    entry = first_entry(site)
    given = {"token_digest": mark, "entry_id": entry.id, "what": "link", "text": WORDS, "received_at": START} | values
    [made] = add(site, Report(**given))
    add(site, Writer(token_digest=mark, email="reporter@example.org", made_at=START))
    return made


def first_entry(site):
    with site.database.session() as session:
        return session.exec(select(Entry).where(Entry.state == "published").order_by(Entry.slug)).first()


def answer(site, **values):
    """A response that families can see."""
    document = create("response", **({"heard_on": "2026-07-01", "responded_on": "2026-07-11"} | values))
    return site.change(lambda session: publish(session, save_draft(session, document, by="t"), locate=lambda _: None))


def change(site, row, **values):
    table = type(row)
    site.change(lambda session: session.execute(sa.update(table).where(col(table.id) == row.id).values(**values)))


def now_of(site, row):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.get(type(row), row.id)


def letters(site, to="writer@example.org"):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.exec(select(Letter).where(Letter.to == to).order_by(Letter.id)).all()


def writers(site):
    with site.database.session() as session:
        return set(session.exec(select(Writer.token_digest)))


# --- news for who wrote ---


def test_who_wrote_hears_of_each_step_once_and_no_private_word(site, run):
    made = comment(site)
    run()
    assert letters(site) == [], "there is no news yet"
    change(site, made, state=PUBLISHED, public_text="I cannot read this page.", decided_at=START)
    run(1), run(2)
    assert len(letters(site)) == 1
    response = answer(site, status="planned")
    change(site, made, response_id=response.id)
    run(11), run(12)
    assert len(letters(site)) == 2
    answer(site, status="done")
    run(13), run(14)
    assert len(letters(site)) == 3
    for letter in letters(site):
        assert "Sam" not in letter.subject + letter.text
        assert "read this page" not in letter.text
        assert "/feedback/" in letter.text, "it leads to the private link"


def test_an_answer_that_families_cannot_read_is_no_news(site, run):
    made = comment(site, state=PUBLISHED, public_text="Hard to read.", decided_at=START)
    response = answer(site, status="open", we_did="", responded_on=None)
    change(site, made, response_id=response.id)
    run(1)
    assert len(letters(site)) == 1, "only that it is public"


def test_who_wrote_hears_that_it_is_held(site, run):
    comment(site, state=HELD, hold_reason="individual_case", hold_note="They rang.", decided_at=START)
    run(), run(1)
    [letter] = letters(site)
    assert "They rang" not in letter.text


def test_who_reported_hears_how_it_ended(site, run):
    made = report(site)
    run()
    assert letters(site, "reporter@example.org") == []
    change(site, made, state=FIXED, outcome="It works now.", closed_at=START)
    run(1), run(2)
    assert len(letters(site, "reporter@example.org")) == 1


def test_nobody_is_written_to_who_left_no_address(site, run):
    comment(site, email="", state=PUBLISHED, public_text="x", decided_at=START)
    assert run().startswith("0 letters written")


# --- warnings for reviewers ---


def test_reviewers_hear_before_the_last_day_and_after_it_once_each(site, run):
    rae = create_person(site, "reviewer", name="Rae")
    create_person(site, "editor")
    create_person(site, "reviewer", demonstration=True, email="demo@example.org")
    comment(site, email="")
    run(334)
    assert letters(site, rae.email) == []
    run(335), run(336), run(365)
    [soon] = letters(site, rae.email)
    assert soon.subject == "A comment needs an answer by 1 July 2027"
    run(366), run(400)
    [_, late] = letters(site, rae.email)
    assert late.subject == "Late: a comment has no answer"
    assert f"{site.settings.base_url}/editor/comments/" in late.text
    assert "Sam" not in late.text
    assert letters(site, "demo@example.org") == []


@pytest.mark.parametrize("state", [HELD, TAKEN_BACK])
def test_nobody_is_warned_of_what_needs_no_answer(site, run, state):
    rae = create_person(site, "reviewer")
    comment(site, email="", state=state)
    run(400)
    assert letters(site, rae.email) == []


def test_what_is_answered_in_time_is_not_late(site, run):
    rae = create_person(site, "reviewer")
    response = answer(site)
    comment(site, email="", state=PUBLISHED, response_id=response.id, decided_at=START)
    run(400)
    assert letters(site, rae.email) == []


def test_a_response_that_stays_open_for_a_year_is_told_of(site, run):
    rae = create_person(site, "reviewer")
    answer(site, status="open", we_did="", responded_on=None)
    run(300)
    assert letters(site, rae.email) == []
    run(366), run(367)
    [late] = letters(site, rae.email)
    assert "Clearer letters about EHC plans" in late.text


# --- what goes ---


@pytest.mark.parametrize(
    "closed",
    [
        {"state": HELD, "decided_at": START},
        {"state": TAKEN_BACK},
        {"state": PUBLISHED, "public_text": "Hard.", "decided_at": START, "response_id": "the answer"},
    ],
    ids=["held", "taken back", "answered"],
)
def test_addresses_go_90_days_and_words_a_year_after_a_comment_is_closed(site, run, closed):
    if "response_id" in closed:
        closed = closed | {"response_id": answer(site, responded_on="2026-07-01").id}
    made = comment(site, **closed)
    run(90)
    assert writers(site) == {COMMENT}
    run(91)
    assert writers(site) == set()
    assert letters(site) == [], "what we wrote to them goes, too"
    run(365)
    assert now_of(site, made).text == WORDS
    assert run(366).endswith("the private words of 1 comments and reports deleted.")
    kept = now_of(site, made)
    assert (kept.text, kept.hold_note, kept.public_text) == ("", "", closed.get("public_text", ""))
    assert kept.text_deleted_at is not None
    assert run(367) == "0 letters written, 0 addresses forgotten, the private words of 0 comments and reports deleted."


def test_the_time_counts_from_the_day_of_the_answer(site, run):
    response = answer(site, responded_on="2026-09-01")
    comment(site, state=PUBLISHED, public_text="x", decided_at=START, response_id=response.id)
    days = (date(2026, 9, 1) - START.date()).days
    run(days + 90)
    assert writers(site) == {COMMENT}
    run(days + 91)
    assert writers(site) == set()


def test_reports_are_let_go_of_after_they_are_closed(site, run):
    made = report(site, state=FIXED, outcome="Done.", closed_at=START)
    still = report(site, OTHER, state=OPEN)
    run(91)
    assert writers(site) == {OTHER}
    run(366)
    assert (now_of(site, made).text, now_of(site, made).outcome) == ("", "Done.")
    assert now_of(site, still).text == WORDS


@pytest.mark.parametrize("state", [RECEIVED, PUBLISHED])
def test_addresses_go_after_18_months_though_nobody_closed_the_matter(site, run, state):
    made = comment(site, state=state)
    run(548)
    assert writers(site) == {COMMENT}
    run(549)
    assert writers(site) == set()
    assert now_of(site, made).text == WORDS, "it still waits for an answer"


def test_the_council_sets_the_days(site, run):
    def shorter(session):
        row = session.get_one(Reference, "desk")
        row.document = row.document | {"contact_days": 10, "words_days": 20}
        session.add(row)
        announce(session, "desk", REFERENCE)

    site.change(shorter)
    made = comment(site, state=HELD, decided_at=START)
    run(11)
    assert writers(site) == {COMMENT}, "they were only just told, and the letter has to leave first"
    run(11)
    assert writers(site) == set()
    run(21)
    assert now_of(site, made).text == ""


def test_an_address_without_its_comment_goes_at_once(site, run):
    add(site, Writer(token_digest=OTHER, email="gone@example.org"))
    comment(site)
    run()
    assert writers(site) == {COMMENT}


def test_a_letter_without_its_text_needs_no_address(site, run):
    comment(site)
    add(site, Letter(key=f"feedback:{COMMENT}:received", to="writer@example.org", subject="s", text="", state="sent"))
    add(site, Letter(key="invitation:1", to="editor@example.org", subject="s", text="", state="sent"))
    run()
    assert letters(site) == []
    assert len(letters(site, "editor@example.org")) == 1
