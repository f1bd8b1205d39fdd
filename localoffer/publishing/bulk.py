"""One thing done to many pages at once: first what would happen, then the doing, then – for a week – the undoing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from localoffer.errors import InvalidEntry, NotAllowed, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import has_drifted, public_words
from localoffer.publishing.fields import text_digest
from localoffer.publishing.operations import hide, hold
from localoffer.publishing.permissions import at_least, may, organisation_of
from localoffer.publishing.review import checked_document, held_in_time, mark_checked, publish_words, take_down
from localoffer.publishing.standing import assign
from localoffer.records.entries import HIDDEN, PUBLISHED, Entry
from localoffer.records.moments import now
from localoffer.records.people import ADMIN, PROVIDER, Person
from localoffer.records.people_queries import memberships_of, role_of
from localoffer.records.queries import revision_of
from localoffer.records.upkeep import BulkAction

ASSIGN, ADD_TOPIC, REMOVE_TOPIC, CHECK, WITHDRAW = "assign", "add_topic", "remove_topic", "check", "withdraw"
#: Action -> the verb of publishing.permissions that it is.
VERBS = {ASSIGN: "assign", ADD_TOPIC: "tag", REMOVE_TOPIC: "tag", CHECK: "check", WITHDRAW: "withdraw"}
MOST_AT_ONCE = 500
UNDO_WITHIN = timedelta(days=7)
#: Why something cannot be done to a page; sentences are made where they are shown.
NOT_YOURS, NOT_PUBLIC, ALREADY_SO, NOT_THEIRS, NOT_WHOLE = (
    "not_yours", "not_public", "already_so", "not_theirs", "not_whole",
)  # fmt: skip
CHANGED_SINCE, HAS_LEFT = "changed_since", "has_left"
Refused = list[tuple[Entry, str]]


@dataclass
class Plan:
    """What would be done to which pages, and which stay as they are, each with the reason."""

    will: list[Entry] = field(default_factory=list)
    cannot: Refused = field(default_factory=list)


def plan(desk: Desk, action: str, value: str, entries: Iterable[Entry]) -> Plan:
    """Look at each page: can ``action`` be done to it? ``value`` is a person's id (empty: nobody) or a topic's key.

    Raises WrongState for an action or a value that there is not.
    """
    refuses = _refusal(desk, action, value)
    found = Plan()
    for entry in entries:
        reason = refuses(entry) if may(desk.actor, VERBS[action], entry) else NOT_YOURS
        if reason:
            found.cannot.append((entry, reason))
        else:
            found.will.append(entry)
    return found


def _refusal(desk: Desk, action: str, value: str) -> Callable[[Entry], str]:
    """A function that gives the reason why the action cannot be done to a page; empty when it can."""
    if action == ASSIGN:
        return _assigning(desk, value)
    if action in (ADD_TOPIC, REMOVE_TOPIC):
        if value not in desk.vocabularies["topic"]:
            raise WrongState("Choose a topic from the list.")
        return lambda entry: _tagging(desk, entry, value, wanted=action == ADD_TOPIC)
    if action == CHECK:
        return lambda entry: _checking(desk, entry)
    if action == WITHDRAW:
        return lambda entry: "" if entry.state in (PUBLISHED, HIDDEN) else NOT_PUBLIC
    raise WrongState("Choose what to do with these pages.")


def _assigning(desk: Desk, value: str) -> Callable[[Entry], str]:
    person = desk.session.get(Person, int(value)) if re.fullmatch("[0-9]{1,9}", value) else None
    if value and (person is None or not person.active):
        raise WrongState("Choose somebody who can sign in.")
    person_id = person.id if person else None
    is_provider = person_id is not None and role_of(desk.session, person_id) == PROVIDER
    organisations = {each.organisation for each in memberships_of(desk.session, person_id)} if person_id else set()

    def refuses(entry: Entry) -> str:
        if entry.owner_id == person_id:
            return ALREADY_SO
        return NOT_THEIRS if is_provider and organisation_of(entry) not in organisations else ""

    return refuses


def _tagging(desk: Desk, entry: Entry, topic: str, *, wanted: bool) -> str:
    if entry.state != PUBLISHED:
        return NOT_PUBLIC
    if (topic in entry.topics) == wanted:
        return ALREADY_SO
    return _whole(desk, entry, _with_topic(desk, entry, topic, wanted=wanted))


def _checking(desk: Desk, entry: Entry) -> str:
    if entry.state not in (PUBLISHED, HIDDEN):
        return NOT_PUBLIC
    if entry.state == PUBLISHED and entry.reviewed_on == desk.today:
        return ALREADY_SO
    return _whole(desk, entry, public_words(entry))


def _whole(desk: Desk, entry: Entry, words: dict[str, Any]) -> str:
    """Rules and vocabularies may have changed since its words were published."""
    try:
        checked_document(entry.kind, words, desk.vocabularies)
    except InvalidEntry:
        return NOT_WHOLE
    return ""


def _with_topic(desk: Desk, entry: Entry, topic: str, *, wanted: bool) -> dict[str, Any]:
    topics = [each for each in entry.topics if each != topic] + ([topic] if wanted else [])
    return held_in_time(desk, entry, public_words(entry) | {"topics": topics})


def carry_out(desk: Desk, action: str, value: str, entries: Iterable[Entry], *, reason: str = "") -> BulkAction:
    """Do it to every page that ``plan`` lets it be done to, and keep what was there before.

    ``reason`` is noted with a withdrawal. Raises WrongState when it can be done to none, or to too many at once.
    """
    entries = sorted(entries, key=lambda entry: entry.id)  # everybody takes hold in one order, so nobody waits for ever
    for entry in entries:
        hold(desk.session, entry)
    found = plan(desk, action, value, entries)
    if not found.will:
        raise WrongState("There is no page that this can be done to.")
    if len(found.will) > MOST_AT_ONCE:
        raise WrongState(f"That is more than {MOST_AT_ONCE} pages. Choose fewer and do it in parts.")
    before = {entry.id: _before(desk, entry) for entry in found.will}
    for entry in found.will:
        _do(desk, action, value, entry, reason)
        before[entry.id]["after"] = _after(entry)
    cannot = [(entry.id, why) for entry, why in found.cannot]
    done = BulkAction(
        action=action, before=before, detail={"value": value, "cannot": cannot}, person_id=desk.actor.person_id
    )
    desk.session.add(done)
    desk.session.flush()
    desk.note("bulk.carry-out", f"bulk:{done.id}", what=action, count=len(found.will))
    return done


def _before(desk: Desk, entry: Entry) -> dict[str, Any]:
    return {
        "owner_id": entry.owner_id, "state": entry.state, "revision": entry.revision, "freshness": entry.freshness,
    }  # fmt: skip


def _after(entry: Entry) -> dict[str, Any]:
    return {"owner_id": entry.owner_id, "state": entry.state, "revision": entry.revision}


def _do(desk: Desk, action: str, value: str, entry: Entry, reason: str) -> None:
    if action == ASSIGN:
        assign(desk, entry, desk.session.get_one(Person, int(value)) if value else None)
    elif action == CHECK:
        mark_checked(desk, entry, how="bulk")
    elif action == WITHDRAW:
        take_down(desk, entry, reason)
    else:
        wanted = action == ADD_TOPIC
        words = _with_topic(desk, entry, value, wanted=wanted)
        drifted = has_drifted(public_words(entry), entry.quick_read_basis)
        basis = entry.quick_read_basis if drifted or not entry.quick_read_basis else text_digest(words)
        publish_words(desk, entry, words, note="Topics changed.", quick_read_basis=basis)
        desk.note("entry.tag" if wanted else "entry.untag", entry.address, topic=value)


def may_undo(desk: Desk, done: BulkAction) -> bool:
    """True for whoever did it, and for administrators, within a week."""
    own = done.person_id is not None and done.person_id == desk.actor.person_id
    return done.undone_at is None and (own or at_least(desk.actor, ADMIN)) and now() <= undo_until(done)


def undo_until(done: BulkAction) -> datetime:
    """The moment from which it cannot be undone any more."""
    return done.at.replace(tzinfo=UTC) + UNDO_WITHIN  # SQLite keeps no time zone


def undo(desk: Desk, done: BulkAction) -> Refused:
    """Put everything back that has not changed since. Returns the pages that stay as they are, each with the reason.

    Raises NotAllowed for somebody else, WrongState when it was undone before or too long ago.
    """
    if not may_undo(desk, done):
        if done.undone_at is not None or now() > undo_until(done):
            raise WrongState("This cannot be undone any more.")
        raise NotAllowed("Only whoever did this, or an administrator, can undo it.")
    query = select(Entry).where(col(Entry.id).in_(list(done.before))).order_by(Entry.id)
    entries = desk.session.exec(query).all()
    reasons = [(entry, _put_back(desk, done.action, entry, done.before[entry.id])) for entry in entries]
    refused = [(entry, reason) for entry, reason in reasons if reason]
    done.undone_at = now()
    done.detail = {**done.detail, "not_undone": [(entry.id, reason) for entry, reason in refused]}
    desk.session.add(done)
    desk.note("bulk.undo", f"bulk:{done.id}", what=done.action, count=len(entries) - len(refused))
    return refused


def _put_back(desk: Desk, action: str, entry: Entry, before: dict[str, Any]) -> str:
    """Why a page cannot be put back; empty when it was."""
    hold(desk.session, entry)
    if not may(desk.actor, VERBS[action], entry):
        return NOT_YOURS
    held = ("owner_id",) if action == ASSIGN else ("state", "revision")
    if any(getattr(entry, name) != before["after"][name] for name in held):
        return CHANGED_SINCE
    try:
        if action == ASSIGN:
            assign(desk, entry, desk.session.get(Person, before["owner_id"]) if before["owner_id"] else None)
        else:
            _publish_old(desk, entry, before)
    except InvalidEntry:
        return NOT_WHOLE
    except WrongState:
        return HAS_LEFT
    desk.note("entry.put-back", entry.address, what=action)
    return ""


def _publish_old(desk: Desk, entry: Entry, before: dict[str, Any]) -> None:
    old = revision_of(desk.session, entry.id, before["revision"])
    assert old is not None, "versions are never deleted"
    words = held_in_time(desk, entry, old.document)
    publish_words(desk, entry, words, note="Put back as it was.", quick_read_basis=old.quick_read_basis)
    entry.freshness = before["freshness"]
    if before["state"] == HIDDEN and entry.state == PUBLISHED:
        hide(desk.session, entry)
