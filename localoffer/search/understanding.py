"""Understand a family's question: what is misspelt, which age, stage and place it names, what it warns of."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from localoffer.errors import UnknownPlace
from localoffer.places.gazetteer import Gazetteer, Place, simple
from localoffer.records.authority import Authority, Confusable, HelpPanel
from localoffer.search.ages import AgeRange, find_age
from localoffer.search.analysis import Token, tokens
from localoffer.search.contract import Unit
from localoffer.search.lexicon import Concepts
from localoffer.search.meaning import Frequencies, MeaningReader
from localoffer.search.panels import PanelReader
from localoffer.search.spelling import Speller
from localoffer.text import postcodes

LONGEST_QUERY, MOST_WORDS = 300, 24
PREPOSITIONS = {"in", "near", "around", "at", "by", "from"}
LONGEST_PLACE_NAME = 4
#: Short place names (Beer, Bow) are also words: they count as places only after “in” or “near”.
SHORT_PLACE_NAME = 4
WRITTEN_POSTCODE = re.compile(rf"\b{postcodes.OUTCODE}\s*[0-9][A-Z]{{2}}\b|\b{postcodes.OUTCODE}\b", re.I)
SENTENCE_END = re.compile(r"[.!?؟\n]+")
#: The parts of a question that may be read as filters; a family can have any of them read as plain words instead.
READABLE = ("age", "phase", "place")


@dataclass(frozen=True)
class Understood:
    """What a question means. ``corrected`` is the question with mended words, when any was mended."""

    text: str
    units: tuple[Unit, ...] = ()
    favour: tuple[tuple[str, float], ...] = ()
    demote: frozenset[str] = frozenset()
    age: AgeRange | None = None
    phases: tuple[str, ...] = ()
    place: Place | None = None
    place_problem: str = ""
    corrected: str | None = None
    panels: tuple[HelpPanel, ...] = ()
    confusables: tuple[Confusable, ...] = ()
    explained: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    shortened: bool = False
    words: frozenset[str] = field(default_factory=frozenset)


class Interpreter:
    """Reads questions with one council's words. Immutable; a new index or glossary makes a new one."""

    def __init__(
        self, concepts: Concepts, gazetteer: Gazetteer, authority: Authority, speller: Speller, held: Frequencies
    ) -> None:
        self._concepts, self._gazetteer, self._authority = concepts, gazetteer, authority
        self._speller, self._held = speller, held
        self._meanings = MeaningReader(concepts, speller, held)
        self._stop = concepts.lexicon.stop_words
        self._panels = PanelReader(authority.help_panels)
        self.read = lru_cache(maxsize=2048)(self._read)

    def _read(self, text: str, plain: frozenset[str] = frozenset(), as_typed: bool = False) -> Understood:
        """Understand ``text``. Parts named in ``plain`` are read as mere words; ``as_typed`` mends nothing."""
        clean, shortened = tidy(text)
        typed = tokens(clean)[:MOST_WORDS]
        likely = self._mended(typed)
        panels = self._panels.read(typed, self._is_known) or self._panels.read(likely, self._is_known)
        mended = typed if as_typed else likely
        corrected = self._written(clean, typed, mended)
        rest, age, place, problem = self._take_filters(mended, clean, plain)
        meaning = self._meanings.read(rest)
        found = meaning.concepts
        stages = [concept.removeprefix("phase:") for concept in found if concept.startswith("phase:")]
        return Understood(
            text=clean, units=meaning.units, favour=meaning.favour, demote=self._demoted(found),
            age=age, phases=() if age or "phase" in plain else tuple(dict.fromkeys(stages)),
            place=place, place_problem=problem, corrected=corrected,
            panels=panels, confusables=self._confusables(found), explained=self._explained(rest),
            unknown=meaning.unknown, shortened=shortened or len(tokens(clean)) > MOST_WORDS,
            words=frozenset(token.stem for token in rest if token.word not in self._stop),
        )  # fmt: skip

    def panels_for(self, text: str) -> list[HelpPanel]:
        """Urgent panels for what is no search, sentence by sentence, so that words far apart mean nothing together.

        Nothing of the text is remembered, as searches are for a while.
        """
        found: dict[str, HelpPanel] = {}
        for words in map(tokens, SENTENCE_END.split(text)):
            panels = self._panels.read(words, self._is_known) or self._panels.read(self._mended(words), self._is_known)
            found |= {panel.key: panel for panel in panels if panel.urgent}
        return list(found.values())

    # --- spelling ---

    def _mended(self, typed: Sequence[Token]) -> list[Token]:
        """The words with slips mended; a word somebody uses is never touched."""
        mended: list[Token] = []
        for token in typed:
            if self._is_known(token) or not (better := self._speller.mend(token.word)):
                mended.append(token)
            else:
                mended += tokens(better)
        return mended

    def _is_known(self, token: Token) -> bool:
        if token.word in self._stop or not token.word.isalpha() or self._speller.knows(token.word):
            return True
        return self._held.frequency(token.stem) > 0 or postcodes.tidy(token.word) is not None

    @staticmethod
    def _written(clean: str, typed: Sequence[Token], mended: Sequence[Token]) -> str | None:
        return " ".join(token.raw for token in mended) if [*typed] != [*mended] else None

    # --- ages and places ---

    def _take_filters(
        self, words: Sequence[Token], clean: str, plain: frozenset[str]
    ) -> tuple[list[Token], AgeRange | None, Place | None, str]:
        """The words that are left when the age and the place have been taken out, and those."""
        rest = list(words)
        age = None if "age" in plain else find_age(rest)
        if age and not age.stage:
            del rest[age.start : age.end]
        place, problem = None, ""
        if "place" not in plain:
            place, problem, rest = self._postcode_in(rest, clean)
            if place is None and not problem:
                place, rest = self._town_in(rest)
        return rest, age, place, problem

    def _postcode_in(self, words: list[Token], clean: str) -> tuple[Place | None, str, list[Token]]:
        for match in WRITTEN_POSTCODE.finditer(clean):
            parts = {token.word for token in tokens(match[0])}
            try:
                place = self._gazetteer.find(match[0])
            except UnknownPlace as problem:
                if postcodes.WHOLE.fullmatch(match[0]):
                    return None, str(problem), _without(words, parts)
                continue  # “y9” or “a1” is no postcode
            return place, "", _without(words, parts)
        return None, "", words

    def _town_in(self, words: list[Token]) -> tuple[Place | None, list[Token]]:
        names = self._gazetteer.names()
        for length in range(LONGEST_PLACE_NAME, 0, -1):
            for start in range(len(words) - length + 1):
                name = simple(" ".join(token.word for token in words[start : start + length]))
                introduced = start > 0 and words[start - 1].word in PREPOSITIONS
                if name in names and (introduced or length > 1 or len(name) > SHORT_PLACE_NAME):
                    first = start - 1 if introduced else start
                    return self._gazetteer.named(name), words[:first] + words[start + length :]
        return None, words

    # --- what stands beside results ---

    def _demoted(self, found: Iterable[str]) -> frozenset[str]:
        asked = set(found)
        wrong = {other for concept in asked for other in self._concepts.confused.get(concept, ())}
        both = {other for other in wrong if other in asked}
        return frozenset() if both else frozenset(term for term in wrong if term.startswith("topic:"))

    def _confusables(self, found: Iterable[str]) -> tuple[Confusable, ...]:
        asked = set(found)
        for concept in list(asked):
            asked |= {target for target, strength in self._concepts.leads.get(concept, {}).items() if strength >= 0.6}
        return tuple(
            each for each in self._authority.confusables if any(f"term:{slug}" in asked for slug in each.terms)
        )[:1]

    def _explained(self, words: list[Token]) -> tuple[str, ...]:
        """Glossary terms that the query names by a name of their own."""
        matches = self._concepts.lexicon.longest(words, query=True, own=True)
        named = [concept for _, _, concepts in matches for concept in concepts]
        return tuple(dict.fromkeys(concept.removeprefix("term:") for concept in named if concept.startswith("term:")))


def tidy(text: str) -> tuple[str, bool]:
    """A question as one clean line, and whether it had to be cut."""
    clean = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in text[: LONGEST_QUERY * 4]
    )
    clean = " ".join(unicodedata.normalize("NFC", clean).split())
    return clean[:LONGEST_QUERY], len(clean) > LONGEST_QUERY or len(text) > LONGEST_QUERY * 4


def _without(words: list[Token], parts: set[str]) -> list[Token]:
    kept = [token for token in words if token.word not in parts]
    return kept[:-1] if kept and kept[-1].word in PREPOSITIONS and kept != words else kept
