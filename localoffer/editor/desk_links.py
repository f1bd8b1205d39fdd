"""Links that do not work: which pages hold them, when they were tried and what answered."""

from datetime import UTC, datetime
from typing import Any

from flask import url_for
from sqlmodel import col, select

from localoffer.editor.forms.kinds import section_of
from localoffer.publishing.desk import Desk
from localoffer.publishing.links import broken_links, urls_in
from localoffer.publishing.permissions import may
from localoffer.records.entries import Entry
from localoffer.records.upkeep import LinkTried

#: Tried so long ago, a link's turn has come whenever the job runs next.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def broken(desk: Desk) -> list[dict[str, Any]]:
    """Every broken link, with the pages that hold it and this person may mend."""
    found = broken_links(desk.session)
    urls = [url for url, _said, _entries in found]
    tried = {each.url: each for each in desk.session.exec(select(LinkTried).where(col(LinkTried.url).in_(urls)))}
    return [
        {
            "url": url, "said": said, "status": tried[url].status, "tried": tried[url].tried_at.date(),
            "asked_again": tried[url].tried_at.year == LONG_AGO.year,
            "pages": [_page(entry, url) for entry in entries if may(desk.actor, "edit", entry)],
        }
        for url, said, entries in found
    ]  # fmt: skip


def _page(entry: Entry, url: str) -> dict[str, str]:
    return {"title": entry.title, "url": mending_url(entry, field_with(entry, url))}


def field_with(entry: Entry, url: str) -> str:
    """The first field of a page that holds a web address; empty when none does."""
    words = entry.document().model_dump(mode="json")
    return next((name for name, value in words.items() if url in urls_in(value)), "")


def mending_url(entry: Entry, field: str) -> str:
    """Where a field of a page is mended."""
    if field == "quick_read":
        return url_for("quick_read.edit", entry_id=entry.id)
    if field in ("reviewed_on", "owner_id"):
        return url_for("standing.show", entry_id=entry.id)
    if section := section_of(entry.kind, field):
        return url_for("writing.section", entry_id=entry.id, section=section)
    return url_for("writing.show", entry_id=entry.id)


def try_again(desk: Desk, url: str) -> None:
    """Have the job try a link when it runs next."""
    link = desk.session.get(LinkTried, url)
    if link is not None:
        link.tried_at = LONG_AGO
        desk.session.add(link)
        desk.note("link.try-again", "link", url=url)
