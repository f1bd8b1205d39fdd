"""Mark the words of a query in a text, and choose the part of a text that shows them best."""

import re
from collections.abc import Iterable
from html import escape

from localoffer.search.analysis import simplify, stem

SNIPPET_LENGTH = 220
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
#: A stem and its words share at least all but this many of the stem's last letters.
ENDING = 2


class Highlighter:
    """Marks words whose stem is among ``stems``. Output is HTML, everything else escaped."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        beginnings = sorted(
            {re.escape(each[: max(2, len(each) - ENDING)]) for each in self._stems}, key=len, reverse=True
        )
        # a quick look at the beginnings of words; the stemmer has the last word
        self._candidates = re.compile(rf"\b(?:{'|'.join(beginnings)})\w*", re.I) if beginnings else None

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        if self._candidates is None:
            return []
        found = ((m.start(), m.end(), stem(simplify(m[0]))) for m in self._candidates.finditer(text))
        return [span for span in found if span[2] in self._stems]

    def mark(self, text: str) -> str:
        """The whole text with its matches in ``<mark>``."""
        parts, at = [], 0
        for start, end, _ in self._spans(text):
            parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
        return "".join([*parts, escape(text[at:])])

    def snippet(self, text: str) -> str:
        """About two sentences, from just before where most different words of the query stand together; the start if
        none do."""
        spans = self._spans(text)
        starts = [0, *(match.end() for match in SENTENCE_END.finditer(text))]
        best = max(starts, key=lambda start: (met := self._met(spans, start), start if met else -start))
        part = text[best : best + SNIPPET_LENGTH]
        if best + SNIPPET_LENGTH < len(text):
            part = part[: max(part.rfind(" "), 1)].rstrip(" ,;:") + " …"
        return self.mark(part)

    @staticmethod
    def _met(spans: list[tuple[int, int, str]], start: int) -> int:
        return len({word for first, last, word in spans if start <= first and last <= start + SNIPPET_LENGTH})
