"""Words of a text as search sees them: tokens, stems, and phrases of the glossary and the vocabularies as concepts.

A concept is one meaning with many wordings: “SALT”, “SLT” and “speech therapy” are all ``term:salt``. Wordings that
mean the same are recognised in documents and in queries; what people merely type for it only in queries.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from whoosh.lang.porter2 import stem as porter2

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
LONGEST_WORD = 40
#: Marks among an entry's terms: its whole title (or the concept it explains), and its kind.
EXACT, KIND = "=", "kind:"
#: Forms that Porter's rules leave apart, by stem.
SAME_STEM = {
    "behavior": "behaviour", "counselor": "counsel", "counsellor": "counsel", "autist": "autism", "dyslex": "dyslexia",
    "dyscalcul": "dyscalculia", "epilept": "epilepsi", "children": "child", "teenag": "teen", "panick": "panic",
}  # fmt: skip
#: Forms of everyday words that no rule of endings joins.
IRREGULAR = {
    "sent": "send", "taught": "teach", "felt": "feel", "fell": "fall", "left": "leave", "lost": "lose", "kept": "keep",
    "met": "meet", "slept": "sleep", "spoke": "speak", "spoken": "speak", "broke": "break", "broken": "break",
    "ate": "eat", "eaten": "eat", "bit": "bite", "bitten": "bite", "ran": "run", "wrote": "write", "written": "write",
    "paid": "pay", "chose": "choose", "chosen": "choose", "gave": "give", "stuck": "stick",
    "men": "man", "women": "woman",
    "teeth": "tooth", "feet": "foot", "lives": "life", "died": "die", "dying": "die", "dies": "die",
    "travelling": "travel",
    "gcses": "gcse", "universities": "university",
}  # fmt: skip
#: Words whose stem would join them with a word of another meaning (universal).
KEPT = {"university"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written, simplified (small letters, no marks or apostrophes), and its stem."""

    raw: str
    word: str
    stem: str


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a simplified word: Porter 2, and the few forms it leaves apart."""
    word = IRREGULAR.get(word, word)
    if len(word) <= 3 or word in KEPT or not word.isalpha():
        return word
    found = porter2(word)
    return SAME_STEM.get(found, found)


@lru_cache(maxsize=100_000)
def simplify(raw: str) -> str:
    """Small letters without accents or apostrophes; a possessive ’s is dropped."""
    word = raw.replace("’", "'").lower()
    word = word[:-2] if word.endswith("'s") else word
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace("'", "")[:LONGEST_WORD]


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    return [token for token in map(_token, WORD.findall(text)) if token]


@lru_cache(maxsize=100_000)
def _token(raw: str) -> Token | None:
    """The token of one written word, shared by all texts; None when nothing of it is left."""
    word = simplify(raw)
    return Token(raw, word, stem(word)) if word else None


def exact(words: Iterable[Token], stop_words: frozenset[str]) -> str:
    """The term by which a whole title is found."""
    return EXACT + " ".join(token.stem for token in words if token.word not in stop_words)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a concept. ``capitals`` needs it written so; ``words`` needs the phrase with its small words;
    ``verb`` is a short form that is also a verb (SEND, “send him home”) and does not count as one."""

    stems: tuple[str, ...]
    concept: str
    two_way: bool
    capitals: str = ""
    words: tuple[str, ...] = ()
    verb: str = ""


#: What stands before or after a word that is used as a verb.
BEFORE_A_VERB = {
    "can", "cannot", "cant", "will", "wont", "would", "must", "should", "could", "may", "might", "they", "i", "we",
    "you", "dont", "didnt", "keep", "keeps",
}  # fmt: skip
AFTER_A_VERB = {
    "him", "her", "them", "me", "us", "it", "you", "my", "our", "your", "his", "their", "a", "an", "the", "this",
    "that", "home", "back", "off",
}  # fmt: skip


def _is_verb(text: list[Token], at: int) -> bool:
    before = text[at - 1].word if at else ""
    after = text[at + 1].word if at + 1 < len(text) else ""
    return before in BEFORE_A_VERB or after in AFTER_A_VERB


