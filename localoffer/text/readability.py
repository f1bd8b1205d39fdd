"""How hard a text is to read: sentences, words, syllables and the Flesch-Kincaid grade.

Formulas: Flesch 1948 (reading ease) and Kincaid et al. 1975 (grade); UK reading age is about grade + 5.
Lines are sentences of their own: a bullet, a heading or a table cell does not run into the next (DOMAIN 4).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

VERSION = 1  # kept with stored scores: a change of method must not look like a change of text
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(A-Z0-9])")
WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*|\d+(?:[.,:]\d+)*")
# each part looks at a character a bounded number of times, so that no text, however strange, takes long to read
NOT_PROSE = re.compile(
    r"https?://\S+|(?<!\S)[^\s@]+@[^\s@]+|\b0\d[\d ]{6,20}\d\b|\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)"
)
MARKS = re.compile(r"^\s*(?:[-*+>#]+|\d+\.)\s+|[*_`#|]")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_ENDING = re.compile(r"(?:[^laeiouycghsxz]es|[^aeiouydt]ed|[^aeiouyl]e)$")


@dataclass(frozen=True)
class Reading:
    """What was counted: ``grade`` is a US school grade, ``ease`` the 0 to 100 Flesch score."""

    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def ease(self) -> float:
        if not self.words:
            return 100.0
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def age(self) -> int:
        """UK reading age in years."""
        return max(5, round(self.grade + 5))


@dataclass(frozen=True)
class Sentence:
    """A sentence without addresses, phone numbers and marks, and where it stands in the text it was found in."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[str]:
    """Sentences of a Markdown or plain text, without addresses, phone numbers and marks."""
    return [each.text for each in placed_sentences(text)]


def placed_sentences(text: str) -> list[Sentence]:
    """The same, each with its place in ``text``."""
    found: list[Sentence] = []
    at = 0
    for line in text.splitlines(keepends=True):
        found += _sentences_of_line(line, at)
        at += len(line)
    return found


def _sentences_of_line(line: str, offset: int) -> Iterator[Sentence]:
    kept = _without(MARKS, line, _without(NOT_PROSE, line, range(len(line))))
    clean = "".join(line[place] for place in kept)
    begin = 0
    for end, after in [match.span() for match in SENTENCE_END.finditer(clean)] + [(len(clean), len(clean))]:
        part = clean[begin:end]
        if WORD.search(part):
            first = begin + len(part) - len(part.lstrip())
            yield Sentence(part.strip(), offset + kept[first], offset + kept[begin + len(part.rstrip()) - 1] + 1)
        begin = after


def _without(pattern: re.Pattern[str], line: str, kept: Sequence[int]) -> list[int]:
    """Places in ``line`` that are left when what ``pattern`` finds is taken out, but for its first group."""
    left: list[int] = []
    at = 0
    for match in pattern.finditer("".join(line[place] for place in kept)):
        left += kept[at : match.start()]
        if match.lastindex and match[1] is not None:
            left += kept[match.start(1) : match.end(1)]
        at = match.end()
    return left + list(kept[at:])


def words(sentence: str) -> list[str]:
    """Words and numbers of a sentence."""
    return WORD.findall(sentence)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of a word, by rule; an acronym counts a syllable a letter, a number one a digit group."""
    if word.isupper() and len(word) > 1:
        return len(word)
    lower = word.lower().replace("’", "").replace("'", "")
    count = len(VOWELS.findall(lower))
    if SILENT_ENDING.search(lower) and count > 1:
        count -= 1
    return max(1, count)


def read(text: str) -> Reading:
    """Count a text."""
    parts = sentences(text)
    tokens = [word for part in parts for word in words(part)]
    return Reading(max(1, len(parts)), len(tokens), sum(map(syllables, tokens)))
