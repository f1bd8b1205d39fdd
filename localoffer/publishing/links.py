"""Web addresses that entries and the council's own texts hold, and which of them are broken."""

import re
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from localoffer.records.entries import Entry, Reference
from localoffer.records.queries import all_published
from localoffer.records.upkeep import LinkTried

#: In a text an address ends at white space, quotes and angle brackets; what closes a Markdown link is taken off below.
IN_TEXT = re.compile(r"https?://[^\s<>\"“”‘’`]+", re.I)
CLOSING = {")": "(", "]": "["}
#: A link is broken when so many tries in a row, on different days, did not work.
FAILURES = 2
#: Reference documents with texts that families see.
TEXTS = ("authority",)


def urls_in(value: Any) -> Iterator[str]:
    """Every http(s) address in a JSON value, however deep, as it is written; the same one may come again."""
    if isinstance(value, str):
        yield from (address for found in IN_TEXT.findall(value) if len(address := _trimmed(found)) <= 500)
    elif isinstance(value, dict):
        for each in value.values():
            yield from urls_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from urls_in(each)


def _trimmed(found: str) -> str:
    """Without the bracket that closes a Markdown link, whatever follows it, and the stop that ends a sentence."""
    for closing, opening in CLOSING.items():
        depth = 0
        for place, character in enumerate(found):
            depth += (character == opening) - (character == closing)
            if depth < 0:
                found = found[:place]
                break
    return found.rstrip(".,;:!?'*_")


def urls_of(entry: Entry) -> list[str]:
    """Addresses that an entry's public words hold, each once."""
    texts = (
        entry.contacts,
        entry.quick_read,
        entry.body,
        entry.source_url,
        entry.source_note,
        entry.closed,
        entry.fields,
    )
    return list(dict.fromkeys(url for text in texts for url in urls_in(text)))


def held_links(session: Session) -> dict[str, list[Entry]]:
    """Every address -> the published entries that hold it; none for one that only the council's own texts hold."""
    found: dict[str, list[Entry]] = {}
    for entry in all_published(session):
        for url in urls_of(entry):
            found.setdefault(url, []).append(entry)
    for document in session.exec(select(Reference.document).where(col(Reference.name).in_(TEXTS))):
        for url in urls_in(document):
            found.setdefault(url, [])
    return found


def broken_links(session: Session) -> list[tuple[str, str, list[Entry]]]:
    """(address, what it answered, entries that hold it) of every broken link, by address.

    What it answered is an English sentence. A link that nothing holds any more is not told.
    """
    tried = session.exec(
        select(LinkTried)
        .where(col(LinkTried.works).is_(False), LinkTried.failures >= FAILURES)
        .order_by(col(LinkTried.url))
    ).all()
    if not tried:
        return []
    held = held_links(session)
    return [(each.url, each.said, held[each.url]) for each in tried if each.url in held]
