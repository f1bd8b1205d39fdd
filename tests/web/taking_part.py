"""Events and news of a test’s own, published on a small site."""

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Entry
from localoffer.records.queries import find_entry
from tests.factories import create
from tests.web.site_fixtures import TestSite


def put(site: TestSite, kind: str, **words: object) -> Entry:
    """Publish a document of a kind, or its next version."""
    document = create(kind, **words)
    return site.change(lambda session: publish(session, save_draft(session, document, by="Ana"), locate=lambda _: None))


def put_event(site: TestSite, **words: object) -> Entry:
    """Publish an event; planned unless said otherwise."""
    return put(site, "event", **{"status": "planned", "outcome": [], **words})


def draft(site: TestSite, kind: str, **words: object) -> None:
    """Write a document that nobody has published."""
    document = create(kind, **words)
    site.change(lambda session: save_draft(session, document, by="Ana"))


def take_down(site: TestSite, kind: str, slug: str) -> None:
    """Withdraw a page."""
    site.change(lambda session: withdraw(session, find_entry(session, kind, slug)))
