"""The quality of many pages at once: what their words tell is remembered, for it changes only when they do."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from localoffer.publishing.links import FAILURES
from localoffer.publishing.quality import Quality, Reading, judge, read
from localoffer.records.desk_queries import Row, written_words
from localoffer.records.upkeep import LinkTried

#: (kind, digest of the words, basis of the quick read) -> what they tell.
_readings: dict[tuple[str, str, str], Reading] = {}
MOST_REMEMBERED = 30_000
AT_ONCE = 1000


def assess(session: Session, rows: Sequence[Row], today: date) -> dict[str, Quality]:
    """The quality of every page of ``rows`` that was ever public, by id."""
    broken = broken_urls(session)
    return {
        row.id: judge(reading, overdue=row.review_due < today, unowned=row.owner_id is None, broken=broken)
        for row, reading in _read(session, [row for row in rows if row.revision])
    }


def broken_urls(session: Session) -> frozenset[str]:
    """Web addresses that did not work, on several days."""
    broken = select(LinkTried.url).where(col(LinkTried.works).is_(False), LinkTried.failures >= FAILURES)
    return frozenset(session.exec(broken))


def _read(session: Session, rows: Sequence[Row]) -> list[tuple[Row, Reading]]:
    keys = {row.id: (row.kind, row.digest, row.basis) for row in rows}
    known = {row.id: held for row in rows if (held := _readings.get(keys[row.id]))}
    new = [row for row in rows if row.id not in known]
    if len(_readings) + len(new) > MOST_REMEMBERED:
        _readings.clear()
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        words = written_words(session, [row.id for row in part])
        for row in part:
            known[row.id] = _readings[keys[row.id]] = read(row.kind, words[row.id], row.basis)
    return [(row, known[row.id]) for row in rows]
