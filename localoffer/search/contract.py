"""What a search engine is asked and what it answers. One set of tests holds every engine to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

#: Sort orders a search may ask for.
SORTS = ("relevance", "distance", "name", "checked", "newest", "soonest")


@dataclass(frozen=True)
class IndexDocument:
    """An entry as an engine sees it.

    ``terms`` are stems and concepts with their weighted count. ``points`` are WGS84 (lat, lon) pairs that people can
    go to; ``everywhere`` marks support that comes to all places alike (county-wide, online, national). ``surfaces``
    gives the commonest written form of each stem. ``checked`` is a day as an ordinal number; so are ``first_day`` and
    ``last_day`` that an entry is about (an event, a plan), 0 where it is about none.
    """

    entry_id: str
    kind: str
    title: str
    terms: Mapping[str, float]
    facets: Mapping[str, Sequence[str]]
    surfaces: Mapping[str, str] = field(default_factory=dict)
    age_min: float = 0.0
    age_max: float = 25.0
    points: Sequence[tuple[float, float]] = ()
    everywhere: bool = False
    districts: Sequence[str] = ()
    checked: int = 0
    first_day: int = 0
    last_day: int = 0
    prior: float = 1.0


@dataclass(frozen=True)
class Unit:
    """One meaning of a query: ``alternatives`` are wordings (term, factor 0 to 1), ``tags`` are what editors mark such
    entries with; an entry's best of each counts, and the two add up. ``weight`` scales the whole. ``words`` are what
    was typed for it. An entry need not meet an ``optional`` unit."""

    alternatives: tuple[tuple[str, float], ...]
    tags: tuple[tuple[str, float], ...] = ()
    weight: float = 1.0
    optional: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Near:
    """Where to measure from (WGS84), how far to look in miles, and the district and town it is, if they are known."""

    lat: float
    lon: float
    within: float
    district: str = ""
    town: str = ""


@dataclass(frozen=True)
class Query:
    """An understood search. Values within a facet are alternatives; facets narrow one another.

    ``days``: only entries that are about any day of this span (ordinal numbers).

    ``favour``: terms with what the scores of entries that hold them are multiplied by, such as a kind asked for.
    ``demote``: terms that mark entries easily confused with what was asked; they never come first.
    """

    units: tuple[Unit, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ages: tuple[float, float] | None = None
    near: Near | None = None
    days: tuple[int, int] | None = None
    favour: tuple[tuple[str, float], ...] = ()
    demote: frozenset[str] = frozenset()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One result: its score (only comparable within one answer), and miles from where was asked if it has a place."""

    entry_id: str
    score: float
    miles: float | None = None


@dataclass(frozen=True)
class Page:
    """One page of an answer. ``facets`` counts each value as if its own facet were not filtered."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Change:
    """An entry to put in (with its document) or to take out (without)."""

    seq: int
    entry_id: str
    document: IndexDocument | None


@dataclass(frozen=True)
class State:
    """How an engine stands: its name, how many entries it answers from, and the newest change it has seen."""

    engine: str
    entries: int
    seq: int


class SearchEngine(Protocol):
    """Keeps documents and answers queries. Safe to share between threads; a search sees one consistent moment."""

    def search(self, query: Query) -> Page:
        """Answer a query. A term nobody has matches nothing. Never raises for any query content."""

    def frequency(self, term: str) -> int:
        """How many entries hold a term; 0 for one nobody has."""

    def surfaces(self) -> Mapping[str, tuple[str, int]]:
        """Stem -> (commonest written form, entries that hold it): what spelling is corrected against."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Take changes in; the next search of this process sees them. Repeating a change changes nothing."""

    def flush(self) -> None:
        """Make what was applied durable, where the engine keeps anything. Off the path of any search."""

    def rebuild(self, documents: Iterable[IndexDocument], seq: int, progress: Callable[[int], None]) -> int:
        """Replace everything, beside the live index, swapped in whole at the end; returns how many documents.

        Searches go on meanwhile. ``progress`` is called with the number of documents taken so far.
        """

    def analysed_with(self) -> str:
        """The digest of the words its documents were analysed with. Raises IndexUnusable like ``state``."""

    def analyse_with(self, digest: str) -> None:
        """The digest to keep with the next rebuild."""

    def state(self) -> State:
        """How the engine stands. Raises IndexUnusable when there is no index yet, or it cannot be read."""
