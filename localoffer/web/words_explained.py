"""Words explained on a page: which glossary words a text uses, linked where they first stand, with their meanings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from localoffer.records.terms import TermDocument
from localoffer.search.words import Words
from localoffer.text.glossary_marks import mark_words

#: Where a single word is one that families use themselves.
EVERYDAY_CATEGORIES = {"needs", "basics", "health", "stages", "school"}


@dataclass(frozen=True)
class Explained:
    """One word: its glossary slug, its name, what it means and where to read more."""

    slug: str
    title: str
    definition: str
    url: str


class Marker:
    """Finds the names of glossary terms in a text: acronyms as written, other names in any case.

    Everyday words that the glossary also holds (autism, sleep) are left alone: linking each would make a page restless.
    """

    def __init__(self, terms: Iterable[TermDocument]) -> None:
        self._slug_of: dict[str, str] = {}
        for term in terms:
            for name in _worth_explaining(term):
                self._slug_of.setdefault(name if name.isupper() else name.lower(), term.slug)
        names = sorted(self._slug_of, key=len, reverse=True)
        shouted = "|".join(re.escape(name) for name in names if name.isupper())
        spoken = "|".join(re.escape(name) for name in names if not name.isupper())
        self._pattern = re.compile(rf"\b(?:{shouted or '(?!)'}|(?i:{spoken or '(?!)'}))\b")

    def mark(self, html: str, besides: str = "") -> tuple[Markup, list[str]]:
        """``html`` with words linked, and their slugs; ``besides`` is a slug that needs no explaining here."""
        found, slugs = mark_words(html, self._pattern, lambda name: self._anchor(name, besides))
        return Markup(found), slugs  # noqa: S704 - only links were added to HTML that was clean

    def _anchor(self, name: str, besides: str) -> str | None:
        slug = self._slug_of.get(name) or self._slug_of.get(name.lower())
        return None if slug == besides else slug


def _worth_explaining(term: TermDocument) -> list[str]:
    """The term's acronyms, and its name where that is not a word everybody uses."""
    name, _, in_brackets = term.title.removesuffix(")").partition(" (")
    names = [each for each in (name, in_brackets, *term.synonyms) if each.isupper() and len(each) > 1]
    names += [each for each in term.expansions if any(part.isupper() and len(part) > 1 for part in each.split())]
    if " " in name or term.term_category not in EVERYDAY_CATEGORIES:
        names.append(name)
    return names


@lru_cache(maxsize=4)
def _marker(words: Words) -> Marker:
    return Marker(term for term in words.terms.values() if term.term_status == "current")


def mark(words: Words, html: str, besides: str = "") -> tuple[Markup, list[str]]:
    """See Marker.mark; the marker is kept while the words stay the same."""
    return _marker(words).mark(html, besides)


def explain(words: Words, slugs: Iterable[str]) -> list[Explained]:
    """What to show of each word."""
    terms = [words.terms[slug] for slug in dict.fromkeys(slugs) if slug in words.terms]
    return [
        Explained(term.slug, term.title, term.definition, url_for("entries.show", folder="glossary", slug=term.slug))
        for term in terms
    ]
