"""Events as iCalendar (RFC 5545, with the names and refresh times of RFC 7986), for one event or for many."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _
from icalendar import Calendar, Event

from localoffer.records.entries import Entry
from localoffer.records.events import CANCELLED, POSTPONED, EventDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import event_words
from localoffer.web.cards import entry_url
from localoffer.web.feeds import in_utc, whole
from localoffer.web.site import ENGLAND, site

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar that subscribed asks again.
REFRESH = timedelta(hours=12)
STATUS = {POSTPONED: "TENTATIVE", CANCELLED: "CANCELLED"}


def calendar(events: Sequence[tuple[Entry, EventDocument]], vocabularies: Vocabularies, name: str) -> bytes:
    """A calendar called ``name`` of these events, in their order."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//localoffer//events//EN")
    made.add("method", "PUBLISH")
    for called in ("name", "x-wr-calname"):
        made.add(called, name)
    for often in ("refresh-interval", "x-published-ttl"):
        made.add(often, REFRESH, parameters={"VALUE": "DURATION"})
    for entry, document in events:
        made.add_component(_event(entry, document, vocabularies))
    return made.to_ical()


def _event(entry: Entry, document: EventDocument, vocabularies: Vocabularies) -> Event:
    event, address = Event(), whole(entry_url(entry))
    event.add("uid", f"{entry.id}@{urlsplit(site().settings.base_url).hostname}")
    event.add("dtstamp", in_utc(entry.updated_at))
    event.add("last-modified", in_utc(entry.updated_at))
    event.add("sequence", entry.revision)
    event.add("status", STATUS.get(document.status, "CONFIRMED"))
    _add_times(event, document)
    event.add("summary", _summary(document))
    event.add("description", _description(document, address))
    event.add("location", event_words.whole_where(document, vocabularies))
    event.add("categories", [vocabularies.label("event_type", document.event_type)])
    event.add("url", address)
    return event


def _add_times(event: Event, document: EventDocument) -> None:
    """Times in UTC, which every calendar reads alike. Whole days where there is no time, or more than one day."""
    first, last = document.days
    if document.starts and first == last:
        event.add("dtstart", _moment(document, document.starts))
        if document.ends:
            event.add("dtend", _moment(document, document.ends))
        return
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the first day after it
    event.add("transp", "TRANSPARENT")  # nobody is busy for weeks


def _moment(document: EventDocument, clock: str) -> datetime:
    return datetime.combine(document.day, time.fromisoformat(clock), ENGLAND).astimezone(UTC)


def _summary(document: EventDocument) -> str:
    """The title. Not every calendar shows a status, so what is off says it here too."""
    if document.status == CANCELLED:
        return _("Cancelled: %(title)s", title=document.title)
    if document.status == POSTPONED:
        return _("Postponed: %(title)s", title=document.title)
    return document.title


def _description(document: EventDocument, address: str) -> str:
    booking = document.booking
    parts = [
        document.status_note,
        document.summary,
        event_words.when(document),
        document.online_note,
        _("Support to take part: %(text)s", text=document.access_support),
        _("How to book: %(text)s", text=booking.how),
        booking.url or "",
        _("Phone: %(number)s", number=booking.phone) if booking.phone else "",
        address,
    ]
    return "\n".join(part for part in parts if part)
