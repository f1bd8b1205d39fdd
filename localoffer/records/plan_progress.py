"""How the actions of a plan stand on a day, and what changed since another. Pure: it reads nothing but the plan."""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from localoffer.records.plans import DONE, LATE, NEEDS_REASON, NOT_STARTED, STOPPED, PlanAction, ProgressUpdate

#: The order in which standings are told: what went well first, and nothing hidden at the end.
ORDER = ("done_and_checked", "done", "on_track", "at_risk", LATE, STOPPED, NOT_STARTED)
#: Nothing more is to be told of these.
FINISHED = (*DONE, STOPPED)
#: Months without an update after which an action is marked as one that nobody tells us about.
MONTHS_OF_SILENCE = 6


@dataclass(frozen=True)
class Standing:
    """How an action stands on ``day``. ``update`` is its newest update by then, None before the first.

    ``unexplained``: it is past its day and nobody has said so, let alone why. ``quiet_since``: nobody has reported on
    it for more than six months after that day, though it is to be under way.
    """

    action: PlanAction
    day: date
    status: str
    update: ProgressUpdate | None = None
    unexplained: bool = False
    quiet_since: date | None = None

    @property
    def reason(self) -> str:
        """Why it is at risk, late or stopped, as it was last reported; empty when nobody said."""
        return self.update.reason if self.update and self.update.status in NEEDS_REASON else ""

    @property
    def needs_words(self) -> bool:
        """True for what families must be told first: at risk, late or stopped."""
        return self.status in NEEDS_REASON


@dataclass(frozen=True)
class Change:
    """What became of an action between two days: how it stood before, how it stands now, and what was told, newest
    first. Without updates its day has simply passed."""

    before: Standing
    after: Standing
    updates: tuple[ProgressUpdate, ...]

    @property
    def moved(self) -> bool:
        """True when it stands otherwise than before."""
        return self.before.status != self.after.status

    @property
    def newest(self) -> date:
        """The day of the last thing that happened."""
        if self.updates:
            return self.updates[0].day
        return self.after.action.due + timedelta(days=1)


def told_of(action: PlanAction, updates: Iterable[ProgressUpdate], day: date) -> list[ProgressUpdate]:
    """The updates of an action until ``day``, newest first; of one day, the one written last comes first."""
    own = [each for each in updates if each.action == action.key and each.day <= day]
    return sorted(own, key=lambda each: each.day)[::-1]


def standing(action: PlanAction, updates: Iterable[ProgressUpdate], day: date) -> Standing:
    """How an action stands at the end of ``day``.

    Its status is that of its newest update. Past its due day, what is neither finished nor reported late reads as
    late: silence does not keep a promise.
    """
    newest = next(iter(told_of(action, updates, day)), None)
    told = newest.status if newest else NOT_STARTED
    unexplained = day > action.due and told not in (*FINISHED, LATE)
    return Standing(
        action, day, LATE if unexplained else told, newest, unexplained, _quiet_since(action, newest, told, day)
    )


def _quiet_since(action: PlanAction, newest: ProgressUpdate | None, told: str, day: date) -> date | None:
    if told in FINISHED:
        return None
    heard = max(action.start, newest.day) if newest else action.start
    return heard if heard < months_before(day, MONTHS_OF_SILENCE) else None


def standings(actions: Iterable[PlanAction], updates: Sequence[ProgressUpdate], day: date) -> list[Standing]:
    """How each action stands at the end of ``day``, in the order of the actions."""
    return [standing(action, updates, day) for action in actions]


def counts(found: Iterable[Standing]) -> list[tuple[str, int]]:
    """How many stand how, in the order of ORDER, then statuses of the council's own; none that nobody has."""
    number = Counter(each.status for each in found)
    known = [status for status in ORDER if status in number]
    return [(status, number[status]) for status in [*known, *sorted(set(number) - set(known))]]


def worst_first(found: Iterable[Standing]) -> list[Standing]:
    """What is late, then at risk, then stopped; what was due first comes first."""
    order = (LATE, "at_risk", STOPPED)
    told = [each for each in found if each.needs_words]
    return sorted(told, key=lambda each: (order.index(each.status), each.action.due))


def changes_since(
    actions: Iterable[PlanAction], updates: Sequence[ProgressUpdate], since: date, day: date
) -> list[Change]:
    """What changed from the morning of ``since`` to the end of ``day``, newest first.

    An action that fell late in that time without a word is among them.
    """
    eve = since - timedelta(days=1) if since > date.min else since
    found = []
    for action in actions:
        told = tuple(each for each in told_of(action, updates, day) if each.day >= since)
        change = Change(standing(action, updates, eve), standing(action, updates, day), told)
        if told or change.moved:
            found.append(change)
    return sorted(found, key=lambda each: each.newest, reverse=True)


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier; the last of that month where it is shorter.

    Never before the year 1.
    """
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
