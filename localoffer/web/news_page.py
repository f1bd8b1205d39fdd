"""The news’ own part of its page: its stories, with links to what they report."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from localoffer.records.news import NewsDocument, Story
from localoffer.web import formats, pointers
from localoffer.web.cards import Section
from localoffer.web.entry_facts import Row
from localoffer.web.labels import KIND_LABELS
from localoffer.web.pointers import PointedAt
from localoffer.web.site import session

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage


@dataclass(frozen=True)
class StoryShown:
    """One story: what it says, and where to read more of what it reports."""

    story: Story
    html: Markup
    links: list[PointedAt]


def edition_line(document: NewsDocument) -> str:
    """> January 2023, > 5 October 2026: the edition’s own name, for not every edition had a day of its own."""
    return document.edition or formats.day(document.day)


class NewsPage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, NewsDocument)
        self.page, self.document = page, page.document

    def edition(self) -> str:
        """> January 2023"""
        return edition_line(self.document)

    def stories(self) -> list[StoryShown]:
        """The stories, in their order."""
        return [
            StoryShown(each, self.page.prose(each.text), pointers.follow(session(), each.links))
            for each in self.document.stories
        ]

    def kind_of(self, link: PointedAt) -> str:
        """> Plan: what a link leads to."""
        return str(KIND_LABELS[link.entry.kind])

    def facts(self) -> list[Row]:
        """The facts table: news has none, its stories say it all."""
        return []

    def sections(self) -> list[Section]:
        """Entries that belong to this one, under headings."""
        return []
