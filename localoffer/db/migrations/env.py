"""How Alembic runs here: always on a connection handed in, in batches so that SQLite can alter tables."""

from typing import Any, Literal

import sqlmodel.sql.sqltypes as sqltypes
from alembic import context


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write SQLModel's own column types as plain SQLAlchemy, so that migrations need no SQLModel import."""
    if kind == "type" and isinstance(item, sqltypes.AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, sqltypes.UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
