"""The words the benchmarks write and search with: those of the content that ships, by how often it uses them, then a
long tail of made-up ones, so that frequencies fall as they do in English (Zipf)."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from localoffer.importers.content_store import entry_files, read_entry, read_vocabularies
from localoffer.records.documents import Document
from localoffer.records.terms import TermDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.settings import ROOT

CONTENT = ROOT / "content"
WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
TAIL_SIZE = 26_000
ZIPF, SHIFT = 0.98, 2.7
BEGINNINGS = tuple("b br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh sl st t th tr v w wh".split())  # noqa: SIM905
MIDDLES = tuple("a ai ar au e ea ee er i ie o oa oo or ou u ur".split())  # noqa: SIM905
ENDINGS = tuple("b ck d ft g ld ll lt m mp n nd ng nt p r rd rk rn s sk ss st t tch th x".split())  # noqa: SIM905
SUFFIXES = ("", "", "", "er", "ing", "ed", "s", "ly", "ness", "ment", "able", "ish", "ton", "field")


@dataclass(frozen=True)
class WordBook:
    """``words`` from the commonest to the rarest, with the running sum of their shares; ``phrases`` are what the
    glossary and the vocabularies call things; ``head`` and ``tail`` are where queries take their words from."""

    words: np.ndarray
    running: np.ndarray
    phrases: tuple[str, ...]
    head: tuple[str, ...]
    general: tuple[str, ...]
    tail: tuple[str, ...]
    short_forms: tuple[str, ...]

    def draw(self, chance: np.random.Generator, count: int) -> list[str]:
        """``count`` words, the common ones often."""
        return self.words[np.searchsorted(self.running, chance.random(count))].tolist()


@cache
def shipped_documents() -> tuple[Document, ...]:
    """Every entry of the content that ships."""
    return tuple(read_entry(found, None) for found in entry_files(CONTENT))


@cache
def shipped_vocabularies() -> Vocabularies:
    return read_vocabularies(CONTENT)


@cache
def word_book(seed: int) -> WordBook:
    """The book of one seed."""
    counted: Counter[str] = Counter()
    for document in shipped_documents():
        for text in (
            document.title,
            document.summary,
            document.body,
            *(said for _, said in document.quick_read.filled()),
        ):
            counted.update(word.lower() for word in WORD.findall(text))
    known = [word for word, _ in counted.most_common()]
    tail = _made_up(np.random.default_rng(seed), set(known))
    words = np.array([*known, *tail])
    shares = 1.0 / (np.arange(len(words)) + SHIFT) ** ZIPF
    general = [word for word, count in counted.items() if 3 <= count <= 60 and len(word) > 4 and "'" not in word]
    return WordBook(
        words, np.cumsum(shares / shares.sum()), _phrases(), _what_people_type(), tuple(sorted(general)),
        tuple(tail[:12_000]), _short_forms(),
    )  # fmt: skip


def _made_up(chance: np.random.Generator, taken: set[str]) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < TAIL_SIZE:
        parts = [
            chance.choice(BEGINNINGS) + chance.choice(MIDDLES) + chance.choice(ENDINGS)
            for _ in range(chance.integers(1, 3))
        ]
        word = "".join(parts) + SUFFIXES[chance.integers(len(SUFFIXES))]
        if word not in taken and len(word) > 3:
            made[word] = None
    return list(made)


def _terms() -> list[TermDocument]:
    return [document for document in shipped_documents() if isinstance(document, TermDocument)]


def _phrases() -> tuple[str, ...]:
    """Names of glossary terms and labels of needs and topics, as texts write them."""
    names = [name for term in _terms() for name in (term.title.partition(" (")[0], *term.expansions, *term.synonyms)]
    labels = [
        each.label.partition(" (")[0]
        for name in ("need", "topic", "category")
        for each in shipped_vocabularies()[name].values()
    ]
    return tuple(dict.fromkeys([*names, *labels]))


def _what_people_type() -> tuple[str, ...]:
    """Short wordings of needs, topics, categories and glossary terms."""
    vocabularies = shipped_vocabularies()
    typed = [
        word for name in ("need", "topic", "category") for each in vocabularies[name].values() for word in each.words
    ]
    named = [term.title.partition(" (")[0].lower() for term in _terms()]
    return tuple(dict.fromkeys(phrase for phrase in [*named, *typed] if 1 <= len(phrase.split()) <= 3))


def _short_forms() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            name for term in _terms() for name in (term.title.partition(" (")[0], *term.synonyms) if name.isupper()
        )
    )
