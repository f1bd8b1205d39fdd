"""What a search leaves behind: a number, and nothing of what was typed or who typed it."""

import logging
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from localoffer.places.distance import Point
from localoffer.places.gazetteer import Place
from localoffer.publishing.gaps import LITTLE, NOTHING, Gap
from localoffer.records.desk_rules import DeskRules
from localoffer.records.upkeep import SearchGap
from localoffer.records.vocabularies import Vocabularies, Vocabulary
from localoffer.search.ages import AgeRange
from localoffer.search.contract import Page, Unit
from localoffer.search.finder import Found, SearchRequest
from localoffer.search.understanding import Understood
from localoffer.web import gaps
from localoffer.web.gaps import GapTally, gaps_in
from tests.web.people_fixtures import create_person, sign_in

TODAY, MONTH = date(2026, 11, 22), date(2026, 11, 1)
NEEDS = ("autism", "adhd", "dyslexia", "sleep", "ALL")
REFERENCE = SimpleNamespace(
    desk=DeskRules(few_results=3),
    vocabularies=Vocabularies(
        [Vocabulary(name="need", label="Need", terms=[{"key": key, "label": key.title()} for key in NEEDS] + [{"key": "ASD", "label": "x", "hidden": True}])]
    ),
)  # fmt: skip
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"


def unit(*tags):
    return Unit((), tuple(tags))


def found(total=0, text="words", units=(), loosened=(), age=None, place=None, request=None):
    return Found(
        request or SearchRequest(text), Understood(text, units=tuple(units)), Page(total, (), {}), 1,
        age=age, place=place, loosened=loosened,
    )  # fmt: skip


def noted(one):
    return [(gap.need, gap.age_band, gap.outcode, gap.found) for gap in gaps_in(one, REFERENCE, TODAY)]


# --- what is noted of a search ---


@pytest.mark.parametrize(("total", "kept"), [(0, NOTHING), (1, LITTLE), (3, LITTLE), (4, None), (200, None)])
def test_only_what_found_nothing_or_little_is_noted(total, kept):
    assert noted(found(total)) == ([("", "", "", kept)] if kept else [])


def test_only_the_month_is_noted_of_the_day():
    assert gaps_in(found(), REFERENCE, TODAY)[0].month == MONTH


def test_needs_that_were_surely_meant_are_noted_each():
    units = [
        unit(("need:autism", 0.9), ("need:ASD", 0.9), ("need:sleep", 0.3)),
        unit(("topic:x", 1.0), ("need:adhd", 0.8)),
    ]
    assert [need for need, *_ in noted(found(units=units))] == ["autism", "adhd"]


@pytest.mark.parametrize("asked", ["jack-smith", "ALL", "ASD", "EX16 9ZQ", ""])
def test_a_filter_that_is_no_need_of_the_vocabulary_is_not_noted(asked):
    assert noted(found(request=SearchRequest("", {"need": frozenset([asked])}))) == [("", "", "", NOTHING)]


def test_a_filter_for_a_need_is_noted_and_at_most_three_needs():
    request = SearchRequest("", {"need": frozenset(NEEDS)})
    assert [need for need, *_ in noted(found(text="", request=request))] == ["adhd", "autism", "dyslexia"]


def test_neither_text_nor_need_is_no_search():
    assert noted(found(text="", request=SearchRequest("", {"cost": frozenset(["free"])}))) == []


@pytest.mark.parametrize(
    ("place", "outcode"),
    [
        (Place("EX16 6SS", Point(50.9, -3.5)), "EX16"), (Place("EX16", Point(50.9, -3.5)), "EX16"),
        (Place("Tiverton", Point(50.9, -3.5), "tiverton"), ""), (Place("Tiverton", Point(50.9, -3.5)), ""), (None, ""),
    ],
)  # fmt: skip
def test_of_a_place_only_the_first_half_of_a_postcode_is_noted(place, outcode):
    assert noted(found(place=place))[0][2] == outcode


def test_an_age_is_noted_as_a_band():
    assert noted(found(age=(12.0, 12.0)))[0][1] == "11-15"


def test_what_was_let_go_of_to_find_anything_was_looked_for_in_vain():
    place, age = Place("EX16", Point(50.9, -3.5)), AgeRange(12, 12, "12", 0, 1)
    understood = Understood("respite 12 EX16", age=age, place=place)
    one = replace(found(40, loosened=("age", "place")), understood=understood)
    assert noted(one) == [("", "11-15", "EX16", NOTHING)]


