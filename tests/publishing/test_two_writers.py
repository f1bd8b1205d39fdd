"""Whatever two people do, in whatever order, at whatever moment: nobody's words are lost or overwritten."""

import shutil
import tempfile
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import col, select

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.errors import StaleEdit, WrongState
from localoffer.importers.content_store import read_vocabularies
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import give_up, public_words, save_fields, take_back, words_of
from localoffer.publishing.operations import publish, save_draft
from localoffer.publishing.permissions import Somebody
from localoffer.publishing.review import changes_of, decide, hand_in, mark_checked, publish_scheduled, take_down
from localoffer.publishing.standing import close, restore
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import OPEN_STATES, PUBLISHED, SCHEDULED, Entry, Revision
from localoffer.records.moments import now
from localoffer.records.queries import find_entry, open_revision, published_revisions, revision_of
from localoffer.settings import ROOT
from tests.factories import create_guide, create_service
from tests.publishing.conftest import TODAY, seen

FIELDS = ("title", "summary", "body")
ROUNDS = 12


# --- at the same moment ---


def at_once(*jobs):
    """Run every job at the same moment, each in a thread; their results, or what they raised."""
    found, start = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        start.wait()
        try:
            found[place] = job()
        except Exception as problem:
            found[place] = problem

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


@pytest.fixture
def race(either_database, desk_for, no_places):
    """An entry, and ``race(name, job)``: a job in a session of its own that somebody does on it."""
    with either_database.transaction() as session:
        entry = publish(session, save_draft(session, create_service(), by="content store"), locate=no_places)
        entry_id = entry.id
        people = {name: desk_for(session, "reviewer", name=name).actor for name in ("Ana", "Ben")}

    def job_of(name, job):
        def run():
            with either_database.transaction() as session:
                desk = desk_for(session, "reviewer", name=name)
                assert desk.actor == people[name]
                return job(desk, session.get_one(Entry, entry_id))

        return run

    return job_of


def saving(held, **values):
    return lambda desk, entry: save_fields(desk, entry, values, seen=seen(held, *values)) and None


@pytest.mark.parametrize("once", range(ROUNDS))
def test_two_who_save_different_fields_at_once_are_both_kept(race, once):
    held = race("Ana", words_of)()
    results = at_once(
        race("Ana", saving(held, title=f"By Ana {once}")),
        race("Ben", saving(held, summary=f"A summary by Ben {once}.")),
    )
    assert results == [None, None]
    words = race("Ana", words_of)()
    assert (words["title"], words["summary"]) == (f"By Ana {once}", f"A summary by Ben {once}.")


@pytest.mark.parametrize("once", range(ROUNDS))
def test_of_two_who_save_one_field_at_once_one_is_told(race, once):
    held = race("Ana", words_of)()
    results = at_once(race("Ana", saving(held, title="By Ana")), race("Ben", saving(held, title="By Ben")))
    [told] = [each for each in results if each is not None]
    assert isinstance(told, StaleEdit)
    assert told.theirs == {"title": race("Ana", words_of)()["title"]}


@pytest.mark.parametrize("once", range(ROUNDS))
def test_what_is_written_while_something_else_becomes_public_is_kept(race, once):
    held = race("Ana", words_of)()
    closed = {"since": "2026-07-01", "until": None, "note": "The hall is being painted."}
    results = at_once(
        race("Ana", saving(held, title="By Ana")), race("Ben", lambda desk, entry: close(desk, entry, closed) and None)
    )
    assert results == [None, None]
    words = race("Ana", words_of)()
    assert (words["title"], words["closed"]) == ("By Ana", closed)
    assert race("Ana", lambda desk, entry: entry.title)() == "Sleep help in Exeter"


