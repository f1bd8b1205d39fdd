"""The whole site on the content that ships: loaded and indexed once for a run of tests, copied for each worker.

``page_client`` and ``site_app`` are shared and only looked at; ``create_site`` makes one of a test's own, to be changed.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from sqlmodel import Session

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.factory import create_app
from localoffer.importers.content_store import read_vocabularies
from localoffer.importers.load import load
from localoffer.records.entries import Entry
from localoffer.records.queries import published_of_kind
from localoffer.settings import ROOT, Settings
from localoffer.web.site import EXTENSION, Site
from tests.web.page_client import PageClient

BASE_URL = "https://local-offer.example.org"
#: The postcodes and outcodes these sites know; all others are unknown.
POSTCODES = {
    "EX1": (50.7260, -3.5050), "EX1 1AA": (50.7236, -3.5275), "EX16": (50.9050, -3.4900), "EX31": (51.0800, -4.0600),
    "EX31 1AA": (51.0810, -4.0610), "TQ1": (50.4700, -3.5100), "TQ1 1AA": (50.4619, -3.5253),
}  # fmt: skip
LONGEST_WAIT = 110


def settings_in(folder: Path, **others: object) -> Settings:
    """Settings of a site that lives in ``folder``, whatever the environment says."""
    given = {
        "mode": "development", "database_url": "", "search_engine": "whoosh", "secret_key": "for tests only",
        "instance_dir": folder / "instance", "index_dir": folder / "index", "content_dir": ROOT / "content",
        "base_url": BASE_URL, "page_size": 20,
    }  # fmt: skip
    return Settings(**{**given, **others})


def write_postcodes(path: Path) -> None:
    """A postcode file in the form `flask places build` writes, with the few codes above."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = sorted(POSTCODES)
    np.savez(path, keys=np.array(keys, dtype="S8"), points=np.array([POSTCODES[key] for key in keys], dtype=np.float32))


def _build(folder: Path, **others: object) -> None:
    """Everything `make run` does, in a folder of its own."""
    settings = settings_in(folder, **others)
    write_postcodes(settings.postcode_file)
    app = create_app(settings)
    site: Site = app.extensions[EXTENSION]
    upgrade(site.database)
    report = load(site.database, settings.content_dir, locate=site.locator(read_vocabularies(settings.content_dir)))
    assert not report.problems, f"The content that ships does not load: {report.problems[0]}"
    with site.database.session() as session:
        site.search.rebuild(session)
    with site.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    site.database.close()


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that sites are copied from. The first worker builds it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    template, done = shared / "site-template", shared / "site-template.done"
    try:
        template.mkdir()
    except FileExistsError:
        _wait_for(done)
    else:
        try:
            _build(template)
        except BaseException as trouble:
            done.write_text(f"The template site could not be built: {trouble}")
            raise
        done.write_text("")
    return template


def _wait_for(done: Path) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while not done.exists():
        assert time.monotonic() < until, (
            f"Another worker did not build the template site within {LONGEST_WAIT} seconds."
        )
        time.sleep(0.1)
    assert not (trouble := done.read_text()), trouble


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content store of a few guides and words, for tests that build a site or an index again and again."""
    folder = tmp_path_factory.mktemp("small") / "content"
    shutil.copytree(ROOT / "content" / "vocabularies", folder / "vocabularies")
    for path in (ROOT / "content").glob("*.yaml"):
        shutil.copy(path, folder)
    for kind, most in (("glossary", 20), ("guides", 10)):
        (folder / kind).mkdir()
        for path in sorted((ROOT / "content" / kind).glob("*.md"))[:most]:
            shutil.copy(path, folder / kind)
    return folder


@pytest.fixture(scope="session")
def small_template(small_content: Path) -> Path:
    """The folder that small sites are copied from; quick enough for each worker to build its own."""
    folder = small_content.parent / "template"
    folder.mkdir()
    _build(folder, content_dir=small_content)
    return folder


@dataclass(frozen=True)
class TestSite:
    """A site of one's own: its folder, its settings and its application."""

    __test__ = False
    folder: Path
    settings: Settings
    app: Flask

    @property
    def database(self) -> Database:
        return self.app.extensions[EXTENSION].database

    @property
    def parts(self) -> Site:
        return self.app.extensions[EXTENSION]

    @property
    def client(self) -> PageClient:
        return PageClient(self.app)

    def change(self, verb: Callable[[Session], object]) -> object:
        """Run something that changes the database, and commit it."""
        with Session(self.database.engine, expire_on_commit=False) as session:
            result = verb(session)
            session.commit()
            return result


@pytest.fixture(scope="session")
def site_app(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site on the content that ships. Shared by all tests: look, do not change."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(site_template, folder, dirs_exist_ok=True)
    app = create_app(settings_in(folder))
    yield app
    app.extensions[EXTENSION].database.close()


@pytest.fixture
def page_client(site_app: Flask) -> PageClient:
    """A visitor without cookies who checks every page."""
    return PageClient(site_app)


@pytest.fixture
def create_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., TestSite]]:
    """Makes sites of a test's own, with all content unless ``empty=True`` or ``small=True``; other arguments are settings."""
    made: list[TestSite] = []

    def create(*, empty: bool = False, small: bool = False, **others: object) -> TestSite:
        folder = tmp_path / f"site-{len(made)}"
        if empty:
            (folder / "instance").mkdir(parents=True)
        else:
            shutil.copytree(request.getfixturevalue("small_template" if small else "site_template"), folder)
        if small:
            others = {"content_dir": request.getfixturevalue("small_content"), **others}
        settings = settings_in(folder, **others)
        made.append(TestSite(folder, settings, create_app(settings)))
        return made[-1]

    yield create
    for site in made:
        site.database.close()


@pytest.fixture
def own_site(create_site: Callable[..., TestSite]) -> TestSite:
    """A site with all content that a test may change."""
    return create_site()


@pytest.fixture
def small_site(create_site: Callable[..., TestSite]) -> TestSite:
    """A site with a few guides and words that a test may change."""
    return create_site(small=True)


@pytest.fixture(scope="session")
def entries_of(site_app: Flask) -> Callable[[str], Sequence[Entry]]:
    """The published entries of a kind, by title, read once."""

    @cache
    def find(kind: str) -> Sequence[Entry]:
        with site_app.extensions[EXTENSION].database.session() as session:
            found = published_of_kind(session, kind)
            session.expunge_all()
            return found

    return find
