"""An event’s own part of its page: whether it is on, when, where, how to book, what came of it."""

from functools import cached_property
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.records.events import CONSULTATION, POSTPONED, EventDocument
from localoffer.records.registry import address_of
from localoffer.web import event_words, formats
from localoffer.web.cards import Card, Section, need_labels
from localoffer.web.entry_facts import Row
from localoffer.web.event_words import Standing

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage


class EventPage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, EventDocument)
        self.page, self.document = page, page.document

    @cached_property
    def standing(self) -> Standing:
        """Whether it is on, said plainly."""
        return event_words.standing(self.document, self.page.today)

    @property
    def is_past(self) -> bool:
        """True once it is over, also when it was cancelled."""
        return event_words.is_past(self.document, self.page.today)

    @property
    def is_consultation(self) -> bool:
        """True where people answer questions rather than come."""
        return self.document.event_type == CONSULTATION

    def when(self) -> str:
        """> Monday 24 April 2023, 10am to 12 noon"""
        return event_words.when(self.document)

    def where(self) -> str:
        """> Willand, > Online"""
        return event_words.where(self.document, self.page.vocabularies)

    def calendar_url(self) -> str:
        """The event as a file for a calendar."""
        return url_for("events.one", slug=self.page.entry.slug)

    def outcomes(self) -> list[Card]:
        """What we did about what was said there."""
        return self.page.at([address_of("response", slug) for slug in self.document.outcome])

    def facts(self) -> list[Row]:
        """The facts table."""
        document, labels = self.document, self.page.labels
        capacity = document.capacity
        rows: list[Row] = [
            {"label": _("When"), "text": self.when()},
            {"label": _("Where"), "text": event_words.whole_where(document, self.page.vocabularies)},
            {"label": _("How to join online"), "text": document.online_note},
            {"label": _("Support to take part"), "text": document.access_support},
            {"label": _("Who it is for"), "text": ", ".join(labels("audience", document.audience))},
            {"label": _("Ages"), "text": formats.ages(document.age_min, document.age_max)},
            {"label": _("Needs"), "text": self._needs()},
            {
                "label": _("Places"),
                "text": ngettext("%(num)s place", "%(num)s places", capacity) if capacity else "",
            },
            {"label": _("How to book"), "text": document.booking.how if document.status == POSTPONED else ""},
        ]
        return [row for row in rows if row["text"]]

    def _needs(self) -> str:
        if self.document.needs == ["ALL"]:
            return _("All needs")
        return ", ".join(need_labels(self.document.needs, self.page.vocabularies))

    def sections(self) -> list[Section]:
        """Entries that belong to this one, under headings."""
        runs_it = [address_of("organisation", self.document.organisation)] if self.document.organisation else []
        return [Section(_("Who runs it"), self.page.at(runs_it))]
