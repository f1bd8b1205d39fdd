"""``python -m tests.benchmarks``: measure everything once and write docs/benchmarks.md."""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

from localoffer.settings import ROOT
from tests.benchmarks import bench_build, bench_request, bench_search
from tests.benchmarks.collection import create_collection
from tests.benchmarks.measures import Target, ms, table

PAGE = ROOT / "docs" / "benchmarks.md"
INTRODUCTION = """# How fast it is

`make bench` measures this page anew (`tests/benchmarks/`); times are from one noisy machine, so **compare ratios, not
milliseconds**.

## What was measured, and how

* **Entries**: {count:,} generated ones (seeded, so the same everywhere) beside the {shipped} that ship: services, guides,
  settings, bases, provision and organisations, 80 to 400 words of body each, drawn so that words are as common or rare as
  in English, from the content's own words and 26,000 made-up ones, with the names of the glossary strewn in.
* **Questions**: 200 (seeded), one to five words: 60 % what families type, 25 % other words of the content, 15 % rare
  words; one in ten with a slip of the pen, others with short forms, ages and places; 60 % with one or two filters.
* **Each search** finds the total, counts four facets (each as if its own filter were off), ranks, and gives the first
  twenty with title and snippet marked.
* **The engine** is timed over all it does below the page: understanding the question (nothing remembered from earlier
  rounds: interpretations, units and compiled patterns are thrown away), searching, fetching twenty texts, marking them.
* **The peers** hold the same entries with the same tags, in files. They are *given* the understood question, so none of
  their time goes into understanding: slips mended, every meaning spelt out in all its names, tags beside them, the same
  filters, ages and places (for them a box instead of a circle), and whether all meanings must be met or any.
  SQLite FTS5 does all in SQL with `bm25`, `highlight` and `snippet`; tantivy stems, boosts fields, counts facets by its
  aggregations and marks with its snippet generator.
* Engines take turns question by question in one process, three rounds, warm; `/search` is a whole request with every
  facet of the page, compressed, one at a time.
* Targets are held against all times as they came. “p95 of middle times” takes the middle of each question's three times
  first: what is left when neighbours on the machine interrupt. The one line of Flask shows how much they did.
"""


def main() -> None:
    """Make the collection, measure, write the page, print it."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--page", type=Path, default=PAGE, help="where to write the results")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="localoffer-bench-") as folder:
        _say(f"Making {asked.entries:,} entries …")
        page, _ = measure(Path(folder), asked.entries)
    asked.page.write_text(page, encoding="utf-8")
    print(page)


def measure(folder: Path, entries: int) -> tuple[str, list[Target]]:
    """The page, and its targets."""
    before = os.getloadavg()[0]
    collection = create_collection(folder, entries)
    _say("Building the index …")
    built = bench_build.Result(searches=bench_build.SEARCHES)
    bench_build.build(collection, built)
    _say("Searching beside the peers …")
    searched = bench_search.run(collection)
    _say("Asking for pages …")
    asked = bench_request.run(collection)
    _say("Weighing, saving, and searching from many threads …")
    bench_build.measure_the_rest(collection, built)
    targets = [*bench_search.targets(searched), *bench_request.targets(asked), *bench_build.targets(built)]
    shipped = built.entries - entries
    machine = _machine((before, os.getloadavg()[1]))
    return _page(entries, shipped, machine, searched, asked, built, targets), targets


def _page(
    entries: int, shipped: int, machine: str, searched: bench_search.Result, asked: bench_request.Result, built: bench_build.Result,
    targets: list[Target],
) -> str:  # fmt: skip
    missed = [f"* {each.what}: {each.reached}, wanted {each.wanted}." for each in targets if not each.met]
    understanding = (
        f"Understanding alone: p50 {ms(searched.understanding.p50)}, p95 {ms(searched.understanding.p95)} ms."
    )
    first = f"The first time a worker meets a question's words: p50 {ms(searched.first.p50)}, p95 {ms(searched.first.p95)} ms."
    beside = f"An entry page takes as long as {asked.ratio:.1f} one-line pages of Flask in the same server."
    return "\n".join(
        [
            INTRODUCTION.format(count=entries, shipped=shipped), f"Machine: {machine}.\n",
            "## What was wanted, and what is reached\n", table(["what", "wanted", "reached", "met"], [each.row() for each in targets]),
            "\n## The engine beside its peers\n", bench_search.report(searched), f"\n{understanding} {first}\n",
            "## Whole requests\n", bench_request.report(asked), f"\n{beside}\n",
            "## Building, opening, memory, saving, threads\n", bench_build.report(built),
            "\n## What misses\n", "\n".join(missed or ["Nothing."]), "\n" + NOTES,
        ]
    )  # fmt: skip


NOTES = """## What these figures do not say

* How well the results are ordered: `tests/search/` does.
* The peers find more entries for the same question than we do, for they have no measure of how much of it an entry must
  cover. So they rank and count more, and part of each ratio is that.
* Resident memory counts libraries that all processes share; “its share” divides those among them. Half of a worker is
  Python with SQLAlchemy, pydantic and numpy before any entry is read.
"""


def _machine(loads: tuple[float, float]) -> str:
    load = " to ".join(f"{each:.0f}" for each in loads)
    return (
        f"{os.cpu_count()} cores of {platform.machine()}, load {load} of which ours is 1, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, tantivy {version('tantivy')}, {date.today():%-d %B %Y}"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
