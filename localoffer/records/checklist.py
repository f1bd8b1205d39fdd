"""The legal checklist: what a Local Offer must hold, and which entries satisfy each item. Pure: it only reads.

Source: Children and Families Act 2014 s.30; SI 2014/1530 regs 53 to 57 and Schedule 2; SEND Code of Practice ch. 4.
Paragraph numbers marked ``verified: memory`` are not checked and must not be shown to the public as fact.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from localoffer.records.documents import Document
from localoffer.records.shapes import Line, Shape, Text


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


class Checklist(Shape):
    """All items, in the order of the law."""

    items: list[ChecklistItem]


@dataclass(frozen=True)
class Finding:
    """Whether one item is met, and by which entries (``folder/slug`` is the caller's to make)."""

    item: ChecklistItem
    met: bool
    evidence: tuple[Document, ...] = ()
    missing: tuple[str, ...] = ()


def check(checklist: Checklist, documents: Iterable[Document]) -> list[Finding]:
    """A finding for every item that has a rule over kinds the system holds."""
    held = list(documents)
    return [_find(item, item.rule, held) for item in checklist.items if item.rule and not item.awaits]


def _find(item: ChecklistItem, rule: Rule, documents: list[Document]) -> Finding:
    scope = [each for each in documents if not rule.kinds or each.KIND in rule.kinds]
    if rule.every:
        missing = tuple(each.slug for each in scope if not getattr(each, rule.field, None))
        return Finding(item, bool(scope) and not missing, tuple(scope[:3]), missing)
    evidence: list[Document] = []
    missing_parts: list[str] = []
    for name, meets in _wanted(rule):
        met = [each for each in scope if meets(each)]
        evidence += met[:3]
        missing_parts += [] if met else [name]
    return Finding(item, not missing_parts, tuple(evidence), tuple(missing_parts))


def _wanted(rule: Rule) -> Iterable[tuple[str, Callable[[Document], bool]]]:
    def has(attribute: str, values: Iterable[str]) -> Callable[[Document], bool]:
        wanted = set(values)
        return lambda each: bool(wanted & set(_values(each, attribute)))

    any_of = {
        "categories": rule.category_any, "topics": rule.topic_any,
        "provider_group": rule.provider_group_any, "phase_type": rule.phase_type_any,
    }  # fmt: skip
    for attribute, values in any_of.items():
        if values:
            yield f"{attribute}: {' or '.join(values)}", has(attribute, values)
    for attribute, values in {"categories": rule.category_all, "tier": rule.tier_all}.items():
        for value in values:
            yield f"{attribute}: {value}", has(attribute, [value])
    if rule.out_of_area:
        yield "outside the area", lambda each: getattr(each, "out_of_area", False) or each.coverage == "out_of_area"
    if rule.field:
        yield rule.field, lambda each: bool(getattr(each, rule.field, None))
    if not any((*any_of.values(), rule.category_all, rule.tier_all, rule.out_of_area, rule.field)):
        yield "an entry of " + " or ".join(rule.kinds), lambda each: True


def _values(document: Document, attribute: str) -> list[str]:
    value = getattr(document, attribute, None)
    return value if isinstance(value, list) else [value] if value else []
