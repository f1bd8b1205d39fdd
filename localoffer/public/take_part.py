"""Take part: how to get involved, the parent carer forum, consultations with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.records.entries import Entry
from localoffer.records.events import CANCELLED, CONSULTATION, POSTPONED, EventDocument
from localoffer.records.queries import published_at, published_of_kind, tagged
from localoffer.records.registry import address_of
from localoffer.web import event_words, formats
from localoffer.web.cards import card, entry_url
from localoffer.web.event_words import COMING, OPEN, OVER
from localoffer.web.site import reference, session, today

blueprint = Blueprint("take_part", __name__)
ENGAGEMENT, FORUM = "engagement", "parent_forum"
MOST_COMING, MOST_CLOSED = 3, 10


@dataclass(frozen=True)
class Listed:
    """An event as this page lists it."""

    entry: Entry
    document: EventDocument
    today: date

    @property
    def title(self) -> str:
        """What it is called."""
        return self.entry.title

    @property
    def url(self) -> str:
        """Its own page."""
        return entry_url(self.entry)

    @property
    def when(self) -> str:
        """> Monday 24 April 2023, 10am to 12 noon"""
        return event_words.when(self.document)

    @property
    def where(self) -> str:
        """> Willand, or online"""
        return event_words.where(self.document, reference().vocabularies)

    @property
    def standing(self) -> event_words.Standing:
        """Whether it is on."""
        return event_words.standing(self.document, self.today)

    @property
    def first_day(self) -> str:
        """> 1 December 2026"""
        return formats.day(self.document.days[0])

    @property
    def last_day(self) -> str:
        """> 31 January 2027"""
        return formats.day(self.document.days[1])

    @cached_property
    def outcome(self) -> list[dict[str, str]]:
        """Published answers that came of it."""
        answers = published_at(session(), [address_of("response", slug) for slug in self.document.outcome])
        return [{"title": each.title, "url": entry_url(each)} for each in answers]


@blueprint.get("/take-part")
def show() -> ResponseReturnValue:
    """How to take part."""
    day, vocabularies = today(), reference().vocabularies
    events = _events(day)
    forums = tagged(session(), "service", "category", FORUM)
    coming, consultations = _coming(events), _consultations(events)
    return render_template(
        "public/take_part.html", ways=_ways(), forums=[card(each, vocabularies, today=day) for each in forums],
        coming=coming[:MOST_COMING], open_ones=consultations[OPEN], soon=consultations[COMING],
        closed=consultations[OVER][::-1][:MOST_CLOSED],
        progress=_progress(), engagement=ENGAGEMENT,
    )  # fmt: skip


def _events(day: date) -> list[Listed]:
    """Every published event that is not cancelled, by its days."""
    entries = published_of_kind(session(), "event")
    found = [
        Listed(entry, document, day)
        for entry in entries
        if isinstance(document := entry.document(), EventDocument) and document.status != CANCELLED
    ]
    return sorted(found, key=lambda each: (each.document.days, each.document.starts, each.title))


def _coming(events: Sequence[Listed]) -> list[Listed]:
    """Chances to be heard that are still to come, the next first."""
    return [
        each
        for each in events
        if each.document.event_type == ENGAGEMENT and not event_words.is_past(each.document, each.today)
    ]


def _consultations(events: Sequence[Listed]) -> dict[str, list[Listed]]:
    """Consultations by how they stand: COMING (a postponed one too), OPEN or OVER."""
    found: dict[str, list[Listed]] = {COMING: [], OPEN: [], OVER: []}
    for each in events:
        if each.document.event_type == CONSULTATION:
            found[_stands(each)].append(each)
    return found


def _stands(event: Listed) -> str:
    first, last = event.document.days
    if event_words.is_past(event.document, event.today):
        return OVER
    return OPEN if first <= event.today <= last and event.document.status != POSTPONED else COMING


def _ways() -> list[dict[str, object]]:
    """Three ways to get involved in making help better."""
    return [
        {
            "icon": "calendar", "title": _("Come and talk to us"),
            "text": _("Come to a session in a hall or online. Say what works and what does not."),
            "url": url_for("events.index", type=ENGAGEMENT), "label": _("See sessions you can come to"),
        },
        {
            "icon": "people", "title": _("Join other parents or young people"),
            "text": _("The parent carer forum speaks for families when the council and the NHS decide."),
            "url": "#forum", "label": _("See the parent carer forum"),
        },
        {
            "icon": "text", "title": _("Write to us"),
            "text": _("Tell us here what is missing, hard to read or wrong. You need not give your name."),
            "url": url_for("feedback.show"), "label": _("Write a comment"),
        },
    ]  # fmt: skip


def _progress() -> list[dict[str, str]]:
    """Where to see what came of it all."""
    return [
        {
            "label": _("You said, we did"), "url": url_for("register.index"), "icon": "talk",
            "hint": _("What families told us and what came of it"),
        },
        {
            "label": _("The board"), "url": url_for("board.index"), "icon": "people",
            "hint": _("Who decides, and notes of each meeting"),
        },
        {
            "label": _("Facts and figures"), "url": url_for("dashboard.index"), "icon": "compare",
            "hint": _("How long plans take and how good help is"),
        },
        {
            "label": _("Plans"), "url": url_for("plans.index"), "icon": "what",
            "hint": _("What was promised and how far it is"),
        },
    ]  # fmt: skip
