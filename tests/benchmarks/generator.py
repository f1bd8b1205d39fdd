"""Ten thousand believable entries, the same for the same seed: checked documents of every kind families search."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from localoffer.records.documents import Document
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabularies
from tests.benchmarks.words import WordBook, shipped_vocabularies, word_book
from tests.factories import OWN

SEED = 20_261_122
SHARES = {"service": 0.70, "guide": 0.08, "setting": 0.08, "base": 0.05, "provision": 0.05, "organisation": 0.04}
COVERAGE = {"towns": 0.45, "districts": 0.22, "all": 0.22, "online": 0.07, "national": 0.04}
#: Categories whose services must carry a profile of their own are left out.
PROFILED = {"short_breaks", "transport", "health_diagnosis", "iass", "post16", "childcare", "crisis"}
SHORTEST_BODY, LONGEST_BODY = 80, 400
TITLES = (
    "{need} group in {town}", "{category} in {town}", "{topic}: help in {town}", "{town} {need} team", "{need} and {topic}",
    "{word} {category}", "{phrase} for families in {town}", "The {word} project, {town}", "{phrase} advice", "{topic} at {word}",
)  # fmt: skip
FIRST_DAY = date(2026, 5, 1)


def generate(count: int, seed: int = SEED) -> Iterator[Document]:
    """``count`` documents."""
    writer = _Writer(seed)
    for number in range(count):
        yield writer.document(number)


class _Writer:
    """Draws everything from one stream of chance, so that a seed gives the same documents everywhere."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._book: WordBook = word_book(seed)
        self._vocabularies: Vocabularies = shipped_vocabularies()
        self._keys = {
            name: self._keys_of(name) for name in ("need", "topic", "category", "feature", "cost", "referral_route")
        }
        towns = sorted(self._vocabularies["place"].values(), key=lambda town: -(town.population or 0))
        self._towns = [town.key for town in towns if not town.out_of_area]
        self._kinds = list(SHARES)

    def _keys_of(self, name: str) -> list[str]:
        return [key for key in self._vocabularies[name] if key != "ALL" and key not in PROFILED]

    def document(self, number: int) -> Document:
        kind = self._kinds[self._chance.choice(len(self._kinds), p=list(SHARES.values()))]
        data = self._common(number, kind) | self._own(kind)
        return KINDS[kind].document.model_validate(data)

    # --- drawing ---

    def _some(self, keys: Sequence[str], most: int) -> list[str]:
        """One to ``most`` different keys, the first of a list far oftener than the last."""
        places = np.minimum(self._chance.zipf(1.3, size=int(self._chance.integers(1, most + 1))) - 1, 10**6) % len(keys)
        return list(dict.fromkeys(keys[place] for place in places.tolist()))

    def _phrase(self) -> str:
        return self._book.phrases[int(self._chance.zipf(1.15)) % len(self._book.phrases)]

    def _text(self, words: int) -> str:
        """Sentences of drawn words, with a name of something we know in every other one."""
        drawn = self._book.draw(self._chance, words)
        sentences, at = [], 0
        while at < len(drawn):
            length = int(self._chance.integers(6, 17))
            said = drawn[at : at + length]
            if self._chance.random() < 0.35:
                said.insert(len(said) // 2, self._phrase())
            sentences.append(" ".join(said).capitalize() + ".")
            at += length
        return " ".join(sentences)

    def _short(self, words: int, longest: int) -> str:
        return self._text(words)[:longest].rstrip(" .") + "."

    # --- a document ---

    def _common(self, number: int, kind: str) -> dict[str, Any]:
        needs = ["ALL"] if self._chance.random() < 0.12 else self._some(self._keys["need"], 5)
        topics = self._some(self._keys["topic"], 4)
        reviewed = FIRST_DAY + timedelta(days=int(self._chance.integers(0, 200)))
        low = float(self._chance.choice([0, 0, 0, 2, 4, 5, 8, 11, 14, 16]))
        return {
            "slug": f"generated-{number}", "title": self._title(needs, topics), "summary": self._short(14, 158),
            "quick_read": self._quick_read(), "body": self._body(), "audience": ["family"], "needs": needs,
            "age_min": low, "age_max": float(min(25, low + self._chance.choice([3, 5, 7, 11, 25]))),
            "phases": self._some(["primary", "secondary", "early_years", "post16", "post19"], 3), "topics": topics,
            "contacts": [{"kind": "phone", "value": f"01632 {960000 + number % 1000}"}],
            "related": [f"guides/generated-{n}" for n in self._chance.integers(0, 10_000, 3).tolist()],
            "owner_team": "Generated", "reviewed_on": reviewed, "review_due": reviewed + timedelta(days=180),
            "verified_by": "provider",
        } | self._where()  # fmt: skip

    def _title(self, needs: list[str], topics: list[str]) -> str:
        label = self._vocabularies.label
        title = TITLES[int(self._chance.integers(len(TITLES)))].format(
            need=label("need", needs[0]).partition(" (")[0], topic=label("topic", topics[0]), phrase=self._phrase(),
            category=label("category", self._some(self._keys["category"], 1)[0]), town=label("place", self._some(self._towns, 1)[0]),
            word=self._book.tail[int(self._chance.integers(len(self._book.tail)))].capitalize(),
        )  # fmt: skip
        return title[:78].strip()

    def _quick_read(self) -> dict[str, str]:
        return {
            "what_it_is": self._short(9, 90), "who_for": self._short(8, 80), "how_to_get": self._short(8, 80),
            "cost": "It is free.", "how_long": "Most people wait six weeks.", "contact": "Ring 01632 960000.",
            "what_next": self._short(9, 90),
        }  # fmt: skip

    def _body(self) -> str:
        words = int(self._chance.integers(SHORTEST_BODY, LONGEST_BODY + 1))
        return f"## What happens\n\n{self._text(words // 2)}\n\n## How it helps\n\n{self._text(words - words // 2)}"

    def _where(self) -> dict[str, Any]:
        coverage = list(COVERAGE)[self._chance.choice(len(COVERAGE), p=list(COVERAGE.values()))]
        where: dict[str, Any] = {"coverage": coverage}
        if coverage == "towns":
            where["places"] = self._some(self._towns, 3)
            where["venue"] = {"name": "The Hall", "town": where["places"][0], "address": "1 Example Street"}
        if coverage == "districts":
            where["districts"] = self._some(list(self._vocabularies["district"]), 3)
        return where

    def _own(self, kind: str) -> dict[str, Any]:
        """What only a kind has: as the tests' valid documents, with the parts people filter by drawn anew."""
        own = {name: value for name, value in OWN[kind].items() if name not in ("slug", "title")}
        if kind == "service":
            cost = self._some(self._keys["cost"], 1)[0]
            own |= {
                "categories": self._some(self._keys["category"], 2), "features": self._some(self._keys["feature"], 3),
                "cost": cost, "cost_note": "" if cost == "free" else "Ask what it costs.", "eligibility": self._short(12, 120),
                "referral_route": self._some(self._keys["referral_route"], 2), "decision_maker": "The panel",
            }  # fmt: skip
        if kind == "base":
            own["designation_needs"] = self._some(self._keys["need"], 2)
        return own
