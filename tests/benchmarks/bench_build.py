"""Building the index, opening it, what a worker weighs, how soon a save is found, and whether threads ever mix answers."""

import re
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import brotli
from sqlmodel import col, select

from localoffer.records.entries import Entry
from localoffer.records.queries import count_published
from localoffer.search.contract import Page, Query
from localoffer.search.finder import FACETS, SearchRequest
from localoffer.search.whoosh_engine import WhooshEngine
from localoffer.settings import ROOT
from tests.benchmarks.collection import Collection
from tests.benchmarks.measures import Target, Times, ms, table
from tests.benchmarks.queries import ask
from tests.benchmarks.servers import Server, get, serving

LONGEST_BUILD, LONGEST_WAIT, MOST_MEMORY = 20.0, 1.0, 150.0
THREADS, SEARCHES, SAVES = 8, 3000, 20
BUILT = re.compile(r"built in ([\d.]+) seconds")


@dataclass
class Result:
    build: float = 0.0
    build_processor: float = 0.0
    size: float = 0.0
    load: Times = field(default_factory=lambda: Times("open the index"))
    resident: float = 0.0
    proportional: float = 0.0
    same_worker: Times = field(default_factory=lambda: Times("first worker"))
    every_worker: Times = field(default_factory=lambda: Times("every worker"))
    wrong: int = 0
    searches: int = 0
    entries: int = 0


def measure_the_rest(collection: Collection, result: Result, saves: int = SAVES) -> None:
    """Everything but the build, on the index it left."""
    with collection.session() as session:
        result.entries = sum(count_published(session).values())
    open_index(collection, result)
    result.wrong = wrong_answers(collection, result.searches)
    with serving("tests.benchmarks.told:app", collection.environment(), workers=2) as server:
        weigh(server, result)
        for number in range(saves):
            save_and_find(collection, server, number, result)


def build(collection: Collection, result: Result) -> None:
    """`flask search rebuild` in a process of its own, its progress bar drawn on a terminal."""
    command = f"{sys.executable} -m flask search rebuild"
    before = _children_processor()
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"], env=collection.environment(), cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    result.build_processor = _children_processor() - before
    match = BUILT.search(done.stdout)
    assert match, done.stdout
    assert "100%" in done.stdout, "no progress bar was drawn"
    result.build = float(match[1])
    result.size = sum(path.stat().st_size for path in collection.settings.index_dir.rglob("*") if path.is_file()) / 1e6


def _children_processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def open_index(collection: Collection, result: Result) -> None:
    """From nothing in memory to the first answer of a cold engine."""
    for _ in range(3):
        engine = WhooshEngine(collection.settings.index_dir)
        result.load.measure(lambda engine=engine: engine.search(Query(facets=FACETS)))


def wrong_answers(collection: Collection, searches: int) -> int:
    """Eight threads on one engine, compared with the answers of one thread on another."""
    queries = _queries(collection)
    alone = WhooshEngine(collection.settings.index_dir)
    right = [_shown(alone.search(query)) for query in queries]
    shared = WhooshEngine(collection.settings.index_dir)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            turns = [number % len(queries) for number in range(searches)]
            answers = pool.map(lambda turn: _shown(shared.search(queries[turn])) == right[turn], turns)
            return sum(not same for same in answers)
    finally:
        sys.setswitchinterval(interval)


def _queries(collection: Collection) -> list[Query]:
    with collection.session() as session:
        finder = collection.site.search.ready(session).finder
    found = []
    for asked in ask(200):
        request = SearchRequest(asked.text, asked.filters)
        understood = finder._interpreter.read(asked.text)
        place, _ = finder._place(request, understood)
        age = (understood.age.low, understood.age.high) if understood.age else None
        found.append(finder._query(request, understood, age, place, finder._radius))
    return found


def _shown(page: Page) -> tuple[object, ...]:
    return (
        page.total,
        tuple((hit.entry_id, round(hit.score, 4)) for hit in page.hits),
        {k: dict(v) for k, v in page.facets.items()},
    )


def weigh(server: Server, result: Result) -> None:
    """Resident and proportional memory of the heaviest worker when each has answered the 200 questions."""
    addresses = [asked.address() for asked in ask(200)]
    answered: dict[str, int] = {}
    while len(answered) < 2 or min(answered.values()) < len(addresses):
        connection = server.connect()  # a new connection goes to whichever worker takes it
        worker = get(connection, addresses[0]).headers["X-Worker"]
        if answered.get(worker, 0) < len(addresses):
            for address in addresses:
                get(connection, address)
            answered[worker] = len(addresses)
        connection.close()
    weights = [_memory(worker) for worker in answered]
    result.resident, result.proportional = (
        max(weight["Rss"] for weight in weights),
        max(weight["Pss"] for weight in weights),
    )


