"""Mark the words of a query in a text, and choose the part of a text that shows them best."""

import re
from collections.abc import Iterable
from html import escape

from localoffer.search.analysis import simplify, stem

SNIPPET_LENGTH = 220
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LETTERS = re.compile(r"\w+")
#: A stem and its words share at least all but this many of the stem's last letters.
ENDING = 2

#: Where a word to mark begins and ends in a text, and its stem.
Span = tuple[int, int, str]


class Highlighter:
    """Marks words whose stem is among ``stems``. Output is HTML, everything else escaped."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._beginnings = sorted({each[: max(2, len(each) - ENDING)] for each in self._stems if each})

    def _spans(self, text: str) -> list[Span]:
        """Words to mark, in order. A quick look for their beginnings; the stemmer has the last word."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters of other languages grow
            lowered = "".join(letter.lower()[0] for letter in text)
        found: dict[int, Span] = {}
        for beginning in self._beginnings:
            at = lowered.find(beginning)
            while at >= 0:
                if at not in found and not (at and _is_letter(text[at - 1])) and (word := LETTERS.match(text, at)):
                    found[at] = (at, word.end(), stem(simplify(word[0])))
                at = lowered.find(beginning, at + 1)
        return sorted(span for span in found.values() if span[2] in self._stems)

    def mark(self, text: str) -> str:
        """The whole text with its matches in ``<mark>``."""
        return self._marked(text, self._spans(text))

    @staticmethod
    def _marked(text: str, spans: Iterable[Span]) -> str:
        parts, at = [], 0
        for start, end, _ in spans:
            parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
        return "".join([*parts, escape(text[at:])])

    def snippet(self, text: str) -> str:
        """About two sentences, from just before where most different words of the query stand together; the start if
        none do."""
        spans = self._spans(text)
        starts = [0, *(match.end() for match in SENTENCE_END.finditer(text))] if spans else [0]
        best = max(starts, key=lambda start: (met := self._met(spans, start), start if met else -start))
        part, more = text[best : best + SNIPPET_LENGTH], ""
        if best + SNIPPET_LENGTH < len(text):
            part, more = part[: max(part.rfind(" "), 1)].rstrip(" ,;:"), " …"
        inside = [
            (first - best, last - best, word)
            for first, last, word in spans
            if best <= first and last - best <= len(part)
        ]
        return self._marked(part, inside) + more

    @staticmethod
    def _met(spans: list[Span], start: int) -> int:
        return len({word for first, last, word in spans if start <= first and last <= start + SNIPPET_LENGTH})


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
