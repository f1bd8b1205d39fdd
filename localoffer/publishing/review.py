"""From a finished draft to what the public sees: hand in, decide field by field, schedule, check, withdraw."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from localoffer.errors import HardToRead, InvalidEntry, NotAllowed, WrongState
from localoffer.publishing.append_only import lost_updates, refuse_lost_updates
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import has_drifted, public_words
from localoffer.publishing.fields import KEPT_BY_DESK, changed, flat, rebased, text_digest, with_fields
from localoffer.publishing.operations import (
    add_revision,
    digest_of_document,
    hold,
    publish,
    refuse_taken_slug,
    withdraw,
)
from localoffer.publishing.permissions import is_trusted, require
from localoffer.quickread.lint import check
from localoffer.records.desk_rules import DeskRules
from localoffer.records.digests import digest_of
from localoffer.records.documents import Document
from localoffer.records.entries import (
    DRAFT,
    DROPPED,
    HIDDEN,
    PUBLISHED,
    RETURNED,
    SCHEDULED,
    SUBMITTED,
    Entry,
    Revision,
)
from localoffer.records.moments import now
from localoffer.records.queries import open_revision
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabularies

Raw = dict[str, Any]
#: Dates of a check and who made it.
CHECK = ("reviewed_on", "review_due", "verified_by")


def checked_document(kind: str, words: Raw, vocabularies: Vocabularies) -> Document:
    """The document that the words make. Raises InvalidEntry with every problem, by dotted field name."""
    try:
        return KINDS[kind].document.model_validate(words, context={"vocabularies": vocabularies})
    except ValidationError as error:
        raise InvalidEntry(problems_in(error)) from None


def problems_in(error: ValidationError) -> list[tuple[str, str]]:
    """(dotted field, sentence) of everything that a shape refused."""
    return [(_dotted(fault["loc"]), _sentence(fault)) for fault in error.errors()]


def _dotted(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _sentence(fault: Mapping[str, Any]) -> str:
    limits = fault.get("ctx") or {}
    known = {
        "missing": "Fill this in.",
        "string_too_short": "Write something here." if limits.get("min_length") == 1 else "Write a little more here.",
        "string_too_long": f"Keep this to {limits.get('max_length')} letters.",
        "too_short": "Choose or add at least one.",
        "int_parsing": "Write a whole number.",
        "float_parsing": "Write a number.",
        "date_from_datetime_parsing": "Write a real date.",
        "date_parsing": "Write a real date.",
        "literal_error": "Choose one of the answers.",
        "bool_parsing": "Choose yes or no.",
        "none_required": "Leave this empty.",
    }
    message = str(fault["msg"]).removeprefix("Value error, ")
    return known.get(fault["type"], message[:1].upper() + message[1:].rstrip(".") + ".")


def dated(words: Raw, kind: str, rules: DeskRules, *, checked_on: date | None) -> Raw:
    """The words with their check dates: anew when they were checked today, else as they were, held within the rules."""
    reviewed = checked_on or _day(words.get("reviewed_on"))
    if reviewed is None:
        return words
    longest = timedelta(days=_review_days(words, kind, rules))
    due = reviewed + longest if checked_on else min(_day(words.get("review_due")) or date.max, reviewed + longest)
    return words | {"reviewed_on": reviewed.isoformat(), "review_due": due.isoformat()}


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _review_days(words: Raw, kind: str, rules: DeskRules) -> int:
    """Days until the next check; fewer where a wait, a place or a price is shown."""
    days = min(rules.of_kind(kind).review_days, 366)
    changing = kind == "base" or words.get("wait") or words.get("cost_note")
    return min(days, rules.changing_days) if changing else days


def problems_of(desk: Desk, entry: Entry, words: Raw) -> list[tuple[str, str]]:
    """(dotted field, sentence) of everything that keeps the words from being published; empty when they are whole."""
    stamped = dated({"verified_by": "council", **words}, entry.kind, desk.rules, checked_on=desk.today)
    try:
        checked_document(entry.kind, stamped, desk.vocabularies)
    except InvalidEntry as error:
        return error.problems + lost_updates(entry, words)
    return lost_updates(entry, words)


def hand_in(desk: Desk, entry: Entry, *, checked: bool, note: str = "", reason: str = "") -> Revision:
    """Send the open revision for review, or publish it when a trusted provider changed low-risk fields only.

    ``checked``: the writer says that the whole entry is right as of today. ``reason``: why a quick read that the
    plain-language check blocks should be published all the same. Raises InvalidEntry, HardToRead, SlugTaken,
    NotAllowed, or WrongState when there is nothing to send.
    """
    require(desk.actor, "submit", entry)
    hold(desk.session, entry)
    revision = open_revision(desk.session, entry.id)
    if revision is None or revision.state not in (DRAFT, RETURNED):
        raise WrongState(f"“{entry.title}” has no changes to send.")
    words = dict(revision.document)
    if not entry.revision:
        words.pop("published_on", None)  # it was set when an earlier try was handed in
    words = _stamped(desk, entry, words, checked=checked or not entry.revision)
    document = checked_document(entry.kind, words, desk.vocabularies)
    refuse_lost_updates(entry, document.model_dump(mode="json"))
    refuse_taken_slug(desk.session, entry, document.slug)
    _refuse_hard(entry, document, reason)
    _fix(revision, document)
    revision.state, revision.note, revision.override_reason = SUBMITTED, note[:500], reason[:500]
    revision.returned, revision.saved_at = {}, now()
    desk.session.add(revision)
    desk.session.flush()
    if needs_no_review(desk, entry, revision):
        publish(desk.session, revision, locate=desk.locate)
        desk.note("entry.publish-trusted", entry.address, number=revision.number)
    else:
        desk.note("entry.hand-in", entry.address, number=revision.number)
    return revision


def _stamped(desk: Desk, entry: Entry, words: Raw, *, checked: bool) -> Raw:
    by = words.get("verified_by") or "council"
    return dated(
        words | {"verified_by": verified_by(desk, words) if checked else by}, entry.kind, desk.rules,
        checked_on=desk.today if checked else None,
    )  # fmt: skip


def verified_by(desk: Desk, words: Raw) -> str:
    """A key of the vocabulary ``verified_by``: who says that an entry is right when this actor does."""
    if desk.actor.role != "provider":
        return "council"
    return "nhs" if words.get("sector") == "nhs" else "provider"


def _refuse_hard(entry: Entry, document: Document, reason: str) -> None:
    """What families read already is not refused anew when somebody corrects a phone number."""
    if entry.revision and entry.document().quick_read == document.quick_read:
        return
    blocking = [finding.message for finding in check(document.quick_read) if finding.blocks]
    if blocking and not reason.strip():
        raise HardToRead(blocking)


def _fix(revision: Revision, document: Document) -> None:
    """Store exactly what was checked. Written out whole, the text is still the one the quick read was confirmed by."""
    drifted = has_drifted(revision.document, revision.quick_read_basis)
    revision.document = document.model_dump(mode="json")
    revision.digest = digest_of_document(document)
    if not drifted:
        revision.quick_read_basis = text_digest(revision.document)


def changes_of(entry: Entry, revision: Revision) -> list[str]:
    """Fields in which a revision differs from what the public sees, without the dates the desk keeps."""
    return [name for name in changed(public_words(entry), revision.document) if name not in KEPT_BY_DESK]


def seen_in(entry: Entry, revision: Revision) -> str:
    """What a reviewer looks at, as a digest: what the public sees and what would take its place."""
    names, before, after = changes_of(entry, revision), flat(public_words(entry)), flat(revision.document)
    return digest_of({name: [before.get(name), after.get(name)] for name in names} | {"": revision.number})


def needs_no_review(desk: Desk, entry: Entry, revision: Revision) -> bool:
    """True when a trusted provider changed nothing but low-risk fields: it is public as soon as it is handed in."""
    low_risk = set(desk.rules.of_kind(entry.kind).trusted_fields)
    names = set(changes_of(entry, revision))
    stays_public = entry.state == PUBLISHED and not revision.override_reason.strip()
    return stays_public and is_trusted(desk.actor, entry) and names <= low_risk


def decide(
    desk: Desk,
    entry: Entry,
    *,
    returned: Mapping[str, str],
    publish_at: datetime | None = None,
    seen: str | None = None,
) -> Entry:
    """A reviewer's answer: fields in ``returned`` go back, each with its reason; all others become public.

    What was never public goes back whole when any field does. ``publish_at``: not before then. ``seen``: ``seen_in``
    when it was looked at. Raises NotAllowed, WrongState, InvalidEntry when what is left makes no whole entry.
    """
    require(desk.actor, "review", entry)
    hold(desk.session, entry)
    revision = _in_review(desk, entry, seen)
    if returned and publish_at:
        raise WrongState("Send parts back, or choose a day for all of it: not both at once.")
    if any(not reason.strip() for reason in returned.values()):
        raise WrongState("Give a reason for each part you send back.")
    fields = changes_of(entry, revision)
    unknown = set(returned) - set(fields)
    if unknown:
        raise WrongState(f"“{sorted(unknown)[0]}” was not changed, so it cannot be sent back.")
    desk.note("entry.review", entry.address, accepted=[f for f in fields if f not in returned], returned=dict(returned))
    if returned and (not entry.revision or set(fields) <= set(returned)):
        _send_back(desk, revision, returned)
        return entry
    if returned:
        return _split(desk, entry, revision, returned)
    return _approve(desk, entry, revision, publish_at)


def _in_review(desk: Desk, entry: Entry, seen: str | None) -> Revision:
    revision = open_revision(desk.session, entry.id)
    if revision is None or revision.state != SUBMITTED or seen not in (None, seen_in(entry, revision)):
        raise WrongState(f"“{entry.title}” is not waiting for a review any more. Look at it again.")
    if desk.rules.four_eyes and revision.person_id is not None and revision.person_id == desk.actor.person_id:
        raise NotAllowed("You wrote this yourself. Somebody else must review it.")
    return revision


def _send_back(desk: Desk, revision: Revision, returned: Mapping[str, str]) -> None:
    revision.state, revision.returned = RETURNED, dict(returned)
    desk.session.add(revision)
    desk.session.flush()


def _split(desk: Desk, entry: Entry, revision: Revision, returned: Mapping[str, str]) -> Entry:
    """Publish what was accepted; what goes back stays open, on top of the new public words."""
    whole = dict(revision.document)
    words = with_fields(whole, list(returned), public_words(entry))
    document = checked_document(entry.kind, held_in_time(desk, entry, words), desk.vocabularies)
    writer = {"made_by": revision.made_by, "person_id": revision.person_id}
    basis = revision.quick_read_basis
    _fix(revision, document)
    entry = publish(desk.session, revision, locate=desk.locate)
    add_revision(
        desk.session, entry, whole, state=RETURNED, returned=dict(returned), quick_read_basis=basis, **writer
    )  # fmt: skip
    return entry


def _approve(desk: Desk, entry: Entry, revision: Revision, publish_at: datetime | None) -> Entry:
    if publish_at is not None and publish_at > now():
        require(desk.actor, "schedule", entry)
        revision.state, revision.publish_at = SCHEDULED, publish_at
        desk.session.add(revision)
        desk.session.flush()
        return entry
    return _publish_as_of_today(desk, entry, revision)


def _publish_as_of_today(desk: Desk, entry: Entry, revision: Revision) -> Entry:
    """Rules and vocabularies may have changed since it was handed in."""
    _fix(revision, checked_document(entry.kind, held_in_time(desk, entry, revision.document), desk.vocabularies))
    return publish(desk.session, revision, locate=desk.locate)


def held_in_time(desk: Desk, entry: Entry, words: Raw) -> Raw:
    """The words with the day of the next check held within today's rules."""
    return dated(words, entry.kind, desk.rules, checked_on=None)


