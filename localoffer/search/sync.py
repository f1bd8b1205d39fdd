"""Keep an engine in step with the database: read the outbox, make documents, apply them; rebuild when need be."""

import logging
from collections.abc import Callable, Iterator

from sqlmodel import Session

from localoffer.places.distance import Point
from localoffer.records.entries import OVERDUE, PUT, REFERENCE, Entry
from localoffer.records.queries import all_published, changes_after, entries_by_id, newest_change
from localoffer.search.contract import Change, IndexDocument, SearchEngine
from localoffer.search.documents import DocumentMaker

log = logging.getLogger(__name__)
#: SQLite takes so many ids in one question.
MOST_AT_ONCE = 500


def index_document(maker: DocumentMaker, entry: Entry) -> IndexDocument:
    """The index document of a published row."""
    point = Point(entry.lat, entry.lon) if entry.lat is not None and entry.lon is not None else None
    return maker.make(entry.id, entry.document(), point, late=entry.freshness == OVERDUE)


def catch_up(session: Session, engine: SearchEngine, maker: DocumentMaker) -> int:
    """Apply every outbox row the engine has not seen; returns how many entries changed. Quick when none did."""
    seen = engine.state().seq
    if newest_change(session) <= seen:
        return 0
    rows = changes_after(session, seen)
    newest = {row.entry_id: row for row in rows if row.op != REFERENCE}
    ids = [entry_id for entry_id, row in newest.items() if row.op == PUT]
    entries: dict[str, Entry] = {}
    for start in range(0, len(ids), MOST_AT_ONCE):
        entries |= entries_by_id(session, ids[start : start + MOST_AT_ONCE])
    changes = [
        Change(row.seq or 0, entry_id, index_document(maker, entries[entry_id]) if entry_id in entries else None)
        for entry_id, row in newest.items()
    ]
    # reference rows carry no document, but the engine must remember that they were seen
    last = max(row.seq or 0 for row in rows)
    engine.apply([*changes, Change(last, "", None)])
    return len(newest)


def rebuild(
    session: Session, engine: SearchEngine, maker: DocumentMaker, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Build the index anew from every published entry, beside the live one; returns how many. Raises IndexLocked."""
    seq = newest_change(session)  # before reading: what changes meanwhile is caught up afterwards

    def documents() -> Iterator[IndexDocument]:
        for entry in all_published(session):
            yield index_document(maker, entry)

    return engine.rebuild(documents(), seq, progress)


def differences(session: Session, engine: SearchEngine) -> tuple[int, int]:
    """(published entries, entries the engine answers from): they are equal when all is well."""
    published = sum(1 for _ in all_published(session))
    return published, engine.state().entries
