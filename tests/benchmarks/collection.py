"""A whole site in a folder of its own: the content that ships (for its glossary and words) and the generated entries."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from flask import Flask
from sqlmodel import Session, insert

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.factory import create_app
from localoffer.importers.load import load
from localoffer.publishing.operations import digest_of_document, entry_id
from localoffer.records.documents import Document
from localoffer.records.entries import PUBLISHED, PUT, Entry, EntryChange, EntryTag, Revision
from localoffer.settings import ROOT, Settings
from localoffer.web.site import EXTENSION, Locator, Site
from tests.benchmarks.generator import generate
from tests.benchmarks.words import CONTENT, shipped_vocabularies

AT_ONCE = 500


@dataclass(frozen=True)
class Collection:
    """The folder, its application, and how many entries were generated."""

    folder: Path
    settings: Settings
    app: Flask
    generated: int

    @property
    def site(self) -> Site:
        found: Site = self.app.extensions[EXTENSION]
        return found

    @property
    def database(self) -> Database:
        return self.site.database

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.database.session() as session:
            yield session

    def environment(self) -> dict[str, str]:
        """For commands and servers of this site."""
        return os.environ | environment_of(self.settings)


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "LOCALOFFER_INSTANCE_DIR": str(settings.instance_dir), "LOCALOFFER_INDEX_DIR": str(settings.index_dir),
        "LOCALOFFER_SECRET_KEY": settings.secret_key, "FLASK_APP": "app", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def settings_in(folder: Path) -> Settings:
    return Settings(
        instance_dir=folder / "instance", index_dir=folder / "index", content_dir=CONTENT, secret_key="benchmarks",
        database_url="", search_engine="whoosh", mode="development", base_url="http://127.0.0.1",
    )  # fmt: skip


def create_collection(folder: Path, count: int) -> Collection:
    """Make the database with ``count`` generated entries. The index is left to whoever measures building it."""
    settings = settings_in(folder)
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    built = ROOT / "instance" / "postcodes.npz"
    if built.exists():
        shutil.copy(built, settings.postcode_file)
    collection = Collection(folder, settings, create_app(settings), count)
    upgrade(collection.database)
    locate = collection.site.locator(shipped_vocabularies())
    load(collection.database, settings.content_dir, locate=locate)
    _add(collection.database, generate(count), locate)
    with collection.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("ANALYZE")
    return collection


def _add(database: Database, documents: Iterator[Document], locate: Locator) -> None:
    """Write what publishing would have written, many rows at a time."""
    for some in _batched(documents, AT_ONCE):
        with database.transaction() as session:
            entries = [_published(document, locate) for document in some]
            session.add_all(entries)
            session.flush()
            session.execute(insert(EntryTag), [row for document in some for row in _tags(document)])
            session.execute(insert(Revision), [_revision(document) for document in some])
            session.execute(insert(EntryChange), [_change(document) for document in some])


def _batched(documents: Iterator[Document], size: int) -> Iterator[list[Document]]:
    while some := list(islice(documents, size)):
        yield some


def _published(document: Document, locate: Locator) -> Entry:
    entry = Entry(
        id=entry_id(document.KIND, document.slug),
        kind=document.KIND,
        state=PUBLISHED,
        revision=1,
        digest=digest_of_document(document),
    )
    entry.show(document)
    point = locate(document)
    entry.lat, entry.lon = (point.lat, point.lon) if point else (None, None)
    return entry


def _tags(document: Document) -> Iterator[dict[str, str]]:
    identity = entry_id(document.KIND, document.slug)
    pairs = chain.from_iterable(
        ((facet, value) for value in dict.fromkeys(values)) for facet, values in document.tags().items()
    )
    return ({"entry_id": identity, "facet": facet, "value": value} for facet, value in pairs)


def _revision(document: Document) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "entry_id": entry_id(document.KIND, document.slug), "number": 1, "document": document.model_dump(mode="json"),
        "digest": digest_of_document(document), "made_by": "benchmark", "made_at": now, "note": "", "published_at": now,
    }  # fmt: skip


def _change(document: Document) -> dict[str, object]:
    return {"entry_id": entry_id(document.KIND, document.slug), "op": PUT, "at": datetime.now(UTC)}
