"""Whole requests: `/search` through the test client and through gunicorn with one worker; entry pages beside one line."""

from dataclasses import dataclass

from sqlmodel import select

from localoffer.records.entries import PUBLISHED, Entry
from tests.benchmarks.collection import Collection
from tests.benchmarks.measures import Target, Times, ms, table
from tests.benchmarks.queries import ask
from tests.benchmarks.servers import get, serving

LONGEST_SEARCH_MS = 25.0
ENTRY_ROUNDS, PAGES_A_ROUND = 3, 200
BROWSER = {"Accept-Encoding": "br", "Accept-Language": "en-GB,en"}


@dataclass
class Result:
    client: Times
    server: Times
    entry: Times
    one_line: Times
    rounds: int

    def pages_a_second(self, times: Times) -> float:
        return 1000 / times.p50

    @property
    def ratio(self) -> float:
        """How many one-line pages are answered in the time of one entry page."""
        return self.entry.p50 / self.one_line.p50


def run(collection: Collection, count: int = 200, rounds: int = ENTRY_ROUNDS) -> Result:
    """Measure; the 200 searches are asked once beforehand so that posting lists are read."""
    addresses = [asked.address() for asked in ask(count)]
    client = _in_process(collection, addresses, rounds)
    server, entry, one_line = (Times(name) for name in ("/search, gunicorn", "entry page", "one line of Flask"))
    pages = _entry_addresses(collection, count)
    environment = collection.environment()
    with serving("app:app", environment) as site, serving("tests.benchmarks.one_line:app", environment) as plain:
        ours, theirs = site.connect(), plain.connect()
        for address in [*addresses, *pages]:
            get(ours, address)
        for _ in range(rounds):
            for address in addresses:
                server.measure(lambda address=address: get(ours, address))
            for address in pages[:PAGES_A_ROUND]:
                entry.measure(lambda address=address: get(ours, address))
                one_line.measure(lambda: get(theirs, "/"))
    return Result(client, server, entry, one_line, rounds)


def _in_process(collection: Collection, addresses: list[str], rounds: int) -> Times:
    client = collection.app.test_client()
    times = Times("/search, test client")
    for address in addresses:
        assert client.get(address, headers=BROWSER).status_code == 200
    for address in addresses * rounds:
        times.measure(lambda address=address: client.get(address, headers=BROWSER))
    return times


def _entry_addresses(collection: Collection, count: int) -> list[str]:
    with collection.session() as session:
        entries = session.exec(
            select(Entry).where(Entry.state == PUBLISHED, Entry.kind == "service").order_by(Entry.digest).limit(count)
        )
        return [f"/{entry.address}" for entry in entries]


def report(result: Result) -> str:
    rows = [
        [
            each.name,
            ms(each.p50),
            ms(each.p95),
            ms(each.steady_p95(result.rounds)),
            f"{result.pages_a_second(each):.0f}",
        ]
        for each in (result.client, result.server, result.entry, result.one_line)
    ]
    return table(["request", "p50 ms", "p95 ms", "p95 of middle times", "a second, by the middle time"], rows)


def targets(result: Result) -> list[Target]:
    p95 = result.server.p95
    return [Target("`/search`, p95, gunicorn with one worker", "≤ 25 ms", f"{ms(p95)} ms", p95 <= LONGEST_SEARCH_MS)]
