"""One process at a time: on both databases, whoever comes second waits, and a dead holder is forgotten."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.jobs.lease import LENGTH, give_back, take
from localoffer.records.moments import now

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request, tmp_path) -> Iterator[list[Database]]:
    """Four connections of their own to one migrated database."""
    url = f"sqlite:///{tmp_path}/lease.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("create_postgres_url")()
    found = [Database(url) for _ in range(4)]
    upgrade(found[0])
    yield found
    for database in found:
        database.close()


def test_only_one_of_many_gets_it(databases):
    start, taken = threading.Barrier(len(databases)), []

    def work(number: int) -> None:
        start.wait()
        taken.append(take(databases[number], "jobs", f"holder {number}"))

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(databases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(taken) == [False, False, False, True]


def test_the_holder_keeps_it_and_gives_it_back(databases):
    one, two, *_ = databases
    assert take(one, "jobs", "one")
    assert take(one, "jobs", "one")
    assert not take(two, "jobs", "two")
    give_back(two, "jobs", "two")
    assert not take(two, "jobs", "two"), "only its holder can give it back"
    give_back(one, "jobs", "one")
    assert take(two, "jobs", "two")


def test_a_holder_that_died_holds_nobody_up_for_long(databases):
    one, two, *_ = databases
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        assert take(one, "jobs", "one")
        clock.shift(LENGTH - timedelta(seconds=1))
        assert not take(two, "jobs", "two")
        clock.shift(timedelta(seconds=2))
        assert take(two, "jobs", "two")
        assert not take(one, "jobs", "one")


def test_leases_of_different_names_are_apart(databases):
    one, two, *_ = databases
    assert take(one, "jobs", "one")
    assert take(two, "another", "two")
