"""Two hundred questions as people type them, the same for the same seed, and the filters ticked beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np

from tests.benchmarks.generator import SEED, SHARES
from tests.benchmarks.words import WordBook, shipped_vocabularies, word_book

#: Facets counted with every measured search.
FACETS = ("kind", "need", "category", "place")
LENGTHS = {1: 0.22, 2: 0.34, 3: 0.24, 4: 0.12, 5: 0.08}
HEAD, GENERAL = 0.60, 0.25
TYPOS, SHORT_FORMS, AGES, PLACES, FILTERED = 0.10, 0.10, 0.10, 0.12, 0.60
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Asked:
    """A question and its filters."""

    text: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def address(self) -> str:
        """It as the address of a search."""
        pairs = [
            ("q", self.text),
            *((name, value) for name, values in self.filters.items() for value in sorted(values)),
        ]
        return f"/search?{urlencode(pairs)}"


def ask(count: int = 200, seed: int = SEED) -> list[Asked]:
    """``count`` questions."""
    chance, book = np.random.default_rng(seed + 1), word_book(seed)
    return [Asked(_text(chance, book), _filters(chance)) for _ in range(count)]


def _text(chance: np.random.Generator, book: WordBook) -> str:
    wanted = int(chance.choice(list(LENGTHS), p=list(LENGTHS.values())))
    words: list[str] = []
    while len(words) < wanted:
        words += _pick(chance, book).split()[: wanted - len(words)]
    if chance.random() < TYPOS:
        words = _slip(chance, words)
    if chance.random() < AGES:
        words += f"{chance.choice(['age', 'year'])} {chance.integers(3, 12)}".split()
    if chance.random() < PLACES:
        towns = sorted(shipped_vocabularies()["place"].values(), key=lambda town: -(town.population or 0))[:30]
        words += ["in", towns[int(chance.integers(len(towns)))].label]
    return " ".join(words)


def _pick(chance: np.random.Generator, book: WordBook) -> str:
    if chance.random() < SHORT_FORMS:
        return book.short_forms[int(chance.integers(len(book.short_forms)))]
    kind = chance.random()
    pool = book.head if kind < HEAD else book.general if kind < HEAD + GENERAL else book.tail
    return pool[int(chance.integers(len(pool)))]


def _slip(chance: np.random.Generator, words: list[str]) -> list[str]:
    """The longest word with one slip: a letter lost, doubled, changed, or two swapped."""
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[longest]
    if len(word) < 6:
        return words
    at = int(chance.integers(1, len(word) - 1))
    letter = LETTERS[int(chance.integers(26))]
    slips = (
        word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )  # fmt: skip
    return [*words[:longest], slips[int(chance.integers(len(slips)))], *words[longest + 1 :]]


def _filters(chance: np.random.Generator) -> dict[str, frozenset[str]]:
    """None, or one or two; often two values of one facet are ticked."""
    if chance.random() >= FILTERED:
        return {}
    vocabularies = shipped_vocabularies()
    pools = {
        "kind": list(SHARES)[:3], "need": list(vocabularies["need"])[:14], "category": list(vocabularies["category"])[:10],
        "place": list(vocabularies["district"]), "phase": ["primary", "secondary", "early_years", "post16"], "cost": ["free", "paid"],
    }  # fmt: skip
    names = chance.choice(list(pools), size=int(chance.integers(1, 3)), replace=False).tolist()
    return {name: frozenset(chance.choice(pools[name], size=int(chance.integers(1, 3))).tolist()) for name in names}
