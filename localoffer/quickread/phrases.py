"""Patterns of the plain-language check, made once from the word lists; their time grows evenly with the text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from localoffer.quickread.glossary import ACRONYM
from localoffer.quickread.word_lists import (
    DONE_TO,
    HURTFUL,
    JARGON,
    KNOWN_ACRONYMS,
    SAYS_NOTHING,
    SHORTER,
    STATES,
    VAGUE_TIMES,
)
from localoffer.text.readability import syllables

__all__ = ["ACRONYM", "KNOWN_ACRONYMS", "SAYS_NOTHING", "SHORTER"]

LONG_WORD_SYLLABLES = 3
EXPLAINED = re.compile(r"\(([A-Z]{2,}[a-z]?s?)\)")
#: [words](address), as Markdown writes it.
LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s]{1,500})\)")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+", re.I)
YEAR_OR_LAW = re.compile(r"\b(?:20\d\d|law|legal|rules?|must)\b", re.I)
NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty)"
WAIT = re.compile(
    rf"\b(?:wait|waits|waited|waiting time)\b[^.!?\n]{{0,60}}?\b{NUMBER}\b"
    r"[^.!?\n]{0,20}?\b(?:day|week|month|year)s?\b",
    re.I,
)
PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\b(?: (?:[a-z]{2,15}ly|not|also|often|always|never|only|then|now))? "
    rf"(?P<deed>[a-z]{{2,20}}ed|{'|'.join(DONE_TO)})\b(?! to\b)(?!-)",
    re.I,
)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I)


VAGUE_TIME = _any_of(VAGUE_TIMES)
_JARGON, _HURTFUL = _any_of(JARGON), _any_of(HURTFUL)


@dataclass(frozen=True)
class Found:
    """A word that was met, and a plain one that may stand in its place."""

    match: re.Match[str]
    plain: str

    def fitting(self) -> str:
        """The plain word, with a capital where the word had one."""
        return self.plain[:1].upper() + self.plain[1:] if self.match[0][:1].isupper() else self.plain


def jargon(text: str) -> Iterator[Found]:
    """Words of the trade."""
    return _found(_JARGON, JARGON, text)


def hurtful(text: str) -> Iterator[Found]:
    """Words that hurt."""
    return _found(_HURTFUL, HURTFUL, text)


def _found(pattern: re.Pattern[str], plain: Mapping[str, str], text: str) -> Iterator[Found]:
    return (Found(match, plain[match[0].lower()]) for match in pattern.finditer(text))


def passive(sentence: str) -> re.Match[str] | None:
    """A form of “be” with a deed done to somebody, such as “was told”; not how something is, such as “is closed”."""
    return next((match for match in PASSIVE.finditer(sentence) if match["deed"].lower() not in STATES), None)


def bare_addresses(text: str) -> Iterator[re.Match[str]]:
    """Web addresses that stand in the text itself."""
    inside = [match.span(2) for match in LINK.finditer(text)]
    for match in ADDRESS.finditer(text):
        if not any(start <= match.start() < end for start, end in inside):
            yield match


def is_long(word: str, explained: frozenset[str]) -> bool:
    """More than three syllables, and not a name, an acronym or a word of the glossary."""
    return word.islower() and syllables(word) > LONG_WORD_SYLLABLES and word not in explained
