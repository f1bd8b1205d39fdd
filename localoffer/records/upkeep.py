"""What the desk knows about entries besides their words: reminders, links tried, judgements, bulk actions, gaps."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.moments import now


class FormerAddress(SQLModel, table=True):
    """An address that an entry once stood at: it leads to where the entry stands now."""

    __tablename__ = "former_address"

    kind: str = Field(primary_key=True, max_length=30)
    slug: str = Field(primary_key=True, max_length=100)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    since: datetime = Field(default_factory=now)


class KeptWords(SQLModel, table=True):
    """What somebody wrote and could not save, because another saved first or their session had ended."""

    __tablename__ = "kept_words"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    entry_id: str = Field(primary_key=True, foreign_key="entry.id", max_length=36, ondelete="CASCADE")
    section: str = Field(primary_key=True, max_length=60)
    values: dict[str, Any] = Field(sa_type=sa.JSON)
    reason: str = Field(max_length=20)
    at: datetime = Field(default_factory=now)


class Reminder(SQLModel, table=True):
    """One step of asking whether an entry is still right. A step is taken once for each due day."""

    __table_args__ = (sa.UniqueConstraint("entry_id", "review_due", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    review_due: date
    #: ``ask:-14/12`` (days from the due day, and the person asked), ``escalate:30``, ``hide``
    step: str = Field(max_length=30)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    #: digest of the “still right” link's token; the link works once
    token_digest: str | None = Field(default=None, unique=True, max_length=64)
    #: the version the reminder was about: whoever opens the link is told when there is a newer one
    revision: int = 0
    made_at: datetime = Field(default_factory=now)
    used_at: datetime | None = None


class LinkTried(SQLModel, table=True):
    """A web address that entries hold, and what it last answered."""

    __tablename__ = "link_tried"

    url: str = Field(primary_key=True, max_length=500)
    #: 0: nothing answered; the reason is in ``said``
    status: int = 0
    said: str = Field(default="", max_length=200)
    works: bool = True
    tried_at: datetime = Field(default_factory=now)
    #: tries in a row that did not work
    failures: int = 0


class Judgement(SQLModel, table=True):
    """A person's answer for an item of the legal checklist that no rule can judge. The newest one of an item counts."""

    id: int | None = Field(default=None, primary_key=True)
    item: str = Field(index=True, max_length=60)
    met: bool
    note: str = Field(max_length=1000)
    #: kept as text too: who signed must stay readable when they have left
    by: str = Field(max_length=200)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime = Field(default_factory=now)


class ItemOwner(SQLModel, table=True):
    """Who answers for an item of the legal checklist."""

    __tablename__ = "item_owner"

    item: str = Field(primary_key=True, max_length=60)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")


class BulkAction(SQLModel, table=True):
    """Something done to many entries at once, with what was there before, so that it can be undone."""

    __tablename__ = "bulk_action"

    id: int | None = Field(default=None, primary_key=True)
    action: str = Field(max_length=30)
    #: entry id -> what must be put back
    before: dict[str, Any] = Field(sa_type=sa.JSON)
    detail: dict[str, Any] = Field(default={}, sa_type=sa.JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime = Field(default_factory=now)
    undone_at: datetime | None = None


class SearchGap(SQLModel, table=True):
    """How often searches about a need, an age band and an outcode found nothing or little in one month.

    The written rule (docs/gaps.md): no words of a search are kept, no time finer than a month, nothing of who asked.
    """

    __tablename__ = "search_gap"

    #: first day of the month
    month: date = Field(primary_key=True)
    #: a key of the vocabulary ``need``; empty when none was understood
    need: str = Field(primary_key=True, max_length=60)
    #: 0-4, 5-10, 11-15, 16-25 or empty
    age_band: str = Field(primary_key=True, max_length=10)
    #: such as EX16, or empty
    outcode: str = Field(primary_key=True, max_length=4)
    #: none or few
    found: str = Field(primary_key=True, max_length=10)
    count: int = 0
