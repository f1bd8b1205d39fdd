"""Small, generous versions of the measurements: they keep the benchmarks running and hold what must never slip."""

import re
from pathlib import Path

import brotli
import pytest
from flask import Flask

from tests.benchmarks import bench_build, bench_search
from tests.benchmarks.collection import Collection, create_collection
from tests.benchmarks.generator import generate
from tests.benchmarks.queries import ask
from tests.benchmarks.servers import serving

pytestmark = [pytest.mark.benchmark, pytest.mark.xdist_group("benchmarks")]
ENTRIES, SEARCHES, SAVES = 300, 400, 2
LONGEST_WAIT_MS = 1000
HEAVIEST_FIRST_VIEW = 60_000
BUILT = re.compile(r'(?:href|src)="(/static/built/[^"]+\.(?:css|js))"')


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Three hundred generated entries beside those that ship, indexed."""
    made = create_collection(tmp_path_factory.mktemp("benchmarks"), ENTRIES)
    with made.session() as session:
        made.site.search.rebuild(session)
    return made


def test_a_seed_gives_the_same_entries_and_questions_again():
    assert list(generate(5)) == list(generate(5))
    assert ask(20) == ask(20)
    assert any(asked.filters for asked in ask(20))


def test_threads_share_one_engine_without_a_wrong_answer(collection):
    assert bench_build.wrong_answers(collection, SEARCHES) == 0


def test_a_save_is_found_by_every_worker_within_a_second(collection):
    result = bench_build.Result()
    with serving("tests.benchmarks.told:app", collection.environment(), workers=2) as server:
        for number in range(-1, SAVES):  # the first finds the workers still starting
            bench_build.save_and_find(collection, server, number, result)
    assert min(result.every_worker.all[1:]) < LONGEST_WAIT_MS


def test_peers_find_what_we_find(collection):
    result = bench_search.run(collection, count=30, rounds=1)
    assert all(total > 0 for total in result.totals.values())
    assert "tantivy" in bench_search.report(result)


@pytest.fixture(scope="module")
def built(collection) -> Path:
    return Path(collection.app.static_folder) / "built"


def first_view(app: Flask, address: str, built: Path) -> int:
    """Bytes over the wire of a page with its style sheets and scripts, compressed as browsers ask for them."""
    response = app.test_client().get(address, headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "br"
    page = brotli.decompress(response.data).decode()
    names = {found.rpartition("/")[2] for found in BUILT.findall(page)}
    assert names, "the page has no style sheet"
    return len(response.data) + sum(len(brotli.compress((built / name).read_bytes())) for name in names)


@pytest.mark.parametrize("address", ["/", "/search?q=autism", "/services/speech-language-therapy"])
def test_a_first_view_weighs_at_most_60_kilobytes(collection, built, address):
    assert first_view(collection.app, address, built) <= HEAVIEST_FIRST_VIEW