def unschedule(desk: Desk, entry: Entry) -> Revision:
    """Back to waiting for a review. Raises WrongState when nothing is scheduled."""
    require(desk.actor, "schedule", entry)
    hold(desk.session, entry)
    revision = open_revision(desk.session, entry.id)
    if revision is None or revision.state != SCHEDULED:
        raise WrongState(f"“{entry.title}” has nothing that waits for its day.")
    revision.state, revision.publish_at = SUBMITTED, None
    desk.session.add(revision)
    desk.note("entry.unschedule", entry.address)
    return revision


def publish_scheduled(desk: Desk, revision: Revision) -> Entry:
    """Make an approved revision public on its day. Dates are held within the rules of that day.

    Raises WrongState when somebody stopped it meanwhile, InvalidEntry or SlugTaken when it fits no longer.
    """
    entry = desk.session.get_one(Entry, revision.entry_id)
    hold(desk.session, entry)
    desk.session.refresh(revision)
    if revision.state != SCHEDULED:
        raise WrongState(f"“{entry.title}” does not wait for its day any more.")
    entry = _publish_as_of_today(desk, entry, revision)
    desk.note("entry.publish-scheduled", entry.address, number=revision.number)
    return entry


def publish_words(desk: Desk, entry: Entry, words: Raw, *, note: str, **others: Any) -> Entry:
    """Publish whole words at once, past any open revision; what is being written goes on from them.

    Raises InvalidEntry or SlugTaken. ``words`` must be made after ``hold``.
    """
    document = checked_document(entry.kind, words, desk.vocabularies)
    refuse_taken_slug(desk.session, entry, document.slug)
    public = public_words(entry)
    waiting = open_revision(desk.session, entry.id)
    kept_state = waiting.state if waiting else ""
    if waiting:  # one is open at a time; this one steps aside and comes back
        waiting.state = DROPPED
        desk.session.add(waiting)
        desk.session.flush()
    data = document.model_dump(mode="json")
    revision = add_revision(
        desk.session, entry, data, digest=digest_of_document(document), made_by=desk.actor.name,
        person_id=desk.actor.person_id, note=note, **others,
    )  # fmt: skip
    entry = publish(desk.session, revision, locate=desk.locate)
    if waiting:
        waiting.state = kept_state
        _carry_on(desk, entry, waiting, public)
    return entry


