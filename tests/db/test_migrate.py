"""Bringing a database to this version's shape, and refusing one of another."""

import shutil

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from localoffer.db import migrate
from localoffer.db.engine import Database
from localoffer.errors import DatabaseError
from localoffer.records import entries, people, posts, upkeep  # noqa: F401 - the tables register themselves
from localoffer.records.people import AuditLine

EMPTY = "The database is empty. Run `flask db upgrade`, then `flask content load`."
OLDER = "The database is from an older version. Run `flask db upgrade`; nothing is lost by it."
NEWER = "The database is from a newer version of this software. Update the software, then start again."
NEXT = """
revision = "9999"
down_revision = {head!r}
branch_labels = depends_on = None


def upgrade() -> None:
    from alembic import op
    op.execute("CREATE TABLE newer (id INTEGER)")
"""


@pytest.fixture
def empty_database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    yield database
    database.close()


@pytest.fixture
def with_a_later_migration(tmp_path, monkeypatch):
    """The software as it will be one migration later."""
    later = tmp_path / "migrations"
    shutil.copytree(migrate.HERE, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "9999_newer.py").write_text(NEXT.format(head=migrate.newest_version()))
    monkeypatch.setattr(migrate, "HERE", later)


def set_version(database, version):
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_an_empty_database_is_brought_to_the_newest_version(empty_database):
    assert migrate.version_of(empty_database) is None
    migrate.upgrade(empty_database)
    assert migrate.version_of(empty_database) == migrate.newest_version()
    migrate.require_current(empty_database)
    assert entries.Entry.__tablename__ in sa.inspect(empty_database.engine).get_table_names()


def test_upgrading_again_changes_nothing(database):
    before = sa.inspect(database.engine).get_table_names()
    migrate.upgrade(database)
    assert sa.inspect(database.engine).get_table_names() == before


def test_an_empty_database_is_refused_with_what_to_run(empty_database):
    with pytest.raises(DatabaseError) as caught:
        migrate.require_current(empty_database)
    assert str(caught.value) == EMPTY


@pytest.mark.usefixtures("with_a_later_migration")
def test_a_database_from_an_older_version_is_refused_until_it_is_upgraded(database):
    with pytest.raises(DatabaseError) as caught:
        migrate.require_current(database)
    assert str(caught.value) == OLDER
    migrate.upgrade(database)
    migrate.require_current(database)


@pytest.mark.parametrize("verb", ["require_current", "upgrade"])
def test_a_database_from_a_newer_version_is_refused_and_left_alone(database, verb):
    set_version(database, "from-the-future")
    with pytest.raises(DatabaseError) as caught:
        getattr(migrate, verb)(database)
    assert str(caught.value) == NEWER
    assert migrate.version_of(database) == "from-the-future"


@pytest.mark.parametrize("verb", ["version_of", "require_current", "upgrade"])
def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path, verb):
    path = tmp_path / "notes.sqlite"
    path.write_text("These are only notes. " * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseError) as caught:
        getattr(migrate, verb)(database)
    assert str(caught.value) == "The database cannot be opened: file is not a database."
    assert path.read_text().startswith("These are only notes.")


def test_a_folder_that_does_not_exist_is_refused_with_a_sentence(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'none' / 'x.sqlite'}")
    with pytest.raises(DatabaseError) as caught:
        migrate.upgrade(database)
    assert str(caught.value) == "The database cannot be opened: unable to open database file."


def test_migrations_make_exactly_the_tables_that_the_code_declares(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.usefixtures("with_a_later_migration")
def test_a_developer_gets_a_migration_written_from_the_difference(database):
    migrate.upgrade(database)
    metadata = sa.MetaData()
    sa.Table("newer", metadata, sa.Column("id", sa.Integer), sa.Column("name", sa.String(20)))
    migrate.write_migration(database, metadata, "give it a name")
    (written,) = (migrate.HERE / "versions").glob("*give_it_a_name.py")
    assert 'sa.Column("name", sa.String(length=20)' in written.read_text().replace("'", '"')


# --- the migration that brought people and the desk ---


@pytest.fixture
def first_version(empty_database):
    """A database of the first version with one public entry, its tag, its version and a newer draft."""
    with empty_database.engine.begin() as connection:
        command.upgrade(migrate._config(connection), "0001")
        for table, row in OLD_ROWS:
            marks = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"), row)
    return empty_database


OLD_ENTRY = {
    "id": "e1", "kind": "guide", "state": "published", "slug": "old", "title": "Old guide", "summary": "It was here before.",
    "quick_read": "{}", "body": "", "audience": "[]", "needs": "[]", "age_min": 0, "age_max": 25, "phases": "[]", "topics": "[]",
    "coverage": "all", "districts": "[]", "places": "[]", "contacts": "[]", "related": "[]", "formats": "[]", "owner_team": "Us",
    "reviewed_on": "2026-01-01", "review_due": "2026-12-01", "verified_by": "council", "source_note": "", "licence": "own",
    "fields": "{}", "revision": 1, "digest": "x", "loaded_digest": "x", "updated_at": "2026-01-01 00:00:00",
}  # fmt: skip
OLD_REVISION = {
    "entry_id": "e1",
    "document": "{}",
    "digest": "x",
    "made_by": "us",
    "note": "",
    "made_at": "2026-01-01 00:00:00",
}
OLD_ROWS = [
    ("entry", OLD_ENTRY),
    ("entry_tag", {"entry_id": "e1", "facet": "need", "value": "autism"}),
    ("revision", {**OLD_REVISION, "id": 1, "number": 1, "published_at": "2026-01-01 00:00:00"}),
    ("revision", {**OLD_REVISION, "id": 2, "number": 2}),
    ("revision", {**OLD_REVISION, "id": 3, "number": 3}),
]


def test_upgrading_a_full_database_loses_nothing_and_tells_the_state_of_each_version(first_version):
    migrate.upgrade(first_version)
    with first_version.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM entry_tag")) == 1
        rows = connection.execute(sa.text("SELECT number, state, based_on FROM revision ORDER BY number")).all()
        assert [tuple(row) for row in rows] == [(1, "published", 0), (2, "dropped", 0), (3, "draft", 1)]
        assert connection.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1


@pytest.mark.parametrize("change", ["UPDATE audit_line SET by = 'nobody'", "DELETE FROM audit_line"])
def test_what_stands_in_the_audit_log_stays(database, change):
    with database.transaction() as session:
        session.add(AuditLine(by="Ana", action="entry.publish", subject="guides/x"))
    with (
        pytest.raises(sa.exc.IntegrityError, match="audit lines are never changed or deleted"),
        database.transaction() as session,
    ):
        session.execute(sa.text(change))
