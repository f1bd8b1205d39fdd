"""Writing: begin an entry, save some of its fields, take it back, give it up. The public sees none of it."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from localoffer.errors import NotAllowed, StaleEdit, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import KEPT_BY_DESK, digest_of_fields, text_digest
from localoffer.publishing.operations import add_revision, give_up_open, hold, serialise
from localoffer.publishing.permissions import may_begin, require
from localoffer.records.digests import digest_of
from localoffer.records.entries import DRAFT, RETURNED, SCHEDULED, SUBMITTED, Entry, Revision
from localoffer.records.moments import now
from localoffer.records.queries import find_entry, open_revision
from localoffer.records.shapes import LONGEST_SLUG

Raw = dict[str, Any]
WRITABLE = (DRAFT, RETURNED)


def words_of(desk: Desk, entry: Entry) -> Raw:
    """The document as whoever writes sees it: the open revision's, else what the public sees."""
    revision = open_revision(desk.session, entry.id)
    return dict(revision.document) if revision else public_words(entry)


def public_words(entry: Entry) -> Raw:
    """What the public sees, as plain values; empty for an entry that was never public."""
    return entry.document().model_dump(mode="json") if entry.revision else {}


def begin(desk: Desk, kind: str, title: str, values: Raw) -> Entry:
    """A new entry that nobody but the desk sees, with ``values`` to start from. Raises NotAllowed."""
    organisation = values.get("organisation")
    if not may_begin(desk.actor, kind, organisation):
        raise NotAllowed("You may not begin a page of this kind. Ask an editor to do it for you.")
    serialise(desk.session)
    slug = free_slug(desk, kind, title)
    document = {"title": title, "slug": slug, "quick_read": {}, **values}
    entry = _blank(kind, slug, title, desk)
    entry.fields = {"organisation": organisation} if organisation else {}
    desk.session.add(entry)
    desk.session.flush()
    add_revision(
        desk.session, entry, document, made_by=desk.actor.name, person_id=desk.actor.person_id, quick_read_basis=""
    )
    desk.note("entry.begin", entry.address, title=title)
    return entry


def _blank(kind: str, slug: str, title: str, desk: Desk) -> Entry:
    """A row for an entry that has no public words yet; its organisation's slug tells whose it is."""
    empty: Raw = dict.fromkeys(("summary", "body", "source_note", "digest", "licence", "coverage", "verified_by"), "")
    empty |= {name: [] for name in ("audience", "needs", "phases", "topics", "districts", "places", "contacts")}
    empty |= {"related": [], "formats": [], "quick_read": {}, "fields": {}, "age_min": 0, "age_max": 25}
    return Entry(
        id=str(uuid4()), kind=kind, slug=slug, title=title[:80], state=DRAFT, owner_team=desk.actor.name,
        owner_id=desk.actor.person_id, reviewed_on=desk.today, review_due=desk.today, **empty,
    )  # fmt: skip


