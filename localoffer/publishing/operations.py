"""The verbs that every door shares: save, publish, hide, withdraw. Each writes its revision and outbox row together.

Nothing here commits: whoever asked decides what belongs together (one commit a request, one a content file).
Nothing here calls search: the outbox tells it (ADR 3).
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from localoffer.errors import SlugTaken, StaleEdit, WrongState
from localoffer.places.distance import Point
from localoffer.publishing.append_only import refuse_lost_updates
from localoffer.publishing.fields import text_digest
from localoffer.records.digests import digest_of
from localoffer.records.documents import Document
from localoffer.records.entries import (
    DRAFT,
    DROPPED,
    FRESH,
    HIDDEN,
    OPEN_STATES,
    PUBLISHED,
    PUT,
    REMOVE,
    SCHEDULED,
    SUBMITTED,
    WITHDRAWN,
    Entry,
    EntryChange,
    EntryTag,
    Revision,
)
from localoffer.records.moments import now
from localoffer.records.queries import find_entry, latest_revision, open_revision
from localoffer.records.registry import KINDS, address_of
from localoffer.records.upkeep import FormerAddress

#: Gives the point distances to a document are measured to, or None when it has no place.
Locate = Callable[[Document], Point | None]
#: Fields that documents had not from the start: while empty they leave the digest as it was.
LATER_FIELDS = {"closed"}
OUTBOX_LOCK = 7_021_530  # any number that nothing else in the database locks
ADDRESS_LOCK = 7_021_531
#: Kinds that other entries, memberships and vocabularies name by their slug alone, so it must not change.
NAMED_BY_SLUG = {"organisation", "setting", "term"}


def entry_id(kind: str, slug: str) -> str:
    """The id of a new entry: made from its first address, so that two sites loaded from one store agree."""
    return str(uuid5(NAMESPACE_URL, f"local-offer:{address_of(kind, slug)}"))


def digest_of_document(document: Document) -> str:
    """The digest of everything a document says. A field that came later counts only once something is in it."""
    data = document.model_dump(mode="json")
    return digest_of({name: value for name, value in data.items() if name not in LATER_FIELDS or value is not None})


def hold(session: Session, entry: Entry) -> None:
    """Keep everybody else from changing the entry until this transaction ends, and read it and what is open anew.

    Every verb begins with it: what it then reads is what it changes, so nobody overwrites what they have not seen.
    The update changes nothing; it is the one lock that SQLite and PostgreSQL share.
    """
    session.flush()
    lock = update(Entry).where(col(Entry.id) == entry.id).values(revision=Entry.revision)
    session.execute(lock.execution_options(synchronize_session=False))
    session.refresh(entry)
    waiting = select(Revision).where(Revision.entry_id == entry.id, col(Revision.state).in_(OPEN_STATES))
    session.exec(waiting.execution_options(populate_existing=True)).all()


def save_draft(
    session: Session, document: Document, *, by: str, note: str = "", based_on: int | None = None
) -> Revision:
    """Save a whole document as the entry's newest revision; the public sees no change. What was open is given up.

    Returns the newest revision as it is when nothing differs from it. ``based_on`` is the revision number the writer
    started from: raises StaleEdit when somebody has saved another since.
    """
    entry = standing_at(session, document.KIND, document.slug)
    if entry:
        hold(session, entry)
    latest = latest_revision(session, entry.id) if entry else None
    if based_on is not None and latest is not None and latest.number != based_on:
        raise StaleEdit(f"Somebody saved version {latest.number} while you worked on version {based_on}.")
    digest = digest_of_document(document)
    if latest is not None and latest.digest == digest and latest.state != DROPPED:
        return latest
    if entry is None:
        entry = _new_entry(session, document, digest)
    give_up_open(session, entry.id)
    data = document.model_dump(mode="json")
    return add_revision(session, entry, data, digest=digest, made_by=by, note=note, quick_read_basis=text_digest(data))


def standing_at(session: Session, kind: str, slug: str) -> Entry | None:
    """The entry that stands at an address, or did before it moved; in any state."""
    entry = find_entry(session, kind, slug)
    if entry is None and (former := session.get(FormerAddress, (kind, slug))):
        return session.get_one(Entry, former.entry_id)
    return entry


def add_revision(session: Session, entry: Entry, document: dict[str, Any], **others: Any) -> Revision:
    """Add an open revision with the next number, begun from what the public sees now."""
    latest = latest_revision(session, entry.id)
    others = {"digest": digest_of(document), "quick_read_basis": entry.quick_read_basis} | others
    revision = Revision(
        entry_id=entry.id, number=latest.number + 1 if latest else 1, document=document, based_on=entry.revision,
        **others,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    return revision


def give_up_open(session: Session, entry_id: str) -> None:
    """Close the entry's open revision, if there is one, without publishing it. It stays in the history."""
    if revision := open_revision(session, entry_id):
        revision.state = DROPPED
        session.add(revision)
        session.flush()


