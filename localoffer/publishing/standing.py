"""How an entry stands with the public, changed at once: brought back, closed, moved, given a last day or an owner."""

from datetime import date

from localoffer.errors import InvalidEntry, WrongState
from localoffer.publishing.append_only import with_kept_updates
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import Raw, public_words, save_fields, words_of
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import NAMED_BY_SLUG, hold, refuse_taken_slug, serialise
from localoffer.publishing.permissions import require
from localoffer.publishing.review import held_in_time, publish_words
from localoffer.records.entries import HIDDEN, PUBLISHED, Entry
from localoffer.records.people import Person
from localoffer.records.queries import revision_of
from localoffer.records.shapes import LONGEST_SLUG, SLUG

PUBLIC = (PUBLISHED, HIDDEN)


def restore(desk: Desk, entry: Entry, number: int) -> Entry:
    """Bring an old version back: its words, at today's address, with the dates on which those words were checked.

    What is said of being closed for a while stays as it is, and so do updates of a plan. Raises NotAllowed, WrongState
    when the version was never public, InvalidEntry when today's rules refuse it.
    """
    require(desk.actor, "restore", entry)
    hold(desk.session, entry)
    old = revision_of(desk.session, entry.id, number)
    if old is None or old.published_at is None:
        raise WrongState(f"“{entry.title}” has no public version {number}.")
    brought = with_kept_updates(entry, old.document | {"slug": entry.slug, "closed": entry.closed})
    words = held_in_time(desk, entry, brought)
    if entry.expires_on and entry.expires_on <= desk.today:
        entry.expires_on = None  # else it would be withdrawn again within the hour
    entry = publish_words(
        desk, entry, words, note=f"Version {number} brought back.", quick_read_basis=old.quick_read_basis
    )
    desk.note("entry.restore", entry.address, number=number)
    return entry


def close(desk: Desk, entry: Entry, closed: Raw | None) -> Entry:
    """Say that it is closed for a while (``since``, ``until``, ``note``), or open again (None). Public at once.

    Raises NotAllowed, InvalidEntry, or WrongState when it is not published.
    """
    require(desk.actor, "close", entry)
    hold(desk.session, entry)
    if entry.state != PUBLISHED:
        raise WrongState(f"“{entry.title}” is not published.")
    words = held_in_time(desk, entry, public_words(entry) | {"closed": closed})
    entry = publish_words(desk, entry, words, note="Closed for a while." if closed else "Open again.")
    desk.note("entry.close" if closed else "entry.reopen", entry.address)
    return entry


def rename(desk: Desk, entry: Entry, slug: str) -> Entry:
    """Move an entry to another address: at once, the old one leads on; an entry never public keeps it for its day.

    Raises NotAllowed, SlugTaken, InvalidEntry for what is no slug, WrongState when it is withdrawn or when others name
    it by its slug.
    """
    require(desk.actor, "publish", entry)
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise InvalidEntry([("slug", "Use small letters, numbers and single hyphens.")])
    serialise(desk.session)
    hold(desk.session, entry)
    refuse_taken_slug(desk.session, entry, slug)
    before = entry.address
    if not entry.revision:
        return _rename_draft(desk, entry, slug)
    if slug == entry.slug:
        return entry
    if entry.kind in NAMED_BY_SLUG:
        raise WrongState("Other pages name this one by its address, so its address cannot change.")
    if entry.state not in PUBLIC:
        raise WrongState(f"“{entry.title}” is withdrawn. Publish it again first.")
    words = held_in_time(desk, entry, public_words(entry) | {"slug": slug})
    entry = publish_words(desk, entry, words, note="Moved to another address.")
    desk.note("entry.rename", entry.address, before=before)
    return entry


def offer_instead(desk: Desk, entry: Entry, addresses: list[str]) -> Entry:
    """Put entries (``folder/slug``) first among those this one leads to: when it is withdrawn, they are shown instead.

    Raises NotAllowed, InvalidEntry.
    """
    require(desk.actor, "withdraw", entry)
    hold(desk.session, entry)
    words = held_in_time(desk, entry, public_words(entry))
    words["related"] = list(dict.fromkeys([*addresses, *words["related"]]))
    return publish_words(desk, entry, words, note="Pages to look at instead.")


def _rename_draft(desk: Desk, entry: Entry, slug: str) -> Entry:
    words = words_of(desk, entry)
    save_fields(desk, entry, {"slug": slug}, seen=digest_of_fields(words, ["slug"]))
    entry.slug = slug
    desk.session.add(entry)
    desk.session.flush()
    return entry


def withdraw_on(desk: Desk, entry: Entry, day: date | None) -> None:
    """Have an entry withdrawn by itself on a day, or never (None). Raises NotAllowed, WrongState."""
    require(desk.actor, "withdraw", entry)
    hold(desk.session, entry)
    if entry.state not in PUBLIC:
        raise WrongState(f"“{entry.title}” is not published, so it cannot be withdrawn.")
    if day is not None and day <= desk.today:
        raise WrongState("Choose a day after today.")
    entry.expires_on = day
    desk.session.add(entry)
    desk.note("entry.last-day", entry.address, day=day.isoformat() if day else None)


def assign(desk: Desk, entry: Entry, person: Person | None) -> None:
    """Say who keeps an entry true; reminders go to them. Raises NotAllowed, WrongState for somebody who has left."""
    require(desk.actor, "assign", entry)
    if person is not None and not person.active:
        raise WrongState(f"{person.name} cannot sign in any more. Choose somebody else.")
    hold(desk.session, entry)
    entry.owner_id = person.id if person else None
    desk.session.add(entry)
    desk.note("entry.assign", entry.address, person_id=entry.owner_id)


def delete_draft(desk: Desk, entry: Entry) -> None:
    """Delete an entry that was never public, with all that was written for it. Raises NotAllowed, WrongState."""
    require(desk.actor, "edit", entry)
    hold(desk.session, entry)
    if entry.revision:
        raise WrongState(f"“{entry.title}” was public, so it can only be withdrawn.")
    desk.note("entry.delete", entry.address, title=entry.title)
    desk.session.delete(entry)
    desk.session.flush()
