"""Inserts that give way to a row that is there already, the same on both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def insert_into(session: Session, table: Any) -> Any:
    """An ``INSERT`` into a mapped table that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table.__table__)