@pytest.mark.parametrize("once", range(ROUNDS))
def test_two_reviewers_who_decide_at_once_decide_once(race, once):
    race("Ana", saving(race("Ana", words_of)(), title="By Ana"))()
    race("Ana", lambda desk, entry: hand_in(desk, entry, checked=False) and None)()
    results = at_once(
        race("Ana", lambda desk, entry: decide(desk, entry, returned={}) and None),
        race("Ben", lambda desk, entry: decide(desk, entry, returned={"title": "No."}) and None),
    )
    assert sorted(type(each).__name__ for each in results) == ["NoneType", "WrongState"]


def test_a_writer_who_takes_back_while_a_reviewer_accepts(race):
    race("Ana", saving(race("Ana", words_of)(), title="By Ana"))()
    race("Ana", lambda desk, entry: hand_in(desk, entry, checked=False) and None)()
    results = at_once(
        race("Ana", lambda desk, entry: take_back(desk, entry) and None),
        race("Ben", lambda desk, entry: decide(desk, entry, returned={}) and None),
    )
    assert sorted(type(each).__name__ for each in results) == ["NoneType", "WrongState"]


# --- in any order ---

TEXTS = {
    "title": st.sampled_from(["Name one", "Name two", "Name three"]),
    "summary": st.sampled_from(["Summary number one.", "Summary number two.", "Summary number three."]),
    "body": st.sampled_from(["", "Text one.", "Text two."]),
}
WORDS = read_vocabularies(ROOT / "content")
WRITERS = st.sampled_from(["Ana", "Ben"])


