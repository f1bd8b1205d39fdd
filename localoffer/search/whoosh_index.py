"""The durable index: Whoosh as schema, writer and posting store. The only module that writes or reads Whoosh files.

``index/`` holds generations (one folder each) and ``CURRENT``, which names the live one and the newest outbox row in
it. A rebuild writes a new generation beside the live one and swaps ``CURRENT`` in a single step. Whoosh keeps pickles
in its files: the folder must never be writable by anybody but the site itself.
"""

import json
import logging
import shutil
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import finalize

import numpy as np
from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher
from whoosh.reading import TermNotFound
from whoosh.util.filelock import FileLock
from whoosh.writing import SegmentWriter

from localoffer.errors import IndexLocked, IndexUnusable
from localoffer.search.columns import Columns, Ints
from localoffer.search.contract import Change, IndexDocument
from localoffer.search.evaluator import NO_POSTING, Posting
from localoffer.search.segments import Segment

log = logging.getLogger(__name__)
#: Raise it when what is written changes shape: an index of another version is rebuilt by itself.
VERSION = 2
CURRENT, LOCK, SURFACES = "CURRENT", "write.lock", "surfaces.json"
WORDS, FACETS, FACET_SIGN = "t", "fv", "="
#: Rows and counts of one term while they are collected.
PostingList = tuple[array, array]
#: Reading a damaged folder makes Whoosh 2.7.4 raise nearly anything, bare exceptions among it (“Block tag error”).
DAMAGE = Exception


class PostingLists:
    """Collects the posting lists of a segment that is being written, in place of Whoosh's pool of postings.

    That one keeps a tuple for every posting and sorts them all, on disk when there are many; here only the terms are
    sorted, for their rows come in order. A posting is eight bytes.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, PostingList]] = {}

    def take(self, field: str, row: int, counts: Mapping[str, float]) -> None:
        """Take the terms of one row with their counts: they were analysed already, so Whoosh need not see them."""
        lists = self._fields.setdefault(field, {})
        for term, count in counts.items():
            found = lists.get(term)
            if found is None:
                found = lists[term] = (array("I"), array("f"))
            found[0].append(row)
            found[1].append(count)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting from Whoosh itself: an id, or one of a small segment that is merged into this one."""
        field, term, row, count, _ = item
        self.take(field, row, {term.decode(): count})

    def iter_postings(self) -> Iterator[tuple[str, list[tuple[bytes, PostingList]]]]:
        """Every field with its lists, in the order of their bytes."""
        for field, lists in sorted(self._fields.items()):
            yield field, sorted((term.encode(), found) for term, found in lists.items())

    def cleanup(self) -> None:
        """Nothing was written anywhere."""


class ListWriter(W3FieldWriter):
    """Writes each posting list as one block: nobody skips through it, and it is read in one go."""

    def add_postings(self, schema: fields.Schema, _lengths: Any, items: Any) -> None:
        """What ``PostingLists.iter_postings`` gives."""
        for field, lists in items:
            self.start_field(field, schema[field])
            for term, (rows, counts) in lists:
                self.start_term(term)
                block = self._postwriter
                block._ids, block._weights, block._maxweight = rows, counts, max(counts)
                self.finish_term()
            self.finish_field()


