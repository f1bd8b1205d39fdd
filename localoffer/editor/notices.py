"""Letters about reviews: to reviewers when something waits for them, to the writer when it was decided."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localoffer.editor.field_words import label_of
from localoffer.errors import LetterRefused
from localoffer.publishing.desk import Desk
from localoffer.publishing.review import changes_of
from localoffer.records.entries import Entry, Revision
from localoffer.records.people import Person
from localoffer.records.review_queries import reviewers
from localoffer.web.letters import write_letter
from localoffer.web.locale import FALLBACK, speaking

log = logging.getLogger(__name__)
#: Fields named in a letter; of more only the number is told.
MOST_NAMED = 10


@dataclass(frozen=True)
class HandedIn:
    """What was handed in, kept before it is decided, for the letter about it: by then the revision has moved on."""

    entry: Entry
    revision_id: int
    writer_id: int | None
    at: datetime

    @classmethod
    def of(cls, entry: Entry, revision: Revision) -> "HandedIn":
        return cls(entry, revision.id or 0, revision.person_id, revision.saved_at)


def handed_in(desk: Desk, entry: Entry, revision: Revision) -> None:
    """Tell every reviewer but the writer that something waits; at most once a day for one set of changes."""
    names = changes_of(entry, revision)
    for person in reviewers(desk.session):
        if person.id != desk.actor.person_id:
            _send(
                desk, person, "handed_in", f"handed-in:{revision.id}:{desk.today}:{person.id}",
                title=_one_line(entry.title),
                entry_id=entry.id, writer=desk.actor.name, note=revision.note, is_new=not entry.revision,
                labels=_labels(entry.kind, names[:MOST_NAMED]), more=max(0, len(names) - MOST_NAMED),
            )  # fmt: skip


def decided(desk: Desk, was: HandedIn, *, returned: Mapping[str, str], publish_at: datetime | None) -> None:
    """Tell the writer what became public, what came back and why. Nobody is told what they decided themselves."""
    if was.writer_id is None or was.writer_id == desk.actor.person_id:
        return
    person = desk.session.get(Person, was.writer_id)
    if person is None or not person.active or person.demonstration:
        return
    entry, names = was.entry, list(returned)
    reasons = list(zip(_labels(entry.kind, names), returned.values(), strict=True))
    _send(
        desk, person, "review_result", f"review:{was.revision_id}:{was.at.timestamp():.0f}",
        title=_one_line(entry.title),
        entry_id=entry.id, address=entry.address, reviewer=desk.actor.name, reasons=reasons, publish_at=publish_at,
        is_public=bool(entry.revision),
    )  # fmt: skip


def _send(desk: Desk, person: Person, template: str, key: str, **words: Any) -> None:
    """A letter that cannot be written must not keep anybody from handing in or deciding."""
    try:
        write_letter(desk.session, key=key, to=person.email, template=template, name=person.name, **words)
    except LetterRefused:
        log.warning("The letter %s cannot be sent to person %s", template, person.id)


def _labels(kind: str, names: Sequence[str]) -> list[str]:
    with speaking(FALLBACK):
        return [str(label_of(kind, name)) for name in names]


def _one_line(text: str) -> str:
    return " ".join(text.split())
