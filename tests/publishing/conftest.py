"""The desk without its pages: somebody who acts on an entry, in a session of SQLite and of PostgreSQL in turn."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from sqlmodel import Session, select

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import publish, save_draft
from localoffer.publishing.permissions import Somebody
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import Entry
from localoffer.records.people import Person
from tests.factories import create_service

TODAY = date(2026, 7, 1)


@pytest.fixture
def in_july() -> Iterator[time_machine.Traveller]:
    """A day on which the documents of tests.factories are not late."""
    with time_machine.travel("2026-07-01T10:00:00Z") as traveller:
        yield traveller


@pytest.fixture(scope="session")
def postgres_database(create_postgres_url: Callable[[], str]) -> Iterator[Database]:
    """A PostgreSQL database with every migration run, for one test after the other."""
    database = Database(create_postgres_url())
    upgrade(database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def either_database(request: pytest.FixtureRequest) -> Database:
    """Each kind of database in turn, migrated and empty."""
    if request.param == "sqlite":
        return request.getfixturevalue("database")
    database: Database = request.getfixturevalue("postgres_database")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_line DISABLE TRIGGER USER")
        connection.exec_driver_sql("TRUNCATE entry, person, audit_line, entry_change RESTART IDENTITY CASCADE")
        connection.exec_driver_sql("ALTER TABLE audit_line ENABLE TRIGGER USER")
    return database


@pytest.fixture
def session(either_database: Database) -> Iterator[Session]:
    with either_database.session() as session:
        yield session


@pytest.fixture
def desk_for(vocabularies, no_places) -> Callable[..., Desk]:
    """``desk_for(session, "reviewer", name="Rae")``: the desk of somebody who is in the database."""

    def make(
        session: Session,
        role: str = "editor",
        *,
        name: str = "",
        organisations: frozenset[str] = frozenset(),
        trusted: bool = False,
        rules: DeskRules | None = None,
        today: date = TODAY,
    ) -> Desk:
        name = name or f"{role.title()} One"
        person = session.exec(select(Person).where(Person.name == name)).first()
        if person is None:
            mark = name.lower().replace(" ", "-")
            session.add(person := Person(email=f"{mark}@example.org", name=name, fs_uniquifier=mark))
            session.flush()
        who = Somebody(person.id, name, role, organisations, organisations if trusted else frozenset())
        return Desk(session, who, vocabularies, rules or DeskRules(), no_places, today)

    return make


@pytest.fixture
def as_(session: Session, desk_for: Callable[..., Desk]) -> Callable[..., Desk]:
    """``as_("reviewer")``: the desk of somebody in this test’s session."""
    return lambda role="editor", **others: desk_for(session, role, **others)


@pytest.fixture
def published(session: Session, no_places, in_july) -> Entry:
    """Sleep help in Exeter, as the public sees it."""
    entry = publish(session, save_draft(session, create_service(), by="content store"), locate=no_places)
    session.commit()
    return entry


def seen(document: dict, *names: str) -> str:
    """What a form says that it showed."""
    return digest_of_fields(document, list(names))
