"""Mend words that nobody uses: spelling slips, words run together, words split in two."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
#: Two slips are only believed in words at least this long.
LONG = 7
SMALLEST_PART = 3


class Speller:
    """Knows every written form in the index and the lexicon. Never changes; a new index makes a new one."""

    def __init__(self, surfaces: Mapping[str, tuple[str, int]], further: Iterable[str] = ()) -> None:
        """``surfaces``: stem -> (written form, entries that hold it); ``further``: words of the lexicon."""
        self._counts: dict[str, int] = {word: 1 for word in further if word.isalpha()}
        for word, count in surfaces.values():
            if word.isalpha():
                self._counts[word] = self._counts.get(word, 0) + count
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        for word in self._counts:
            self._by_shape.setdefault((word[0], len(word)), []).append(word)
            self._by_length.setdefault(len(word), []).append(word)
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def knows(self, word: str) -> bool:
        """True when somebody uses exactly this word."""
        return word in self._counts

    def _mend(self, word: str) -> str | None:
        """The word most likely meant; None when nothing is near enough to believe."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        slips = 2 if len(word) >= LONG else 1
        near = self._nearest(word, slips, same_start=True) or self._nearest(word, 1, same_start=False)
        return near or self._apart(word)

    def _nearest(self, word: str, slips: int, *, same_start: bool) -> str | None:
        pool: list[str] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            pool += self._by_shape.get((word[0], length), []) if same_start else self._by_length.get(length, [])
        found = process.extract(word, pool, scorer=OSA.distance, score_cutoff=slips, limit=12)
        if not found:
            return None
        # fewest slips first, then the word more entries use
        return min(found, key=lambda each: (each[1], -self._counts[each[0]], each[0]))[0]

    def _apart(self, word: str) -> str | None:
        """Two known words run together, such as ``speechtherapy``."""
        splits = [(word[:at], word[at:]) for at in range(SMALLEST_PART, len(word) - SMALLEST_PART + 1)]
        known = [(one, two) for one, two in splits if self.knows(one) and self.knows(two)]
        if not known:
            return None
        one, two = max(known, key=lambda pair: min(self._counts[pair[0]], self._counts[pair[1]]))
        return f"{one} {two}"
