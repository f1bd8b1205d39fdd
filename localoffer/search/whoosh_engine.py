"""The engine of a single machine: a durable Whoosh index, answered from memory, with newest changes beside it."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from localoffer.errors import IndexLocked, IndexUnusable
from localoffer.search.contract import Change, IndexDocument, Page, Query, State
from localoffer.search.evaluator import Evaluator
from localoffer.search.segments import Segment, evaluator_of, segment_of
from localoffer.search.whoosh_index import Current, WhooshIndex

log = logging.getLogger(__name__)
#: So many changes may wait in memory before the base is read again.
MOST_WAITING = 400


class Moment:
    """One consistent state: the base as read, what changed since, and the evaluator over both. Never changes."""

    def __init__(self, current: Current, base: Segment, stamp: int, waiting: Mapping[str, Change], seq: int) -> None:
        self.current, self.base, self.stamp, self.waiting, self.seq = current, base, stamp, waiting, seq
        documents = [change.document for change in waiting.values() if change.document]
        changed = segment_of(documents) if documents else None
        self.evaluator: Evaluator = evaluator_of(base, changed, waiting)
        self.surfaces = {**changed.surfaces, **base.surfaces} if changed else base.surfaces


class WhooshEngine:
    """See SearchEngine. Opens the index at the first use; a damaged one raises IndexUnusable until it is rebuilt."""

    def __init__(self, folder: Path, concepts: str = "") -> None:
        """``concepts`` is the digest of the wordings that documents are analysed with."""
        self.concepts = concepts
        self._index = WhooshIndex(folder)
        self._lock = threading.RLock()
        self._moment: Moment | None = None

    def search(self, query: Query) -> Page:
        try:
            return self._now().evaluator.search(query)
        except IndexUnusable:
            with self._lock:
                self._moment = None
            raise

    def frequency(self, term: str) -> int:
        # asked many times for one search, which itself looks whether the index has been swapped
        return (self._moment or self._now()).evaluator.frequency(term)

    def surfaces(self) -> Mapping[str, tuple[str, int]]:
        return self._now().surfaces

    def state(self) -> State:
        moment = self._now()
        return State("whoosh", len(moment.evaluator), moment.seq)

    def analysed_with(self) -> str:
        """The digest of the wordings the index on disk was analysed with."""
        return self._now().current.concepts

    def analyse_with(self, digest: str) -> None:
        self.concepts = digest

    def apply(self, changes: Iterable[Change]) -> None:
        with self._lock:
            moment = self._now()
            waiting, seq = dict(moment.waiting), moment.seq
            for change in changes:
                waiting[change.entry_id] = change
                seq = max(seq, change.seq)
            self._moment = Moment(moment.current, moment.base, moment.stamp, waiting, seq)
            if len(waiting) > MOST_WAITING:
                self._reopen()

    def flush(self) -> None:
        """Write waiting changes to the durable index. Leaves them in memory, too, so that nothing must be read again.

        When another process is writing, that one does it: nothing is lost, for the outbox keeps every change.
        """
        moment = self._now()
        durable = self._index.current().seq
        newer = [change for change in moment.waiting.values() if change.seq > durable]
        if newer:
            try:
                self._index.update(newer, moment.seq)
            except IndexLocked:
                log.info("Another process is writing the search index; its turn")

    def rebuild(self, documents: Iterable[IndexDocument], seq: int, progress: Callable[[int], None]) -> int:
        count = self._index.rebuild(documents, seq, self.concepts, progress)
        with self._lock:
            self._reopen()
        return count

    def _now(self) -> Moment:
        """The moment to answer from, read again when another process has swapped the index."""
        moment = self._moment
        if moment is not None and (moment.stamp == self._index.stamp() or self._same_generation(moment)):
            return moment
        with self._lock:
            if self._moment is moment:
                self._reopen()
            assert self._moment is not None
            return self._moment

    def _same_generation(self, moment: Moment) -> bool:
        """Updates touch CURRENT, too, but a process that has them in memory need not read the base again."""
        try:
            same = self._index.current().generation == moment.current.generation
        except IndexUnusable:
            return True  # gone from under us: what is in memory is still right
        if same:
            moment.stamp = self._index.stamp()
        return same

    def _reopen(self) -> None:
        stamp = self._index.stamp()
        current, base = self._index.open()
        old = self._moment.waiting if self._moment else {}
        waiting = {entry_id: change for entry_id, change in old.items() if change.seq > current.seq}
        seq = max([current.seq, *(change.seq for change in waiting.values())])
        self._moment = Moment(current, base, stamp, waiting, seq)
