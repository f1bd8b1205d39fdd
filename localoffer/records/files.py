"""Files kept beside pages, such as minutes as PDF: in the database, so that every worker and every backup has them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.moments import now


class StoredFile(SQLModel, table=True):
    """A file kept beside a page, such as minutes as PDF. Its name is the digest of what is in it."""

    __tablename__ = "stored_file"

    #: ``<sha256>.pdf`` or ``<sha256>.docx``
    name: str = Field(primary_key=True, max_length=80)
    data: bytes = Field(sa_type=sa.LargeBinary)
    size: int
    stored_at: datetime = Field(default_factory=now)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
