"""Answer queries from posting lists held in memory. Immutable: a change makes a new one, threads share one freely.

Ranking is BM25 (Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”, 2009) over one field
in which title and quick read count several times (their BM25F with one length), times how much of the query an entry
covers. All wordings of a meaning are one term to it: an entry's best wording counts, by how rare the whole meaning is.
What editors tagged an entry with is added to what its text says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from localoffer.search.columns import Bits, Bools, Columns, FacetTable, Floats, Ints, pack
from localoffer.search.contract import Hit, Near, Page, Query, Unit

K1, B = 1.2, 0.6
#: A term written with this before it stands for its place in titles.
IN_TITLE = "^"
TITLE_BONUS = 0.5
#: What a tag is worth beside a text that says the same over and over, and the count at which it is worth half of it.
TAG_SHARE, TAG_HALF = 2.4, 2.0
#: A meaning that many entries share still matters: rarity is added to this, up to a limit: a word of
#: one entry is as often beside the point as to it.
IMPORTANCE, RAREST = 1.0, 3.0
#: How much of the best coverage an entry must reach, by the number of units that must be met.
COVERAGE_NEEDED = {1: 0.5, 2: 0.6, 3: 0.6}
COVERAGE_NEEDED_BY_MANY = 0.55
COVERAGE_POWER = 1.4
NEARBY_GAIN, EVERYWHERE_GAIN = 0.6, 0.25
DEMOTED = 0.3
#: From this strength on an entry counts as being about a unit, which makes the unit less rare.
STRONG = 0.5
#: Stands for the day of what is about none when the soonest comes first: after all others.
UNDATED = 10_000_000
#: What is remembered of units and terms that were searched for; each may hold a few numbers for every row.
MOST_UNITS, MOST_TERMS = 128, 1500

#: Rows (ascending) and weighted counts of one term.
Posting = tuple[Ints, Floats]
NO_POSTING: Posting = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


@dataclass(frozen=True)
class Matched:
    """What one unit matched: rows, their score, how well each row met it (0 to 1), and how telling the unit is."""

    rows: Ints
    scores: Floats
    strengths: Floats
    importance: float


class Evaluator:
    """Columns, facets, and a way to read the posting list of a term."""

    def __init__(
        self, columns: Columns, facets: Mapping[str, FacetTable], alive: Bools, read_posting: Callable[[str], Posting]
    ) -> None:
        """``read_posting`` may be slow and must be safe to call from any thread; answers are remembered."""
        self.columns, self.facets, self.alive = columns, facets, alive
        self._read_posting = read_posting
        self._saturations: dict[str, Posting] = {}
        self._units: dict[tuple[object, object], Matched] = {}
        living = columns.lengths[alive]
        self._norms = K1 * (1 - B + B * columns.lengths / (living.mean() if len(living) else 1.0))
        self._count = int(alive.sum())

    def __len__(self) -> int:
        return self._count

    @cached_property
    def by_title(self) -> Ints:
        """Each row's place when all are sorted by title."""
        order = sorted(range(len(self.columns)), key=lambda row: self.columns.titles[row])
        places = np.empty(len(order), dtype=np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        return places

    def frequency(self, term: str) -> int:
        """How many living rows hold a term."""
        return int(self.alive[self._read_posting(term)[0]].sum())

    def search(self, query: Query) -> Page:
        """The page a query asks for."""
        scores, kept = self._match(query)
        miles = self.columns.miles_from(query.near) if query.near else None
        if query.near and miles is not None:
            kept &= self._reachable(query.near, miles)
        filters = {name: self._filter(name, values) for name, values in query.filters.items()}
        counts = self._count_facets(query.facets, kept, filters)
        for mask in filters.values():
            kept = kept & mask
        rows = np.flatnonzero(kept).astype(np.int32)
        ordered = self._ordered(query, rows, scores, miles)
        return Page(len(rows), [self._hit(row, scores, miles) for row in ordered], counts)

    def _match(self, query: Query) -> tuple[Floats, Bools]:
        """Scores of all rows, and which rows meet the words, ages and days of a query."""
        kept = self.alive.copy()
        if query.ages:
            kept &= (self.columns.age_min <= query.ages[1]) & (self.columns.age_max >= query.ages[0])
        if query.days:
            kept &= (self.columns.first_day <= query.days[1]) & (self.columns.last_day >= max(1, query.days[0]))
        scores = np.zeros(len(self.columns), dtype=np.float32)
        covered = np.zeros(len(self.columns), dtype=np.float32)
        needed, total, mandatory = 0.0, 0.0, 0
        for unit in query.units:
            matched = self._matched(unit)
            scores[matched.rows] += matched.scores * np.float32(matched.importance * unit.weight)
            if not unit.optional and len(matched.rows):
                covered[matched.rows] += matched.strengths * np.float32(matched.importance * unit.weight)
                total += matched.importance * unit.weight
                mandatory += 1
        if mandatory:
            best = float(covered[kept].max(initial=0.0))
            needed = best * COVERAGE_NEEDED.get(mandatory, COVERAGE_NEEDED_BY_MANY)
            kept &= covered >= max(needed, 1e-6)
            rows = np.flatnonzero(kept)  # a power is dear, so only of those that stay
            scores[rows] *= (covered[rows] / np.float32(total)) ** np.float32(COVERAGE_POWER)
        elif any(not unit.optional for unit in query.units):
            kept[:] = False  # words were asked for and nobody has any of them
        scores *= self.columns.prior
        for term, factor in query.favour:
            scores[self._read_posting(term)[0]] *= np.float32(factor)
        for term in query.demote:
            scores[self._read_posting(term)[0]] *= np.float32(DEMOTED)
        return scores, kept

    def _reachable(self, near: Near, miles: Floats) -> Bools:
        return (miles <= near.within) | self.columns.served_everywhere(near)

    def _filter(self, name: str, values: frozenset[str]) -> Bools:
        table = self.facets.get(name)
        return table.mask_of(values) if table else np.zeros(len(self.columns), dtype=np.bool_)

    def _count_facets(
        self, names: tuple[str, ...], kept: Bools, filters: Mapping[str, Bools]
    ) -> dict[str, dict[str, int]]:
        """Counts of each facet's values among what every other filter leaves: each count is what a tap gives."""

        def left(without: str) -> Bits:
            mask = kept
            for other, filtered in filters.items():
                if other != without:
                    mask = mask & filtered
            return pack(mask)

        unfiltered = left("")
        tables = {name: self.facets[name] for name in names if name in self.facets}
        counted = {name: table.counts(left(name) if name in filters else unfiltered) for name, table in tables.items()}
        return {name: counted.get(name, {}) for name in names}

    def _ordered(self, query: Query, rows: Ints, scores: Floats, miles: Floats | None) -> Ints:
        """The rows of the page asked for, in order; titles settle what is equal."""
        keys = self._sort_keys(query, rows, scores, miles)
        last = query.offset + query.limit
        if 0 < last < len(rows) // 4:
            # only the rows that can stand on this page are sorted in full
            edge = np.partition(keys, last - 1)[last - 1]
            chosen = np.flatnonzero(keys <= edge)
            rows, keys = rows[chosen], keys[chosen]
        order = np.lexsort((self.by_title[rows], keys))
        return rows[order[query.offset : last]]

    def _sort_keys(self, query: Query, rows: Ints, scores: Floats, miles: Floats | None) -> Floats:
        """Smaller comes first."""
        if query.sort == "name":
            return self.by_title[rows].astype(np.float32)
        if query.sort == "checked":
            return -self.columns.checked[rows].astype(np.float32)
        if query.sort == "newest":
            return -self.columns.last_day[rows].astype(np.float32)
        if query.sort == "soonest":
            dated = self.columns.first_day[rows]
            return np.where(dated > 0, dated, UNDATED).astype(np.float32)
        if query.sort == "distance" and miles is not None:
            return miles[rows]
        relevance = scores[rows]
        if query.near and miles is not None:
            near = np.clip(1 - miles[rows] / np.float32(query.near.within), 0, 1) * np.float32(NEARBY_GAIN)
            everywhere = np.float32(EVERYWHERE_GAIN) * self.columns.everywhere[rows]
            relevance = relevance * (1 + np.maximum(near, everywhere))
        return -relevance

    def _hit(self, row: int, scores: Floats, miles: Floats | None) -> Hit:
        away = float(miles[row]) if miles is not None and np.isfinite(miles[row]) else None
        return Hit(self.columns.entry_ids[row], float(scores[row]), away)

    def _matched(self, unit: Unit) -> Matched:
        """A unit's rows: the best of its alternatives and of its tags for each row."""
        key = (unit.alternatives, unit.tags)
        found = self._units.get(key)
        if found is None:
            found = self._match_unit(unit)
            if len(self._units) >= MOST_UNITS:
                self._units = {}
            self._units[key] = found
        return found

    def _match_unit(self, unit: Unit) -> Matched:
        said, strengths = self._best(unit.alternatives, self._saturation)
        if unit.tags:
            tagged, tag_strengths = self._best(unit.tags, self._tag_saturation)
            strengths = np.maximum(strengths, np.sqrt(tag_strengths))
            said += np.float32(TAG_SHARE) * tagged
        held = np.flatnonzero(strengths > 0).astype(np.int32)
        strong = int((strengths[held] >= STRONG).sum()) or len(held)
        scores = said[held]
        return Matched(held, scores, strengths[held], IMPORTANCE + min(RAREST, self._idf(strong)))

    def _best(
        self, terms: tuple[tuple[str, float], ...], saturation: Callable[[str], Posting]
    ) -> tuple[Floats, Floats]:
        """For all rows: the best saturation times factor among ``terms``, and the best factor."""
        scores = np.zeros(len(self.columns), dtype=np.float32)
        strengths = np.zeros(len(self.columns), dtype=np.float32)
        for term, factor in sorted(terms, key=lambda each: each[1]):  # so the best factor is written last
            rows, values = saturation(term)
            scores[rows] = np.maximum(scores[rows], values * np.float32(factor))
            strengths[rows] = np.float32(factor)
        return scores, strengths

    def _saturation(self, term: str) -> Posting:
        """Rows and how much each says of a term (BM25 without rarity), with the bonus for standing in the title."""
        found = self._saturations.get(term)
        if found is None:
            rows, counts = self._read_posting(term)
            values = counts * np.float32(K1 + 1) / (counts + self._norms[rows].astype(np.float32))
            titled = self._read_posting(IN_TITLE + term)[0]
            values[np.isin(rows, titled, assume_unique=True)] += np.float32(TITLE_BONUS)
            found = (rows, values)
            if len(self._saturations) >= MOST_TERMS:
                self._saturations = {}
            self._saturations[term] = found
        return found

    def _tag_saturation(self, term: str) -> Posting:
        """Rows that hold a tag, and how much it says of each: less where it is one of many."""
        rows, counts = self._read_posting(term)
        return rows, counts / (counts + np.float32(TAG_HALF))

    def _idf(self, frequency: int) -> float:
        return log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0
