"""What somebody wrote and could not save: kept for them, and for nobody else, until they save it or drop it."""

import re
from typing import Any

from flask import Flask, Request
from sqlmodel import Session

from localoffer.editor.forms.fields import Specs, pick
from localoffer.editor.forms.kinds import fields, sections
from localoffer.editor.forms.reading import read
from localoffer.publishing.permissions import may
from localoffer.records.entries import Entry
from localoffer.records.moments import now
from localoffer.records.upkeep import KeptWords
from localoffer.web.doors import KEEP_WORDS
from localoffer.web.people import somebody
from localoffer.web.site import session

#: Why words were kept: another had saved first, the session had ended, or the page had been sent meanwhile.
STALE, SIGNED_OUT, SENT = "stale", "signed out", "sent"
WRITING = re.compile(r"/editor/page/([0-9a-f-]{36})/write/([a-z]{1,60})")


def keep(
    found: Session, person_id: int | None, entry_id: str, section: str, values: dict[str, Any], reason: str
) -> None:
    """Keep what one person wrote in a section, in place of anything kept before.

    ``values`` holds the fields (``raw``) and on which values they were based (``seen``).
    """
    assert person_id is not None
    row = find(found, person_id, entry_id, section) or KeptWords(
        person_id=person_id, entry_id=entry_id, section=section, values={}, reason=reason
    )
    row.values, row.reason, row.at = dict(values), reason, now()
    found.add(row)
    found.flush()


def find(found: Session, person_id: int | None, entry_id: str, section: str) -> KeptWords | None:
    """What was kept of a section."""
    return found.get(KeptWords, (person_id, entry_id, section)) if person_id is not None else None


def drop(found: Session, person_id: int | None, entry_id: str, section: str) -> None:
    """Forget what was kept of a section, if anything was."""
    if row := find(found, person_id, entry_id, section):
        found.delete(row)
        found.flush()


def sent_fields(kind: str, section_key: str, request: Request) -> Specs:
    """The fields of a section that a form says it has asked."""
    section = next((each for each in sections(kind) if each.key == section_key), None)
    names = set(request.form.get("asked", "").split(" ")[:100])
    return pick(fields(kind), [name for name in section.fields if name in names]) if section else ()


def keep_at_the_door(person_id: int, request: Request) -> bool:
    """For web.doors: keep what somebody sends after their session has ended. True when there was something to keep."""
    match = WRITING.fullmatch(request.path)
    entry = session().get(Entry, match[1]) if match else None
    if match is None or entry is None or not may(somebody(session(), person_id), "edit", entry):
        return False
    specs = sent_fields(entry.kind, match[2], request)
    if not specs:
        return False
    values = {"raw": read(specs, request.form), "seen": request.form.get("seen", "")[:64]}
    keep(session(), person_id, entry.id, match[2], values, SIGNED_OUT)
    return True


def init_app(app: Flask) -> None:
    """Have the doors keep what is written."""
    app.extensions.setdefault(KEEP_WORDS, []).append(keep_at_the_door)
