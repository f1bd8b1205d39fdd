"""Pages that a field names: found by address, by name, or by part of a name. Providers find public ones only."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from localoffer.editor.forms.fields import GROUP, GROUPS, LINES, LINK, FieldSpec, Raw, Specs
from localoffer.publishing.permissions import Actor, at_least
from localoffer.records.documents import Document
from localoffer.records.entries import DRAFT, PUBLISHED, Entry
from localoffer.records.named_entries import Missing, missing
from localoffer.records.people import EDITOR
from localoffer.records.queries import find_entry
from localoffer.records.registry import KINDS, from_address

MOST_FOUND = 8
SHORTEST = 2


class NamedPages:
    """Finds what links name, for one person."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._states = (PUBLISHED, DRAFT) if at_least(actor, EDITOR) else (PUBLISHED,)

    def entry(self, kind: str, value: str) -> tuple[str, str] | None:
        """(title, ``folder/slug``) of what a value names: a slug of ``kind`` or an address; None for no page.

        An address of a part of a page stays one: ``plans/improvement-plan/1-3``.
        """
        pair = (kind, value) if kind else from_address(value)
        entry = find_entry(self._session, *pair) if pair[0] in KINDS else None
        part = "" if kind else value.partition("/")[2].partition("/")[2]
        return (entry.title, f"{entry.address}/{part}".rstrip("/")) if entry else None

    def like(self, kind: str, text: str) -> list[tuple[str, str]]:
        """(title, ``folder/slug``) of pages with ``text`` in their name; those that begin with it come first."""
        words = text.strip()[:80]
        if len(words) < SHORTEST:
            return []
        query = select(Entry).where(col(Entry.title).icontains(words, autoescape=True), self._is_seen())
        if kind in KINDS:
            query = query.where(Entry.kind == kind)
        found = sorted(
            self._session.exec(query.order_by(Entry.title).limit(MOST_FOUND * 5)),
            key=lambda entry: not entry.title.casefold().startswith(words.casefold()),
        )
        return [(entry.title, entry.address) for entry in found[:MOST_FOUND]]

    def _is_seen(self) -> Any:
        return col(Entry.state).in_(self._states)

    def settled(self, specs: Specs, raw: Raw) -> Raw:
        """The values, with each link that was written as the whole name of one page turned into its address."""
        return raw | {each.name: self._settle(each, raw[each.name]) for each in specs if each.name in raw}

    def _settle(self, each: FieldSpec, value: Any) -> Any:
        if each.control == LINK and isinstance(value, str):
            return self._address(each, value)
        if each.control == LINES and each.item is not None and isinstance(value, list):
            return [self._settle(each.item, row) for row in value]
        if each.control == GROUP and isinstance(value, dict):
            return self.settled(each.members, value)
        if each.control == GROUPS and isinstance(value, list):
            return [self.settled(each.members, row) if isinstance(row, dict) else row for row in value]
        return value

    def _address(self, each: FieldSpec, value: str) -> str:
        if "://" in value or self.entry(each.kind, value):
            return value
        named = [address for title, address in self.like(each.kind, value) if title.casefold() == value.casefold()]
        if len(named) != 1:
            return value
        return named[0].partition("/")[2] if each.kind else named[0]


def nobody_there(session: Session, document: Document) -> Sequence[Missing]:
    """What a document names although there is no such page that families can see."""
    rows = session.exec(select(Entry.kind, Entry.slug).where(Entry.state == PUBLISHED))
    return missing(document, {(kind, slug) for kind, slug in rows} | {(document.KIND, document.slug)})
