"""The plain-language check as the desk shows it: in the reader's language, with what to press."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.quickread import bodies, lint
from localoffer.quickread.findings import SAYINGS, Finding
from localoffer.quickread.glossary import Around, around
from localoffer.records.registry import KINDS
from localoffer.search.words import Words
from localoffer.text import readability
from localoffer.web.labels import SLOT_LABELS
from localoffer.web.site import ready

Texts = Mapping[str, str]
LONGEST_EXCERPT = 90


@lru_cache(maxsize=4)
def _around(words: Words) -> Around:
    return around(words.terms.values(), [words.reference.authority.name])


def known_words() -> Around:
    """What the check knows of the council's words."""
    return _around(ready().words)


@dataclass(frozen=True)
class Said:
    """One finding in words. ``place`` is its number in the report: what a button that mends it sends."""

    finding: Finding
    place: int
    label: Any
    sentence: Any
    excerpt: str

    @property
    def offer(self) -> str:
        """What may be put in place; empty for no offer."""
        return self.finding.swap


@dataclass(frozen=True)
class Verdict:
    """What is said of a quick read or a text, big and plain first."""

    report: lint.Report
    said: list[Said]

    @property
    def to_fix(self) -> int:
        return len(self.report.blocking)

    @property
    def ideas(self) -> int:
        return len(self.said) - self.to_fix

    @property
    def headline(self) -> str:
        """> Good to go, > 3 things to fix"""
        if self.to_fix:
            return ngettext("%(num)s thing to fix", "%(num)s things to fix", self.to_fix)
        return _("Good to go")

    @property
    def beside(self) -> str:
        """What else could be better; empty when nothing could."""
        if not self.ideas:
            return ""
        return ngettext("%(num)s thing could be plainer.", "%(num)s things could be plainer.", self.ideas)

    def of(self, slot: str) -> list[Said]:
        """The findings of one slot."""
        return [each for each in self.said if each.finding.slot == slot]

    def scores(self) -> list[tuple[str, str]]:
        """(what, how much) of what was counted."""
        reading = self.report.reading
        enough = reading.words >= lint.FEWEST_WORDS_FOR_GRADE
        return [
            (_("Words"), str(reading.words)),
            (_("Sentences"), str(reading.sentences)),
            (_("Reading age"), str(reading.age) if enough else _("Too few words to say")),
            (_("Grade (Flesch-Kincaid; aim for 5 or less)"), f"{reading.grade:.1f}" if enough else _("Too few words")),
            (_("Ease (Flesch; aim for 80 or more)"), f"{reading.ease:.0f}" if enough else _("Too few words")),
            (_("Version of the method"), str(readability.VERSION)),
        ]


def of_quick_read(kind: str, texts: Texts) -> Verdict:
    """The check of a quick read as it is written, whole or not."""
    document = KINDS[kind].document
    return _verdict(lint.report(document.quick_read_of(texts), known_words(), document.REQUIRED_SLOTS))


def of_text(text: str) -> Verdict:
    """The check of a long text."""
    return _verdict(bodies.report(text, known_words()))


def _verdict(report: lint.Report) -> Verdict:
    return Verdict(report, [_said(finding, place) for place, finding in enumerate(report.findings)])


def _said(finding: Finding, place: int) -> Said:
    label = SLOT_LABELS.get(finding.slot, "")
    excerpt = finding.excerpt if finding.rule in ("long_sentence", "heading_order") else ""
    return Said(finding, place, label, _(SAYINGS[finding.rule], **finding.gaps), _short(excerpt))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT].rpartition(" ")[0] + "…"
