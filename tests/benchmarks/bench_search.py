"""The engine against its peers: one process, engines alternate, three rounds of the same 200 questions."""

import re
import sqlite3
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from localoffer.records.queries import all_published
from localoffer.search.contract import IndexDocument, Query, SearchEngine, Unit
from localoffer.search.finder import Finder, SearchRequest
from localoffer.search.highlight import Highlighter
from localoffer.search.site_search import Ready
from localoffer.search.sync import index_document
from localoffer.search.whoosh_engine import WhooshEngine
from localoffer.web.cards import snippet_text
from tests.benchmarks.collection import Collection
from tests.benchmarks.measures import Target, Times, ms, table
from tests.benchmarks.peers import PRAGMAS, TOP, Answer, Fts5, Peer, Question, Tantivy, Text, Wordings
from tests.benchmarks.queries import FACETS, Asked, ask

ROUNDS = 3
#: An alternative that counts for less than this does not by itself bring an entry into our own results.
COUNTS = 0.5


class Ours:
    """What a search does below the page: understand, search, fetch twenty texts, mark them."""

    name = "ours"

    def __init__(self, collection: Collection, texts: Path) -> None:
        self.engine: SearchEngine = collection.site.search.engine
        with collection.session() as session:
            self.ready: Ready = collection.site.search.ready(session)
        self._rows = sqlite3.connect(texts)
        self._rows.executescript(PRAGMAS)

    @property
    def finder(self) -> Finder:
        return self.ready.finder

    def forget(self) -> None:
        """No interpretation and no unit of an earlier round may help: only posting lists stay in memory, as with peers."""
        self.ready.interpreter.read.cache_clear()
        self.ready.interpreter._speller.mend.cache_clear()
        assert isinstance(self.engine, WhooshEngine)
        self.engine._now().evaluator._units.clear()
        re.purge()

    def query(self, asked: Asked) -> Query:
        """The engine's query for a question, with the four facets all engines count."""
        request = SearchRequest(asked.text, asked.filters, page_size=TOP)
        finder = self.finder
        understood = self.ready.interpreter.read(asked.text)
        place, _ = finder._place(request, understood)
        age = (understood.age.low, understood.age.high) if understood.age else None
        return replace(finder._query(request, understood, age, place, finder._radius), facets=FACETS)

    def search(self, asked: Asked) -> Answer:
        query = self.query(asked)
        page = self.engine.search(query)
        marks: Highlighter = self.ready.highlighter(self.ready.interpreter.read(asked.text))
        ids = [hit.entry_id for hit in page.hits]
        rows = self._rows.execute(f"SELECT id, title, lead FROM text WHERE id IN ({','.join('?' * len(ids))})", ids)
        texts = {entry_id: (title, lead) for entry_id, title, lead in rows}
        marked = [(marks.mark(texts[each][0]), marks.snippet(texts[each][1])) for each in ids]
        return Answer(page.total, {name: dict(counts) for name, counts in page.facets.items()}, marked)


def entries_of(collection: Collection, ready: Ready) -> list[tuple[IndexDocument, Text]]:
    """Every entry as our own index holds it, with the texts the peers index."""
    with collection.session() as session:
        return [(index_document(ready.words.maker, entry), _text(entry)) for entry in all_published(session)]


def _text(entry: object) -> Text:
    document = entry.document()  # type: ignore[attr-defined]
    return Text(document.title, snippet_text(entry), " ".join([*document.own_text(), document.body]))  # type: ignore[arg-type]


def write_texts(path: Path, entries: Iterable[tuple[IndexDocument, Text]]) -> None:
    """Titles and leads by id, as the entry table would give them."""
    with sqlite3.connect(path) as rows:
        rows.execute("CREATE TABLE text(id TEXT PRIMARY KEY, title TEXT, lead TEXT)")
        rows.executemany(
            "INSERT INTO text VALUES(?,?,?)", [(document.entry_id, text.title, text.lead) for document, text in entries]
        )


class Expander:
    """Spells out an understood query for the peers: concepts become the names our index knows them by."""

    def __init__(self, ready: Ready, engine: SearchEngine) -> None:
        words = ready.words
        self._surfaces = engine.surfaces()
        self._names = {f"term:{slug}": _names(term) for slug, term in words.terms.items()}
        for group in words.reference.search.same_words:
            self._names.setdefault(f"word:{group[0].lower()}", tuple(group))

    def question(self, query: Query) -> Question:
        return Question(tuple(self._wordings(unit) for unit in query.units), query)

    def _wordings(self, unit: Unit) -> Wordings:
        phrases = [phrase for term, factor in unit.alternatives if factor >= COUNTS for phrase in self._said(term)]
        tags = tuple(term for term, _ in unit.tags)
        return Wordings(tuple(dict.fromkeys(phrases or unit.words)), tags, unit.optional)

    def _said(self, term: str) -> Iterable[str]:
        if ":" in term or term.startswith("="):
            return self._names.get(term, ())
        return [self._surfaces.get(term, (term, 0))[0]]


