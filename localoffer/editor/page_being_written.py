"""The page that somebody is writing, as every writing view needs it: its words, its fields and what is wrong."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from localoffer.editor.forms.fields import CHOICE, FieldSpec, Raw, Said, Specs
from localoffer.editor.forms.kinds import asked, sections, shown
from localoffer.editor.forms.sections import Section
from localoffer.editor.forms.showing import Around
from localoffer.editor.named_pages import NamedPages
from localoffer.editor.task_list import Problem, Task, problems, tasks
from localoffer.errors import NotFound
from localoffer.publishing import drafts, review
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import at_least, require
from localoffer.records.entries import Entry, Revision
from localoffer.records.people import EDITOR
from localoffer.records.queries import find_entry, open_revision


@dataclass
class Writing:
    """One page and one person. Made anew for each request."""

    desk: Desk
    entry: Entry

    @classmethod
    def of(cls, desk: Desk, entry_id: str) -> "Writing":
        """Raises NotFound when there is no such page, NotAllowed when the person may not write it."""
        entry = desk.session.get(Entry, entry_id)
        if entry is None:
            raise NotFound("There is no such page.")
        require(desk.actor, "edit", entry)
        return cls(desk, entry)

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def for_desk(self) -> bool:
        """False for a provider, who does not see how the page is kept."""
        return at_least(self.desk.actor, EDITOR)

    @cached_property
    def words(self) -> Raw:
        return drafts.words_of(self.desk, self.entry)

    @cached_property
    def revision(self) -> Revision | None:
        return open_revision(self.desk.session, self.entry.id)

    @property
    def may_write(self) -> bool:
        """False while the changes are in review or wait for their day."""
        return self.revision is None or self.revision.state in drafts.WRITABLE

    @cached_property
    def problems(self) -> list[Problem]:
        return problems(self.kind, review.problems_of(self.desk, self.entry, self.words))

    @cached_property
    def tasks(self) -> list[Task]:
        return tasks(self.kind, self.words, self.problems, for_desk=self.for_desk)

    def section(self, key: str) -> tuple[Section, Specs]:
        """A section and the fields it asks of this person. Raises NotFound when it asks none."""
        found = next((each for each in sections(self.kind) if each.key == key), None)
        specs = asked(self.kind, found, self.words, for_desk=self.for_desk) if found else ()
        if found is None or not specs:
            raise NotFound("This page has no such section.")
        return found, for_actor(specs, self.desk)

    def section_asking(self, dotted: str) -> str:
        """The key of the section that asks for a field; empty when none does, or not this person."""
        name = dotted.partition(".")[0]
        return next((each.section.key for each in self.tasks if name in {spec.name for spec in each.specs}), "")

    def next_section(self, key: str) -> str | None:
        """The section after this one; None after the last."""
        keys = [section.key for section, _ in shown(self.kind, self.words, for_desk=self.for_desk)]
        after = keys[keys.index(key) + 1 :] if key in keys else []
        return after[0] if after else None


def around(desk: Desk) -> Around:
    """What the fields of any page need besides their values."""
    pages = NamedPages(desk.session, desk.actor)
    return Around(desk.vocabularies, pages.entry, pages.like)


def for_actor(specs: Specs, desk: Desk) -> Specs:
    """The fields as this person may fill them in: a provider chooses among organisations of their own."""
    if at_least(desk.actor, EDITOR):
        return specs
    return tuple(_own_organisation(each, desk) if each.name == "organisation" else each for each in specs)


def _own_organisation(each: FieldSpec, desk: Desk) -> FieldSpec:
    answers = organisations_of(desk)
    return replace(each, control=CHOICE, said=Said(each.said.label, answers=answers), answers=tuple(answers))


def organisations_of(desk: Desk) -> dict[Any, Any]:
    """Slug and name of each organisation that somebody acts for, by name."""
    found = {slug: find_entry(desk.session, "organisation", slug) for slug in desk.actor.organisations}
    named = {slug: entry.title if entry else slug for slug, entry in found.items()}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))