def _memory(worker: str) -> dict[str, float]:
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(value.split()[0]) / 1024 for name, _, value in (line.partition(":") for line in lines)}


SAVE = """
import sys
from app import app
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.queries import find_entry
from localoffer.web.site import EXTENSION
word, slug = sys.argv[1:]
site = app.extensions[EXTENSION]
with site.database.session() as session:
    document = find_entry(session, "service", slug).document().model_copy(update={"title": f"{word} help for families"})
    print("ready", flush=True); sys.stdin.readline()
    publish(session, save_draft(session, document, by="benchmark"), locate=lambda _: None)
    session.commit()
print("saved", flush=True)
"""


def save_and_find(collection: Collection, server: Server, number: int, result: Result) -> None:
    """Publish a new title in a process of its own; ask until every worker has found it. The clock starts with its commit."""
    word = "zebrafinch" + "abcdefghijklmnopqrstuvwxyz"[number % 26] * 2
    slug = _some_service(collection, number)
    writer = subprocess.Popen(
        [sys.executable, "-c", SAVE, word, slug], env=collection.environment(), cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdin
    assert writer.stdout
    with writer, writer.stdin, writer.stdout:
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "saved\n"
        started = time.perf_counter()
        found = _seen_by(server, f"/search.json?q={word}", f'"slug":"{slug}"', started)
    result.same_worker.all.append(min(found.values()) * 1000)
    result.every_worker.all.append(max(found.values()) * 1000)


def _some_service(collection: Collection, number: int) -> str:
    with collection.session() as session:
        generated = select(Entry.slug).where(Entry.kind == "service", col(Entry.slug).startswith("generated-"))
        slugs = session.exec(generated.order_by(Entry.slug).limit(100)).all()
    return slugs[number % len(slugs)]


def _seen_by(server: Server, address: str, wanted: str, started: float) -> dict[str, float]:
    """Worker -> seconds from the save until it answered with the entry; new connections until both have."""
    found: dict[str, float] = {}
    until = started + 30
    while len(found) < 2 and time.perf_counter() < until:
        connection = server.connect()
        response = get(connection, address)
        body = response.body.decode() if response.headers.get("Content-Encoding") != "br" else _unpacked(response.body)  # type: ignore[attr-defined]
        if wanted in body.replace('": "', '":"'):
            found.setdefault(response.headers["X-Worker"], time.perf_counter() - started)
        connection.close()
    assert len(found) == 2, "not every worker found what was saved within 30 seconds"
    return found


def _unpacked(body: bytes) -> str:
    return brotli.decompress(body).decode()


def report(result: Result) -> str:
    rows = [
        ["`flask search rebuild`, with its progress bar", f"{result.build:.1f} s ({result.build_processor:.1f} s of processor time)"],
        ["index on disk", f"{result.size:.0f} MB"],
        ["open the index and answer first", f"{ms(result.load.p50)} ms"],
        ["a worker after 200 searches", f"{result.resident:.0f} MB resident, {result.proportional:.0f} MB proportional"],
        ["from commit in another process to found, first worker", f"p50 {ms(result.same_worker.p50)} ms"],
        ["from commit in another process to found, every worker", f"p50 {ms(result.every_worker.p50)}, longest {ms(max(result.every_worker.all))} ms"],
        [f"{THREADS} threads, {result.searches:,} searches on one engine", f"{result.wrong} wrong answers"],
    ]  # fmt: skip
    return table(["what", "measured"], rows)


def targets(result: Result) -> list[Target]:
    longest = max(result.every_worker.all) / 1000
    return [
        Target("Build the index", "≤ 20 s", f"{result.build:.1f} s", result.build <= LONGEST_BUILD),
        Target("A save is found by every worker", "≤ 1 s", f"{longest:.2f} s at most", longest <= LONGEST_WAIT),
        Target(
            "Memory of a worker, its share of what is shared",
            "≤ 150 MB",
            f"{result.proportional:.0f} MB",
            result.proportional <= MOST_MEMORY,
        ),
        Target("Memory of a worker, resident", "≤ 150 MB", f"{result.resident:.0f} MB", result.resident <= MOST_MEMORY),
        Target("Wrong answers, 8 threads, 3,000 searches", "0", str(result.wrong), result.wrong == 0),
    ]
