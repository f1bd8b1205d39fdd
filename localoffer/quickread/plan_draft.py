"""First drafts of a plan’s five slots: what we said and did, what changed, what is late and why, what comes next."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from localoffer.quickread.wordings import Raw, list_of, sentence, sentences_of, text_of

Lines = Iterator[str]
#: Reports that say what was done, and those that must say why not.
DONE, HELD_UP = ("done", "done_and_checked"), {"late": "late", "at_risk": "at risk", "stopped": "stopped"}
#: The slots of ProgressRead, each with what writes it.
SLOTS = ("we_said", "we_did", "changed", "late_why", "next_date")


def lines(slot: str, raw: Raw) -> Lines:
    """Sentences for a slot, the best first, from the fields of a plan that may be half filled in."""
    return {"we_said": _said, "we_did": _did, "changed": _changed, "late_why": _late, "next_date": _next}[slot](raw)


def _said(raw: Raw) -> Lines:
    yield from sentences_of(text_of(raw, "vision"))
    for each in _parts(raw, "commitments"):
        yield from sentences_of(text_of(each, "text"))
    for each in _parts(raw, "actions"):
        yield f"We said we would do this: {_inside(text_of(each, 'action'))}"


def _did(raw: Raw) -> Lines:
    for each in _newest_first(raw):
        if text_of(each, "status") in DONE:
            yield from sentences_of(text_of(each, "what_changed"))


def _changed(raw: Raw) -> Lines:
    for each in _newest_first(raw):
        yield from sentences_of(text_of(each, "family_impact"))


def _late(raw: Raw) -> Lines:
    """Of each action the newest report, where it says why it is held up: first the action, then the reason."""
    named = {text_of(each, "key"): text_of(each, "action") for each in _parts(raw, "actions")}
    seen: set[str] = set()
    for each in _newest_first(raw):
        key, state = text_of(each, "action"), HELD_UP.get(text_of(each, "status"))
        if key not in seen and state and named.get(key):
            yield f"This is {state}: {_inside(named[key])}"
            yield from sentences_of(text_of(each, "reason"))
        seen.add(key)


def _next(raw: Raw) -> Lines:
    """The first action that nobody reported as finished, by its day; then the last day of the plan."""
    over = (*DONE, "stopped")
    finished = {text_of(each, "action") for each in _parts(raw, "updates") if text_of(each, "status") in over}
    dated = [each for each in _parts(raw, "actions") if _day(each.get("due"))]
    waiting = [each for each in dated if text_of(each, "key") not in finished]
    for each in sorted(waiting, key=lambda each: text_of(each, "due"))[:1]:
        yield f"Due by {_day(each.get('due'))}: {_inside(text_of(each, 'action'))}"
    if last := _day(raw.get("ends_on")):
        yield f"The plan ends on {last}."


def _newest_first(raw: Raw) -> list[Raw]:
    told = [each for each in _parts(raw, "updates") if _day(each.get("day"))]
    return sorted(told, key=lambda each: text_of(each, "day"))[::-1]


def _parts(raw: Raw, name: str) -> list[Raw]:
    return [each for each in list_of(raw, name) if isinstance(each, Mapping)]


def _inside(text: str) -> str:
    """An action after a colon: > train every caseworker."""
    whole = sentence(text)
    return whole[:1].lower() + whole[1:] if whole[1:2].islower() else whole


def _day(value: Any) -> str:
    """> 5 October 2026; empty for what is no day."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return f"{day.day} {day:%B} {day.year}" if day else ""
