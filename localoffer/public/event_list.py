"""Which events were asked for: the filters of the list and of the calendar, read kindly from an address."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from localoffer.places.gazetteer import Gazetteer
from localoffer.records.entries import Entry
from localoffer.records.events import IN_PERSON, EventDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import event_words

PAST = "past"
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
LONGEST_SHOWN = 40
#: Coverage that reaches every family alike.
EVERYWHERE = {"all", "online", "national"}
Event = tuple[Entry, EventDocument]


@dataclass(frozen=True)
class Asked:
    """What an address asks for. Empty: everything. ``month`` is its first day; ``problems`` are sentences on what
    could not be read, which is then passed over."""

    month: date | None = None
    place: str = ""
    event_type: str = ""
    need: str = ""
    past: bool = False
    problems: list[str] = field(default_factory=list)

    def kept(self) -> dict[str, str]:
        """The filters that a calendar keeps too, as the pairs of an address."""
        pairs = {"place": self.place, "type": self.event_type, "need": self.need}
        return {name: value for name, value in pairs.items() if value}

    def pairs(self) -> dict[str, str]:
        """All of it as the pairs of an address."""
        month = {"month": f"{self.month:%Y-%m}"} if self.month else {}
        return {**month, **self.kept(), **({"when": PAST} if self.past else {})}


def read(args: MultiDict[str, str], vocabularies: Vocabularies, gazetteer: Gazetteer, today: date) -> Asked:
    """What was asked. A month that is over asks for past events, whether or not that is said."""
    problems: list[str] = []
    month = _month(args.get("month", "").strip(), problems)
    asked_place, asked_type, asked_need = (args.get(name, "").strip() for name in ("place", "type", "need"))
    place = _place(asked_place, vocabularies, gazetteer)
    if asked_place and not place:
        problems.append(_("We do not know the place “%(place)s”. Choose one from the list.", place=_cut(asked_place)))
    event_type = asked_type if asked_type in vocabularies["event_type"] else ""
    if asked_type and not event_type:
        problems.append(
            _("There is no kind of event called “%(name)s”. Choose one from the list.", name=_cut(asked_type))
        )
    need = asked_need if asked_need in vocabularies["need"] else ""
    if asked_need and not need:
        problems.append(_("We do not know the need “%(need)s”. Choose one from the list.", need=_cut(asked_need)))
    past = args.get("when") == PAST or (month is not None and month < today.replace(day=1))
    return Asked(month, place, event_type, need, past, problems)


def _month(asked: str, problems: list[str]) -> date | None:
    if MONTH.fullmatch(asked) and not asked.startswith("0000"):
        return date(int(asked[:4]), int(asked[5:]), 1)
    if asked:
        problems.append(
            _("We cannot read the month “%(month)s”. Write it like 2026-12, or choose one.", month=_cut(asked))
        )
    return None


def _place(asked: str, vocabularies: Vocabularies, gazetteer: Gazetteer) -> str:
    """The key of a district or a town, given as its key or its name."""
    if asked in vocabularies["district"] or asked in vocabularies["place"]:
        return asked
    found = gazetteer.named(asked) if asked else None
    return found.key if found else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def fitting(events: Iterable[Event], asked: Asked, vocabularies: Vocabularies) -> list[Event]:
    """The events of the place, type and need that were asked for, whatever their day."""
    return [
        (entry, document)
        for entry, document in events
        if (not asked.event_type or document.event_type == asked.event_type)
        and (not asked.need or asked.need in document.needs or "ALL" in document.needs)
        and (not asked.place or asked.place in areas(document, vocabularies) or _reaches_everybody(document))
    ]


def areas(document: EventDocument, vocabularies: Vocabularies) -> set[str]:
    """Keys of the towns and the districts that an event is in or for."""
    towns = [vocabularies["place"].get(key) for key in document.all_places]
    return {*document.all_places, *document.districts, *(town.parent for town in towns if town and town.parent)}


def _reaches_everybody(document: EventDocument) -> bool:
    """True for what is for the whole county, and for what can be joined from home."""
    return document.coverage in EVERYWHERE or document.attendance != IN_PERSON


def in_month(document: EventDocument, month: date) -> bool:
    """True for events of which at least a day is in the month."""
    first, last = document.days
    following = (month + timedelta(days=31)).replace(day=1) if month.year < date.max.year else date.max
    return first < following and last >= month


def in_order(events: Iterable[Event], *, past: bool) -> list[Event]:
    """By day and time: what comes next first, or of past events the newest first."""

    def key(event: Event) -> tuple[date, str, str]:
        return event[1].day, event[1].starts, event[0].title

    return sorted(events, key=key, reverse=past)


@dataclass(frozen=True)
class Group:
    """Events under a heading; ``key`` is for its anchor."""

    key: str
    heading: str
    events: list[Event]


def groups(events: Sequence[Event], today: date, *, past: bool) -> list[Group]:
    """By month of their first day. First what has begun and goes on; last what waits for a new day."""
    open_now = [each for each in events if event_words.standing(each[1], today).key == event_words.OPEN]
    waiting = [each for each in events if event_words.waits_for_a_day(each[1], today)]
    others = [each for each in in_order(events, past=past) if each not in open_now and each not in waiting]
    found = [
        Group(f"month-{month:%Y-%m}", event_words.month(month), list(held))
        for month, held in groupby(others, key=lambda each: each[1].day.replace(day=1))
    ]
    if open_now:
        found.insert(0, Group("open-now", _("Open now"), sorted(open_now, key=lambda each: each[1].days[1])))
    if waiting:
        found.append(Group("no-new-day", _("Waiting for a new day"), in_order(waiting, past=True)))
    return found