def _carry_on(desk: Desk, entry: Entry, waiting: Revision, base: Raw) -> None:
    """Base an open revision on what the public sees now. The later check of the two counts."""
    drifted = has_drifted(waiting.document, waiting.quick_read_basis)
    written, newer = waiting.document, public_words(entry)
    words = rebased(written, base, newer)
    if str(written.get("reviewed_on") or "") <= newer["reviewed_on"]:
        words |= {name: newer[name] for name in CHECK}
    waiting.document = held_in_time(desk, entry, words)
    waiting.digest, waiting.based_on = digest_of(waiting.document), entry.revision
    if not drifted and not has_drifted(newer, entry.quick_read_basis):
        waiting.quick_read_basis = text_digest(waiting.document)
    desk.session.add(waiting)
    desk.session.flush()


def take_down(desk: Desk, entry: Entry, reason: str) -> None:
    """Withdraw an entry. Raises NotAllowed or WrongState."""
    require(desk.actor, "withdraw", entry)
    hold(desk.session, entry)
    withdraw(desk.session, entry)
    desk.note("entry.withdraw", entry.address, reason=reason[:500])


def mark_checked(desk: Desk, entry: Entry, *, how: str = "desk") -> Entry:
    """Everything the public sees of the entry is right as of today: new dates, in a version of its own.

    Brings a hidden entry back. Raises NotAllowed, or WrongState when it is neither published nor hidden.
    """
    require(desk.actor, "check", entry)
    hold(desk.session, entry)
    if entry.state not in (PUBLISHED, HIDDEN):
        raise WrongState(f"“{entry.title}” is not published, so there is nothing to check.")
    words = _stamped(desk, entry, public_words(entry), checked=True)
    entry = publish_words(desk, entry, words, note="Checked, still right.")
    desk.note("entry.check", entry.address, how=how)
    return entry


def expire(desk: Desk, entry: Entry) -> None:
    """Withdraw an entry on its last day."""
    withdraw(desk.session, entry)
    entry.expires_on = None
    desk.note("entry.expire", entry.address)
