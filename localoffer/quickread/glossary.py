"""A council’s own words, as the plain-language check needs them: what acronyms stand for, which words are explained."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from localoffer.records.terms import TermDocument

ACRONYM = re.compile(r"\b[A-Z]{2,}[a-z]?s?\b")
IN_BRACKETS = re.compile(r"([^()]+) \(([^()]+)\)")
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Around:
    """``expansions``: acronym -> what it stands for. ``explained``: words of the glossary. ``council``: its names."""

    expansions: Mapping[str, str] = field(default_factory=dict)
    explained: frozenset[str] = frozenset()
    council: tuple[str, ...] = ()


NOTHING_AROUND = Around()


def around(terms: Iterable[TermDocument], council: Iterable[str] = ()) -> Around:
    """What to know of published glossary terms and of the council's names."""
    expansions: dict[str, str] = {}
    explained: set[str] = set()
    for term in terms:
        if found := expansion(term):
            expansions.setdefault(*found)
        explained.update(WORD.findall(" ".join([term.title, *term.expansions, *term.synonyms]).lower()))
    return Around(expansions, frozenset(explained), tuple(name for name in council if name))


def expansion(term: TermDocument) -> tuple[str, str] | None:
    """(acronym, what it stands for) of a term called “SALT (speech and language therapy)”, else None."""
    named = IN_BRACKETS.fullmatch(term.title)
    return (named[1], named[2]) if named and ACRONYM.fullmatch(named[1]) else None
