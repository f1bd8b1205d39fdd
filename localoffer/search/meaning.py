"""What the words of a question mean to an engine: one unit for each meaning, and which kinds of entry it asks for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from localoffer.search.analysis import EXACT, KIND, Token, exact, tokens
from localoffer.search.contract import Unit
from localoffer.search.lexicon import TAG_VOCABULARIES, Concepts
from localoffer.search.spelling import Speller

MOST_ALTERNATIVES, MOST_TAGS = 12, 8
#: How well an entry meets a wording of several words by holding one of them; a single word by that word itself.
COMPONENT, SINGLE_COMPONENT = 0.2, 0.85
FACTORS = {**TAG_VOCABULARIES, "word": 0.8}
#: What a wording inside a longer one counts for.
INNER = 0.6
#: How much a unit weighs: a meaning we know, a mere word of theirs, any other word,
#: one that stands in most questions.
KNOWN, MERE, UNLISTED, LIGHT = 1.0, 0.6, 0.4, 0.15
#: What the entry gains whose very name was typed.
NAME_GAIN = 1.8
#: What entries of a kind gain when the question names the kind.
KIND_NAMED = 1.6
#: A question of whole sentences is most often answered by a guide.
QUESTION_WORDS = frozenset(
    ("how", "what", "can", "who", "is", "why", "do", "does", "should", "when", "are", "will", "am", "which")
)
QUESTION_GAIN = 1.2


class Frequencies(Protocol):
    """Tells how many entries hold a term."""

    def frequency(self, term: str) -> int:
        """0 for a term nobody has."""


@dataclass(frozen=True)
class Meaning:
    """Units, the words nobody has, the concepts named, and the kinds to favour."""

    units: tuple[Unit, ...]
    unknown: tuple[str, ...]
    concepts: tuple[str, ...]
    favour: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Span:
    """A wording found in a question: where, and the concepts it may mean. No concepts: it only names a kind."""

    start: int
    end: int
    concepts: list[str]
    own_name: bool = False


class MeaningReader:
    """Reads meanings with one council's words. Immutable."""

    def __init__(self, concepts: Concepts, speller: Speller, held: Frequencies) -> None:
        self._concepts, self._speller, self._held = concepts, speller, held
        self._stop, self._light = concepts.lexicon.stop_words, concepts.light

    def read(self, words: list[Token]) -> Meaning:
        """What ``words`` mean: the units of a query and what stands beside them."""
        words = self._joined(words)
        spans = self._spans(words)
        units, kinds = list(self._units(words, spans)), self._kinds_named(words)
        if not units and not kinds:
            units = [self._mere(token) for token in words]
        known = [unit for unit in units if self._is_held(unit)]
        unknown = tuple(" ".join(unit.words) for unit in units if unit not in known)
        chosen = known or units
        if all(unit.optional for unit in chosen) and kinds:  # “what’s on”: every entry of that kind answers
            chosen.append(Unit(tuple((kind, 1.0) for kind in kinds), words=tuple(token.word for token in words)))
        elif all(unit.optional for unit in chosen):  # then what is light is all there is to go by
            chosen = [Unit(unit.alternatives, unit.tags, MERE, False, unit.words) for unit in chosen]
        concepts = tuple(concept for span in spans for concept in span.concepts)
        return Meaning(tuple(chosen), unknown, concepts, (*self._favoured(words), *self._named(words, spans)))

    def _is_held(self, unit: Unit) -> bool:
        return any(self._held.frequency(term) for term, _ in (*unit.alternatives, *unit.tags))

    def _spans(self, words: list[Token]) -> list[Span]:
        """Wordings left to right without overlap. A word that only names a kind stays a word of its own."""
        own = {(m.start, m.end) for m in self._concepts.lexicon.matches(words, query=True) if m.wording.two_way}
        found = []
        for start, end, concepts in self._concepts.lexicon.longest(words, query=True):
            meant = [concept for concept in concepts if not concept.startswith(KIND)]
            found.append(Span(start, end, meant, (start, end) in own))
        return found

    def _units(self, words: list[Token], spans: list[Span]) -> Iterator[Unit]:
        """One unit for each wording, with weaker ones for what is said inside it, and one for each word outside."""
        at = 0
        for span in [*spans, Span(len(words), len(words), [])]:
            yield from self._words_between(words[at : span.start])
            said = words[span.start : span.end]
            if span.concepts:
                inner = [] if span.own_name else self._inner(said)
                whole = self._concept_unit(
                    said, span.concepts, [concept for each in inner for concept in each.concepts]
                )
                yield whole
                met = {term for term, factor in (*whole.alternatives, *whole.tags) if factor > INNER}
                for each in inner:
                    if not met.intersection(each.concepts):
                        yield self._concept_unit(
                            said[each.start : each.end], each.concepts, weight=INNER, optional=True
                        )
            else:
                yield from (self._mere(token, light=True) for token in said if token.word not in self._stop)
            at = span.end

    def _inner(self, said: list[Token]) -> list[Span]:
        """Shorter wordings within a longer one."""
        if len(said) < 2:
            return []
        found = [*self._spans(said[1:])]
        shifted = [Span(each.start + 1, each.end + 1, each.concepts) for each in found]
        return [
            each
            for each in [*self._spans(said[:-1]), *shifted]
            if each.concepts and not self._is_light(said[each.start : each.end])
        ]

    def _words_between(self, words: Sequence[Token]) -> Iterator[Unit]:
        for token in words:
            if token.word not in self._stop:
                yield self._mere(token)

    def _mere(self, token: Token, *, light: bool = False) -> Unit:
        light = light or token.word in self._light
        weight = LIGHT if light else MERE if token.word in self._concepts.lexicon.words else UNLISTED
        return Unit(((token.stem, 1.0),), weight=weight, optional=light, words=(token.word,))

    def _is_light(self, said: Sequence[Token]) -> bool:
        """True for a light word, or words that are listed together as one."""
        return " ".join(token.word for token in said if token.word not in self._stop) in self._light

    def _joined(self, words: list[Token]) -> list[Token]:
        """Neighbours that are one word elsewhere (play ground) become that word, unless they mean something apart."""
        meant = {place for span in self._spans(words) for place in range(span.start, span.end)}
        joined: list[Token] = []
        skip = False
        for place, token in enumerate(words):
            following = words[place + 1] if place + 1 < len(words) else None
            if skip:
                skip = False
            elif following and not meant & {place, place + 1} and self._belong_together(token, following):
                joined += tokens(token.word + following.word)
                skip = True
            else:
                joined.append(token)
        return joined

    def _belong_together(self, one: Token, other: Token) -> bool:
        if {one.word, other.word} & self._stop or not self._speller.knows(one.word + other.word):
            return False
        return len(one.word) > 1 and len(other.word) > 1

    def _concept_unit(
        self,
        said: list[Token],
        concepts: list[str],
        inner: Iterable[str] = (),
        *,
        weight: float = KNOWN,
        optional: bool = False,
    ) -> Unit:
        offered = self._offers(said, concepts, inner)
        ranked = sorted(offered.items(), key=lambda each: -each[1])
        tags = [each for each in ranked if each[0].partition(":")[0] in TAG_VOCABULARIES]
        wordings = [each for each in ranked if each not in tags]
        light = self._is_light(said)
        only_phase = all(concept.startswith("phase:") for concept in concepts)
        return Unit(
            tuple(wordings[:MOST_ALTERNATIVES]), tuple(tags[:MOST_TAGS]), LIGHT if light else weight,
            optional or light or only_phase, tuple(token.word for token in said),
        )  # fmt: skip

    def _offers(self, said: list[Token], concepts: list[str], inner: Iterable[str]) -> dict[str, float]:
        """Every term that answers the concepts, with how well."""
        offered: dict[str, float] = {}

        def offer(term: str, factor: float) -> None:
            offered[term] = max(factor, offered.get(term, 0.0))

        named = any(concept.startswith(("term:", "word:")) for concept in concepts)
        for concept in concepts:
            # beside a term that has this very name, a whole category that is also called so counts for less
            # and the word that was typed comes before others that mean the same
            offer(concept, FACTORS.get(concept.partition(":")[0], 1.0) if named else 1.0)
            for target, strength in self._concepts.leads.get(concept, {}).items():
                offer(target, strength)
                if target.startswith("need:"):  # what a term's need leads on to, such as every need
                    for further, less in self._concepts.leads.get(target, {}).items():
                        if further.startswith("need:"):
                            offer(further, less)
        for concept in inner:
            offer(concept, INNER)
        content = [token for token in said if token.word not in self._stop] or said
        for token in content:
            offer(
                token.stem,
                COMPONENT if len(content) > 1 else 1.0 if concepts[0].startswith("word:") else SINGLE_COMPONENT,
            )
        return offered

    def _named(self, words: list[Token], spans: list[Span]) -> Iterator[tuple[str, float]]:
        """What favours the entry of exactly this name, when all that was typed is a name."""
        content = [token for token in words if token.word not in self._stop]
        if content:
            yield exact(words, self._stop), NAME_GAIN
        if len(spans) == 1 and spans[0].own_name:
            said = [token for token in words[spans[0].start : spans[0].end] if token.word not in self._stop]
            if len(said) == len(content):
                yield from ((EXACT + concept, NAME_GAIN) for concept in spans[0].concepts)

    def _kinds_named(self, words: list[Token]) -> list[str]:
        """Terms of the kinds that some of the words name."""
        matches = self._concepts.lexicon.matches(words, query=True)
        return sorted({each.wording.concept for each in matches if each.wording.concept.startswith(KIND)})

    def _favoured(self, words: list[Token]) -> tuple[tuple[str, float], ...]:
        favour = dict.fromkeys(self._kinds_named(words), KIND_NAMED)
        if words and words[0].word in QUESTION_WORDS:
            favour.setdefault(f"{KIND}guide", QUESTION_GAIN)
        return tuple(favour.items())
