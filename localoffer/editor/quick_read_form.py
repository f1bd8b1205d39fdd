"""The quick read of a page being written: its slots as typed, a first draft and the check."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from flask import Flask, Request
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from localoffer.editor import kept_words, plain_language
from localoffer.editor.forms.fields import MARKDOWN
from localoffer.editor.forms.showing import View, show, told
from localoffer.editor.page_being_written import Writing, around
from localoffer.editor.plain_language import Said, Verdict
from localoffer.editor.task_list import QUICK_READ, label_of
from localoffer.publishing import drafts
from localoffer.publishing.drift import changed_since_confirmed
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.permissions import may
from localoffer.quickread.draft import draft
from localoffer.records.entries import Entry, Revision
from localoffer.records.queries import published_at
from localoffer.records.registry import KINDS
from localoffer.records.upkeep import KeptWords
from localoffer.web import formats
from localoffer.web.doors import KEEP_WORDS
from localoffer.web.labels import SLOT_LABELS
from localoffer.web.people import somebody
from localoffer.web.site import session

ADDRESS = re.compile(r"/editor/page/([0-9a-f-]{36})/quick-read")
LONGEST_SLOT = 2_000
HINTS = {
    "what_it_is": _("Say it in one sentence. The first five words matter most."),
    "who_for": _("Ages, needs and anything else somebody must have."),
    "how_to_get": _("The first step, and who must ask."),
    "cost": _("Say so if it is free."),
    "how_long": _("How long people wait, with the day on which that was true."),
    "contact": _("One phone number or e-mail address, and when somebody answers."),
    "what_next": _("The next thing to do, or where to turn if the answer is no."),
    "we_said": _("What was promised, in one sentence."),
    "we_did": _("What has been done so far, with dates."),
    "changed": _("What is different for families now. Say so if nothing is yet."),
    "late_why": _("What is late, and the reason. Say so if nothing is late."),
    "next_date": _("The day of the next news, and what it will tell."),
}


@dataclass(frozen=True)
class Slot:
    """One slot as it is drawn. ``draft`` is shown while it is empty; ``theirs`` is what somebody else saved."""

    name: str
    label: Any
    hint: Any
    text: str
    needed: bool
    draft: str = ""
    theirs: str | None = None
    said: list[Said] = field(default_factory=list)


@dataclass
class QuickReadForm:
    """One page and what was typed. ``seen`` is the digest of the quick read that the form showed."""

    writing: Writing
    texts: dict[str, str]
    seen: str
    by: str = ""

    @classmethod
    def held(cls, writing: Writing) -> "QuickReadForm":
        """As it is saved now, or as this person wrote it when that could not be saved."""
        kept = kept_of(writing)
        if kept:
            return cls(writing, slots_of(writing.kind, kept.values["raw"]), kept.values["seen"])
        return cls(writing, slots_of(writing.kind, writing.words.get(QUICK_READ)), seen_of(writing))

    @classmethod
    def sent(cls, writing: Writing, form: Mapping[str, str]) -> "QuickReadForm":
        """As it was typed."""
        return cls(writing, typed(writing.kind, form), form.get("seen", ""))

    @cached_property
    def verdict(self) -> Verdict:
        return plain_language.of_quick_read(self.writing.kind, self.texts)

    @cached_property
    def drafts(self) -> dict[str, str]:
        """Slot -> first draft."""
        desk, words = self.writing.desk, self.writing.words
        named = [each for name in NAMING for each in words.get(name) or [] if isinstance(each, str)]
        named += [f"glossary/{slug}" for slug in words.get("see_also") or [] if isinstance(slug, str)]
        titles = {entry.address: entry.title for entry in published_at(desk.session, named)}

        def label(vocabulary: str, key: str) -> str:
            term = desk.vocabularies[vocabulary].get(key)
            return (term.short_label or term.label) if term else ""

        known = plain_language.known_words()
        return draft(self.writing.kind, words, label, titles=titles, around=known)

    def slots(self) -> list[Slot]:
        """All of them, in order."""
        theirs = slots_of(self.writing.kind, self.writing.words.get(QUICK_READ)) if self.by else {}
        needed = KINDS[self.writing.kind].document.REQUIRED_SLOTS
        return [
            Slot(
                name, SLOT_LABELS[name], HINTS[name], text, name in needed,
                draft="" if self.by else self.drafts.get(name, ""),
                theirs=theirs[name] if theirs and theirs[name] != text else None, said=self.verdict.of(name),
            )
            for name, text in self.texts.items()
        ]  # fmt: skip

    def after(self, order: str) -> "QuickReadForm":
        """What a button makes of it: ``draft-cost``, ``draft-all``, ``theirs-cost``, ``swap-2``; else nothing."""
        verb, _dash, what = order.partition("-")
        texts = dict(self.texts)
        if verb == "draft":
            texts |= {slot: text for slot, text in self.drafts.items() if not texts[slot] and what in (slot, "all")}
        elif verb == "theirs" and what in texts:
            texts[what] = slots_of(self.writing.kind, self.writing.words.get(QUICK_READ))[what]
        elif verb == "swap" and what.isdecimal() and int(what[:4]) < len(self.verdict.report.findings):
            finding = self.verdict.report.findings[int(what[:4])]
            if finding.slot in texts:
                texts[finding.slot] = finding.mended(texts[finding.slot])
        return QuickReadForm(self.writing, texts, self.seen, self.by)

    def save(self, *, confirm: bool) -> Revision | None:
        """Save it; with ``confirm`` somebody says that it fits the text. Raises StaleEdit, WrongState, NotAllowed."""
        desk, entry = self.writing.desk, self.writing.entry
        verb = drafts.confirm_quick_read if confirm else drafts.save_fields
        values = {QUICK_READ: self.texts}
        try:
            with desk.session.begin_nested():
                revision = verb(desk, entry, values, seen=self.seen)
        except IntegrityError:  # another window of the same person began the changes in this very moment
            revision = verb(desk, entry, values, seen=self.seen)
        kept_words.drop(desk.session, desk.actor.person_id, entry.id, QUICK_READ)
        return revision

    def keep(self, reason: str) -> None:
        """Keep what could not be saved."""
        desk = self.writing.desk
        values = {"raw": self.texts, "seen": self.seen}
        kept_words.keep(desk.session, desk.actor.person_id, self.writing.entry.id, QUICK_READ, values, reason)

    def drifted(self) -> bool:
        """True when the text has changed since somebody last said that the quick read fits."""
        return drafts.has_drifted(self.writing.words, self._basis())

    def drifted_fields(self) -> list[Any]:
        """What has changed since then, by name; empty when nobody can tell."""
        writing = self.writing
        names = changed_since_confirmed(writing.desk.session, writing.entry, writing.words, self._basis())
        return list(dict.fromkeys(label_of(writing.kind, name) for name in names))

    def _basis(self) -> str:
        revision = self.writing.revision
        return revision.quick_read_basis if revision else self.writing.entry.quick_read_basis

    def page_text(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """The page beside the quick read: (section, [(field, its lines or its HTML)]), without what is empty."""
        found = []
        for task in self.writing.tasks:
            views = show(task.specs, self.writing.words, around(self.writing.desk))
            lines = [(view.label, _as_read(view)) for view in views]
            if filled := [pair for pair in lines if pair[1]]:
                found.append((task.section.title, filled))
        return found


def _as_read(view: View) -> Any:
    return formats.markdown(view.value) if view.control == MARKDOWN else told(view)


#: Fields that name other pages, whose titles a draft may say.
NAMING = ("related", "if_not_eligible", "rights_if_no", "step_up_to")


def typed(kind: str, form: Mapping[str, str]) -> dict[str, str]:
    """The slots of a form. Places in a text are counted from its beginning, so nothing is cut off there."""
    slots = KINDS[kind].document.slots()
    return {slot: form.get(slot, "").replace("\r\n", "\n").rstrip()[:LONGEST_SLOT] for slot in slots}


def slots_of(kind: str, value: object) -> dict[str, str]:
    """All slots of a stored quick read, empty ones too."""
    held = value if isinstance(value, dict) else {}
    return {slot: text if isinstance(text := held.get(slot), str) else "" for slot in KINDS[kind].document.slots()}


def seen_of(writing: Writing) -> str:
    """The digest of the quick read as it is saved now."""
    return digest_of_fields(writing.words, [QUICK_READ])


def kept_of(writing: Writing) -> KeptWords | None:
    """What this person wrote and could not save."""
    desk = writing.desk
    return kept_words.find(desk.session, desk.actor.person_id, writing.entry.id, QUICK_READ)


def keep_at_the_door(person_id: int, request: Request) -> bool:
    """For web.doors: keep a quick read that is sent after its session has ended. True when there was one."""
    match = ADDRESS.fullmatch(request.path)
    entry = session().get(Entry, match[1]) if match else None
    if match is None or entry is None or not may(somebody(session(), person_id), "edit", entry):
        return False
    values = {"raw": typed(entry.kind, request.form), "seen": request.form.get("seen", "")[:64]}
    kept_words.keep(session(), person_id, entry.id, QUICK_READ, values, kept_words.SIGNED_OUT)
    return True


def init_app(app: object) -> None:
    """Have the doors keep what is written."""
    cast(Flask, app).extensions.setdefault(KEEP_WORDS, []).append(keep_at_the_door)
