"""Meetings for tests of pages: a board that met, as the public sees it."""

from sqlmodel import Session

from localoffer.publishing.files import keep_file
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from tests.factories import create
from tests.web.site_fixtures import TestSite


def publish_document(site: TestSite, kind: str, **others: object) -> Entry:
    """A published entry made by the factory."""

    def verb(session: Session) -> Entry:
        revision = save_draft(session, create(kind, **others), by="The tests")
        return publish(session, revision, locate=lambda _document: None)

    entry = site.change(verb)
    assert isinstance(entry, Entry)
    return entry


def publish_meeting(site: TestSite, slug: str, **others: object) -> Entry:
    """A published meeting; its title says its slug."""
    return publish_document(site, "meeting", **{"slug": slug, "title": f"Meeting {slug}", **others})


def keep(site: TestSite, data: bytes) -> str:
    """A kept file; its name."""
    return str(site.change(lambda session: keep_file(session, data)))