def _new_entry(session: Session, document: Document, digest: str) -> Entry:
    identity: dict[str, Any] = {"id": entry_id(document.KIND, document.slug), "kind": document.KIND, "state": DRAFT}
    entry = Entry(**identity, digest=digest)
    entry.show(document)
    session.add(entry)
    session.flush()
    return entry


def publish(session: Session, revision: Revision, *, locate: Locate) -> Entry:
    """Make a revision what the public sees: its checked document is copied into the row, its tags are replaced.

    An address it leaves leads to the new one. What was hidden stays hidden while its check is late. Raises SlugTaken
    when another entry stands at the new address, InvalidEntry when it loses what is only added to (``append_only``).
    """
    entry = session.get_one(Entry, revision.entry_id)
    document = KINDS[entry.kind].document.model_validate(revision.document)
    refuse_lost_updates(entry, document.model_dump(mode="json"))
    _move(session, entry, document.slug)
    entry.show(document)
    point = locate(document)
    entry.lat, entry.lon = (point.lat, point.lon) if point else (None, None)
    if revision.is_open:
        _put_last(session, revision)
    is_late = document.review_due < now().date()
    entry.state = HIDDEN if entry.state == HIDDEN and is_late else PUBLISHED
    entry.revision, entry.digest, entry.updated_at = revision.number, revision.digest, now()
    entry.quick_read_basis = revision.quick_read_basis
    entry.freshness = entry.freshness if is_late else FRESH
    revision.state, revision.published_at = PUBLISHED, revision.published_at or now()
    session.add_all([entry, revision])
    _replace_tags(session, entry.id, document.tags())
    announce(session, entry.id, PUT)
    return entry


def _put_last(session: Session, revision: Revision) -> None:
    """Number a revision after all others: something else may have been published while it was being written."""
    latest = latest_revision(session, revision.entry_id)
    if latest is not None and latest.number > revision.number:
        revision.number = latest.number + 1


def _move(session: Session, entry: Entry, slug: str) -> None:
    refuse_taken_slug(session, entry, slug)
    if slug != entry.slug and entry.revision:
        if entry.kind in NAMED_BY_SLUG:
            raise WrongState("Other pages name this one by its address, so its address cannot change.")
        session.add(FormerAddress(kind=entry.kind, slug=entry.slug, entry_id=entry.id))
    if former := session.get(FormerAddress, (entry.kind, slug)):
        session.delete(former)  # it moved back
    session.flush()


def refuse_taken_slug(session: Session, entry: Entry, slug: str) -> None:
    """Raises SlugTaken when ``slug`` is, or once was, the address of another entry of the kind."""
    other = find_entry(session, entry.kind, slug)
    former = session.get(FormerAddress, (entry.kind, slug))
    if (other and other.id != entry.id) or (former and former.entry_id != entry.id):
        raise SlugTaken(f"Another page has the address “{address_of(entry.kind, slug)}”. Choose another.")


def withdraw(session: Session, entry: Entry) -> None:
    """Take an entry from the public; its address answers that it is gone. Raises WrongState if it is not published."""
    if entry.state not in (PUBLISHED, HIDDEN):
        raise WrongState(f"“{entry.title}” is not published, so it cannot be withdrawn.")
    entry.state, entry.updated_at = WITHDRAWN, now()
    session.add(entry)
    _review_again(session, entry)
    announce(session, entry.id, REMOVE)


def serialise(session: Session) -> None:
    """Let nobody else begin an entry or give one another address until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADDRESS_LOCK})
    else:
        session.execute(text("UPDATE entry SET id = id WHERE id = ''"))  # changes nothing: one writer at a time


def _review_again(session: Session, entry: Entry) -> None:
    """What was approved for a later day would bring the entry back by itself: it waits for a reviewer again."""
    waiting = open_revision(session, entry.id)
    if waiting and waiting.state == SCHEDULED:
        waiting.state, waiting.publish_at = SUBMITTED, None
        session.add(waiting)


def hide(session: Session, entry: Entry) -> None:
    """Take an entry from the public until somebody checks it. Raises WrongState if it is not published."""
    if entry.state != PUBLISHED:
        raise WrongState(f"“{entry.title}” is not published, so it cannot be hidden.")
    entry.state = HIDDEN
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
