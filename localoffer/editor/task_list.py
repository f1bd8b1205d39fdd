"""The task list of a page: its sections, what is done in each and what is still to put right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.editor.forms.fields import Raw, Specs
from localoffer.editor.forms.kinds import BOOK, fields, section_of, shown
from localoffer.editor.forms.problems import nearest, told
from localoffer.editor.forms.reading import is_blank
from localoffer.editor.forms.sections import Section
from localoffer.records.registry import KINDS

DONE, TO_DO, NOT_STARTED, MAY_STAY_EMPTY = "done", "to_do", "not_started", "may_stay_empty"
QUICK_READ = "quick_read"
FILL_IN = "Fill this in."


@dataclass(frozen=True)
class Problem:
    """Something to put right: the field, what it is called, the sentence, and the section that asks for the field."""

    field: str
    label: Any
    sentence: Any
    section: str
    missing: bool = False


@dataclass
class Task:
    """A section with its state."""

    section: Section
    specs: Specs
    state: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def status(self) -> str:
        """> Done, > Not started, > 2 things to put right"""
        if self.state == TO_DO:
            count = len(self.problems)
            return ngettext("%(num)s thing to put right", "%(num)s things to put right", count)
        return {DONE: _("Done"), NOT_STARTED: _("Not started"), MAY_STAY_EMPTY: _("Can be empty")}[self.state]


def problems(kind: str, found: Iterable[tuple[str, str]]) -> list[Problem]:
    """What pydantic says of a page (publishing.review.problems_of), each once, at its field and in its section."""
    seen: dict[str, Problem] = {}
    for dotted, sentence in found:
        place, said = told(dotted, sentence)
        name = nearest(fields(kind), place)
        section = QUICK_READ if name.startswith(QUICK_READ) else section_of(kind, name)
        seen.setdefault(name, Problem(name, label_of(kind, name), said, section, missing=sentence == FILL_IN))
    return list(seen.values())


def label_of(kind: str, dotted: str) -> Any:
    """What a field is called, by its dotted name; the name of the list or group where it is inside one."""
    said = BOOK.find(KINDS[kind].document, dotted.partition(".")[0])
    return said.label if said else dotted


def tasks(kind: str, words: Raw, wrong: list[Problem], *, for_desk: bool) -> list[Task]:
    """The sections that somebody is asked to fill in, each with its state."""
    return [_task(section, specs, words, wrong) for section, specs in shown(kind, words, for_desk=for_desk)]


def _task(section: Section, specs: Specs, words: Raw, wrong: list[Problem]) -> Task:
    names = {each.name for each in specs}
    own = [problem for problem in wrong if problem.field.partition(".")[0] in names]
    empty = is_blank(specs, words)
    states = {(True, True): NOT_STARTED, (True, False): TO_DO, (False, True): MAY_STAY_EMPTY, (False, False): DONE}
    state = states[bool(own), empty]
    return Task(section, specs, state, own)
