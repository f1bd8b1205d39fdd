"""Versions of a page as its history lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from sqlmodel import col, select

from localoffer.editor.history_sentences import sentences
from localoffer.editor.page_being_written import Writing, around
from localoffer.records.entries import DRAFT, DROPPED, PUBLISHED, RETURNED, SCHEDULED, SUBMITTED, Entry, Revision

#: Versions on one page of the history.
MOST_VERSIONS = 40
MOST_NUMBERS = 1_000_000
CONTENT_STORE = "content store"
NOW, ONCE, NEVER = "now", "once", "never"
#: State of a revision -> (what it is, colour of its tag).
STATES = {
    DRAFT: (_("Being written"), "blue"),
    SUBMITTED: (_("Waiting for a review"), "purple"),
    RETURNED: (_("Sent back"), "red"),
    SCHEDULED: (_("Waiting for its day"), "turquoise"),
    DROPPED: (_("Never public"), "grey"),
    NOW: (_("Public now"), "green"),
    ONCE: (_("Was public"), "grey"),
    NEVER: (_("Last public version"), "orange"),
}  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One version: what it is, what changed since the one before, and whether the public saw it."""

    revision: Revision
    state: tuple[Any, str]
    said: list[str]
    by: Any

    @property
    def number(self) -> int:
        return self.revision.number

    @property
    def was_public(self) -> bool:
        return self.revision.published_at is not None


def states(entry: Entry) -> Callable[[Revision], tuple[Any, str]]:
    """What each version of an entry is."""

    def state(revision: Revision) -> tuple[Any, str]:
        if revision.published_at is None:
            return STATES[revision.state if revision.state in STATES else DROPPED]
        if revision.number != entry.revision:
            return STATES[ONCE]
        return STATES[NOW if entry.state == PUBLISHED else NEVER]

    return state


def versions(writing: Writing, before: int | None) -> tuple[list[Version], int | None]:
    """Versions with numbers below ``before`` (None: the newest), and where the next page begins (None: nowhere)."""
    of_entry = select(Revision).where(Revision.entry_id == writing.entry.id).order_by(col(Revision.number).desc())
    query = of_entry if before is None else of_entry.where(Revision.number < min(before, MOST_NUMBERS))
    found = writing.desk.session.exec(query.limit(MOST_VERSIONS + 1)).all()
    shown = found[:MOST_VERSIONS]
    older = of_entry.where(col(Revision.published_at).is_not(None))
    earlier = writing.desk.session.exec(older.where(Revision.number < shown[-1].number)).first() if shown else None
    bases = [each for each in [*shown, earlier] if each is not None and each.published_at is not None]
    state = states(writing.entry)
    views = [_version(writing, each, _base(each, bases), state) for each in shown]
    return views, shown[-1].number if len(found) > MOST_VERSIONS else None


def _base(revision: Revision, bases: Sequence[Revision]) -> Revision | None:
    """What the public saw before a version."""
    return next((each for each in bases if each.number < revision.number), None)


def _version(
    writing: Writing, revision: Revision, base: Revision | None, state: Callable[[Revision], tuple[Any, str]]
) -> Version:
    said = sentences(
        writing.kind, base.document if base else None, revision.document, around(writing.desk), revision.note
    )
    by: Any = _("the files of the council") if revision.made_by == CONTENT_STORE else revision.made_by
    return Version(revision, state(revision), said, by)
