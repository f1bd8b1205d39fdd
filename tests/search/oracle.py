"""The evaluator once more, as slow and plain Python: what every engine must agree with."""

from collections import Counter
from math import log, sqrt

from localoffer.places.distance import Point, miles_between
from localoffer.search import evaluator as formula
from localoffer.search.contract import IndexDocument, Query, Unit


class Oracle:
    """Answers a query by looking at every document."""

    def __init__(self, documents: list[IndexDocument]) -> None:
        self.documents = documents
        lengths = [sum(each.terms.values()) for each in documents]
        self.average = sum(lengths) / len(lengths) if lengths else 1.0

    def answer(self, query: Query) -> tuple[int, list[tuple[float, IndexDocument]], dict[str, dict[str, int]]]:
        """(total, scored documents in order, counts of facets)."""
        met = [(score, each) for score, each in self._scored(query) if self._in_reach(query, each)]
        counts = {name: self._count(query, name, met) for name in query.facets}
        kept = [(score, each) for score, each in met if self._passes(query, each)]
        return len(kept), sorted(kept, key=lambda pair: self._key(query, *pair)), counts

    def _scored(self, query: Query) -> list[tuple[float, IndexDocument]]:
        fitting = [each for each in self.documents if self._fits_age(query, each) and self._fits_days(query, each)]
        units = [(unit, self._importance(unit)) for unit in query.units]
        must = [(unit, weight) for unit, weight in units if not unit.optional and weight is not None]
        if not must and any(not unit.optional for unit in query.units):
            return []
        covered = {
            each.entry_id: sum(w * unit.weight * self._strength(unit, each) for unit, w in must) for each in fitting
        }
        best = max(covered.values(), default=0.0)
        share = formula.COVERAGE_NEEDED.get(len(must), formula.COVERAGE_NEEDED_BY_MANY)
        total = sum(weight * unit.weight for unit, weight in must)
        scored = []
        for each in fitting:
            if must and covered[each.entry_id] < max(best * share, 1e-6):
                continue
            score = sum(self._said(unit, each) * weight * unit.weight for unit, weight in units if weight is not None)
            if must:
                score *= (covered[each.entry_id] / total) ** formula.COVERAGE_POWER
            score *= each.prior
            for term, factor in query.favour:
                score *= factor if term in each.terms else 1
            for term in query.demote:
                score *= formula.DEMOTED if term in each.terms else 1
            scored.append((score, each))
        return scored

    def _importance(self, unit: Unit) -> float | None:
        strengths = [strength for each in self.documents if (strength := self._strength(unit, each))]
        if not strengths:
            return None
        held = sum(1 for strength in strengths if strength >= formula.STRONG) or len(strengths)
        rarity = log(1 + (len(self.documents) - held + 0.5) / (held + 0.5))
        return formula.IMPORTANCE + min(formula.RAREST, rarity)

    @staticmethod
    def _strength(unit: Unit, each: IndexDocument) -> float:
        said = [factor for term, factor in unit.alternatives if term in each.terms]
        tagged = [sqrt(factor) for term, factor in unit.tags if term in each.terms]
        return max([*said, *tagged], default=0.0)

    def _said(self, unit: Unit, each: IndexDocument) -> float:
        norm = formula.K1 * (1 - formula.B + formula.B * sum(each.terms.values()) / self.average)
        said = tagged = 0.0
        for term, factor in unit.alternatives:
            if count := each.terms.get(term):
                title = formula.TITLE_BONUS if formula.IN_TITLE + term in each.terms else 0.0
                said = max(said, factor * (count * (formula.K1 + 1) / (count + norm) + title))
        for term, factor in unit.tags:
            if count := each.terms.get(term):
                tagged = max(tagged, factor * count / (count + formula.TAG_HALF))
        return said + formula.TAG_SHARE * tagged

    @staticmethod
    def _fits_age(query: Query, each: IndexDocument) -> bool:
        return not query.ages or (each.age_min <= query.ages[1] and each.age_max >= query.ages[0])

    @staticmethod
    def _fits_days(query: Query, each: IndexDocument) -> bool:
        if not query.days:
            return True
        return bool(each.last_day) and each.first_day <= query.days[1] and each.last_day >= query.days[0]

    def _in_reach(self, query: Query, each: IndexDocument) -> bool:
        if not query.near:
            return True
        covers = bool(query.near.district) and query.near.district in each.districts
        return each.everywhere or covers or self.miles(query, each) <= query.near.within

    @staticmethod
    def miles(query: Query, each: IndexDocument) -> float:
        """To the nearest point; infinite without one."""
        here = Point(query.near.lat, query.near.lon)
        return min((miles_between(here, Point(*point)) for point in each.points), default=float("inf"))

    @staticmethod
    def _passes(query: Query, each: IndexDocument, but: str = "") -> bool:
        return all(values & set(each.facets.get(name, ())) for name, values in query.filters.items() if name != but)

    def _count(self, query: Query, name: str, met: list[tuple[float, IndexDocument]]) -> dict[str, int]:
        left = [each for _, each in met if self._passes(query, each, but=name)]
        return dict(Counter(value for each in left for value in set(each.facets.get(name, ()))))

    def _key(self, query: Query, score: float, each: IndexDocument) -> tuple[float, str]:
        title = each.title.lower()
        if query.sort == "name":
            return 0.0, title
        if query.sort == "checked":
            return -each.checked, title
        if query.sort == "newest":
            return -each.last_day, title
        if query.sort == "soonest":
            return each.first_day or float("inf"), title
        if query.sort == "distance" and query.near:
            return self.miles(query, each), title
        return -self.relevance(query, score, each), title

    def relevance(self, query: Query, score: float, each: IndexDocument) -> float:
        """The score with what nearness adds."""
        if not query.near:
            return score
        near = min(1.0, max(0.0, 1 - self.miles(query, each) / query.near.within)) * formula.NEARBY_GAIN
        return score * (1 + max(near, formula.EVERYWHERE_GAIN if each.everywhere else 0.0))
