"""The tiny engine: every document in memory, nothing on disk. For tests, and for trying things out."""

from collections.abc import Callable, Iterable, Mapping

from localoffer.search.contract import Change, IndexDocument, Page, Query, State
from localoffer.search.segments import evaluator_of, segment_of


class MemoryEngine:
    """Answers from documents it was given since it was made; forgets them with the process."""

    def __init__(self) -> None:
        self._documents: dict[str, IndexDocument] = {}
        self._seq = 0
        self._digest = ""
        self._renew()

    def _renew(self) -> None:
        self._segment = segment_of(list(self._documents.values()))
        self._evaluator = evaluator_of(self._segment, None, ())

    def search(self, query: Query) -> Page:
        return self._evaluator.search(query)

    def frequency(self, term: str) -> int:
        return self._evaluator.frequency(term)

    def surfaces(self) -> Mapping[str, tuple[str, int]]:
        return self._segment.surfaces

    def apply(self, changes: Iterable[Change]) -> None:
        documents = dict(self._documents)
        for change in changes:
            documents.pop(change.entry_id, None)
            if change.document:
                documents[change.entry_id] = change.document
            self._seq = max(self._seq, change.seq)
        self._documents = documents
        self._renew()

    def analysed_with(self) -> str:
        return self._digest

    def analyse_with(self, digest: str) -> None:
        self._digest = digest

    def flush(self) -> None:
        """Nothing to keep."""

    def rebuild(self, documents: Iterable[IndexDocument], seq: int, progress: Callable[[int], None]) -> int:
        fresh = {}
        for done, document in enumerate(documents, start=1):
            fresh[document.entry_id] = document
            progress(done)
        self._documents, self._seq = fresh, seq
        self._renew()
        return len(fresh)

    def state(self) -> State:
        return State("memory", len(self._documents), self._seq)
