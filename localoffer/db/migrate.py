"""Bring a database to the shape this version knows, and say plainly when it has another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from localoffer.db.engine import Database
from localoffer.errors import DatabaseError

HERE = Path(__file__).parent / "migrations"


def _config(connection: sa.Connection | None = None, metadata: sa.MetaData | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes.update(connection=connection, metadata=metadata)
    return config


def newest_version() -> str:
    """The migration this code expects the database to be at."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def version_of(database: Database) -> str | None:
    """The migration a database is at; None for an empty one. Raises DatabaseError when it cannot be opened."""
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except sa.exc.DBAPIError as error:
        raise DatabaseError(f"The database cannot be opened: {error.orig}.") from None


def upgrade(database: Database) -> None:
    """Run every migration the database has not had. Raises DatabaseError when it is newer than this code."""
    _refuse_newer(version_of(database))
    with _unguarded(database) as connection, connection.begin():
        command.upgrade(_config(connection), "head")


@contextmanager
def _unguarded(database: Database) -> Iterator[sa.Connection]:
    """A connection on which SQLite can rebuild a table without deleting what refers to its rows.

    SQLite alters a table by making a new one and dropping the old; foreign keys must be off meanwhile, and can only be
    switched outside a transaction (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    with database.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        try:
            yield connection
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.commit()


def require_current(database: Database) -> None:
    """Raises DatabaseError, saying what to do, unless the database has exactly this version's shape."""
    version = version_of(database)
    if version is None:
        raise DatabaseError("The database is empty. Run `flask db upgrade`, then `flask content load`.")
    _refuse_newer(version)
    if version != newest_version():
        raise DatabaseError("The database is from an older version. Run `flask db upgrade`; nothing is lost by it.")


def _refuse_newer(version: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if version is not None and version not in known:
        raise DatabaseError(
            "The database is from a newer version of this software. Update the software, then start again."
        )


def write_migration(database: Database, metadata: sa.MetaData, message: str) -> None:
    """For developers: write a migration from how ``metadata`` differs from the database."""
    with database.engine.connect() as connection:
        command.revision(_config(connection, metadata), message=message, autogenerate=True)
