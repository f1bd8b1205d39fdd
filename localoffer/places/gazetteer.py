"""From what a person typed to a place on the map: a postcode, an outcode, or a town or village by name."""

import re
from dataclasses import dataclass

from localoffer.errors import UnknownPlace
from localoffer.places.distance import Point
from localoffer.places.postcodes import Postcodes
from localoffer.records.vocabularies import Vocabularies, VocabularyTerm
from localoffer.text import postcodes as postcode_text

LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Place:
    """Somewhere to measure from. ``label`` is for people; ``key`` is a place of the vocabulary, if it is one."""

    label: str
    point: Point
    key: str = ""


class Gazetteer:
    """Finds places. Built once from the place vocabulary and the postcode file; never changes."""

    def __init__(self, vocabularies: Vocabularies, postcodes: Postcodes) -> None:
        self._postcodes = postcodes
        self._by_name: dict[str, VocabularyTerm] = {}
        for term in vocabularies["place"].values():
            for name in (term.key.replace("-", " "), term.label, *term.words):
                self._by_name.setdefault(simple(name), term)

    def find(self, text: str) -> Place:
        """The place meant. Raises UnknownPlace with a sentence that says what to try instead."""
        asked = " ".join(text.split())[:LONGEST_SHOWN]
        if named := self.named(asked):
            return named
        tidy = postcode_text.tidy(asked)
        if tidy and (point := self._postcodes.find(tidy)):
            exact = self._postcodes.holds(tidy)
            return Place(tidy if exact else postcode_text.outcode(tidy), point)
        if tidy or not postcode_text.looks_meant(asked):
            raise UnknownPlace(f"We do not know “{asked}”. Check it, or try a town.", asked=asked)
        raise UnknownPlace(
            f"“{asked}” is not a whole postcode. Try one like EX1 1AA, or a town.", asked=asked, malformed=True
        )

    def named(self, name: str) -> Place | None:
        """The town or village of that name, or None."""
        term = self._by_name.get(simple(name))
        if term is None or term.lat is None or term.lon is None:
            return None
        return Place(term.label, Point(term.lat, term.lon), term.key)

    def names(self) -> dict[str, VocabularyTerm]:
        """Every simple name (small letters, no marks) with its place."""
        return self._by_name


def simple(name: str) -> str:
    """A name as it is compared: small letters, no apostrophes, ``saint`` as ``st``."""
    plain = re.sub(r"[’'.]", "", name.lower())
    return re.sub(r"^saint ", "st ", re.sub(r"[\s-]+", " ", plain).strip())