class ListCodec(W3Codec):
    """Whoosh's format, uncompressed (half the time to read) and without lengths: the evaluator ranks, not Whoosh."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(compression=0)

    def field_writer(self, storage: Any, segment: Any) -> ListWriter:
        """The writer of posting lists."""
        return ListWriter(self, storage, segment)


def schema() -> fields.Schema:
    """One weighted field for words, one for filter values; no positions and no text, for those are in the database."""
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        t=fields.KEYWORD(scorable=False),
        fv=fields.KEYWORD(scorable=False),
        data=fields.STORED(),
    )


@dataclass(frozen=True)
class Current:
    """What ``CURRENT`` says. ``concepts`` is the digest of the wordings the documents were analysed with."""

    generation: str
    seq: int
    concepts: str
    version: int = VERSION


class WhooshIndex:
    """The index folder. Reading is safe from any thread; writing is for one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Current:
        """The live generation. Raises IndexUnusable when there is none, or it is of another version."""
        try:
            found = Current(**json.loads((self.folder / CURRENT).read_text()))
        except FileNotFoundError:
            raise IndexUnusable("There is no search index yet. Run `flask search rebuild`.") from None
        except (OSError, ValueError, TypeError):
            raise IndexUnusable("The search index cannot be read. Run `flask search rebuild`.") from None
        if found.version != VERSION:
            raise IndexUnusable("The search index is of another version. Run `flask search rebuild`.")
        return found

    def stamp(self) -> int:
        """Changes whenever another generation may have gone live; 0 when there is none."""
        try:
            return (self.folder / CURRENT).stat().st_mtime_ns
        except OSError:
            return 0

    def open(self) -> tuple[Current, Segment]:
        """The live generation as a segment. Raises IndexUnusable when any of it cannot be read."""
        current = self.current()
        try:
            return current, _Reader(self.folder / current.generation).segment()
        except DAMAGE as error:
            raise IndexUnusable(f"The search index is damaged ({type(error).__name__}); it must be rebuilt.") from error

    def rebuild(
        self, documents: Iterable[IndexDocument], seq: int, concepts: str, progress: Callable[[int], None]
    ) -> int:
        """Write a new generation and make it live; returns how many documents. Raises IndexLocked."""
        with self.writing():
            generation = f"g-{uuid4().hex[:12]}"
            folder = self.folder / generation
            folder.mkdir(parents=True)
            try:
                count = _write_generation(folder, documents, progress)
                self._go_live(Current(generation, seq, concepts))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._clear_away(generation)
            return count

    def update(self, changes: Iterable[Change], seq: int) -> None:
        """Write changed documents into the live generation. Raises IndexLocked or IndexUnusable."""
        latest = {change.entry_id: change.document for change in changes}
        with self.writing():
            current = self.current()
            try:
                _write_changes(self.folder / current.generation, latest)
            except DAMAGE as error:
                raise IndexUnusable("The search index is damaged; it must be rebuilt.") from error
            self._go_live(Current(current.generation, max(seq, current.seq), current.concepts))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock. Raises IndexLocked at once when another process has it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / LOCK))
            taken = lock.acquire(blocking=False)
        except OSError as error:
            raise IndexUnusable(f"The index folder {self.folder} cannot be written: {error.strerror}.") from None
        if not taken:
            raise IndexLocked("Another process is writing the search index. Try again when it has finished.")
        try:
            yield
        finally:
            lock.release()

    def _go_live(self, current: Current) -> None:
        beside = self.folder / f"{CURRENT}.new"
        beside.write_text(json.dumps(asdict(current)))
        beside.replace(self.folder / CURRENT)

    def _clear_away(self, live: str) -> None:
        for folder in self.folder.glob("g-*"):
            if folder.name != live:
                shutil.rmtree(folder, ignore_errors=True)


def _write_generation(folder: Path, documents: Iterable[IndexDocument], progress: Callable[[int], None]) -> int:
    surfaces: dict[str, tuple[str, int]] = {}
    count = 0
    with _writer(index.create_in(str(folder), schema())) as writer:
        for count, document in enumerate(documents, start=1):
            _add(writer, document)
            _collect_surfaces(surfaces, document)
            progress(count)
    (folder / SURFACES).write_text(json.dumps(surfaces, ensure_ascii=False), encoding="utf-8")
    return count


def _write_changes(folder: Path, latest: Mapping[str, IndexDocument | None]) -> None:
    surfaces = _read_surfaces(folder)
    # each entry once in a session: Whoosh 2.7.4 keeps doubles of an entry updated twice before a commit
    with _writer(index.open_dir(str(folder))) as writer:
        for entry_id, document in latest.items():
            writer.delete_by_term("id", entry_id)
            if document:
                _add(writer, document)
                _collect_surfaces(surfaces, document)
    beside = folder / f"{SURFACES}.new"
    beside.write_text(json.dumps(surfaces, ensure_ascii=False), encoding="utf-8")
    beside.replace(folder / SURFACES)


