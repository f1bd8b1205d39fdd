"""Changes as the desk shows them: each field with what stood there and what stands there now, words marked."""

from dataclasses import dataclass
from typing import Any

from localoffer.editor.field_words import field_of, label_of, written
from localoffer.editor.forms.showing import Around
from localoffer.publishing.differences import (
    MOVED,
    NEW,
    REMOVED,
    SAME,
    Difference,
    Line,
    differences,
    line_changes,
)
from localoffer.records.registry import KINDS

Raw = dict[str, Any]
#: Lines beside a changed one that help to understand it; further ones that stayed the same are only counted.
BESIDE = 1


@dataclass(frozen=True)
class Gap:
    """Lines that stayed the same and are not shown."""

    count: int


@dataclass(frozen=True)
class Change:
    """One field. ``kind``: new, changed or removed. ``lines`` of both versions, in the order of the newer."""

    name: str
    label: Any
    kind: str
    lines: list[Line | Gap]

    @property
    def id(self) -> str:
        """The field's name as it can stand in an id."""
        return self.name.replace(".", "-")

    @property
    def before(self) -> list[Line | Gap]:
        """What the public saw. What moved is told once, in the newer version."""
        return [each for each in self.lines if isinstance(each, Gap) or (each.before and each.kind != MOVED)]

    @property
    def after(self) -> list[Line | Gap]:
        """What would take its place."""
        return [each for each in self.lines if isinstance(each, Gap) or each.after]


def changes_between(kind: str, old: Raw, new: Raw, around: Around) -> list[Change]:
    """Every field in which two documents of a kind differ, in the order in which the kind has them."""
    order = list(KINDS[kind].document.model_fields)
    found = sorted(differences(old, new), key=lambda each: order.index(each.name.partition(".")[0]))
    return [_change(kind, each, around) for each in found]


def _change(kind: str, each: Difference, around: Around) -> Change:
    spec = field_of(kind, each.name)
    lines = line_changes(written(spec, each.before, around), written(spec, each.after, around))
    folded: list[Line | Gap] = list(lines) if each.kind in (NEW, REMOVED) else _folded(lines)
    return Change(each.name, label_of(kind, each.name), each.kind, folded)


def _folded(lines: list[Line]) -> list[Line | Gap]:
    """Long stretches that stayed the same become a gap."""
    changed = [place for place, line in enumerate(lines) if line.kind != SAME]
    near = {place + step for place in changed for step in range(-BESIDE, BESIDE + 1)}
    found: list[Line | Gap] = []
    for place, line in enumerate(lines):
        if place in near:
            found.append(line)
        elif found and isinstance(found[-1], Gap):
            found[-1] = Gap(found[-1].count + 1)
        else:
            found.append(Gap(1))
    return found
