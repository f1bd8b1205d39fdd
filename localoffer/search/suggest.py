"""Suggestions while typing: entries, words of the glossary and places that begin with what was typed."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from localoffer.search.analysis import tokens

MOST_WORDS_OF_A_TITLE = 8
#: So many candidates are looked at before the best are kept; a single letter fits thousands.
MOST_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to offer: label, kind (an entry kind or ``place``) and slug. ``rank``: smaller is better."""

    label: str
    kind: str
    slug: str
    rank: float = 1.0


class Suggester:
    """Sorted beginnings of every word of every label. Never changes; new titles make a new one."""

    def __init__(self, suggestions: Iterable[tuple[Suggestion, Iterable[str]]]) -> None:
        """Each suggestion with further texts it should be found by, such as synonyms."""
        keys: list[tuple[str, int, int]] = []
        self._all: list[Suggestion] = []
        for suggestion, further in suggestions:
            number = len(self._all)
            self._all.append(suggestion)
            for text in (suggestion.label, *further):
                words = [token.word for token in tokens(text)][:MOST_WORDS_OF_A_TITLE]
                keys += [(" ".join(words[at:]), at, number) for at in range(len(words))]
        self._keys = sorted(keys)

    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """The best suggestions for what was typed; none for nothing."""
        beginning = " ".join(token.word for token in tokens(typed))
        if not beginning:
            return []
        best: dict[int, tuple[int, float, int]] = {}
        first = bisect_left(self._keys, (beginning, 0, 0))
        for key, at, number in self._keys[first : first + MOST_LOOKED_AT]:
            if not key.startswith(beginning):
                break
            place = (at, self._all[number].rank, len(self._all[number].label))
            best[number] = min(place, best.get(number, place))
        chosen = sorted(best, key=lambda number: (best[number], self._all[number].label))
        return [self._all[number] for number in chosen[:limit]]
