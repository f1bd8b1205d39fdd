"""Questions asked of the entries, by name. Public ones see published rows only."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from localoffer.errors import Moved, NotFound, Withdrawn
from localoffer.records.entries import (
    HIDDEN,
    OPEN_STATES,
    PUBLISHED,
    REFERENCE,
    WITHDRAWN,
    Entry,
    EntryChange,
    EntryTag,
    Revision,
)
from localoffer.records.registry import KINDS, from_address
from localoffer.records.upkeep import FormerAddress

#: Put together once, for it is asked on every request.
NEWEST = select(func.max(EntryChange.seq))


def newest_change(session: Session) -> int:
    """The outbox's newest number; 0 when nothing was ever saved. Cheap: asked on every request."""
    return session.exec(NEWEST).one() or 0


def changes_after(session: Session, seq: int) -> Sequence[EntryChange]:
    """Outbox rows newer than ``seq``, oldest first."""
    return session.exec(select(EntryChange).where(col(EntryChange.seq) > seq).order_by(col(EntryChange.seq))).all()


def last_changed(session: Session, kind: str) -> datetime | None:
    """When what the public sees of a kind last changed, also by going away; None when nothing ever did."""
    changes = select(func.max(EntryChange.at)).join(Entry, col(Entry.id) == EntryChange.entry_id)
    return session.exec(changes.where(Entry.kind == kind)).one()


def words_changed_after(session: Session, seq: int) -> bool:
    """True when a glossary term or a reference document was saved since: what search knows of words may differ."""
    change = select(EntryChange.seq).outerjoin(Entry, col(Entry.id) == EntryChange.entry_id)
    of_words = (EntryChange.op == REFERENCE) | (Entry.kind == "term")
    return session.exec(change.where(col(EntryChange.seq) > seq, of_words).limit(1)).first() is not None


def published_entry(session: Session, kind: str, slug: str) -> Entry:
    """The published entry. Raises NotFound, Moved when it stands elsewhere now, or Withdrawn when it was taken down."""
    entry = find_entry(session, kind, slug)
    if entry is None and (moved := session.get(FormerAddress, (kind, slug))):
        raise Moved(session.get_one(Entry, moved.entry_id).address)
    if entry and entry.state == PUBLISHED:
        return entry
    if entry and entry.state in (WITHDRAWN, HIDDEN):
        raise Withdrawn(
            f"“{entry.title}” has been taken down.", kind=kind, title=entry.title, entry_id=entry.id,
            unchecked_since=entry.reviewed_on if entry.state == HIDDEN else None,
        )  # fmt: skip
    raise NotFound(f"There is no {kind} called “{slug}”.")


def find_entry(session: Session, kind: str, slug: str) -> Entry | None:
    """The entry in any state."""
    return session.exec(select(Entry).where(Entry.kind == kind, Entry.slug == slug)).first()


def entries_by_id(session: Session, ids: Iterable[str]) -> dict[str, Entry]:
    """Published entries by id, for ids that search returned."""
    rows = session.exec(select(Entry).where(col(Entry.id).in_(list(ids)), Entry.state == PUBLISHED))
    return {entry.id: entry for entry in rows}


def published_of_kind(session: Session, kind: str) -> Sequence[Entry]:
    """Every published entry of a kind, by title."""
    return session.exec(select(Entry).where(Entry.kind == kind, Entry.state == PUBLISHED).order_by(Entry.title)).all()


def all_published(session: Session) -> Iterable[Entry]:
    """Every published entry, a few at a time, in an order that does not change."""
    query = select(Entry).where(Entry.state == PUBLISHED).order_by(Entry.kind, Entry.slug)
    return session.exec(query.execution_options(yield_per=500))


def count_published(session: Session) -> dict[str, int]:
    """How many entries of each kind are published; kinds without any count 0."""
    rows = session.exec(select(Entry.kind, func.count()).where(Entry.state == PUBLISHED).group_by(Entry.kind))
    return dict.fromkeys(KINDS, 0) | dict(rows.all())


def published_at(session: Session, addresses: Sequence[str]) -> list[Entry]:
    """Published entries at ``folder/slug`` addresses, in that order; addresses nobody stands at are left out."""
    wanted = [from_address(address) for address in addresses]
    if not wanted:
        return []
    slugs = {slug for _, slug in wanted}
    rows = session.exec(select(Entry).where(col(Entry.slug).in_(slugs), Entry.state == PUBLISHED))
    found = {(entry.kind, entry.slug): entry for entry in rows}
    if len(found) < len(set(wanted)):
        found |= _moved_from(session, slugs)
    return list({entry.id: entry for pair in wanted if (entry := found.get(pair))}.values())


def _moved_from(session: Session, slugs: set[str]) -> dict[tuple[str, str], Entry]:
    """Published entries by (kind, slug) they once stood at."""
    query = (
        select(FormerAddress, Entry)
        .join(Entry, col(Entry.id) == FormerAddress.entry_id)
        .where(col(FormerAddress.slug).in_(slugs), Entry.state == PUBLISHED)
    )
    return {(former.kind, former.slug): entry for former, entry in session.exec(query)}


def tagged(session: Session, kind: str, facet: str, value: str, *, limit: int = 500) -> Sequence[Entry]:
    """Published entries of a kind with one tag, by title: the bases of a school, the services of an organisation."""
    query = (
        select(Entry)
        .join(EntryTag, col(EntryTag.entry_id) == Entry.id)
        .where(EntryTag.facet == facet, EntryTag.value == value, Entry.kind == kind, Entry.state == PUBLISHED)
        .order_by(Entry.title)
        .limit(limit)
    )
    return session.exec(query).all()


def revision_of(session: Session, entry_id: str, number: int) -> Revision | None:
    """One revision of an entry by its number."""
    return session.exec(select(Revision).where(Revision.entry_id == entry_id, Revision.number == number)).first()


def published_revisions(session: Session, entry_id: str) -> Sequence[Revision]:
    """Every revision the public has seen, newest first."""
    query = select(Revision).where(Revision.entry_id == entry_id, col(Revision.published_at).is_not(None))
    return session.exec(query.order_by(col(Revision.number).desc())).all()


def latest_revision(session: Session, entry_id: str) -> Revision | None:
    """The newest revision, published or not."""
    query = select(Revision).where(Revision.entry_id == entry_id).order_by(col(Revision.number).desc())
    return session.exec(query).first()


def open_revision(session: Session, entry_id: str) -> Revision | None:
    """The revision that somebody is writing, that waits for a review, was sent back, or waits for its day."""
    query = select(Revision).where(Revision.entry_id == entry_id, col(Revision.state).in_(OPEN_STATES))
    return session.exec(query).first()


def revisions_of(session: Session, entry_id: str) -> Sequence[Revision]:
    """Every revision, newest first."""
    query = select(Revision).where(Revision.entry_id == entry_id).order_by(col(Revision.number).desc())
    return session.exec(query).all()
