"""Likely duplicates among all pages, found anew when something was published since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _
from sqlmodel import col, func, select

from localoffer.editor.desk_words import STATES
from localoffer.publishing import duplicates
from localoffer.publishing.desk import Desk
from localoffer.publishing.told_apart import told_apart
from localoffer.records.entries import WITHDRAWN, Entry
from localoffer.records.moments import now
from localoffer.records.queries import newest_change
from localoffer.records.registry import address_of
from localoffer.web import formats
from localoffer.web.labels import KIND_LABELS
from localoffer.web.site import label

KEPT = "localoffer.duplicates"
MOST = 100
FRESH_ENOUGH = timedelta(minutes=10)


@dataclass(frozen=True)
class Side:
    """One page of a pair."""

    id: str
    kind: str
    title: str
    address: str


@dataclass(frozen=True)
class Likely:
    """Two pages that are likely one; ``reasons`` as in publishing.duplicates."""

    one: Side
    other: Side
    score: int
    reasons: tuple[str, ...]


def likely_duplicates(desk: Desk, *, exactly: bool = True) -> list[Likely]:
    """Every pair that nobody has told apart, the likeliest first. Not ``exactly``: as of some minutes ago will do."""
    apart = told_apart(desk.session)
    return [each for each in _all(desk, exactly) if frozenset((each.one.address, each.other.address)) not in apart]


def _all(desk: Desk, exactly: bool) -> list[Likely]:
    """Kept in the application until something was published or begun: with thousands of pages it takes a second."""
    count = desk.session.exec(select(func.count()).select_from(Entry)).one()
    as_of = (newest_change(desk.session), count)
    held, made_at, found = current_app.extensions.get(KEPT, (None, now(), []))
    if held is None or (held != as_of and (exactly or now() - made_at > FRESH_ENOUGH)):
        found = _find(desk)
        current_app.extensions[KEPT] = (as_of, now(), found)
    return list(found)


def _find(desk: Desk) -> list[Likely]:
    columns: tuple[Any, ...] = (Entry.id, Entry.kind, Entry.title, Entry.venue, Entry.contacts, Entry.slug)
    rows = desk.session.execute(sa.select(*columns).where(col(Entry.state) != WITHDRAWN)).all()
    sides = {row[0]: Side(row[0], row[1], row[2], address_of(row[1], row[5])) for row in rows}
    towns = [term.label for term in desk.vocabularies["place"].values()]
    pairs = duplicates.find([duplicates.thing(*row[:5]) for row in rows], towns)
    return [Likely(sides[pair.one], sides[pair.other], pair.score, pair.reasons) for pair in pairs]


def side_by_side(one: Entry, other: Entry) -> list[tuple[str, str, str]]:
    """(label, of the one, of the other) of what tells two pages apart."""
    return [(str(label), show(one), show(other)) for label, show in ROWS]


def _contacts(entry: Entry) -> str:
    return ", ".join(each["value"] for each in entry.contacts if each.get("public", True))


def _venue(entry: Entry) -> str:
    venue = entry.venue or {}
    town = label("place", venue["town"]) if venue.get("town") else ""
    return ", ".join(part for part in (venue.get("name"), town, venue.get("postcode")) if part)


ROWS: tuple[tuple[Any, Callable[[Entry], str]], ...] = (
    (_("Kind of page"), lambda entry: str(KIND_LABELS[entry.kind])),
    (_("State"), lambda entry: str(STATES[entry.state][0])),
    (_("Summary"), lambda entry: entry.summary),
    (_("Who runs it"), lambda entry: entry.owner_team),
    (_("Where"), _venue),
    (_("Contacts"), _contacts),
    (_("Ages"), lambda entry: formats.ages(entry.age_min, entry.age_max)),
    (_("Last checked"), lambda entry: formats.day(entry.reviewed_on)),
)