def free_slug(desk: Desk, kind: str, title: str) -> str:
    """A slug made from a title, that no entry of the kind has."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("’", "").replace("'", "")).strip("-")
    stem = stem[: LONGEST_SLUG - 4].strip("-") or kind
    numbers = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(slug for slug in numbers if find_entry(desk.session, kind, slug) is None)


def save_fields(desk: Desk, entry: Entry, values: Raw, *, seen: str) -> Revision | None:
    """Save top-level fields as somebody wrote them, whole or not, right or not. Returns the open revision.

    ``seen`` is ``digest_of_fields`` of these fields as the form showed them. Raises StaleEdit, with what is there now,
    when somebody has changed them since; NotAllowed; WrongState while it is in review. None when nothing differs from
    what the public sees.
    """
    require(desk.actor, "edit", entry)
    _refuse_fields(desk, values)
    hold(desk.session, entry)
    revision = open_revision(desk.session, entry.id)
    _refuse_unless_writable(revision)
    held = words_of(desk, entry)
    names = list(values)
    new = _without_empty(held | values)
    if new == _without_empty(held):
        return revision
    if digest_of_fields(held, names) != seen:
        raise _stale(revision, entry, held, names)
    if revision is None:
        revision = add_revision(desk.session, entry, held, made_by=desk.actor.name, person_id=desk.actor.person_id)
    return _keep(desk, entry, revision, new)


def _refuse_unless_writable(revision: Revision | None) -> None:
    if revision and revision.state == SCHEDULED:
        raise WrongState("These changes are approved and wait for their day. Ask a reviewer to stop them first.")
    if revision and revision.state not in WRITABLE:
        raise WrongState("These changes have been sent for review. Take them back to go on writing.")


def _refuse_fields(desk: Desk, values: Raw) -> None:
    if set(values) & set(KEPT_BY_DESK):
        raise NotAllowed("When a page was checked, and by whom, is not for you to write.")
    organisation = values.get("organisation")
    if organisation and not may_begin(desk.actor, "service", organisation):
        raise NotAllowed("You may only write for your own organisations.")


def _stale(revision: Revision | None, entry: Entry, held: Raw, names: Iterable[str]) -> StaleEdit:
    by = revision.made_by if revision else entry.owner_team
    return StaleEdit(
        f"{by} changed this while you were writing.", theirs={name: held.get(name) for name in names}, by=by
    )


def _keep(desk: Desk, entry: Entry, revision: Revision, document: Raw) -> Revision | None:
    """Write the document into the open revision; give it up when it says what the public sees already."""
    revision.document, revision.digest = document, digest_of(document)
    revision.made_by, revision.person_id, revision.saved_at = desk.actor.name, desk.actor.person_id, now()
    if entry.revision and _without_empty(document) == _without_empty(public_words(entry)):
        give_up_open(desk.session, entry.id)
        return None
    if not entry.revision:
        _show_unpublished(entry, document)
    desk.session.add_all([entry, revision])
    desk.session.flush()
    return revision


def _show_unpublished(entry: Entry, document: Raw) -> None:
    """The desk's lists know an entry that was never public by its title and its organisation."""
    entry.title = str(document.get("title") or entry.title)[:80]
    if organisation := document.get("organisation"):
        entry.fields = {**entry.fields, "organisation": organisation}


def _without_empty(document: Raw) -> Raw:
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def confirm_quick_read(desk: Desk, entry: Entry, values: Raw, *, seen: str) -> Revision | None:
    """Save the quick read (``values`` is ``{"quick_read": {...}}``) and say that it fits the text beside it."""
    revision = save_fields(desk, entry, values, seen=seen)
    held = words_of(desk, entry)
    if revision is None:
        revision = add_revision(desk.session, entry, held, made_by=desk.actor.name, person_id=desk.actor.person_id)
    revision.quick_read_basis = text_digest(held)
    desk.session.add(revision)
    desk.session.flush()
    return revision


def has_drifted(document: Raw, basis: str) -> bool:
    """True when the text has changed since somebody last confirmed the quick read beside it."""
    return bool(basis) and basis != text_digest(document)


def take_back(desk: Desk, entry: Entry) -> Revision:
    """Go on writing what was handed in. Raises WrongState when nothing waits for a review."""
    require(desk.actor, "edit", entry)
    hold(desk.session, entry)
    revision = open_revision(desk.session, entry.id)
    if revision is None or revision.state != SUBMITTED:
        raise WrongState(f"“{entry.title}” is not waiting for a review.")
    revision.state = RETURNED if revision.returned else DRAFT
    desk.session.add(revision)
    desk.note("entry.take-back", entry.address)
    return revision


def give_up(desk: Desk, entry: Entry) -> None:
    """Close the open revision without publishing it; the history keeps it.

    Raises WrongState when there is none, when it is approved already, or for an entry that was never public.
    """
    require(desk.actor, "edit", entry)
    hold(desk.session, entry)
    revision = open_revision(desk.session, entry.id)
    if revision is None:
        raise WrongState(f"“{entry.title}” has no changes to give up.")
    if revision.state == SCHEDULED:
        _refuse_unless_writable(revision)
    if not entry.revision:
        raise WrongState(f"“{entry.title}” was never public. Delete it instead.")
    give_up_open(desk.session, entry.id)
    desk.note("entry.give-up", entry.address)
