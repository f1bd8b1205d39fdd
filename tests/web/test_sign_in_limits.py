"""Whoever tries too often waits, whichever worker they reach; nothing kept says who they were."""

import time
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import time_machine
from sqlmodel import select

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.factory import create_app
from localoffer.records.people import AuditLine, RateCount
from localoffer.web.limits import RULES, Counts
from localoffer.web.site import EXTENSION
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in
from tests.web.test_sign_in import PASSWORD, PATH, with_app

WRONG = {"email": "ada@example.org", "password": "not her password"}


@pytest.fixture
def ada(small_site):
    return create_person(small_site, "editor", name="Ada Byron", email="ada@example.org", password=PASSWORD)


@pytest.fixture
def second_worker(small_site):
    """Another process on the same database."""
    app = create_app(small_site.settings)
    yield app
    app.extensions[EXTENSION].database.close()


def test_the_sixth_try_in_a_minute_is_held_back_by_every_worker(small_site, second_worker, ada):
    workers = [PageClient(small_site.app, cookies=True), PageClient(second_worker, cookies=True)]
    statuses = [
        workers[n % 2]._client.post(PATH, data=WRONG | {"csrf_token": workers[n % 2].csrf_token()}).status_code
        for n in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2
    page = workers[0].page_after(PATH, WRONG, status=429)
    assert page.h1 == "Wait a little"
    assert "Try again in 1 minute." in page.words
    assert 0 < int(page.headers["Retry-After"]) <= 60
    right = {"email": "ADA@example.org ", "password": PASSWORD}
    workers[0].post(PATH, right, status=429)
    workers[0].post(PATH, {**WRONG, "email": "bea@example.org"}, status=200)
    with time_machine.travel(time.time() + 61):
        PageClient(small_site.app, cookies=True).post(PATH, right)


def test_the_log_says_it_once_and_no_address_or_name_is_kept(small_site, ada):
    client = PageClient(small_site.app, cookies=True)
    for _ in range(9):
        client._client.post(PATH, data=WRONG | {"csrf_token": client.csrf_token()})
    with small_site.database.session() as session:
        lines = session.exec(select(AuditLine)).all()
        kept = " ".join(row.key for row in session.exec(select(RateCount)))
    assert [(line.action, line.subject) for line in lines] == [("sign-in.held-back", f"person:{ada.id}")]
    assert "ada" not in kept
    assert "127.0.0.1" not in kept


def test_codes_are_held_back_for_the_person_from_wherever_they_are_tried(small_site, ada):
    key = with_app(small_site, ada)
    with time_machine.travel(time.time() + 120, tick=True):
        for n in range(6):
            client = PageClient(small_site.app, cookies=True)
            client._client.environ_base["REMOTE_ADDR"] = f"10.0.0.{n}"
            client.post(PATH, {"email": ada.email, "password": PASSWORD})
            client.post("/editor/sign-in/code", {"code": "000000"}, status=200 if n < 5 else 429)
        client.post("/editor/sign-in/code", {"code": pyotp.TOTP(key).now()}, status=429)


def test_guessing_ones_own_password_from_an_open_session_is_held_back(small_site, ada):
    client = sign_in(small_site, ada)
    fields = {"password": "guess", "new_password": "seven quiet otters", "new_password_confirm": "seven quiet otters"}
    for n in range(6):
        client.post("/editor/account/password", fields, status=200 if n < 5 else 429)


def test_links_for_a_new_password_are_held_back(small_site, ada):
    for n in range(6):
        client = PageClient(small_site.app, cookies=True)
        client.post("/editor/forgotten-password", {"email": ada.email}, status=200 if n < 5 else 429)


def test_every_rule_is_of_a_view_that_there_is(small_site):
    assert [view for view in RULES if view not in small_site.app.view_functions] == []


def test_public_pages_count_nothing(small_site, monkeypatch):
    monkeypatch.setattr(Counts, "incr", lambda *_: pytest.fail("a page counted"))
    for path in ("/", "/search?q=sleep", "/guides/", PATH):
        small_site.client.get(path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def counts(request, tmp_path):
    """Counts in each database in turn."""
    url = f"sqlite:///{tmp_path}/counts.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("create_postgres_url")()
    database = Database(url)
    upgrade(database)
    yield Counts(database)
    database.close()


def test_counts_are_like_those_of_the_library(counts):
    """The same questions as ``limits`` asks of its own storages."""
    with time_machine.travel(1_000_000.0, tick=False) as clock:
        assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
        assert counts.incr("b", 60, amount=5) == 5
        assert (counts.get("a"), counts.get_expiry("a"), counts.get("never")) == (3, 1_000_060.0, 0)
        clock.shift(61)
        assert (counts.get("a"), counts.get_expiry("a")) == (0, 1_000_061.0)
        assert counts.incr("a", 60) == 1
        counts.clear("a")
        assert counts.get("a") == 0
        clock.shift(2 * 3600)
        counts.incr("c", 60)
        assert counts.check()
        assert counts.reset() == 1, "windows that ended long ago are cleared away"


def test_counts_from_many_hands_at_once_lose_none(counts):
    with ThreadPoolExecutor(8) as hands:
        seen = list(hands.map(lambda _: counts.incr("a", 60), range(40)))
    assert sorted(seen) == list(range(1, 41))