def _names(term: object) -> tuple[str, ...]:
    names = [term.title.partition(" (")[0], *term.expansions, *term.synonyms]  # type: ignore[attr-defined]
    return tuple(" ".join(part for part in "".join(c if c.isalnum() else " " for c in name).split()) for name in names)


def settle(question: Question, peer: Peer) -> Question:
    """All meanings where somebody meets them all, else any: decided beforehand, so that no peer must search twice."""
    return question if peer.search(question).total else replace(question, every=False)


@dataclass
class Result:
    times: list[Times]
    first: Times
    totals: dict[str, float]
    understanding: Times
    rounds: int

    @property
    def ours(self) -> Times:
        return self.times[0]

    def ratio(self, other: Times) -> float:
        """The mean over questions of how many times as long the other takes, by each question's middle time."""
        pairs = zip(other.middles(self.rounds), self.ours.middles(self.rounds), strict=True)
        return mean(theirs / mine for theirs, mine in pairs)


def run(collection: Collection, count: int = 200, rounds: int = ROUNDS) -> Result:
    """Measure. The first round's times of our engine before anything was read are ``first``."""
    with tempfile.TemporaryDirectory(dir=collection.folder) as name:
        folder = Path(name)
        with collection.session() as session:
            entries = entries_of(collection, collection.site.search.ready(session))
        write_texts(folder / "texts.sqlite", entries)
        ours = Ours(collection, folder / "texts.sqlite")
        peers: list[Peer] = [Tantivy(folder / "tantivy", entries), Fts5(folder / "fts5.sqlite", entries)]
        del entries
        return _measure(ours, peers, ask(count), rounds)


def _measure(ours: Ours, peers: list[Peer], asked: list[Asked], rounds: int) -> Result:
    first, understanding = Times("first touch"), Times("understanding")
    asked = [each for each in asked if ours.query(each).units]  # peers find by words: an age alone gives them none
    for each in asked:
        first.measure(lambda each=each: ours.search(each))
    expander = Expander(ours.ready, ours.engine)
    questions = [settle(expander.question(ours.query(each)), peers[1]) for each in asked]
    totals = {ours.name: mean(ours.search(each).total for each in asked)}
    totals |= {peer.name: mean(peer.search(each).total for each in questions) for peer in peers}
    times = [Times(each.name) for each in (ours, *peers)]
    for _ in range(rounds):
        ours.forget()
        for each, question in zip(asked, questions, strict=True):
            times[0].measure(lambda each=each: ours.search(each))
            for peer, clock in zip(peers, times[1:], strict=True):
                clock.measure(lambda peer=peer, question=question: peer.search(question))
    ours.forget()
    for each in asked:
        understanding.measure(lambda each=each: ours.query(each))
    return Result(times, first, totals, understanding, rounds)


def report(result: Result) -> str:
    rows = [
        [
            each.name,
            ms(each.p50),
            ms(each.p95),
            ms(each.steady_p95(result.rounds)),
            f"{result.ratio(each):.1f}",
            f"{result.totals[each.name]:.0f}",
        ]
        for each in result.times
    ]
    head = [
        "engine",
        "p50 ms",
        "p95 ms",
        "p95 of middle times",
        "times ours, mean over questions",
        "entries found, mean",
    ]
    return table(head, rows)


def targets(result: Result) -> list[Target]:
    ours, tantivy, fts5 = result.times
    return [
        Target("Engine p50 beside tantivy", "≤ 1.0 ×", f"{ours.p50 / tantivy.p50:.2f} ×", ours.p50 <= tantivy.p50),
        Target("Engine p95 beside tantivy", "≤ 1.0 ×", f"{ours.p95 / tantivy.p95:.2f} ×", ours.p95 <= tantivy.p95),
        Target("SQLite FTS5 beside the engine, p50", "≥ 5 ×", f"{fts5.p50 / ours.p50:.1f} ×", fts5.p50 >= 5 * ours.p50),
        Target("SQLite FTS5 beside the engine, p95", "≥ 5 ×", f"{fts5.p95 / ours.p95:.1f} ×", fts5.p95 >= 5 * ours.p95),
    ]  # fmt: skip