class TwoWriters(RuleBasedStateMachine):
    """Two people, each with forms on their screen, do anything; a model that only knows three fields goes along."""

    template: Path | None = None

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        if TwoWriters.template is None:
            TwoWriters.template = Path(tempfile.mkdtemp()) / "empty.sqlite"
            empty = Database(f"sqlite:///{TwoWriters.template}")
            upgrade(empty)
            with empty.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            empty.close()
        shutil.copy(TwoWriters.template, self.folder / "site.sqlite")
        self.database = Database(f"sqlite:///{self.folder / 'site.sqlite'}")
        self.session = self.database.session()
        entry = publish(self.session, save_draft(self.session, create_guide(), by="store"), locate=lambda _: None)
        self.session.commit()
        self.public = self.fields(public_words(entry))
        self.draft = dict(self.public)
        self.screens = {"Ana": {}, "Ben": {}}
        self.owners, self.withdrawn = {}, False

    def teardown(self):
        if hasattr(self, "session"):
            self.session.close()
            self.database.close()
            shutil.rmtree(self.folder)

    @staticmethod
    def fields(document):
        return {name: document.get(name) or "" for name in FIELDS}

    def desk(self, name="Ana"):
        return Desk(self.session, Somebody(None, name, "reviewer"), WORDS, DeskRules(), lambda _: None, TODAY)

    @property
    def entry(self):
        return find_entry(self.session, "guide", "annual-review")

    @property
    def open(self):
        return open_revision(self.session, self.entry.id)

    def becomes_public(self, values):
        """What is being written keeps what it changed, and follows the public in all else."""
        changed = {name for name in FIELDS if self.draft[name] != self.public[name]}
        self.draft = {name: self.draft[name] if name in changed else values[name] for name in FIELDS}
        self.public = dict(values)

    @rule(who=WRITERS, name=st.sampled_from(FIELDS))
    def look(self, who, name):
        self.screens[who][name] = seen(words_of(self.desk(who), self.entry), name), self.draft[name]

    @rule(who=WRITERS, name=st.sampled_from(FIELDS), data=st.data())
    def save(self, who, name, data):
        value = data.draw(TEXTS[name])
        if name not in self.screens[who]:
            return
        digest, shown = self.screens[who][name]
        writable = self.open is None or self.open.state in ("draft", "returned")
        try:
            save_fields(self.desk(who), self.entry, {name: value}, seen=digest)
        except WrongState:
            assert not writable
        except StaleEdit as stale:
            assert shown != self.draft[name], "nobody changed it, and yet it was refused"
            assert (stale.theirs[name] or "") == self.draft[name]
        else:
            assert shown == self.draft[name] or value == self.draft[name], "somebody’s words were overwritten"
            self.draft[name] = value
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state in ("draft", "returned"))
    @rule(checked=st.booleans())
    def send(self, checked):
        hand_in(self.desk(), self.entry, checked=checked)
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state == "submitted")
    @rule(back=st.sets(st.sampled_from(FIELDS)))
    def answer(self, back):
        fields = changes_of(self.entry, self.open)
        back = back & set(fields)
        decide(self.desk(), self.entry, returned=dict.fromkeys(back, "Why?"))
        if not back or back != set(fields):
            accepted = {name: self.public[name] if name in back else self.draft[name] for name in FIELDS}
            self.becomes_public(accepted)
            self.withdrawn = False
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state == "submitted")
    @rule()
    def put_off(self):
        decide(self.desk(), self.entry, returned={}, publish_at=now().replace(year=now().year + 1))
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state == SCHEDULED)
    @rule()
    def its_day_comes(self):
        publish_scheduled(self.desk(), self.open)
        self.becomes_public(dict(self.draft))
        self.withdrawn = False  # it was put off by somebody who knew
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state == "submitted")
    @rule()
    def take_it_back(self):
        take_back(self.desk(), self.entry)
        self.session.commit()

    @precondition(lambda self: self.open is not None and self.open.state != SCHEDULED)
    @rule()
    def give_it_up(self):
        give_up(self.desk(), self.entry)
        self.draft = dict(self.public)
        self.session.commit()

    @precondition(lambda self: not self.withdrawn)
    @rule(day=st.sampled_from([date(2026, 7, 1), date(2026, 7, 20)]))
    def check(self, day):
        desk = self.desk()
        mark_checked(Desk(desk.session, desk.actor, desk.vocabularies, desk.rules, desk.locate, day), self.entry)
        self.session.commit()

    @rule(data=st.data())
    def bring_back(self, data):
        versions = [each.number for each in published_revisions(self.session, self.entry.id)]
        number = data.draw(st.sampled_from(versions))
        old = self.fields(revision_of(self.session, self.entry.id, number).document)
        restore(self.desk(), self.entry, number)
        self.becomes_public(old)
        self.withdrawn = False
        self.session.commit()

    @precondition(lambda self: not self.withdrawn)
    @rule()
    def withdraw(self):
        take_down(self.desk(), self.entry, "Closed.")
        self.withdrawn = True
        self.session.commit()

    @rule()
    def refused(self):
        """A request that fails leaves nothing behind."""
        save_fields(self.desk(), self.entry, {}, seen="") if self.open and self.open.state == "draft" else None
        self.session.rollback()

    @invariant()
    def the_desk_and_the_public_see_what_the_model_says(self):
        if hasattr(self, "session"):
            assert self.fields(words_of(self.desk(), self.entry)) == self.draft
            assert self.fields(public_words(self.entry)) == self.public
            assert self.entry.state == ("withdrawn" if self.withdrawn else PUBLISHED)

    @invariant()
    def one_set_of_changes_is_open_at_a_time(self):
        if hasattr(self, "session"):
            query = select(Revision).where(col(Revision.state).in_(OPEN_STATES))
            assert len(self.session.exec(query).all()) <= 1

    @invariant()
    def the_row_says_what_its_revision_says(self):
        if hasattr(self, "session"):
            revision = revision_of(self.session, self.entry.id, self.entry.revision)
            assert revision.state == PUBLISHED
            assert revision.published_at is not None
            assert revision.document == public_words(self.entry)
            assert revision.digest == self.entry.digest

    @invariant()
    def a_number_means_one_version_for_ever(self):
        if hasattr(self, "session"):
            for revision in self.session.exec(select(Revision)).all():
                assert self.owners.setdefault(revision.number, revision.id) == revision.id


TestTwoWriters = TwoWriters.TestCase
TestTwoWriters.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True)
def _the_day(in_july):
    """The documents of tests.factories are not late."""
