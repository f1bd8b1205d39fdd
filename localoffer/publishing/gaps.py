"""Gaps: what searches looked for and did not find, kept and shown as counts only. The written rule is docs/gaps.md.

No number under the council’s smallest count ever leaves this module, and no total from which one could be worked out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from localoffer.records.upkeep import SearchGap

#: What a search found, as it is kept.
NOTHING, LITTLE = "none", "few"
#: Age bands by the key that is kept: the first age in years, and the first one past it.
BANDS = {"0-4": (0, 5), "5-10": (5, 11), "11-15": (11, 16), "16-25": (16, 26)}
#: The column of searches in which no age was understood.
NO_AGE = ""
#: A range of ages wider than this says nothing about an age band.
WIDEST_AGES = 8


class Gap(NamedTuple):
    """What is kept of one search, all of it: see SearchGap. Empty texts: it was not said."""

    month: date
    need: str
    age_band: str
    outcode: str
    found: str


@dataclass(frozen=True)
class Row:
    """A need with its counts by age band, as they may be shown; None: fewer than the smallest count."""

    need: str
    by_age: Mapping[str, int | None]
    total: int


@dataclass(frozen=True)
class Evidence:
    """What may be shown for some months: needs by age, and outcodes with their counts, the largest first.

    Every number is rounded down to a multiple of ``smallest``: it means “at least so many”.
    """

    rows: Sequence[Row]
    outcodes: Sequence[tuple[str, int]]
    smallest: int


def band_of(ages: tuple[float, float] | None) -> str:
    """The age band that holds the middle of an age range (years); empty for none, or one too wide to say."""
    if ages is None or ages[1] - ages[0] > WIDEST_AGES:
        return NO_AGE
    middle = (ages[0] + ages[1]) / 2
    return next((band for band, (first, past) in BANDS.items() if first <= middle < past), NO_AGE)


def add_counts(session: Session, counts: Mapping[Gap, int]) -> None:
    """Add counts to those kept. Safe while other processes do the same: the database adds."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(SearchGap)
    statement = statement.on_conflict_do_update(
        index_elements=list(Gap._fields), set_={"count": SearchGap.count + statement.excluded.count}
    )
    # in one order, so that two processes never wait for each other, and none that tells which search came first
    rows = [gap._asdict() | {"count": counts[gap]} for gap in sorted(counts)]
    if rows:
        session.execute(statement, rows)


def months_kept(session: Session) -> tuple[date, date] | None:
    """The first and the last month with counts; None when nothing was ever counted."""
    first, last = session.exec(select(func.min(SearchGap.month), func.max(SearchGap.month))).one()
    return (first, last) if first else None


def evidence(
    session: Session, *, first: date, last: date, smallest: int, found: Iterable[str] = (NOTHING, LITTLE)
) -> Evidence:
    """What searches did not find from the month ``first`` to the month ``last``, made safe to show."""
    kept = [col(SearchGap.month).between(first, last), col(SearchGap.found).in_(list(found))]
    count = func.sum(SearchGap.count)
    by_need = session.exec(
        select(SearchGap.need, SearchGap.age_band, count).where(*kept).group_by(SearchGap.need, SearchGap.age_band)
    )
    by_outcode = session.exec(select(SearchGap.outcode, count).where(*kept).group_by(SearchGap.outcode))
    return made_safe(
        {(need, band): number for need, band, number in by_need}, dict(by_outcode.all()), smallest=smallest
    )


def made_safe(by_need: Mapping[tuple[str, str], int], by_outcode: Mapping[str, int], *, smallest: int) -> Evidence:
    """The counts by (need, age band) and by outcode as they may be shown: rounded down, the small ones left out."""
    exact: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys((*BANDS, NO_AGE), 0))
    for (need, band), number in by_need.items():
        exact[need][band] = number
    rows = [_row(need, cells, smallest) for need, cells in exact.items()]
    outcodes = [(code, shown) for code, number in by_outcode.items() if (shown := rounded(number, smallest))]
    return Evidence(
        sorted((row for row in rows if row.total), key=lambda row: (-row.total, row.need)),
        sorted(outcodes, key=lambda each: (-each[1], each[0])),
        smallest,
    )


def rounded(number: int, smallest: int) -> int | None:
    """The number as it may be shown, a multiple of ``smallest``; None when it is smaller than that."""
    return number // smallest * smallest or None


def _row(need: str, cells: Mapping[str, int], smallest: int) -> Row:
    by_age = {band: rounded(number, smallest) for band, number in cells.items()}
    return Row(need, by_age, safe_total(list(cells.values()), smallest))


def safe_total(cells: Sequence[int], smallest: int) -> int:
    """The total of a row, rounded down so far that it tells nothing of a cell that is not shown.

    Each cell is known up to a remainder of 0 to ``smallest`` − 1: a shown cell because it is rounded, another because
    it is small. Rounded down to whole steps, the total leaves each remainder free to be anything – but not where the
    remainders must all be near their highest to reach it. So the total stays within what all cells but one can reach.
    """
    shown = sum(rounded(cell, smallest) or 0 for cell in cells)
    steps = (sum(cells) - shown) // smallest
    if all(cell >= smallest for cell in cells):
        return shown + steps * smallest
    reachable = (smallest - 1) * (len(cells) - 1) // smallest
    return shown + min(steps, reachable) * smallest
