"""Term: a word of the glossary, what it means and what people type when they mean it."""

from typing import Annotated

from localoffer.records.documents import Document
from localoffer.records.shapes import In, Line, Text, To


class TermDocument(Document):
    """``synonyms`` are true equivalents and work both ways; ``user_phrases`` lead one way, from what people type to
    this term, and are never shown as labels. ``see`` sends searches on to the current name."""

    KIND = "term"
    TAG_FIELDS = ("term_category", "term_status")
    REQUIRED_SLOTS = ("what_it_is", "what_next")

    definition: Text
    expansions: list[Line] = []
    synonyms: list[Line] = []
    user_phrases: list[Line] = []
    see_also: list[Annotated[str, To("term")]] = []
    see: Annotated[str, To("term")] | None = None
    term_category: Annotated[str, In("term_category")]
    term_status: Annotated[str, In("term_status")] = "current"

    def own_text(self) -> list[str]:
        return [self.definition, *self.expansions, *self.synonyms]
