"""What the boards decided about a figure or about part of a plan: links from there to the very decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlmodel import Session

from localoffer.records.entries import Entry
from localoffer.records.meeting_queries import meeting_day, meetings_newest_first
from localoffer.records.meetings import Decision, MeetingAction


@dataclass(frozen=True)
class Decided:
    """A decision or an action of a meeting. ``day`` is the meeting’s; ``meeting`` its title; ``board`` a vocabulary
    key; ``due`` and ``done_on`` are empty where nothing is said."""

    text: str
    day: date
    url: str
    meeting: str
    board: str
    owner_role: str
    due: date | None = None
    done_on: date | None = None


def latest_decisions(session: Session) -> dict[str, Decided]:
    """The newest published decision about each indicator that a board has decided anything about, by its slug."""
    found: dict[str, Decided] = {}
    for each, decided in _everything(session):
        if isinstance(each, Decision):
            for slug in each.indicators:
                found.setdefault(slug, decided)
    return found


def decisions_on(session: Session, indicator_slug: str) -> list[Decided]:
    """Every published decision about an indicator, newest meeting first."""
    return [
        decided
        for each, decided in _everything(session)
        if isinstance(each, Decision) and indicator_slug in each.indicators
    ]


def decided_about(session: Session, pointer: str) -> list[Decided]:
    """Decisions and actions of published meetings about a part of a plan, newest meeting first.

    ``pointer`` is written as content writes it: ``plans/<slug>/<key>``.
    """
    return [decided for each, decided in _everything(session) if pointer in _pointers(each)]


def _pointers(each: Decision | MeetingAction) -> list[str]:
    if isinstance(each, Decision):
        return each.actions
    return [each.plan_action] if each.plan_action else []


def _everything(session: Session) -> Iterator[tuple[Decision | MeetingAction, Decided]]:
    """Every decision, then every action, of each published meeting, newest meeting first: one query.

    Only these parts are read, for the dashboard asks on every visit and minutes are long.
    """
    for entry in meetings_newest_first(session):
        for decision in entry.fields.get("decisions", []):
            each = Decision.model_validate(decision)
            yield each, _decided(entry, each)
        for action in entry.fields.get("actions", []):
            task = MeetingAction.model_validate(action)
            yield task, _decided(entry, task)


def _decided(entry: Entry, each: Decision | MeetingAction) -> Decided:
    return Decided(
        text=each.text, day=meeting_day(entry), meeting=entry.title, board=entry.fields["board"],
        url=url_for("entries.show", folder="board", slug=entry.slug, _anchor=each.key), owner_role=each.owner_role,
        due=each.due, done_on=each.done_on if isinstance(each, MeetingAction) else None,
    )  # fmt: skip