def _writer(opened: index.Index) -> SegmentWriter:
    # a compound file would be copied into the memory of every worker, whole
    writer = opened.writer(codec=ListCodec(), timeout=10.0, compound=False)
    writer.pool = PostingLists()
    return writer


def _add(writer: SegmentWriter, document: IndexDocument) -> None:
    data = {key: value for key, value in vars(document).items() if key not in ("terms", "facets", "surfaces")}
    filters = {f"{facet}{FACET_SIGN}{value}": 1.0 for facet, values in document.facets.items() for value in values}
    writer.pool.take(WORDS, writer.docnum, document.terms)
    writer.pool.take(FACETS, writer.docnum, filters)
    writer.add_document(id=document.entry_id, data=(data, sum(document.terms.values())))


def _collect_surfaces(surfaces: dict[str, tuple[str, int]], document: IndexDocument) -> None:
    for stem, surface in document.surfaces.items():
        first, count = surfaces.get(stem, (surface, 0))
        surfaces[stem] = (first, count + 1)


def _read_surfaces(folder: Path) -> dict[str, tuple[str, int]]:
    loaded = json.loads((folder / SURFACES).read_text(encoding="utf-8"))
    for stem, pair in loaded.items():
        first, count = pair
        loaded[stem] = (first, count)
    return loaded


class _Reader:
    """One opened generation. Whoosh matchers share a file position, so postings are read under a lock and kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = index.open_dir(str(folder)).reader()
        finalize(self, self._reader.close)
        self._leaves = [(leaf, offset) for leaf, offset in self._reader.leaf_readers()]
        self._lock = threading.Lock()
        self._kept: dict[str, Posting] = {}

    def segment(self) -> Segment:
        alive = np.zeros(self._reader.doc_count_all(), dtype=np.bool_)
        alive[list(self._reader.all_doc_ids())] = True
        columns = Columns.of(self._stored())
        return Segment(columns, self._facets(), alive, self.read, _read_surfaces(self._folder))

    def _stored(self) -> Iterator[tuple[IndexDocument, float]]:
        for number in range(self._reader.doc_count_all()):
            data, length = self._reader.stored_fields(number)["data"]
            yield IndexDocument(terms={}, facets={}, **data), length

    def _facets(self) -> dict[str, dict[str, Ints]]:
        found: dict[str, dict[str, Ints]] = {}
        for term in self._reader.lexicon(FACETS):
            facet, _, value = term.decode().partition(FACET_SIGN)
            found.setdefault(facet, {})[value] = self._decode(FACETS, term)[0]
        return found

    def read(self, term: str) -> Posting:
        """Rows and counts of a word or concept, deleted rows among them."""
        found = self._kept.get(term)
        if found is None:
            with self._lock:
                try:
                    found = self._kept[term] = self._decode(WORDS, term.encode())
                except DAMAGE as error:
                    raise IndexUnusable("The search index is damaged; it must be rebuilt.") from error
        return found

    def _decode(self, field: str, term: bytes) -> Posting:
        rows: list[Ints] = []
        counts: list[np.ndarray] = []
        for leaf, offset in self._leaves:
            try:
                matcher = leaf.postings(field, term)
            except TermNotFound:
                continue
            matcher = getattr(matcher, "child", matcher)  # deletions are the evaluator's affair
            for ids, weights in _blocks(matcher):
                rows.append(np.array(ids, dtype=np.int32) + np.int32(offset))
                counts.append(np.array(weights, dtype=np.float32))
        return (np.concatenate(rows), np.concatenate(counts)) if rows else NO_POSTING


def _blocks(matcher: Any) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
    """Rows and weights of a posting list: block by block where Whoosh 2.7.4 has them so, else by its public walk."""
    if isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            yield matcher._ids, matcher._weights
            matcher._next_block()
        return
    ids, weights = [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    yield ids, weights
