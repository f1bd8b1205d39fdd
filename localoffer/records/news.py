"""News: an edition of the newsletter, or one story, each story with its own quick read."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document, Markdown
from localoffer.records.shapes import Line, Pointer, Shape, Slug


class Story(Shape):
    """One story. ``links`` are the actions, entries or decisions it reports."""

    key: Slug
    title: Line
    quick_read: Line
    text: Markdown
    links: list[Pointer] = []


class NewsDocument(Document):
    """What was told on a day. It stays as it was told."""

    KIND = "news"
    REQUIRED_SLOTS = ("what_it_is", "what_next")

    edition: str = ""
    day: date
    stories: Annotated[list[Story], Field(min_length=1)]

    @property
    def is_record(self) -> bool:
        return True

    @property
    def days(self) -> tuple[date, date]:
        return self.day, self.day

    @model_validator(mode="after")
    def stories_differ(self) -> "NewsDocument":
        keys = [each.key for each in self.stories]
        if len(set(keys)) < len(keys):
            raise ValueError("two stories have the same key")
        return self

    def own_text(self) -> list[str]:
        return [text for each in self.stories for text in (each.title, each.quick_read, each.text)]
