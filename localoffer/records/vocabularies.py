"""Vocabularies: the lists of allowed values, with labels, that the council owns. Data, never literals in code."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.shapes import Line, Shape, Slug

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]


class VocabularyTerm(Shape):
    """One allowed value. ``words`` are what people type when they mean it; ``terms`` are glossary slugs that mean it.

    ``parent`` rolls up (dyslexia → SPLD). ``hint`` is one plain sentence. ``lat``/``lon`` are for places (WGS84);
    ``age_min``/``age_max`` (years) for phases and life stages.
    """

    key: Key
    label: Line
    short_label: str = ""
    hint: str = ""
    parent: str | None = None
    words: list[Line] = []
    terms: list[Slug] = []
    icon: str = ""
    lat: float | None = None
    lon: float | None = None
    age_min: float | None = None
    age_max: float | None = None
    population: int | None = None
    out_of_area: bool = False
    hidden: bool = False


class Vocabulary(Shape):
    """A list of allowed values under one ``name``; ``label`` is its heading as a filter."""

    name: Key
    label: Line
    terms: list[VocabularyTerm] = []

    @model_validator(mode="after")
    def keys_differ(self) -> "Vocabulary":
        keys = [term.key for term in self.terms]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"“{twice}” is written twice")
        return self

    def __contains__(self, key: object) -> bool:
        return any(term.key == key for term in self.terms)

    def __iter__(self) -> Iterator[VocabularyTerm]:  # type: ignore[override]
        return iter(self.terms)


class Vocabularies:
    """All vocabularies by name. Reading an unknown name or key never fails on a page: the key itself is shown."""

    def __init__(self, vocabularies: list[Vocabulary]) -> None:
        self._by_name = {vocabulary.name: vocabulary for vocabulary in vocabularies}
        self._terms = {name: {term.key: term for term in each.terms} for name, each in self._by_name.items()}

    def __getitem__(self, name: str) -> dict[str, VocabularyTerm]:
        return self._terms.get(name, {})

    def names(self) -> list[str]:
        """Names of all vocabularies, in the order they were loaded."""
        return list(self._by_name)

    def all(self) -> list[Vocabulary]:
        """Every vocabulary, in the order they were loaded."""
        return list(self._by_name.values())

    def heading(self, name: str) -> str:
        """The label of a whole vocabulary, such as ``Type of support``."""
        vocabulary = self._by_name.get(name)
        return vocabulary.label if vocabulary else name

    def label(self, name: str, key: str) -> str:
        """The label of one value; the key itself when the vocabulary does not hold it."""
        term = self[name].get(key)
        return term.label if term else key

    def explain_unknown(self, name: str, value: str) -> str:
        """One sentence for a value that is not in vocabulary ``name``, with the nearest that is."""
        near = get_close_matches(str(value), list(self[name]), n=1, cutoff=0.6)
        hint = f" Did you mean “{near[0]}”?" if near else f" Known: {', '.join(list(self[name])[:12]) or 'none'}."
        return f"“{value}” is not in the vocabulary “{name}”.{hint}"
