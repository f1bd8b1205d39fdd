"""Find: a question and filters in, one page of entries out, with what was understood, mended and loosened."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from localoffer.errors import UnknownPlace
from localoffer.places.gazetteer import Gazetteer, Place
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.contract import Near, Page, Query, SearchEngine
from localoffer.search.documents import TOWN
from localoffer.search.understanding import Interpreter, Understood
from localoffer.search.when import Days, read_when

#: Facets counted on every search, in the order they are shown.
FACETS = (
    "kind",
    "need",
    "phase",
    "category",
    "topic",
    "feature",
    "cost",
    "referral",
    "place",
    "audience",
    "theme",
    "event_type",
)
MILES = (1, 3, 5, 10, 15, 25, 50)
AGE = re.compile(r"\s*(\d{1,2}(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d{1,2}(?:\.\d+)?))?\s*")
OLDEST = 25
#: A search that was narrowed by what its words seemed to say, and found fewer than this, is loosened.
FEW = 1


@dataclass(frozen=True)
class SearchRequest:
    """A search as its address gives it. ``plain``: parts of the text (age, phase, place) to read as mere words.

    ``when`` is as ``when.read_when`` understands it, seen from ``today``.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    age: str = ""
    near: str = ""
    within: int | None = None
    when: str = ""
    today: date = field(default_factory=date.today)
    sort: str = "relevance"
    page: int = 1
    page_size: int = 20
    plain: frozenset[str] = frozenset()
    as_typed: bool = False


@dataclass(frozen=True)
class Relaxation:
    """A filter without which something would be found: its facet (or ``age``, ``near``, ``when``), value, how much."""

    name: str
    value: str
    total: int


@dataclass(frozen=True)
class Found:
    """The answer. ``age`` and ``place`` are what was applied; ``loosened`` names what was understood but let go."""

    request: SearchRequest
    understood: Understood
    page: Page
    pages: int
    age: tuple[float, float] | None = None
    place: Place | None = None
    within: int = 0
    days: Days | None = None
    problems: tuple[str, ...] = ()
    loosened: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


