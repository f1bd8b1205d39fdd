"""Pointers: from ``folder/slug`` or ``folder/slug/part`` to a link that people can follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlmodel import Session

from localoffer.records.documents import Document
from localoffer.records.entries import Entry
from localoffer.records.meetings import MeetingDocument
from localoffer.records.news import NewsDocument
from localoffer.records.plans import PlanDocument
from localoffer.records.queries import published_at
from localoffer.web.cards import entry_url


@dataclass(frozen=True)
class PointedAt:
    """A link to an entry or to a part of one, such as an action of a plan."""

    label: str
    url: str
    entry: Entry


def follow(session: Session, pointers: Sequence[str]) -> list[PointedAt]:
    """Links to what is published, in the order of the pointers; what nobody stands at is left out."""
    held = by_pointer(session, pointers)
    return [held[pointer] for pointer in pointers if pointer in held]


def by_pointer(session: Session, pointers: Iterable[str]) -> dict[str, PointedAt]:
    """Links to what is published, by pointer. An entry is read once, however many of its parts are named."""
    found: dict[str, PointedAt] = {}
    read: dict[str, tuple[Entry, Document] | None] = {}
    for pointer in dict.fromkeys(pointers):
        folder_and_slug, part = _split(pointer)
        if folder_and_slug not in read:
            entry = next(iter(published_at(session, [folder_and_slug])), None)
            read[folder_and_slug] = (entry, entry.document()) if entry else None
        if there := read[folder_and_slug]:
            entry, document = there
            found[pointer] = PointedAt(_label(entry, document, part), _url(entry, document, part), entry)
    return found


def _split(pointer: str) -> tuple[str, str]:
    """(``folder/slug``, part) of a pointer; the part is empty for a whole entry."""
    folder, _, rest = pointer.partition("/")
    slug, _, part = rest.partition("/")
    return f"{folder}/{slug}", part


def _url(entry: Entry, document: Document, part: str) -> str:
    """An action of a plan has a page of its own; other parts are places on their entry’s page."""
    if not part:
        return entry_url(entry)
    if isinstance(document, PlanDocument) and any(each.key == part for each in document.actions):
        return url_for("plans.action", slug=entry.slug, key=part)
    return f"{entry_url(entry)}#{part}"


def _label(entry: Entry, document: Document, part: str) -> str:
    """What the part says of itself; the entry’s title where it is the whole or there is no such part."""
    texts: dict[str, str] = {}
    if isinstance(document, PlanDocument):
        texts = {each.key: each.action for each in document.actions}
        texts |= {each.key: each.title for each in document.areas} | {
            each.key: each.title for each in document.commitments
        }
    elif isinstance(document, MeetingDocument):
        texts = {each.key: each.text for each in document.decisions} | {
            each.key: each.text for each in document.actions
        }
    elif isinstance(document, NewsDocument):
        texts = {each.key: each.title for each in document.stories}
    return texts.get(part) or entry.title
