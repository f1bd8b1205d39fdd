"""The values of fields as people read them: labels of vocabularies, dates, yes and no, one line for each item."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from localoffer.editor.forms.fields import (
    CHOICE,
    CHOICES,
    DATE,
    DECIMAL,
    GROUP,
    GROUPS,
    LINES,
    LINK,
    ROWS,
    TICK,
    WHOLE,
    YES_NO,
    FieldSpec,
)
from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.showing import Around
from localoffer.publishing.fields import QUICK_READ
from localoffer.web import formats
from localoffer.web.labels import SLOT_LABELS

EMPTY: tuple[Any, ...] = (None, "", [], {})
BETWEEN = " · "


def field_of(kind: str, name: str) -> FieldSpec:
    """The field of a kind by its name in ``publishing.fields.flat``. Raises KeyError for a name that no field has."""
    specs = {each.name: each for each in fields(kind)}
    if name.startswith(QUICK_READ):
        members = {each.name: each for each in specs["quick_read"].members}
        return members[name.removeprefix(QUICK_READ)]
    return specs[name]


def label_of(kind: str, name: str) -> Any:
    """> Who can use it?, > Quick read: What it costs"""
    if name.startswith(QUICK_READ):
        return _("Quick read: %(part)s", part=SLOT_LABELS[name.removeprefix(QUICK_READ)])
    return field_of(kind, name).said.label


def written(spec: FieldSpec, value: Any, around: Around) -> list[str]:
    """A value as lines to read; none when it says nothing. Whatever somebody has typed is shown, right or not."""
    if value in EMPTY:
        return []
    if spec.control == GROUPS:
        return [_in_one_line(spec, row, around) for row in _listed(value)]
    if spec.control == GROUP and isinstance(value, dict):
        return _line_by_line(spec, value, around)
    if spec.control in (CHOICES, LINES, ROWS):
        item = spec.item or spec
        return [
            line for each in _listed(value) for line in _one(spec if spec.control == CHOICES else item, each, around)
        ]
    return _one(spec, value, around)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _one(spec: FieldSpec, value: Any, around: Around) -> list[str]:
    writer = _WRITERS.get(spec.control)
    if writer:
        return [writer(spec, value, around)]
    return [line for line in str(value).split("\n") if line.strip()]


def _date(_spec: FieldSpec, value: Any, _around: Around) -> str:
    try:
        return formats.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _yes_no(_spec: FieldSpec, value: Any, _around: Around) -> str:
    return {True: _("Yes"), False: _("No")}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _number(_spec: FieldSpec, value: Any, _around: Around) -> str:
    return formats.number(value) if isinstance(value, (int, float)) else str(value)


def _choice(spec: FieldSpec, value: Any, around: Around) -> str:
    answers = {str(answer): label for answer, label in (spec.said.answers or {}).items()}
    if str(value) in answers:
        return str(answers[str(value)])
    return around.vocabularies.label(spec.vocabulary, str(value)) if spec.vocabulary else str(value)


def _link(spec: FieldSpec, value: Any, around: Around) -> str:
    named = around.entry(spec.kind, str(value)) if around.entry and "://" not in str(value) else None
    return named[0] if named else str(value)


_WRITERS: dict[str, Callable[[FieldSpec, Any, Around], str]] = {
    DATE: _date, YES_NO: _yes_no, TICK: _yes_no, WHOLE: _number, DECIMAL: _number, CHOICE: _choice, CHOICES: _choice,
    LINK: _link,
}  # fmt: skip


def _in_one_line(spec: FieldSpec, row: Any, around: Around) -> str:
    """> Phone · 01632 960001 · Office · Monday, 9am to 1pm"""
    if not isinstance(row, dict):
        return str(row)
    found: list[str] = []
    for member in spec.members:
        value = row.get(member.name)
        lines = [] if value == member.default and not member.required else written(member, value, around)
        if lines and member.control in (YES_NO, WHOLE, DATE):
            lines = [_("%(label)s: %(value)s", label=_plain(member.said.label), value=line) for line in lines]
        found += lines
    return BETWEEN.join(found)


def _line_by_line(spec: FieldSpec, value: dict[str, Any], around: Around) -> list[str]:
    """> Town or village: Exeter"""
    return [
        _("%(label)s: %(value)s", label=_plain(member.said.label), value=BETWEEN.join(lines))
        for member in spec.members
        if value.get(member.name) is not False and (lines := written(member, value.get(member.name), around))
    ]


def _plain(label: Any) -> str:
    """A label that is a question, before a colon."""
    return str(label).rstrip("?؟:")


def shown(kind: str, names: Iterable[str], words: dict[str, Any], around: Around) -> list[tuple[Any, list[str]]]:
    """(label, lines) of each named field that says something; ``words`` as ``publishing.fields.flat`` gives them."""
    found = [(label_of(kind, name), written(field_of(kind, name), words.get(name), around)) for name in names]
    return [(label, lines) for label, lines in found if lines]