@dataclass(slots=True)
class Node:
    """A step in the tree of wordings."""

    next: dict[str, "Node"] = field(default_factory=dict)
    wordings: list[Wording] = field(default_factory=list)

    def put(self, wording: Wording) -> None:
        """Add a wording below this step, once."""
        node = self
        for stem_ in wording.stems:
            node = node.next.setdefault(stem_, Node())
        if wording not in node.wordings:
            node.wordings.append(wording)


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found at token positions ``start`` to ``end`` (not included)."""

    start: int
    end: int
    wording: Wording


class Lexicon:
    """All wordings of all concepts, and the words to ignore. Never changes once built."""

    def __init__(
        self, stop_words: Iterable[str] = (), ordinary_words: Iterable[str] = (), also_verbs: Iterable[str] = ()
    ) -> None:
        self.stop_words = frozenset(map(simplify, stop_words))
        self.ordinary_words = frozenset(map(simplify, ordinary_words))
        self.also_verbs = frozenset(map(simplify, also_verbs))
        #: the wordings that count in questions (all of them), and those that count in documents, too
        self._in_questions, self._in_documents = Node(), Node()
        self.words: set[str] = set()
        #: concept -> its own names, as stems: what to mark in a snippet
        self.named_by: dict[str, set[tuple[str, ...]]] = {}

    def add(self, phrase: str, concept: str, *, two_way: bool, capitals: bool = False) -> None:
        """Add a wording. ``capitals``: only counts in capitals (HI, ADD), or in a query if it is no ordinary word."""
        all_tokens = tokens(phrase)
        said = [token for token in all_tokens if token.word not in self.stop_words] or all_tokens
        if not said:
            return
        exact = tuple(token.word for token in all_tokens) if len(said) == 1 < len(all_tokens) else ()
        shout = "".join(token.raw.upper() for token in said) if capitals and len(said) == 1 else ""
        if not capitals:
            self.words.update(token.word for token in said)
        if two_way:
            self.named_by.setdefault(concept, set()).add(tuple(token.stem for token in said))
        verb = said[0].word if len(all_tokens) == 1 and said[0].word in self.also_verbs else ""
        wording = Wording(tuple(t.stem for t in said), concept, two_way, shout, exact, verb)
        for root in (self._in_questions, self._in_documents) if two_way else (self._in_questions,):
            root.put(wording)

    def matches(self, text: list[Token], *, query: bool) -> Iterator[Match]:
        """Every wording in ``text``; with ``query`` one-way ones count too. Small words between are stepped over."""
        root = self._in_questions if query else self._in_documents
        for start, token in enumerate(text):
            if token.stem in root.next:
                yield from self._matches_at(root, text, start, query)

    def _matches_at(self, root: Node, text: list[Token], start: int, query: bool) -> Iterator[Match]:
        node: Node | None = root.next[text[start].stem]
        end = start + 1
        while node is not None:
            for wording in node.wordings:
                if self._fits(wording, text, start, end, query):
                    yield Match(start, end, wording)
            while end < len(text) and text[end].word in self.stop_words and text[end].stem not in node.next:
                end += 1
            node = node.next.get(text[end].stem) if end < len(text) else None
            end += 1

    def _fits(self, wording: Wording, text: list[Token], start: int, end: int, query: bool) -> bool:
        if wording.capitals:
            token = text[start]
            return token.raw.isupper() or (query and token.word not in self.ordinary_words)
        if wording.verb:
            token = text[start]
            return token.raw.isupper() or (query and token.word == wording.verb and not _is_verb(text, start))
        if wording.words:
            return any(
                tuple(t.word for t in text[first : first + len(wording.words)]) == wording.words
                for first in range(max(0, start - len(wording.words) + 1), start + 1)
            )
        return True

    def longest(self, text: list[Token], *, query: bool, own: bool = False) -> list[tuple[int, int, list[str]]]:
        """(start, end, concepts) left to right without overlap, the longest wording first; ``own``: only own names."""
        best: dict[int, tuple[int, list[str]]] = {}
        for match in self.matches(text, query=query):
            if own and not match.wording.two_way:
                continue
            end, concepts = best.get(match.start, (0, []))
            if match.end > end:
                best[match.start] = (match.end, [match.wording.concept])
            elif match.end == end and match.wording.concept not in concepts:
                concepts.append(match.wording.concept)
        found, free_from = [], 0
        for start in sorted(best):
            if start >= free_from:
                found.append((start, *best[start]))
                free_from = best[start][0]
        return found
