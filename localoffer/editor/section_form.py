"""One section of a page being written: what its form shows, and saving what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from localoffer.editor import kept_words
from localoffer.editor.find_place import in_words, tidied
from localoffer.editor.forms.fields import Raw, Specs, pick
from localoffer.editor.forms.problems import placed
from localoffer.editor.forms.reading import Problems, read
from localoffer.editor.forms.repeating import done
from localoffer.editor.forms.sections import Section
from localoffer.editor.forms.showing import View, show
from localoffer.editor.named_pages import NamedPages
from localoffer.editor.page_being_written import Writing, around
from localoffer.places.postcodes import Postcodes
from localoffer.publishing import drafts, review
from localoffer.publishing.fields import digest_of_fields
from localoffer.records.upkeep import KeptWords

FIND = "find:venue"


@dataclass
class SectionForm:
    """A section, the fields it asks of this person, and whatever was kept of theirs."""

    writing: Writing
    section: Section
    specs: Specs

    @classmethod
    def of(cls, writing: Writing, key: str) -> "SectionForm":
        """Raises NotFound when the page asks this person no such section."""
        return cls(writing, *writing.section(key))

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.specs]

    @property
    def person_id(self) -> int | None:
        return self.writing.desk.actor.person_id

    def held(self) -> Raw:
        """The values as they are saved now."""
        return {name: self.writing.words[name] for name in self.names if name in self.writing.words}

    def seen(self) -> str:
        """What a form must send back to show on which values it was based."""
        return digest_of_fields(self.writing.words, self.names)

    def kept(self) -> KeptWords | None:
        """What this person wrote and could not save."""
        return kept_words.find(self.writing.desk.session, self.person_id, self.writing.entry.id, self.section.key)

    def keep(self, raw: Raw, seen: str, reason: str) -> None:
        """Keep what could not be saved."""
        values = {"raw": raw, "seen": seen}
        kept_words.keep(
            self.writing.desk.session, self.person_id, self.writing.entry.id, self.section.key, values, reason
        )

    def drop_kept(self) -> None:
        """Forget it."""
        kept_words.drop(self.writing.desk.session, self.person_id, self.writing.entry.id, self.section.key)

    def views(self, raw: Raw, *, checked: bool = False, add: str = "") -> list[View]:
        """The fields as they are drawn; ``checked``: with what is wrong; ``add``: with an empty line in that list."""
        if add:
            raw, _place = done(self.specs, raw, f"add:{add}")
        views = show(self.specs, raw, around(self.writing.desk), self._errors() if checked else {})
        if checked:
            _mark_unknown(views)
        return views

    def _errors(self) -> Mapping[str, Any]:
        return placed(self.specs, review.problems_of(self.writing.desk, self.writing.entry, self.writing.words))

    def is_wrong(self) -> bool:
        """True when something saved in this section must be put right."""
        return any(True for view in self.views(self.held(), checked=True) for _error in view.errors())

    def read(self, form: MultiDict[str, str], problems: Problems) -> Raw:
        """The values of the fields that the form says it asked: what it did not show stays as it is."""
        sent = set(form.get("asked", "").split(" ")[:100])
        specs = pick(self.specs, [name for name in self.names if name in sent])
        raw = read(specs, form, problems)
        raw = NamedPages(self.writing.desk.session, self.writing.desk.actor).settled(specs, raw)
        if isinstance(raw.get("venue"), dict):
            raw["venue"] = tidied(raw["venue"])
        return {each.name: raw.get(each.name) for each in specs}

    def save(self, values: Raw, seen: str) -> None:
        """Save as it is, right or wrong. Raises StaleEdit, WrongState, NotAllowed."""
        desk, entry = self.writing.desk, self.writing.entry
        if not values:
            return
        try:
            with desk.session.begin_nested():
                drafts.save_fields(desk, entry, values, seen=seen)
        except IntegrityError:  # another window of the same person began the changes in this very moment
            drafts.save_fields(desk, entry, values, seen=seen)
        self.drop_kept()
        self.writing = Writing(desk, entry)

    def find_place(self, views: list[View], raw: Raw, postcodes: Postcodes) -> None:
        """Say below the venue where its postcode is."""
        for view in views:
            if view.said.place:
                view.note = in_words(raw.get(view.name), postcodes, self.writing.desk.vocabularies)


def _mark_unknown(views: list[View]) -> None:
    for view in (each for top in views for each in top.within()):
        if view.unknown:
            view.error = _("We have no page like that. Choose one from the list.")
