"""The verbs on entries: save a draft, publish, withdraw. Each writes its revision and outbox row in one transaction.

Nothing here commits: whoever asked decides what belongs together (one commit a request, one a content file).
Nothing here calls search: the outbox tells it (ADR 3).
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import delete, text
from sqlmodel import Session, col

from localoffer.errors import StaleEdit, WrongState
from localoffer.places.distance import Point
from localoffer.records.digests import digest_of
from localoffer.records.documents import Document
from localoffer.records.entries import (
    DRAFT,
    PUBLISHED,
    PUT,
    REMOVE,
    WITHDRAWN,
    Entry,
    EntryChange,
    EntryTag,
    Revision,
    now,
)
from localoffer.records.queries import find_entry, latest_revision
from localoffer.records.registry import KINDS, address_of

#: Gives the point distances to a document are measured to, or None when it has no place.
Locate = Callable[[Document], Point | None]
OUTBOX_LOCK = 7_021_530  # any number that nothing else in the database locks


def entry_id(kind: str, slug: str) -> str:
    """The id of a new entry: made from its first address, so that two sites loaded from one store agree."""
    return str(uuid5(NAMESPACE_URL, f"local-offer:{address_of(kind, slug)}"))


def digest_of_document(document: Document) -> str:
    """The digest of everything a document says."""
    return digest_of(document.model_dump(mode="json"))


def save_draft(
    session: Session, document: Document, *, by: str, note: str = "", based_on: int | None = None
) -> Revision:
    """Save a document as the entry's newest revision; the public sees no change.

    Returns the newest revision as it is when nothing differs from it. ``based_on`` is the revision number the writer
    started from: raises StaleEdit when somebody has saved another since.
    """
    entry = find_entry(session, document.KIND, document.slug)
    latest = latest_revision(session, entry.id) if entry else None
    if based_on is not None and latest is not None and latest.number != based_on:
        raise StaleEdit(f"Somebody saved version {latest.number} while you worked on version {based_on}.")
    digest = digest_of_document(document)
    if latest is not None and latest.digest == digest:
        return latest
    if entry is None:
        entry = _new_entry(session, document, digest)
    revision = Revision(
        entry_id=entry.id, number=latest.number + 1 if latest else 1, digest=digest, made_by=by, note=note,
        document=document.model_dump(mode="json"),
    )  # fmt: skip
    session.add(revision)
    session.flush()
    return revision


def _new_entry(session: Session, document: Document, digest: str) -> Entry:
    identity: dict[str, Any] = {"id": entry_id(document.KIND, document.slug), "kind": document.KIND, "state": DRAFT}
    entry = Entry(**identity, digest=digest)
    entry.show(document)
    session.add(entry)
    session.flush()
    return entry


def publish(session: Session, revision: Revision, *, locate: Locate) -> Entry:
    """Make a revision what the public sees: its checked document is copied into the row, its tags are replaced."""
    entry = session.get_one(Entry, revision.entry_id)
    document = KINDS[entry.kind].document.model_validate(revision.document)
    entry.show(document)
    point = locate(document)
    entry.lat, entry.lon = (point.lat, point.lon) if point else (None, None)
    entry.state, entry.revision, entry.digest, entry.updated_at = PUBLISHED, revision.number, revision.digest, now()
    revision.published_at = revision.published_at or now()
    session.add_all([entry, revision])
    _replace_tags(session, entry.id, document.tags())
    announce(session, entry.id, PUT)
    return entry


def withdraw(session: Session, entry: Entry) -> None:
    """Take an entry from the public; its address answers that it is gone. Raises WrongState if it is not published."""
    if entry.state != PUBLISHED:
        raise WrongState(f"“{entry.title}” is not published, so it cannot be withdrawn.")
    entry.state, entry.updated_at = WITHDRAWN, now()
    session.add(entry)
    announce(session, entry.id, REMOVE)


def announce(session: Session, subject: str, op: str) -> None:
    """Write an outbox row. On PostgreSQL a lock keeps numbers in the order of commits, so no reader skips one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": OUTBOX_LOCK})
    session.add(EntryChange(entry_id=subject, op=op))
    session.flush()


def _replace_tags(session: Session, entry_id: str, tags: dict[str, list[str]]) -> None:
    session.execute(delete(EntryTag).where(col(EntryTag.entry_id) == entry_id))
    session.add_all(_tag_rows(entry_id, tags))
    session.flush()


def _tag_rows(entry_id: str, tags: dict[str, list[str]]) -> Iterable[EntryTag]:
    for facet, values in tags.items():
        for value in dict.fromkeys(values):
            yield EntryTag(entry_id=entry_id, facet=facet, value=value)
