"""Segments: posting lists and columns of some documents. A changed entry lives in a small one in memory until it is
written to the durable index; an evaluator answers from both as if they were one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from localoffer.search.columns import Bools, Columns, FacetTable, Ints
from localoffer.search.contract import IndexDocument
from localoffer.search.evaluator import NO_POSTING, Evaluator, Posting

#: facet -> value -> rows that hold it
FacetPostings = Mapping[str, Mapping[str, Ints]]


@dataclass(frozen=True)
class Segment:
    """``alive`` is False for rows whose document was deleted; ``read`` gives a term's posting from any thread."""

    columns: Columns
    facets: FacetPostings
    alive: Bools
    read: Callable[[str], Posting]
    surfaces: Mapping[str, tuple[str, int]]


def segment_of(documents: Sequence[IndexDocument]) -> Segment:
    """A segment held wholly in memory."""
    postings = _postings(documents)
    facets: dict[str, dict[str, list[int]]] = {}
    for row, document in enumerate(documents):
        for facet, values in document.facets.items():
            for value in dict.fromkeys(values):
                facets.setdefault(facet, {}).setdefault(value, []).append(row)
    return Segment(
        Columns.of((document, sum(document.terms.values())) for document in documents),
        {name: {v: np.array(rows, dtype=np.int32) for v, rows in each.items()} for name, each in facets.items()},
        np.ones(len(documents), dtype=np.bool_),
        lambda term: postings.get(term, NO_POSTING),
        surfaces_of(documents),
    )


def _postings(documents: Sequence[IndexDocument]) -> dict[str, Posting]:
    collected: dict[str, tuple[list[int], list[float]]] = {}
    for row, document in enumerate(documents):
        for term, count in document.terms.items():
            rows, counts = collected.setdefault(term, ([], []))
            rows.append(row)
            counts.append(count)
    return {
        term: (np.array(rows, dtype=np.int32), np.array(counts, dtype=np.float32))
        for term, (rows, counts) in collected.items()
    }


def surfaces_of(documents: Iterable[IndexDocument]) -> dict[str, tuple[str, int]]:
    """Stem -> (its first written form met, how many documents hold it)."""
    found: dict[str, tuple[str, int]] = {}
    for document in documents:
        for stem, surface in document.surfaces.items():
            first, count = found.get(stem, (surface, 0))
            found[stem] = (first, count + 1)
    return found


def evaluator_of(base: Segment, changed: Segment | None, gone: Iterable[str]) -> Evaluator:
    """An evaluator over ``base`` without the entries in ``gone``, and ``changed`` beside it."""
    alive = base.alive.copy()
    row_of = {entry_id: row for row, entry_id in enumerate(base.columns.entry_ids) if alive[row]}
    alive[[row_of[entry_id] for entry_id in gone if entry_id in row_of]] = False
    if changed is None:
        return Evaluator(base.columns, _tables(base.facets, len(base.columns)), alive, base.read)
    offset = np.int32(len(base.columns))
    return Evaluator(
        _joined(base.columns, changed.columns),
        _tables(_joined_facets(base.facets, changed.facets, offset), len(base.columns) + len(changed.columns)),
        np.concatenate([alive, changed.alive]),
        _both(base.read, changed.read, offset),
    )


def _tables(facets: FacetPostings, size: int) -> dict[str, FacetTable]:
    return {name: FacetTable(values, size) for name, values in facets.items()}


def _joined(one: Columns, other: Columns) -> Columns:
    values: dict[str, Any] = {}
    for field in fields(Columns):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name == "point_rows":
            theirs = theirs + np.int32(len(one))
        values[field.name] = mine + theirs if isinstance(mine, tuple) else np.concatenate([mine, theirs])
    return Columns(**values)


def _joined_facets(one: FacetPostings, other: FacetPostings, offset: np.int32) -> FacetPostings:
    joined: dict[str, dict[str, Ints]] = {name: dict(values) for name, values in one.items()}
    for name, values in other.items():
        mine = joined.setdefault(name, {})
        for value, rows in values.items():
            mine[value] = np.concatenate([mine.get(value, NO_POSTING[0]), rows + offset])
    return joined


def _both(one: Callable[[str], Posting], other: Callable[[str], Posting], offset: np.int32) -> Callable[[str], Posting]:
    def read(term: str) -> Posting:
        rows, counts = one(term)
        more_rows, more_counts = other(term)
        if not len(more_rows):
            return rows, counts
        return np.concatenate([rows, more_rows + offset]), np.concatenate([counts, more_counts])

    return read