# --- the tally ---


class Broken:
    """A database that is away."""

    def transaction(self):
        raise sa.exc.OperationalError("INSERT", {"need": "autism"}, Exception("away"))


def rows(database):
    with database.session() as session:
        return {(row.need, row.found): row.count for row in session.exec(select(SearchGap))}


@pytest.mark.parametrize(
    ("agent", "is_noted"),
    [(BROWSER, True), ("", True), ("Googlebot/2.1", False), ("Some-Crawler", False), ("baiduSPIDER", False)],
)
def test_robots_that_say_so_are_not_noted(database, agent, is_noted):
    tally = GapTally(database)
    tally.observe(found(), REFERENCE, TODAY, agent)
    assert tally.flush() == int(is_noted)


def test_a_flush_adds_to_what_is_kept_and_begins_anew(database):
    tally = GapTally(database)
    for _ in range(3):
        tally.observe(found(), REFERENCE, TODAY, BROWSER)
    assert (tally.flush(), tally.flush()) == (1, 0)
    tally.observe(found(2), REFERENCE, TODAY, BROWSER)
    tally.observe(found(0), REFERENCE, TODAY, BROWSER)
    tally.flush()
    assert rows(database) == {("", NOTHING): 4, ("", LITTLE): 1}


def test_what_cannot_be_saved_is_kept_and_the_log_says_so_without_a_word_of_it(database, caplog):
    tally = GapTally(Broken())
    tally.observe(found(units=[unit(("need:autism", 1.0))]), REFERENCE, TODAY, BROWSER)
    assert tally.flush() == 0
    assert [record.getMessage() for record in caplog.records] == [
        "Counts of searches could not be saved (OperationalError). They are kept for now."
    ]
    tally._database = database
    assert tally.flush() == 1
    assert rows(database) == {("autism", NOTHING): 1}


def test_a_flood_of_different_searches_does_not_fill_the_memory(database, monkeypatch):
    monkeypatch.setattr(gaps, "MOST_HELD", 2)
    tally = GapTally(database)
    for need in ("autism", "adhd", "sleep", "autism"):
        tally.observe(found(units=[unit((f"need:{need}", 1.0))]), REFERENCE, TODAY, BROWSER)
    tally.flush()
    assert rows(database) == {("autism", NOTHING): 2, ("adhd", NOTHING): 1}


def test_threads_that_note_at_once_lose_nothing(database):
    tally = GapTally(database)

    def look():
        for _ in range(200):
            tally.observe(found(), REFERENCE, TODAY, BROWSER)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.flush()
    assert rows(database) == {("", NOTHING): 800}


def test_it_saves_by_itself_once_it_is_told_to(database, monkeypatch):
    at_exit = []
    monkeypatch.setattr(gaps.atexit, "register", at_exit.append)
    tally = GapTally(database)
    tally.save_regularly(0.02)
    tally.observe(found(), REFERENCE, TODAY, BROWSER)
    until = time.monotonic() + 10
    while not rows(database) and time.monotonic() < until:
        time.sleep(0.02)
    assert rows(database) == {("", NOTHING): 1}
    assert at_exit == [tally.stop]
    tally.stop()
    tally._saver.join(5)
    assert not tally._saver.is_alive()


