"""What families tell us: comments (SI 2014/1530 reg. 56) and reports of what is wrong. Who wrote stands apart."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.moments import now

#: What a comment is about (reg. 56(1)): what is here, how it can be read, how it was made.
CONTENT, ACCESSIBILITY, PROCESS = "content", "accessibility", "process"
ASPECTS = (CONTENT, ACCESSIBILITY, PROCESS)
#: States of a comment: read by nobody yet, public in the words of ``public_text``, left out with a legal reason,
#: or taken back by whoever wrote it.
RECEIVED, PUBLISHED, HELD, TAKEN_BACK = "received", "published", "held", "taken_back"
#: Reasons for which reg. 56(4) lets a comment be left out.
VEXATIOUS, INDIVIDUAL_CASE = "vexatious", "individual_case"
HOLD_REASONS = (VEXATIOUS, INDIVIDUAL_CASE)
#: States of a report.
OPEN, CHECKING, FIXED, NOT_WRONG = "open", "checking", "fixed", "not_wrong"
STILL_OPEN = (OPEN, CHECKING)


class Writer(SQLModel, table=True):
    """How to reach whoever wrote a comment or report, if they wished it. Staff alone see it; a rule deletes it.

    It hangs on the digest of the private link, so that nothing about a person stands beside their words.
    """

    token_digest: str = Field(primary_key=True, max_length=64)
    email: str = Field(max_length=255)
    made_at: datetime = Field(default_factory=now)


class Comment(SQLModel, table=True):
    """One comment. ``text`` is what was written and stays private; ``public_text`` identifies nobody."""

    id: int | None = Field(default=None, primary_key=True)
    #: digest of the token in the private link
    token_digest: str = Field(unique=True, max_length=64)
    #: the entry it is about; None for the whole Local Offer
    entry_id: str | None = Field(default=None, foreign_key="entry.id", index=True, max_length=36, ondelete="SET NULL")
    aspect: str = Field(max_length=20)
    text: str = Field(sa_type=sa.Text)
    #: the language the form was shown in
    language: str = Field(default="en", max_length=10)
    received_at: datetime = Field(default_factory=now, index=True)
    state: str = Field(default=RECEIVED, index=True, max_length=20)
    #: a key of the vocabulary ``theme``, chosen by a moderator
    theme: str = Field(default="", max_length=60)
    public_text: str = Field(default="", sa_type=sa.Text)
    hold_reason: str = Field(default="", max_length=30)
    #: why, for the desk alone
    hold_note: str = Field(default="", max_length=1000)
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    #: the published answer: an entry of the kind response
    response_id: str | None = Field(
        default=None, foreign_key="entry.id", index=True, max_length=36, ondelete="SET NULL"
    )
    #: once the rule has emptied ``text``
    text_deleted_at: datetime | None = None


class Report(SQLModel, table=True):
    """Somebody told us that something on an entry is wrong. ``text`` is for those who keep the entry; never public."""

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(unique=True, max_length=64)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    #: a key of the vocabulary ``wrong``
    what: str = Field(max_length=60)
    text: str = Field(default="", sa_type=sa.Text)
    received_at: datetime = Field(default_factory=now, index=True)
    state: str = Field(default=OPEN, index=True, max_length=20)
    #: what we tell whoever reported it
    outcome: str = Field(default="", max_length=500)
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    text_deleted_at: datetime | None = None