class Finder:
    """Answers searches with one engine and one council's words. Safe to share between threads."""

    def __init__(
        self,
        engine: SearchEngine,
        interpreter: Interpreter,
        gazetteer: Gazetteer,
        vocabularies: Vocabularies,
        radius: int,
    ) -> None:
        """``radius``: how many miles are looked around a place when the request does not say."""
        self._engine, self._interpreter, self._gazetteer = engine, interpreter, gazetteer
        self._vocabularies, self._radius = vocabularies, radius

    def find(self, request: SearchRequest) -> Found:
        """Answer a request. Never raises for any content of it; what could not be used is said in ``problems``."""
        understood = self._interpreter.read(request.text, request.plain, request.as_typed)
        place, problems = self._place(request, understood)
        age, age_problem = read_age(request.age)
        if age is None and understood.age:
            age = (understood.age.low, understood.age.high)
        within = request.within or self._radius
        days, when_problem = read_when(request.when, request.today)
        query = self._query(request, understood, age, place, within, days)
        page, loosened = self._search_loosening(query, request, understood)
        kept_age = None if "age" in loosened else age
        kept_place = None if "place" in loosened else place
        relaxations = tuple(self._relaxations(query, request)) if not page.total else ()
        pages = max(1, -(-page.total // request.page_size))
        return Found(
            request, understood, page, pages, kept_age, kept_place, within, days,
            tuple(each for each in (problems, age_problem, when_problem) if each), loosened, relaxations,
        )  # fmt: skip

    def _place(self, request: SearchRequest, understood: Understood) -> tuple[Place | None, str]:
        """Where to measure from, and what is wrong with what was given: a place that is not known finds everything."""
        asked = request.near or next(iter(self._towns(request)), "")
        if asked:
            try:
                return self._gazetteer.find(asked), ""
            except UnknownPlace as problem:
                return None, str(problem)
        return understood.place, understood.place_problem

    def _towns(self, request: SearchRequest) -> list[str]:
        """Values of ``place`` that are towns; districts are a facet, also one called like its town (Exeter)."""
        asked = sorted(request.filters.get("place", ()))
        return [self._vocabularies.label("place", key) for key in asked if self._is_town(key)]

    def _is_town(self, key: str) -> bool:
        return key in self._vocabularies["place"] and key not in self._vocabularies["district"]

    def _query(
        self,
        request: SearchRequest,
        understood: Understood,
        age: tuple[float, float] | None,
        place: Place | None,
        within: int,
        days: Days | None = None,
    ) -> Query:
        filters = {name: self._usable(name, values) for name, values in request.filters.items()}
        if understood.phases and "phase" not in filters:
            filters["phase"] = frozenset(understood.phases)
        near = None
        if place:
            near = Near(place.point.lat, place.point.lon, within, self._district(place), TOWN + place.key)
        sort = request.sort
        if sort == "relevance" and not understood.units:
            sort = "distance" if near else _order_of(days, request.today) or sort
        return Query(
            units=understood.units, favour=understood.favour, demote=understood.demote, ages=age, near=near,
            days=(days[0].toordinal(), days[1].toordinal()) if days else None,
            sort=sort, facets=FACETS,
            filters={name: values for name, values in filters.items() if values},
            offset=(request.page - 1) * request.page_size, limit=request.page_size,
        )  # fmt: skip

    def _usable(self, name: str, values: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key in values if not self._is_town(key)) if name == "place" else values

    def _district(self, place: Place) -> str:
        term = self._vocabularies["place"].get(place.key)
        return (term.parent or "") if term else ""

    def _search_loosening(
        self, query: Query, request: SearchRequest, understood: Understood
    ) -> tuple[Page, tuple[str, ...]]:
        """Search; when what the words seemed to say leaves nothing, let go of it piece by piece, the vaguest first."""
        page = self._engine.search(query)
        let_go: list[str] = []
        for part in ("phase", "age", "place"):
            if page.total >= FEW:
                break
            looser = self._without(query, part, request, understood)
            if looser is not query:
                query = looser
                let_go.append(part)
                page = self._engine.search(query)
        return (page, tuple(let_go)) if page.total else (self._engine.search(query), ())

    @staticmethod
    def _without(query: Query, part: str, request: SearchRequest, understood: Understood) -> Query:
        """The query without one part that was only understood from its words; what a person set stays."""
        if part == "phase" and understood.phases and "phase" not in request.filters:
            return replace(query, filters={name: v for name, v in query.filters.items() if name != "phase"})
        if part == "age" and understood.age and not request.age:
            return replace(query, ages=None)
        if part == "place" and understood.place and not request.near:
            return replace(query, near=None, sort="relevance" if query.sort == "distance" else query.sort)
        return query

    def _relaxations(self, query: Query, request: SearchRequest) -> Iterator[Relaxation]:
        """Each single thing that could be let go of so that something is found, the most fruitful first."""
        found = [each for each in self._single_relaxations(query, request) if each.total]
        yield from sorted(found, key=lambda each: -each.total)[:5]

    def _single_relaxations(self, query: Query, request: SearchRequest) -> Iterator[Relaxation]:
        for name, values in request.filters.items():
            without = {other: v for other, v in query.filters.items() if other != name}
            yield Relaxation(name, next(iter(sorted(values)), ""), self._total(replace(query, filters=without)))
        if request.age:
            yield Relaxation("age", request.age, self._total(replace(query, ages=None)))
        if query.days:
            yield Relaxation("when", request.when, self._total(replace(query, days=None)))
        if query.near:
            wider = next((miles for miles in MILES if miles > query.near.within), 50)
            yield Relaxation("within", str(wider), self._total(replace(query, near=replace(query.near, within=wider))))
            yield Relaxation("near", request.near, self._total(replace(query, near=None)))
        if query.units and len(query.units) > 1:
            for unit in query.units:
                yield Relaxation("q", " ".join(unit.words), self._total(replace(query, units=(unit,))))

    def _total(self, query: Query) -> int:
        return self._engine.search(replace(query, facets=(), offset=0, limit=1)).total


def _order_of(days: Days | None, today: date) -> str:
    """Without words, what is to come is put in order of its day, and what was from the newest on."""
    if days is None:
        return ""
    return "soonest" if days[0] >= today else "newest"


def read_age(text: str) -> tuple[tuple[float, float] | None, str]:
    """Years from and to of ``4`` or ``4-7``; None with a sentence when it is no age between 0 and 25."""
    if not text.strip():
        return None, ""
    match = AGE.fullmatch(text)
    low = float(match[1]) if match else -1.0
    high = float(match[2]) if match and match[2] else low
    if not 0 <= low <= high <= OLDEST:
        return None, "Write an age from 0 to 25, like 7 or 11-16."
    return (low, high), ""