def test_a_process_that_ends_saves_first(small_site):
    code = (
        "from app import app\n"
        "app.test_client().get('/search?q=zzqqxx', headers={'User-Agent': 'Firefox'})\n"
    )  # fmt: skip
    settings = {
        "LOCALOFFER_INSTANCE_DIR": str(small_site.settings.instance_dir), "LOCALOFFER_INDEX_DIR": str(small_site.settings.index_dir),
        "LOCALOFFER_SECRET_KEY": "for tests only", "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], env=settings, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert rows(small_site.database) == {("", NOTHING): 1}


# --- on the site ---


def look(site, path, client=None, agent=BROWSER):
    answer = (client or site.client).ask(path, headers={"User-Agent": agent})
    assert answer.status_code == 200
    return answer


def saved(site):
    site.parts.gaps.flush()
    with site.database.session() as session:
        return {
            Gap(row.month, row.need, row.age_band, row.outcode, row.found): row.count
            for row in session.exec(select(SearchGap))
        }


@time_machine.travel("2026-11-22T10:00Z", tick=True)
def test_a_search_without_results_is_counted_once_the_numbers_are_saved(small_site):
    for _ in range(2):
        look(small_site, "/search?q=zzqqxx&need=autism&age=12&near=EX16")  # the client sees that looking wrote nothing
    assert saved(small_site) == {Gap(MONTH, "autism", "11-15", "EX16", NOTHING): 2}


@pytest.mark.parametrize(
    "path",
    ["/search?q=zzqqxx&page=1", "/search?q=zzqqxx&page=2", "/search?cost=free", "/search", "/search.json?q=zzqqxx"],
)
def test_further_pages_lists_and_programs_are_not_counted(small_site, path):
    look(small_site, path)
    assert saved(small_site) == {}


def test_people_of_the_desk_are_not_counted(small_site):
    look(small_site, "/search?q=zzqqxx", sign_in(small_site, create_person(small_site)))
    assert saved(small_site) == {}


def test_a_language_cookie_does_not_hide_a_search(small_site):
    look(small_site, "/search?q=zzqqxx&lang=ar")
    assert len(saved(small_site)) == 1


PERSONAL = [
    "my son Zebulon at Quackenbush school has autism and wont sleep", "Zebulon Thistlewick-Oyelaran autism",
    "01632 960988", "07700900461", "zebulon.thistlewick@example.org", "Thistlewick Cottage, 14 Quackenbush Lane",
    "NHS number 943 476 5919", "Zebulon born 14/03/2017", "social worker Ms Thistlewick took my Zebulon",
    "Zebulon' OR 1=1; INSERT INTO search_gap VALUES ('Quackenbush')", "<script>Thistlewick</script>", "Zebulón Ⓣhistlewick",
]  # fmt: skip
#: Every word or number that could say who it was, in small letters.
TELLING = [
    "zebulon", "zebulón", "quackenbush", "thistlewick", "histlewick", "oyelaran", "960988", "07700900461", "943 476", "476 5919",
    "14/03/2017", "1aa", "firefox/140", "203.0.113.77",
]  # fmt: skip


def holding(site, word):
    """Where a word stands in a file of the site, with how often."""
    files = [path for folder in (site.settings.instance_dir, site.settings.index_dir) for path in folder.rglob("*")]
    counts = {path.name: path.read_bytes().lower().count(word.encode()) for path in files if path.is_file()}
    return {name: count for name, count in counts.items() if count}


def dumped(site):
    """Everything the database holds, as one text."""
    with site.database.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        return "\n".join(
            str(tuple(row)) for table in tables for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))
        )


def test_nothing_that_could_say_who_looked_is_kept_anywhere(small_site, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    look(small_site, "/search?q=autism")
    before = {word: (holding(small_site, word), dumped(small_site).lower().count(word)) for word in TELLING}
    client = small_site.app.test_client()
    for text in PERSONAL:
        for more in (
            {},
            {"near": "EX1 1AA"},
            {"near": text},
            {"need": text},
            {"need": "autism", "age": "12"},
            {"place": text},
        ):
            answer = client.get(
                "/search", query_string={"q": text, **more}, headers={"User-Agent": BROWSER},
                environ_overrides={"REMOTE_ADDR": "203.0.113.77"},
            )  # fmt: skip
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
    gaps_kept = saved(small_site)
    assert sum(gaps_kept.values()) >= len(PERSONAL)
    with small_site.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    after = {word: (holding(small_site, word), dumped(small_site).lower().count(word)) for word in TELLING}
    assert after == before
    logged = (caplog.text + "".join(capfd.readouterr())).lower()
    assert [word for word in TELLING if word in logged] == []
    assert {gap.outcode for gap in gaps_kept} <= {"", "EX1"}
    assert {gap.need for gap in gaps_kept} <= {"", *small_site.parts.search._ready.words.reference.vocabularies["need"]}


def test_noting_a_search_takes_no_time_to_speak_of(database):
    tally, one = GapTally(database), found(2, units=[unit(("need:autism", 1.0))] * 4)
    begun = time.perf_counter()
    for _ in range(2000):
        tally.observe(one, REFERENCE, TODAY, BROWSER)
    assert (time.perf_counter() - begun) / 2000 < 0.000_5  # ten times what docs/gaps.md says, for busy machines
