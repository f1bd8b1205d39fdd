"""Search as the site uses it: an engine kept in step with the database, and one set of words made for its state."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col, select

from localoffer.errors import IndexUnusable, LocalOfferError
from localoffer.places.postcodes import Postcodes
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.queries import newest_change, words_changed_after
from localoffer.records.reference import reference_data
from localoffer.search.contract import Page, Query, SearchEngine
from localoffer.search.finder import Finder, Found, SearchRequest
from localoffer.search.highlight import Highlighter
from localoffer.search.panels import PanelReader
from localoffer.search.spelling import Speller
from localoffer.search.suggest import Suggester, Suggestion
from localoffer.search.sync import catch_up, rebuild
from localoffer.search.understanding import Interpreter, Understood
from localoffer.search.words import Words, read_words

log = logging.getLogger(__name__)
T = TypeVar("T")
#: How a suggestion ranks by what it is, all else equal.
SUGGESTION_RANKS = {
    "term": 0.5,
    "guide": 0.6,
    "service": 0.7,
    "place": 0.8,
    "provision": 0.9,
    "base": 0.9,
    "setting": 1.0,
    "organisation": 1.1,
    "indicator": 0.95,
    "event": 1.0,
    "plan": 1.0,
    "response": 1.15,
    "meeting": 1.2,
    "news": 1.2,
}


#: Wordings that answer a question at least so well are marked in its results.
MARKED = 0.8
LONGEST_SHORT_FORM = 4


class NothingLoaded(LocalOfferError):
    """The database holds no authority yet."""


@dataclass(frozen=True)
class Ready:
    """Everything made for one state of the database; ``seq`` is the outbox row it was made at."""

    seq: int
    words: Words
    interpreter: Interpreter
    finder: Finder

    def highlighter(self, understood: Understood) -> Highlighter:
        """Marks what was searched for, by its other names of one word too; a short form also spelt out.

        The words of longer names stand alone too often to be marked where somebody asked in words.
        """
        named = self.words.concepts.lexicon.named_by
        stems = set(understood.words)
        for unit in understood.units:
            is_short_form = len(unit.words) == 1 and len(unit.words[0]) <= LONGEST_SHORT_FORM
            for term, factor in unit.alternatives:
                names = named.get(term, {(term,)} if ":" not in term else set()) if factor >= MARKED else set()
                stems |= {stem for name in names if len(name) == 1 or is_short_form for stem in name}
        return Highlighter(stems)


class SiteSearch:
    """Answers the site's searches. Threads share one; every process has its own and reads the same outbox."""

    def __init__(self, engine: SearchEngine, postcodes: Postcodes) -> None:
        self.engine = engine
        self._postcodes = postcodes
        self._lock = threading.Lock()
        self._ready: Ready | None = None
        self._suggester: tuple[int, Suggester] | None = None

    def ready(self, session: Session) -> Ready:
        """What answers searches now. Asks the database one short question; makes anew only what has changed.

        Raises NothingLoaded when no content was ever loaded. A missing or damaged index is rebuilt here and now.
        """
        seq = newest_change(session)
        ready = self._ready
        if ready and ready.seq == seq:
            return ready
        with self._lock:
            if self._ready and self._ready.seq >= seq:
                return self._ready
            words = self._words_now(session)
            self._bring_up(session, words)
            self._ready = self._make(seq, words)
            return self._ready

    def _words_now(self, session: Session) -> Words:
        """The words in use, unless what was saved since may have changed them: they take longest to make."""
        old = self._ready
        return old.words if old and not words_changed_after(session, old.seq) else self._words(session)

    def _words(self, session: Session) -> Words:
        reference = reference_data(session)
        if reference is None:
            raise NothingLoaded("No content has been loaded yet. Run `flask content load`.")
        return read_words(session, reference, self._postcodes)

    def _bring_up(self, session: Session, words: Words) -> None:
        try:
            catch_up(session, self.engine, words.maker)
        except IndexUnusable as trouble:
            log.warning("%s Rebuilding it now.", trouble)
            self.engine.analyse_with(words.digest)
            rebuild(session, self.engine, words.maker)

    def _make(self, seq: int, words: Words) -> Ready:
        authority = words.reference.authority
        names = (part for name in words.gazetteer.names() for part in name.split())
        further = {*words.concepts.lexicon.words, *names, *PanelReader(authority.help_panels).words}
        speller = Speller(self.engine.surfaces(), further)
        interpreter = Interpreter(words.concepts, words.gazetteer, authority, speller, self.engine)
        finder = Finder(
            self.engine, interpreter, words.gazetteer, words.reference.vocabularies, authority.default_radius
        )
        return Ready(seq, words, interpreter, finder)

    def find(self, session: Session, request: SearchRequest) -> Found:
        """Answer a search."""
        return self._mending(session, lambda: self.ready(session).finder.find(request))

    def answer(self, session: Session, query: Query) -> Page:
        """Answer a query that needs no understanding: filters, counts, a list of one kind."""
        self.ready(session)
        return self._mending(session, lambda: self.engine.search(query))

    def _mending(self, session: Session, ask: Callable[[], T]) -> T:
        """What ``ask`` gives; an index that turns out damaged is rebuilt once, and it is asked again."""
        try:
            return ask()
        except IndexUnusable as trouble:
            log.warning("%s Rebuilding it now.", trouble)
            words = self._words(session)
            self.engine.analyse_with(words.digest)
            with self._lock:
                rebuild(session, self.engine, words.maker)
            return ask()

    def rebuild(self, session: Session, progress: Callable[[int], None] = lambda _: None) -> int:
        """Build the index anew with the words of now; returns how many entries. Raises IndexLocked."""
        words = self._words(session)
        self.engine.analyse_with(words.digest)
        count = rebuild(session, self.engine, words.maker, progress)
        with self._lock:
            self._ready = self._make(newest_change(session), words)
        return count

    def made_with_same_words(self, session: Session) -> bool:
        """True when the index on disk was analysed with the words of now; raises IndexUnusable when there is none."""
        return self.engine.analysed_with() == self._words(session).digest

    def flush(self, session: Session) -> None:
        """Take in what has changed and make it durable."""
        self.ready(session)
        self.engine.flush()

    def highlighter(self, session: Session, understood: Understood) -> Highlighter:
        """See Ready.highlighter."""
        return self.ready(session).highlighter(understood)

    def suggest(self, session: Session, typed: str, limit: int = 8) -> list[Suggestion]:
        """Entries, words and places that begin with ``typed``, or with what it was probably meant to be."""
        ready = self.ready(session)
        if self._suggester is None or self._suggester[0] != ready.seq:
            self._suggester = (ready.seq, Suggester(_all_suggestions(session, ready.words)))
        found = self._suggester[1].suggest(typed, limit)
        if found or not typed.strip():
            return found
        corrected = self._mending(session, lambda: ready.interpreter.read(typed)).corrected
        return self._suggester[1].suggest(corrected, limit) if corrected else []


def _all_suggestions(session: Session, words: Words) -> Iterable[tuple[Suggestion, Iterable[str]]]:
    rows = session.exec(
        select(Entry.kind, Entry.slug, Entry.title).where(Entry.state == PUBLISHED).order_by(col(Entry.title))
    )
    for kind, slug, title in rows:
        further = words.terms[slug].synonyms if kind == "term" and slug in words.terms else []
        yield Suggestion(title, kind, slug, SUGGESTION_RANKS.get(kind, 1.0)), further
    for key, place in words.reference.vocabularies["place"].items():
        yield Suggestion(place.label, "place", key, SUGGESTION_RANKS["place"]), ()
