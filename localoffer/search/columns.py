"""The columns of an index: what an evaluator must know of every document besides its words, as numpy arrays.

A row number stands for a document. Nothing here changes after it is made, so threads may share it.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from localoffer.places.distance import EARTH_DIAMETER_MILES
from localoffer.search.contract import IndexDocument, Near

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]
NOWHERE = np.float32(np.inf)


@dataclass(frozen=True)
class FacetTable:
    """One facet: the rows that hold each value, among ``size`` rows."""

    postings: Mapping[str, Ints]
    size: int

    @cached_property
    def bits(self) -> Bits:
        """One line of bits for each value, a bit for each row. Made when the facet is first counted."""
        lines = np.zeros((len(self.postings), len(pack(np.zeros(self.size, dtype=np.bool_)))), dtype=np.uint8)
        for line, rows in enumerate(self.postings.values()):
            mask = np.zeros(self.size, dtype=np.bool_)
            mask[rows] = True
            lines[line] = pack(mask)
        return lines

    def mask_of(self, values: Iterable[str]) -> Bools:
        """True for rows that hold any of ``values``."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for value in values:
            if value in self.postings:
                mask[self.postings[value]] = True
        return mask

    def counts(self, packed: Bits) -> dict[str, int]:
        """How many rows of a packed mask hold each value, without the zeros."""
        both = (self.bits & packed).view(np.uint64)
        counts = np.bitwise_count(both).sum(axis=1, dtype=np.int64).tolist()
        return {value: count for value, count in zip(self.postings, counts, strict=True) if count}


def pack(mask: Bools) -> Bits:
    """A mask as bits, filled up to whole words of eight bytes."""
    packed = np.zeros(-(-len(mask) // 64) * 8, dtype=np.uint8)
    packed[: -(-len(mask) // 8)] = np.packbits(mask)
    return packed


@dataclass(frozen=True)
class Columns:
    """Arrays by row. ``point_rows``/``points`` are every (row, latitude and longitude in radians) pair."""

    entry_ids: tuple[str, ...]
    titles: tuple[str, ...]
    lengths: Floats
    age_min: Floats
    age_max: Floats
    checked: Ints
    first_day: Ints
    last_day: Ints
    prior: Floats
    everywhere: Bools
    districts: tuple[frozenset[str], ...]
    point_rows: Ints
    points: Floats

    @classmethod
    def of(cls, documents: Iterable[tuple[IndexDocument, float]]) -> "Columns":
        """The columns of documents with their weighted word counts, taken one by one so that few are in memory."""
        entry_ids, titles, districts = [], [], []
        numbers, days, flags = array("f"), array("i"), array("b")
        point_rows, points = array("i"), array("f")
        shared: dict[frozenset[str], frozenset[str]] = {}
        for row, (each, length) in enumerate(documents):
            entry_ids.append(each.entry_id)
            titles.append(each.title.lower())
            numbers.extend((length, each.age_min, each.age_max, each.prior))
            days.extend((each.checked, each.first_day, each.last_day))
            flags.append(each.everywhere)
            served = frozenset(each.districts)
            districts.append(shared.setdefault(served, served))
            for point in each.points:
                point_rows.append(row)
                points.extend(point)
        lengths, age_min, age_max, prior = np.array(numbers, dtype=np.float32).reshape(-1, 4).T.copy()
        checked, first_day, last_day = np.array(days, dtype=np.int32).reshape(-1, 3).T.copy()
        return cls(
            entry_ids=tuple(entry_ids), titles=tuple(titles), lengths=lengths, age_min=age_min, age_max=age_max,
            checked=checked, first_day=first_day, last_day=last_day, prior=prior,
            everywhere=np.array(flags, dtype=np.bool_),
            districts=tuple(districts), point_rows=np.array(point_rows, dtype=np.int32),
            points=np.radians(np.array(points, dtype=np.float32).reshape(-1, 2)),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.entry_ids)

    def miles_from(self, near: Near) -> Floats:
        """Great-circle miles from ``near`` to each row's nearest point (haversine); infinite for rows without one."""
        miles = np.full(len(self), NOWHERE, dtype=np.float32)
        if len(self.points):
            lat, lon = np.radians(np.float32(near.lat)), np.radians(np.float32(near.lon))
            half = np.sin((self.points[:, 0] - lat) / 2) ** 2
            half += np.cos(lat) * np.cos(self.points[:, 0]) * np.sin((self.points[:, 1] - lon) / 2) ** 2
            np.minimum.at(miles, self.point_rows, EARTH_DIAMETER_MILES * np.arcsin(np.sqrt(half)))
        return miles

    def served_everywhere(self, near: Near) -> Bools:
        """Rows that come to ``near`` wherever it is: county-wide, online, national, or serving its district or town."""
        served = self.everywhere
        for name in (near.district, near.town):
            if name in self.covering:
                served = served | self.covering[name]
        return served

    @cached_property
    def covering(self) -> dict[str, Bools]:
        """District or town -> rows that serve it."""
        masks: dict[str, Bools] = {}
        for row, districts in enumerate(self.districts):
            for district in districts:
                masks.setdefault(district, np.zeros(len(self), dtype=np.bool_))[row] = True
        return masks
