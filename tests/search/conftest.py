"""The content store that ships, loaded and indexed once for all search tests, and small made-up documents for engines."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import Session

from localoffer.db.engine import Database
from localoffer.importers.load import Report, load
from localoffer.places.distance import Point
from localoffer.places.postcodes import Postcodes
from localoffer.records.documents import Document
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.contract import IndexDocument
from localoffer.search.finder import Found, SearchRequest
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.site_search import Ready, SiteSearch

#: A few postcodes and outcodes; all others are unknown.
POINTS = {
    "EX1": (50.7260, -3.5050), "EX1 1AA": (50.7236, -3.5275), "EX31": (51.0800, -4.0600), "EX31 1AA": (51.0810, -4.0610),
    "TQ1": (50.4700, -3.5100), "TQ1 1AA": (50.4619, -3.5253),
}  # fmt: skip


@pytest.fixture(scope="session")
def postcodes() -> Postcodes:
    """Six codes in the form the built file has."""
    keys = sorted(POINTS)
    return Postcodes(np.array(keys, dtype="S8"), np.array([POINTS[key] for key in keys], dtype=np.float32))


@dataclass(frozen=True)
class Site:
    """The shipped content, searched by the engine without a disk."""

    search: SiteSearch
    session: Session
    report: Report

    @property
    def ready(self) -> Ready:
        return self.search.ready(self.session)

    def find(self, text: str = "", **asked: object) -> Found:
        return self.search.find(self.session, SearchRequest(text, **asked))


@pytest.fixture(scope="session")
def locate(vocabularies: Vocabularies) -> Callable[[Document], Point | None]:
    """Where a document's venue stands: in the middle of its town, which is near enough here."""

    def find(document: Document) -> Point | None:
        town = vocabularies["place"].get(document.venue.town or "") if document.venue else None
        return Point(town.lat, town.lon) if town and town.lat is not None and town.lon is not None else None

    return find


@pytest.fixture(scope="session")
def shipped(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, content_dir: Path, locate: Callable
) -> Iterator[tuple[Database, Report]]:
    """A database with everything in ``content/``."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.sqlite"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    report = load(database, content_dir, locate=locate)
    yield database, report
    database.close()


@pytest.fixture(scope="session")
def site(shipped: tuple[Database, Report], postcodes: Postcodes) -> Iterator[Site]:
    """The shipped content, ready to be searched. Read only: tests that change anything make a database of their own."""
    database, report = shipped
    search = SiteSearch(MemoryEngine(), postcodes)
    with database.session() as session:
        search.rebuild(session)
        yield Site(search, session, report)


@pytest.fixture(scope="session")
def ask(site: Site) -> Callable[..., Found]:
    """Search the shipped content: ``ask("dyslexia", near="Exeter")``."""
    return site.find


def create_document(number: int = 1, **overrides: object) -> IndexDocument:
    """An index document; words are given as ``terms={"sleep": 2.0}``."""
    given = {
        "entry_id": f"e{number}",
        "kind": "service",
        "title": f"Title {number:04}",
        "terms": {"help": 1.0},
        "facets": {},
    }
    return IndexDocument(**{**given, **overrides})
