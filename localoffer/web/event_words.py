"""What an event says of itself in words: when, where, and whether it is on. The same on pages, cards and calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from localoffer.records.events import BOTH, CANCELLED, HELD, ONLINE, POSTPONED, EventDocument
from localoffer.records.shapes import Venue
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats

#: How an event stands on a day. ``OPEN``: it has begun and goes on, as consultations do; ``UNTOLD``: it was planned for
#: a day that is past, and nobody has said yet how it went.
COMING, OPEN, OVER, UNTOLD = "coming", "open", "over", "untold"


@dataclass(frozen=True)
class Standing:
    """How an event stands: a key (POSTPONED, CANCELLED or one of those above) and the words that families read.

    ``tag`` is short, for lists, and empty where there is nothing to warn of; ``sentence`` is for the event’s own page.
    """

    key: str
    tag: str = ""
    sentence: str = ""

    @property
    def icon(self) -> str:
        """The icon beside the tag."""
        return {POSTPONED: "due", CANCELLED: "warning", OPEN: "time"}.get(self.key, "calendar")

    @property
    def may_be_booked(self) -> bool:
        """True while people can still say that they come."""
        return self.key in (COMING, OPEN)


def is_past(document: EventDocument, today: date) -> bool:
    """True once its last day is over. A postponed event is not: it waits for its new day."""
    if document.status == POSTPONED:
        return False
    return document.status == HELD or document.days[1] < today


def waits_for_a_day(document: EventDocument, today: date) -> bool:
    """True for a postponed event whose old day is over, so that nobody knows its new one."""
    return document.status == POSTPONED and document.days[1] < today


def standing(document: EventDocument, today: date) -> Standing:
    """How the event stands on a day."""
    first, last = document.days
    if document.status == CANCELLED:
        return Standing(CANCELLED, _("Cancelled"), _("It was planned for %(when)s.", when=when(document)))
    if document.status == POSTPONED:
        return Standing(POSTPONED, _("Postponed"), _("It was planned for %(when)s.", when=when(document)))
    if document.status == HELD:
        return Standing(OVER, _("Past"), _("This event is over."))
    if last < today:
        said = _("This was planned for %(when)s. We have not said yet how it went.", when=when(document))
        return Standing(UNTOLD, _("Past"), said)
    if first < today:
        return Standing(OPEN, _("Open until %(day)s", day=formats.day(last)))
    return Standing(COMING)


def weekday(day: date) -> str:
    """> Monday 24 April 2023"""
    return format_date(day, "EEEE d MMMM y")


def month(day: date) -> str:
    """> April 2023"""
    return format_date(day, "LLLL y")


def leaf(document: EventDocument, today: date) -> dict[str, str]:
    """A leaf of a calendar, for the eye: the first day, or the last day of what goes on now."""
    goes_on = standing(document, today).key == OPEN
    shown = document.days[1] if goes_on else document.day
    above = _("until") if goes_on else format_date(shown, "EEE")
    return {"above": above, "day": str(shown.day), "below": format_date(shown, "LLL")}


def time_of_day(clock: str) -> str:
    """> 10am, > 1.30pm, > 12 noon, > midnight; ``clock`` is like 09:30."""
    hour, minute = int(clock[:2]), clock[3:]
    if minute == "00" and hour in (0, 12):
        return _("12 noon") if hour else _("midnight")
    shown = f"{(hour - 1) % 12 + 1}" + (f".{minute}" if minute != "00" else "")
    return _("%(time)sam", time=shown) if hour < 12 else _("%(time)spm", time=shown)


def times(document: EventDocument) -> str:
    """> 10am to 12 noon, > from 10am; empty where it has no times."""
    if not document.starts:
        return ""
    starts = time_of_day(document.starts)
    if not document.ends:
        return _("from %(time)s", time=starts)
    return _("%(starts)s to %(ends)s", starts=starts, ends=time_of_day(document.ends))


def when(document: EventDocument) -> str:
    """> Monday 24 April 2023, 10am to 12 noon, > 1 December 2026 to 31 January 2027"""
    first, last = document.days
    if first == last:
        days = weekday(first)
    else:
        days = _("%(first)s to %(last)s", first=formats.day(first), last=formats.day(last))
    hours = times(document)
    return _("%(days)s, %(hours)s", days=days, hours=hours) if hours else days


def address(venue: Venue, vocabularies: Vocabularies) -> list[str]:
    """The parts of an address that families may see: only the town where the rest is kept private."""
    town = vocabularies.label("place", venue.town) if venue.town else ""
    if venue.hide_exact_address:
        return [town or (venue.postcode or "").partition(" ")[0]]
    return [part for part in (venue.name, venue.address, town, venue.postcode) if part]


def where(document: EventDocument, vocabularies: Vocabularies) -> str:
    """> Willand, > Online, > Willand, or online: short, for lists."""
    venue = document.venue
    town = vocabularies.label("place", venue.town) if venue and venue.town else ""
    return _joined(document, [town] if town else address(venue, vocabularies) if venue else [])


def whole_where(document: EventDocument, vocabularies: Vocabularies) -> str:
    """> Hall, 1 Example Street, Willand, > Online: everything that families may know of the place."""
    return _joined(document, address(document.venue, vocabularies) if document.venue else [])


def _joined(document: EventDocument, parts: Sequence[str]) -> str:
    place = ", ".join(part for part in parts if part)
    if document.attendance == ONLINE or not place:
        return _("Online")
    return _("%(place)s, or online", place=place) if document.attendance == BOTH else place
