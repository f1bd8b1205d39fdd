"""The legal checklist: what a Local Offer must hold, and which entries satisfy each item. Pure: it only reads.

Source: Children and Families Act 2014 s.30; SI 2014/1530 regs 53 to 57 and Schedule 2; SEND Code of Practice ch. 4.
Paragraph numbers marked ``verified: memory`` are not checked and must not be shown to the public as fact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from localoffer.errors import NotFound
from localoffer.records.shapes import Line, Shape, Text

#: How far a rule is met: every part of it, some parts of it, or none.
MET, PARTLY, NOT_MET = "met", "partly", "not_met"
#: The field of a part that asks for help outside the council's area.
OUT_OF_AREA = "out_of_area"


@dataclass(frozen=True)
class Part:
    """One thing a rule asks for: an entry that has one of ``values`` in ``field``.

    No values: something in the field. No field: any entry. ``every``: all entries have it, not only one.
    """

    field: str = ""
    values: tuple[str, ...] = ()
    every: bool = False


class Rule(Shape):
    """What must be found. Each part given must be met by at least one entry of ``kinds`` (any kind if empty).

    ``*_any``: an entry has one of these values. ``*_all``: every value is met by some entry. ``field``: an entry has
    something in this field. ``every``: the field is filled in every entry of ``kinds``.
    """

    kinds: list[str] = []
    category_any: list[str] = []
    category_all: list[str] = []
    topic_any: list[str] = []
    tier_all: list[str] = []
    provider_group_any: list[str] = []
    phase_type_any: list[str] = []
    out_of_area: bool = False
    field: str = ""
    every: bool = False

    def parts(self) -> list[Part]:
        """What is asked for, piece by piece; never empty."""
        if self.every:
            return [Part(self.field, every=True)]
        alternatives = {
            "categories": self.category_any, "topics": self.topic_any,
            "provider_group": self.provider_group_any, "phase_type": self.phase_type_any,
        }  # fmt: skip
        parts = [Part(field, tuple(values)) for field, values in alternatives.items() if values]
        for field, values in {"categories": self.category_all, "tier": self.tier_all}.items():
            parts += [Part(field, (value,)) for value in values]
        parts += [Part(OUT_OF_AREA)] if self.out_of_area else []
        parts += [Part(self.field)] if self.field else []
        return parts or [Part()]

    def reads(self) -> set[str]:
        """Names of the fields it looks into."""
        return {part.field for part in self.parts() if part.field} | ({"coverage"} if self.out_of_area else set())


class ChecklistItem(Shape):
    """One duty. A rule of None needs a person's judgement (``judgement`` says of what)."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9.]+$")]
    label: Text
    duty: Literal["must", "should", "may"]
    rule: Rule | None = None
    judgement: str = ""
    #: kinds that are not in the system yet; a rule over them is met when they come
    awaits: list[str] = []
    verified: Line
    source: str = ""

    @property
    def needs_judgement(self) -> bool:
        """True when no rule can tell: a person decides."""
        return self.rule is None


class Checklist(Shape):
    """All items, in the order of the law."""

    items: list[ChecklistItem]

    def item(self, key: str) -> ChecklistItem:
        """The item of that key. Raises NotFound."""
        found = next((item for item in self.items if item.key == key), None)
        if found is None:
            raise NotFound(f"The legal checklist has no item “{key}”.")
        return found


@dataclass(frozen=True)
class Held:
    """What the checks read of one entry. ``words`` are its values by field name, as JSON holds them."""

    id: str
    kind: str
    slug: str
    title: str
    reviewed_on: date
    review_due: date
    words: Mapping[str, Any]

    def has(self, part: Part) -> bool:
        """True when this entry has what the part asks for."""
        if not part.field:
            return True
        value = self.words.get(part.field)
        if part.field == OUT_OF_AREA:
            return bool(value) or self.words.get("coverage") == OUT_OF_AREA
        if not part.values:
            return bool(value)
        return any(each in part.values for each in (value if isinstance(value, list) else [value]))


@dataclass(frozen=True)
class PartFound:
    """How far one part of a rule is met: by how many entries, and whether that is enough."""

    part: Part
    met: bool
    count: int


@dataclass(frozen=True)
class Finding:
    """How far an item is met, by which entries, and (where every entry must say something) by which ones not."""

    item: ChecklistItem
    state: str
    evidence: tuple[Held, ...]
    parts: tuple[PartFound, ...]
    lacking: tuple[Held, ...] = ()

    @property
    def met(self) -> bool:
        """True when nothing is missing."""
        return self.state == MET

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts of the rule that are not met."""
        return tuple(each.part for each in self.parts if not each.met)


def check(checklist: Checklist, entries: Iterable[Held]) -> list[Finding]:
    """A finding for every item that has a rule over kinds the system holds."""
    held = list(entries)
    return [find(item, item.rule, held) for item in checklist.items if item.rule and not item.awaits]


def find(item: ChecklistItem, rule: Rule, entries: Iterable[Held]) -> Finding:
    """What meets the rule of one item."""
    scope = [each for each in entries if not rule.kinds or each.kind in rule.kinds]
    met_by = {part: [each for each in scope if each.has(part)] for part in rule.parts()}
    parts = tuple(_found(part, having, scope) for part, having in met_by.items())
    evidence = {each.id: each for having in met_by.values() for each in having}
    lacking = tuple(each for each in scope if each.id not in evidence) if rule.every else ()
    state = MET if all(each.met for each in parts) else PARTLY if _is_something(parts) else NOT_MET
    return Finding(item, state, tuple(evidence.values()), parts, lacking)


def _found(part: Part, having: list[Held], scope: list[Held]) -> PartFound:
    enough = bool(having) and (not part.every or len(having) == len(scope))
    return PartFound(part, enough, len(having))


def _is_something(parts: Iterable[PartFound]) -> bool:
    return any(each.count for each in parts)
