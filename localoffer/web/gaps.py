"""Noting what searches did not find: in memory while families look, in the database a minute later, counts only.

The written rule is docs/gaps.md. Looking never writes: a search only adds one to a number here, and a thread of its own
saves the numbers. Nothing in this module holds, logs or passes on a word that was typed.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from localoffer.db.engine import Database
from localoffer.publishing.gaps import LITTLE, NOTHING, Gap, add_counts, band_of
from localoffer.records.reference import ReferenceData
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.finder import Found
from localoffer.text.postcodes import OUTWARD, outcode

log = logging.getLogger(__name__)
#: Programs that say they are one.
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.I)
NEED, EVERY_NEED = "need:", "ALL"
#: How surely a wording must mean a need to be counted for it, and for how many needs one search counts.
SURE, MOST_NEEDS = 0.8, 3
#: How many different counts are held in memory at most, and for how many seconds.
MOST_HELD, SECONDS = 5000, 60.0


class GapTally:
    """What searches did not find since it was last saved. One for each process; threads share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._counts: Counter[Gap] = Counter()
        self._seconds: float | None = None
        self._saver: threading.Thread | None = None
        self._stop = threading.Event()

    def observe(self, found: Found, reference: ReferenceData, today: date, user_agent: str) -> None:
        """Note a search that found nothing or little. What it found well, and what robots ask, is not noted."""
        gaps = gaps_in(found, reference, today)
        if gaps and not ROBOT.search(user_agent):
            self._add(dict.fromkeys(gaps, 1))

    def _add(self, counts: dict[Gap, int]) -> None:
        if not counts:
            return
        with self._lock:
            for gap, number in counts.items():
                if gap in self._counts or len(self._counts) < MOST_HELD:
                    self._counts[gap] += number
            if self._seconds is not None and self._saver is None:
                self._begin_saving()

    def save_regularly(self, seconds: float = SECONDS) -> None:
        """From the first search on, save every so often and when the process ends."""
        self._seconds = seconds

    def _begin_saving(self) -> None:
        # not before the first search: a server forks its workers first, and threads do not survive that
        self._saver = threading.Thread(target=self._keep_saving, name="gaps", daemon=True)
        self._saver.start()
        atexit.register(self.stop)

    def _keep_saving(self) -> None:
        while not self._stop.wait(self._seconds):
            self.flush()

    def stop(self) -> None:
        """Save once more, and then no longer by itself."""
        self._stop.set()
        self.flush()

    def flush(self) -> int:
        """Save what was noted, and begin anew. Returns how many counts were saved; they are kept if it cannot be."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            with self._database.transaction() as session:
                add_counts(session, counts)
        except SQLAlchemyError as trouble:
            log.warning("Counts of searches could not be saved (%s). They are kept for now.", type(trouble).__name__)
            self._add(counts)
            return 0
        return len(counts)


def gaps_in(found: Found, reference: ReferenceData, today: date) -> list[Gap]:
    """What is kept of a search: one for each need it was about, or one without a need. None when it found enough."""
    understood = found.understood
    if found.page.total > reference.desk.few_results and not found.loosened:
        return []
    needs = _needs(found, reference.vocabularies)
    if not needs and not understood.text:
        return []
    # what was let go of because nothing fitted is what was looked for in vain
    age = found.age or ((understood.age.low, understood.age.high) if understood.age else None)
    is_nothing = found.loosened or not found.page.total
    month, band = today.replace(day=1), band_of(age)
    place = _outcode(found)
    return [Gap(month, need, band, place, NOTHING if is_nothing else LITTLE) for need in needs or [""]]


def _needs(found: Found, vocabularies: Vocabularies) -> list[str]:
    """Needs that were filtered for or understood, surest first; only those of the vocabulary."""
    named = sorted(found.request.filters.get("need", ()))
    for unit in found.understood.units:
        named += [term.removeprefix(NEED) for term, sure in unit.tags if sure >= SURE and term.startswith(NEED)]
    known = vocabularies["need"]
    kept = [key for key in dict.fromkeys(named) if key in known and key != EVERY_NEED and not known[key].hidden]
    return kept[:MOST_NEEDS]


def _outcode(found: Found) -> str:
    """The first half of a postcode that was given; empty for a town, or when no place was given."""
    place = found.place or found.understood.place
    if place is None or place.key:
        return ""
    code = outcode(place.label)
    return code if OUTWARD.fullmatch(code) else ""
