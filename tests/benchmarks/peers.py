"""The peers: SQLite's FTS5, all in SQL, and tantivy's full pipeline. Both hold the same entries and answer the same
question: it comes to them understood, with slips mended and every wording of every meaning spelt out."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import tantivy

from localoffer.search.contract import IndexDocument, Near, Query
from localoffer.search.highlight import SNIPPET_LENGTH
from tests.benchmarks.queries import FACETS

TOP = 20
#: How much a word counts in a title, in summary and quick read, in tags, in the body: as in our own index.
TITLE, LEAD, TAGS, BODY = 5.0, 2.5, 4.0, 1.0
MILES_PER_DEGREE = 69.0
#: What lets SQLite hold everything in memory; also where we fetch our texts from.
PRAGMAS = """PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200000; PRAGMA mmap_size=500000000;
PRAGMA temp_store=MEMORY;"""


@dataclass(frozen=True)
class Text:
    """What a peer holds of an entry besides its facets: ``lead`` is what snippets are cut from."""

    title: str
    lead: str
    body: str


@dataclass(frozen=True)
class Wordings:
    """One meaning: phrases as written, and the tags editors mark such entries with."""

    phrases: tuple[str, ...]
    tags: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Question:
    """An understood query as a peer takes it. ``every``: all meanings must be met, else any."""

    meanings: tuple[Wordings, ...]
    query: Query
    every: bool = True

    def box(self) -> tuple[float, float, float, float] | None:
        """Least and most latitude, least and most longitude: a peer need not measure along the sphere."""
        near: Near | None = self.query.near
        if near is None:
            return None
        high = near.within / MILES_PER_DEGREE
        wide = high / 0.63  # a degree of longitude at Devon's latitude
        return near.lat - high, near.lat + high, near.lon - wide, near.lon + wide


@dataclass(frozen=True)
class Answer:
    total: int
    facets: dict[str, dict[str, int]]
    hits: list[tuple[str, str]]


class Peer(Protocol):
    name: str

    def search(self, question: Question) -> Answer:
        """Total, four facets counted, twenty hits with title and snippet marked."""


def tag_word(term: str) -> str:
    """A tag as one word that no tokenizer takes apart."""
    return "tag" + "".join(c for c in term.lower() if c.isalnum())


def coverage_tags(document: IndexDocument) -> list[str]:
    """Where support comes to by itself, as tags."""
    return [
        *(["everywhere"] if document.everywhere else []),
        *(f"covers:{district}" for district in document.districts),
    ]


def near_tags(near: Near) -> list[str]:
    return ["everywhere", *([f"covers:{near.district}"] if near.district else [])]


class Fts5:
    """One full-text table, one table of tags; bm25, facets, highlight and snippet by SQL."""

    name = "SQLite FTS5, all in SQL"

    def __init__(self, path: Path, entries: Iterable[tuple[IndexDocument, Text]]) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(PRAGMAS)
        self._db.executescript(
            """CREATE VIRTUAL TABLE words USING fts5(title, lead, tags, body, tokenize='porter unicode61');
            CREATE TABLE entry(id INTEGER PRIMARY KEY, age_min REAL, age_max REAL, lat REAL, lon REAL);
            CREATE TABLE tag(facet TEXT, value TEXT, entry INTEGER, PRIMARY KEY(facet, value, entry)) WITHOUT ROWID;
            CREATE TABLE of_entry(entry INTEGER, facet TEXT, value TEXT, PRIMARY KEY(entry, facet, value)) WITHOUT ROWID;
            CREATE TEMP TABLE found(id INTEGER PRIMARY KEY, score REAL);"""
        )
        for number, (document, text) in enumerate(entries, start=1):
            self._add(number, document, text)
        self._db.executescript("INSERT INTO words(words) VALUES('optimize'); ANALYZE;")
        self._db.commit()

    def _add(self, number: int, document: IndexDocument, text: Text) -> None:
        tags = [(facet, value) for facet, values in document.facets.items() for value in dict.fromkeys(values)]
        words = " ".join(tag_word(f"{facet}:{value}") for facet, value in tags)
        point = document.points[0] if document.points else (None, None)
        self._db.execute(
            "INSERT INTO words(rowid, title, lead, tags, body) VALUES(?,?,?,?,?)",
            (number, text.title, text.lead, words, text.body),
        )
        self._db.execute("INSERT INTO entry VALUES(?,?,?,?,?)", (number, document.age_min, document.age_max, *point))
        rows = [
            (facet, value, number) for facet, value in [*tags, *(("near", each) for each in coverage_tags(document))]
        ]
        self._db.executemany("INSERT INTO tag VALUES(?,?,?)", rows)
        self._db.executemany("INSERT INTO of_entry VALUES(?,?,?)", [(number, facet, value) for facet, value, _ in rows])

    def search(self, question: Question) -> Answer:
        match = self._match(question)
        self._find(question, match)
        filters = question.query.filters
        kept, values = self._kept(filters)
        total = self._db.execute(f"SELECT count(*) FROM found WHERE {kept}", values).fetchone()[0]
        top = [
            row[0] for row in self._db.execute(f"SELECT id FROM found WHERE {kept} ORDER BY score LIMIT {TOP}", values)
        ]
        return Answer(total, self._facets(filters), self._marked(match, top))

    def _match(self, question: Question) -> str:
        def one(meaning: Wordings) -> str:
            phrases = ['"' + phrase.replace('"', "") + '"' for phrase in meaning.phrases]
            return "(" + " OR ".join([*phrases, *(f"tags:{tag_word(tag)}" for tag in meaning.tags)]) + ")"

        needed = [one(meaning) for meaning in question.meanings if not meaning.optional]
        return (" AND " if question.every else " OR ").join(needed or [one(meaning) for meaning in question.meanings])

    def _find(self, question: Question, match: str) -> None:
        """Everything that fits words, ages and place, with its score."""
        self._db.execute("DELETE FROM found")
        where, values = ["words MATCH ?"], [match]
        if ages := question.query.ages:
            where.append("entry.age_min <= ? AND entry.age_max >= ?")
            values += [ages[1], ages[0]]
        if (box := question.box()) and (near := question.query.near):
            tags = near_tags(near)
            marks = ",".join("?" * len(tags))
            where.append(
                "(entry.lat BETWEEN ? AND ? AND entry.lon BETWEEN ? AND ? OR entry.id IN"
                f" (SELECT entry FROM tag WHERE facet='near' AND value IN ({marks})))"
            )
            values += [*box, *tags]
        join = "JOIN entry ON entry.id = words.rowid" if len(where) > 1 else ""
        self._db.execute(
            f"INSERT INTO found SELECT words.rowid, bm25(words, {TITLE}, {LEAD}, {TAGS}, {BODY}) FROM words {join}"
            f" WHERE {' AND '.join(where)}", values,
        )  # fmt: skip

    @staticmethod
    def _kept(filters: Mapping[str, frozenset[str]], without: str = "") -> tuple[str, list[str]]:
        where, values = ["1"], []
        for facet, wanted in filters.items():
            if facet != without:
                where.append(
                    f"id IN (SELECT entry FROM tag WHERE facet=? AND value IN ({','.join('?' * len(wanted))}))"
                )
                values += [facet, *sorted(wanted)]
        return " AND ".join(where), values

    def _facets(self, filters: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
        """Each facet counted among what the other filters leave."""
        free = [facet for facet in FACETS if facet not in filters]
        found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        for facets, without in [(free, ""), *(([facet], facet) for facet in FACETS if facet in filters)]:
            kept, values = self._kept(filters, without)
            marks = ",".join("?" * len(facets))
            rows = self._db.execute(
                f"SELECT facet, value, count(*) FROM found CROSS JOIN of_entry ON entry = id WHERE facet IN ({marks})"
                f" AND {kept} GROUP BY facet, value", [*facets, *values],
            )  # fmt: skip
            for facet, value, count in rows:
                found[facet][value] = count
        return found

    def _marked(self, match: str, top: list[int]) -> list[tuple[str, str]]:
        rows = self._db.execute(
            "SELECT rowid, highlight(words, 0, '<mark>', '</mark>'), snippet(words, 1, '<mark>', '</mark>', '…', 32)"
            f" FROM words WHERE words MATCH ? AND rowid IN ({','.join('?' * len(top))})", [match, *top],
        )  # fmt: skip
        marked = {number: (title, snippet) for number, title, snippet in rows}
        return [marked[number] for number in top if number in marked]


class Tantivy:
    """Stemmed fields with boosts, facets by its aggregations, marks by its snippet generator."""

    name = "tantivy, full pipeline"

    def __init__(self, folder: Path, entries: Iterable[tuple[IndexDocument, Text]]) -> None:
        folder.mkdir(parents=True)
        self._schema = self._make_schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        writer = self._index.writer(256_000_000, num_threads=1)
        for document, text in entries:
            writer.add_document(self._document(document, text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    @staticmethod
    def _make_schema() -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("title", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("lead", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        for name in ("tags", "near"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for name in (*FACETS, "phase", "cost"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("age_min", "age_max", "lat", "lon"):
            builder.add_float_field(name, indexed=True, fast=True)
        return builder.build()

    @staticmethod
    def _document(document: IndexDocument, text: Text) -> tantivy.Document:
        made = tantivy.Document(title=text.title, lead=text.lead, body=text.body)
        for facet, values in document.facets.items():
            for value in dict.fromkeys(values):
                made.add_text("tags", tag_word(f"{facet}:{value}"))
                if facet in (*FACETS, "phase", "cost"):
                    made.add_text(facet, value)
        for each in coverage_tags(document):
            made.add_text("near", each)
        made.add_float("age_min", document.age_min)
        made.add_float("age_max", document.age_max)
        if document.points:
            made.add_float("lat", document.points[0][0])
            made.add_float("lon", document.points[0][1])
        return made

    def search(self, question: Question) -> Answer:
        words = self._words(question)
        fixed = [(tantivy.Occur.Must, words), *((tantivy.Occur.Must, each) for each in self._limits(question))]
        filters = {facet: self._filter(facet, wanted) for facet, wanted in question.query.filters.items()}
        query = self._all(fixed, filters)
        found = self._searcher.search(query, TOP)
        return Answer(found.count or 0, self._facets(fixed, filters, query), self._marked(words, found.hits))

    def _words(self, question: Question) -> tantivy.Query:
        def one(meaning: Wordings) -> str:
            phrases = ['"' + phrase.replace('"', "") + '"' if " " in phrase else phrase for phrase in meaning.phrases]
            return "(" + " ".join([*phrases, *(f"tags:{tag_word(tag)}^{TAGS}" for tag in meaning.tags)]) + ")"

        needed = [one(meaning) for meaning in question.meanings if not meaning.optional]
        needed = needed or [one(meaning) for meaning in question.meanings]
        text = " ".join(f"+{each}" if question.every else each for each in needed)
        boosts = {"title": TITLE, "lead": LEAD, "body": BODY}
        return self._index.parse_query(text, list(boosts), field_boosts=boosts)

    def _limits(self, question: Question) -> Iterable[tantivy.Query]:
        """Ages and place."""
        at_most, at_least = {"upper_bound": None}, {"lower_bound": None}
        if ages := question.query.ages:
            yield self._between("age_min", **{**at_most, "upper_bound": float(ages[1])})
            yield self._between("age_max", **{**at_least, "lower_bound": float(ages[0])})
        if (box := question.box()) and (near := question.query.near):
            inside = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, self._between("lat", lower_bound=box[0], upper_bound=box[1])),
                 (tantivy.Occur.Must, self._between("lon", lower_bound=box[2], upper_bound=box[3]))]
            )  # fmt: skip
            covered = tantivy.Query.term_set_query(self._schema, "near", near_tags(near))
            yield tantivy.Query.const_score_query(
                tantivy.Query.boolean_query([(tantivy.Occur.Should, inside), (tantivy.Occur.Should, covered)]), 0.0
            )

    def _between(self, name: str, **bounds: float | None) -> tantivy.Query:
        made = tantivy.Query.range_query(self._schema, name, tantivy.FieldType.Float, **bounds)
        return tantivy.Query.const_score_query(made, 0.0)

    def _filter(self, facet: str, wanted: frozenset[str]) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, facet, sorted(wanted)), 0.0)

    @staticmethod
    def _all(
        fixed: list[tuple[tantivy.Occur, tantivy.Query]], filters: Mapping[str, tantivy.Query], without: str = ""
    ) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [*fixed, *((tantivy.Occur.Must, each) for name, each in filters.items() if name != without)]
        )

    def _facets(
        self,
        fixed: list[tuple[tantivy.Occur, tantivy.Query]],
        filters: Mapping[str, tantivy.Query],
        query: tantivy.Query,
    ) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        free = [facet for facet in FACETS if facet not in filters]
        found |= self._counts(query, free)
        for facet in (each for each in FACETS if each in filters):
            found |= self._counts(self._all(fixed, filters, facet), [facet])
        return found

    def _counts(self, query: tantivy.Query, facets: list[str]) -> dict[str, dict[str, int]]:
        counted = self._searcher.aggregate(query, {facet: {"terms": {"field": facet, "size": 100}} for facet in facets})
        return {facet: {each["key"]: each["doc_count"] for each in counted[facet]["buckets"]} for facet in facets}

    def _marked(self, words: tantivy.Query, hits: list[tuple[float, tantivy.DocAddress]]) -> list[tuple[str, str]]:
        titles = tantivy.SnippetGenerator.create(self._searcher, words, self._schema, "title")
        leads = tantivy.SnippetGenerator.create(self._searcher, words, self._schema, "lead")
        leads.set_max_num_chars(SNIPPET_LENGTH)
        documents = [self._searcher.doc(address) for _, address in hits]
        return [(titles.snippet_from_doc(each).to_html(), leads.snippet_from_doc(each).to_html()) for each in documents]
