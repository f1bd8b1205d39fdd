"""The database: one engine for the process, one short session for each piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, create_engine

from localoffer.errors import DatabaseError

SQLITE_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=NORMAL")


class Database:
    """An engine and the sessions made from it. Works with SQLite and PostgreSQL."""

    def __init__(self, url: str) -> None:
        """``url`` is an SQLAlchemy address. Raises DatabaseError when it cannot be understood."""
        try:
            self.engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
        except (sa.exc.ArgumentError, ModuleNotFoundError, ValueError) as error:
            raise DatabaseError(f"The database address cannot be used: {error}.") from None
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _set_pragmas)

    def session(self) -> Session:
        """A new session; whoever asks for it closes it."""
        return Session(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back when anything is raised."""
        with self.session() as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
