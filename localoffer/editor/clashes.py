"""Two people changed the same section: both versions side by side, field by field, and what was chosen of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localoffer.editor.forms.fields import Raw, Specs
from localoffer.editor.forms.showing import Around, View, show, told

MINE, THEIRS = "mine", "theirs"
CHOICE = "choose."


@dataclass(frozen=True)
class Clash:
    """One field that says two things: its name, what it is called, and both versions as lines of plain text."""

    name: str
    label: Any
    mine: list[str]
    theirs: list[str]
    chosen: str = ""
    error: Any = ""


def differing(specs: Specs, mine: Raw, theirs: Raw) -> Specs:
    """The fields in which two versions differ; nothing and an empty text are the same."""
    return tuple(each for each in specs if (mine.get(each.name) or None) != (theirs.get(each.name) or None))


def clashes(specs: Specs, mine: Raw, theirs: Raw, around: Around, chosen: Mapping[str, str], error: Any) -> list[Clash]:
    """What is to be decided. ``error`` is said of each field that nothing was chosen for."""
    found = differing(specs, mine, theirs)
    both = zip(show(found, mine, around), show(found, theirs, around), strict=True)
    return [_clash(ours, other, chosen.get(ours.name, ""), error) for ours, other in both]


def _clash(mine: View, theirs: View, chosen: str, error: Any) -> Clash:
    return Clash(mine.name, mine.label, told(mine), told(theirs), chosen, "" if chosen else error)


def choices(specs: Specs, form: Mapping[str, str]) -> dict[str, str]:
    """What was chosen: field -> mine or theirs."""
    given = {each.name: form.get(CHOICE + each.name, "") for each in specs}
    return {name: choice for name, choice in given.items() if choice in (MINE, THEIRS)}


def decided(mine: Raw, chosen: Mapping[str, str]) -> Raw:
    """The values to save: of each field the one that was chosen. Theirs stand already, so only mine are named."""
    return {name: mine.get(name) for name, choice in chosen.items() if choice == MINE}
