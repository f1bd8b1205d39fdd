"""Mail waiting to be sent, and the lease by which one process at a time does the regular jobs."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.moments import now

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"


class Letter(SQLModel, table=True):
    """One mail. ``key`` makes it happen once: a second letter with the same key is not written (ADR 9)."""

    __tablename__ = "letter"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    to: str = Field(max_length=255)
    subject: str = Field(max_length=200)
    text: str = Field(sa_type=sa.Text)
    #: waiting, sending (handed to the mail server; not known to have arrived), sent, failed (given up)
    state: str = Field(default=WAITING, index=True, max_length=20)
    attempts: int = 0
    made_at: datetime = Field(default_factory=now)
    try_after: datetime = Field(default_factory=now)
    sent_at: datetime | None = None
    last_error: str = Field(default="", max_length=300)


class Lease(SQLModel, table=True):
    """A job that only one process may do at a time, and until when it holds it."""

    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=100)
    until: datetime


class JobRun(SQLModel, table=True):
    """When a job last ran and what it said, for the desk."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, max_length=60)
    ran_at: datetime = Field(default_factory=now)
    said: str = Field(default="", max_length=500)
    failed: bool = False
