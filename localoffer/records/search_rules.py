"""Rules the council owns for how words are searched: short forms, pairs never to equate, words to ignore."""

from typing import Annotated

from pydantic import Field

from localoffer.records.shapes import Line, Shape, Slug

Pair = Annotated[list[Slug], Field(min_length=2, max_length=2)]


class SearchRules(Shape):
    """``ambiguous_short_forms`` count only as whole words; those that are also ``ordinary_words`` only in capitals.

    ``never_synonyms`` are pairs of glossary slugs that families mix up and that must never find one another as the
    same; ``one_way_to_current`` leads from an old name's slug to the current one. ``same_words`` are groups of everyday
    words that mean the same, such as mum, mother and parent. ``light_words`` are so common in questions that they
    hardly tell entries apart (help, child).
    ``also_verbs`` are short forms that do not count where they are used as a verb.
    """

    ambiguous_short_forms: list[Line] = []
    ordinary_words: list[Line] = []
    never_synonyms: list[Pair] = []
    one_way_to_current: dict[Slug, Slug] = {}
    also_verbs: list[Line] = []
    stop_words: list[Line] = []
    light_words: list[Line] = []
    same_words: list[list[Line]] = []
