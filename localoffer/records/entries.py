"""The tables every kind lives in: the entry the public sees, its tags, its revisions, and the outbox of changes."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.documents import Document
from localoffer.records.moments import now
from localoffer.records.registry import KINDS, address_of

#: States of an entry. Hidden: nobody checked it for too long, so the public does not see it until somebody does.
DRAFT, PUBLISHED, HIDDEN, WITHDRAWN = "draft", "published", "hidden", "withdrawn"
#: States of a revision: being written, in review, sent back, approved for a later day, public once, given up.
SUBMITTED, RETURNED, SCHEDULED, DROPPED = "submitted", "returned", "scheduled", "dropped"
OPEN_STATES = (DRAFT, SUBMITTED, RETURNED, SCHEDULED)
#: How late an entry's check is.
FRESH, DUE, OVERDUE = "fresh", "due", "overdue"
PUT, REMOVE, REFERENCE = "put", "remove", "reference"
DATE_COLUMNS = ("published_on", "reviewed_on", "review_due")


class Entry(SQLModel, table=True):
    """What the public sees of one entry. Only publishing writes here; a draft is a revision (ADR 4)."""

    __table_args__ = (sa.UniqueConstraint("kind", "slug"),)

    #: stable for ever, also for other systems
    id: str = Field(primary_key=True, max_length=36)
    kind: str = Field(index=True, max_length=30)
    #: draft (nothing public yet), published, hidden or withdrawn
    state: str = Field(default=DRAFT, index=True, max_length=20)
    slug: str = Field(max_length=100)
    title: str = Field(max_length=80)
    summary: str = Field(max_length=160)
    quick_read: dict[str, Any] = Field(sa_type=sa.JSON)
    body: str = Field(sa_type=sa.Text)
    audience: list[str] = Field(sa_type=sa.JSON)
    needs: list[str] = Field(sa_type=sa.JSON)
    age_min: float
    age_max: float
    phases: list[str] = Field(sa_type=sa.JSON)
    topics: list[str] = Field(sa_type=sa.JSON)
    coverage: str = Field(max_length=30)
    districts: list[str] = Field(sa_type=sa.JSON)
    places: list[str] = Field(sa_type=sa.JSON)
    venue: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    #: WGS84 degrees that distances are measured to: the venue's point, its postcode's, or its town's
    lat: float | None = None
    lon: float | None = None
    contacts: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    related: list[str] = Field(sa_type=sa.JSON)
    formats: list[str] = Field(sa_type=sa.JSON)
    owner_team: str = Field(max_length=300)
    published_on: date | None = None
    reviewed_on: date
    review_due: date = Field(index=True)
    verified_by: str = Field(max_length=30)
    source_url: str | None = Field(default=None, max_length=500)
    source_note: str = Field(sa_type=sa.Text)
    licence: str = Field(max_length=30)
    closed: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    #: what only its kind has, checked by that kind's document class
    fields: dict[str, Any] = Field(sa_type=sa.JSON)
    #: the revision this row shows
    revision: int = 0
    #: digest of the document shown, and of the file it was last loaded from: they differ once an editor changed it
    digest: str = Field(max_length=64)
    loaded_digest: str = Field(default="", max_length=64)
    updated_at: datetime = Field(default_factory=now)
    #: who keeps it true; reminders go to them
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True, ondelete="SET NULL")
    #: the day on which it is withdrawn by itself
    expires_on: date | None = None
    #: how late its check is, as the freshness job last saw it: fresh, due or overdue
    freshness: str = Field(default=FRESH, max_length=10)
    #: digest of the text beside which somebody last confirmed the quick read; empty: of the text as it is
    quick_read_basis: str = Field(default="", max_length=64)

    @property
    def address(self) -> str:
        """``folder/slug``."""
        return address_of(self.kind, self.slug)

    def document(self) -> Document:
        """The entry as the checked document of its kind."""
        common = {name: getattr(self, name) for name in Document.model_fields}
        return KINDS[self.kind].document.model_validate(common | self.fields)

    def show(self, document: Document) -> None:
        """Copy a document's values into this row."""
        values = document.model_dump(mode="json", include=set(Document.model_fields))
        for name in DATE_COLUMNS:
            values[name] = getattr(document, name)
        for name, value in values.items():
            setattr(self, name, value)
        self.fields = document.kind_fields()


class EntryTag(SQLModel, table=True):
    """One filter value of one entry, such as need = autism."""

    __tablename__ = "entry_tag"

    entry_id: str = Field(primary_key=True, foreign_key="entry.id", max_length=36, ondelete="CASCADE")
    facet: str = Field(primary_key=True, max_length=40)
    value: str = Field(primary_key=True, max_length=100, index=True)


class Revision(SQLModel, table=True):
    """One saved version of an entry's whole document. Numbers start at 1 within an entry and are never used again."""

    __table_args__ = (
        sa.UniqueConstraint("entry_id", "number"),
        # one set of changes at a time: whoever edits next goes on with it (ADR 12)
        sa.Index(
            "one_open_revision", "entry_id", unique=True,
            sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned', 'scheduled')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned', 'scheduled')"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    number: int
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    digest: str = Field(max_length=64)
    #: who saved it: somebody of the staff, a provider or "content store", never a family
    made_by: str = Field(max_length=200)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime = Field(default_factory=now)
    saved_at: datetime = Field(default_factory=now)
    note: str = ""
    #: when it became what the public sees; None for one that never did
    published_at: datetime | None = None
    #: published once it was public, else one of OPEN_STATES or dropped. Only open ones ever change.
    state: str = Field(default=DRAFT, index=True, max_length=20)
    #: the revision the public saw when this one was begun; 0 for an entry that was never public
    based_on: int = 0
    #: when an approved revision is to become public
    publish_at: datetime | None = None
    #: fields a reviewer sent back, each with the reason
    returned: dict[str, Any] = Field(default={}, sa_type=sa.JSON)
    #: see Entry.quick_read_basis
    quick_read_basis: str = Field(default="", max_length=64)
    #: why a quick read is published although the plain-language check blocks it
    override_reason: str = Field(default="", max_length=500)

    @property
    def is_open(self) -> bool:
        """True while it may still change."""
        return self.state in OPEN_STATES


class EntryChange(SQLModel, table=True):
    """The outbox: written in the transaction that changed an entry, read by whatever must follow (ADR 3)."""

    __tablename__ = "entry_change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: int | None = Field(default=None, primary_key=True)
    #: the entry's id; for ``reference`` the name of the reference document
    entry_id: str = Field(max_length=100)
    op: str = Field(max_length=20)
    at: datetime = Field(default_factory=now)


class Reference(SQLModel, table=True):
    """A named document that is not an entry: the authority, a vocabulary, search rules, the legal checklist."""

    name: str = Field(primary_key=True, max_length=100)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    digest: str = Field(max_length=64)
    loaded_digest: str = Field(default="", max_length=64)
    updated_at: datetime = Field(default_factory=now)
