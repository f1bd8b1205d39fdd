"""From what a browser sent to the plain values of a document. Never raises: what is wrong stays as it was typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from werkzeug.datastructures import MultiDict

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
    Raw,
    Specs,
)
from localoffer.records.registry import from_address
from localoffer.web.addresses import UNFIT

#: Names that a form adds to fields; no shape can have such a field.
ORDER, HELD, PICK = "~order", "~held", "~pick"
#: No form of ours comes near these; a machine that sends more is held to them.
MOST_PAIRS, MOST_ITEMS, MOST_ROWS, MOST_CHOICES, DEEPEST = 5000, 100, 1000, 300, 8
LONGEST_TEXT, LONGEST_LINK, LONGEST_WORD = 50_000, 600, 200
#: ``folder/slug`` or ``folder/slug/part``.
ADDRESS = r"[a-z-]+/[a-z0-9-]+(?:/[a-z0-9-]+)?"
#: Stands between the values of ORDER.
BETWEEN = "|"
NOTHING = object()
EMPTY: tuple[Any, ...] = (None, "", [], {})
YES, NO = "yes", "no"
Problems = list[tuple[str, Any]]


@dataclass
class Sent:
    """What was sent under one part of a dotted name."""

    values: list[str] = field(default_factory=list)
    under: "dict[str, Sent]" = field(default_factory=dict)

    def text(self) -> str:
        """The first value."""
        return self.values[0] if self.values else ""

    def inner(self, name: str) -> "Sent":
        return self.under.get(name) or Sent()

    def rows(self) -> "list[tuple[str, Sent]]":
        """Numbered parts, in the order of their numbers."""
        numbers = sorted((int(name), name) for name in self.under if re.fullmatch("[0-9]{1,4}", name))
        return [(name, self.under[name]) for _, name in numbers]


def read(specs: Specs, form: MultiDict[str, str], problems: Problems | None = None) -> Raw:
    """The values that ``form`` gives the fields, as plain JSON values.

    Unknown names are ignored and control characters dropped. A field with nothing in it is None or "" where its type
    allows that, else left out. ``problems`` gets (dotted name, sentence) of what had to be cut.
    """
    return _group(specs, _tree(form), "", problems if problems is not None else [])


def is_blank(specs: Specs, raw: Raw) -> bool:
    """True when nobody has filled anything in: every value is empty or what it is from the start."""
    return all(_is_unfilled(each, raw.get(each.name)) for each in specs)


def _is_unfilled(each: FieldSpec, value: Any) -> bool:
    if each.control == GROUP and isinstance(value, dict):
        return is_blank(each.members, value)
    return value in EMPTY or value == each.default


def cleaned(text: str) -> str:
    """A text without the line ends of browsers, control characters and outer spaces."""
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _tree(form: MultiDict[str, str]) -> Sent:
    root = Sent()
    for count, (name, value) in enumerate(form.items(multi=True)):
        if count >= MOST_PAIRS:
            break
        place = root
        for part in name.split(".")[:DEEPEST]:
            place = place.under.setdefault(part, Sent())
        place.values.append(value)
    return root


def _group(specs: Specs, sent: Sent, prefix: str, problems: Problems) -> Raw:
    raw = {}
    for each in specs:
        value = _value(each, sent.inner(each.name), prefix + each.name, problems)
        if value is not NOTHING:
            raw[each.name] = value
    return raw


def _value(each: FieldSpec, sent: Sent, name: str, problems: Problems) -> Any:
    if each.control == GROUP:
        return _inner_group(each, sent, name, problems)
    if each.control in (GROUPS, LINES):
        return _rows(each, sent, name, problems)
    if each.control == ROWS:
        return _one_a_row(each, sent, name, problems)
    if each.control == CHOICES:
        return _choices(sent)
    if each.control == LINK:
        return _link(each, sent) or _nothing(each)
    reader = _READERS.get(each.control)
    if reader is None:
        text = _text(sent, name, problems)
        return None if each.nullable and not text else text
    value = reader(sent)
    return _nothing(each) if value is NOTHING else value


def _nothing(each: FieldSpec) -> Any:
    return None if each.nullable else NOTHING


def _text(sent: Sent, name: str, problems: Problems) -> str:
    text = cleaned(sent.text())
    if len(text) > LONGEST_TEXT:
        problems.append((name, _("This was too long. We kept the first %(most)s letters.", most=LONGEST_TEXT)))
    return text[:LONGEST_TEXT]


def _word(sent: Sent) -> Any:
    return cleaned(sent.text())[:LONGEST_WORD] or NOTHING


def _inner_group(each: FieldSpec, sent: Sent, name: str, problems: Problems) -> Raw | None:
    raw = _group(each.members, sent, f"{name}.", problems)
    if not each.nullable or not is_blank(each.members, raw):
        return raw
    return dict(each.empty) if each.empty is not None and sent.inner(HELD).text() else None


def _rows(each: FieldSpec, sent: Sent, name: str, problems: Problems) -> list[Any]:
    assert each.item is not None
    found = []
    for number, row in _capped(sent.rows(), MOST_ITEMS, name, problems):
        value = _value(each.item, row, f"{name}.{number}", problems)
        empty = is_blank(each.members, value) if isinstance(value, dict) else value in EMPTY
        if value is not NOTHING and not empty:
            found.append(value)
    return found


def _one_a_row(each: FieldSpec, sent: Sent, name: str, problems: Problems) -> list[Any]:
    assert each.item is not None
    rows = [row for row in (row.strip() for row in _text(sent, name, problems).split("\n")) if row]
    kept = _capped(rows, MOST_ROWS, name, problems)
    return [_value(each.item, Sent([row]), name, problems) for row in kept]


def _capped(rows: list[Any], most: int, name: str, problems: Problems) -> list[Any]:
    if len(rows) > most:
        problems.append((name, lazy_ngettext("We kept %(num)s.", "We kept the first %(num)s.", most)))
    return rows[:most]


def _choices(sent: Sent) -> list[str]:
    """Ticked values in the order they had; new ones come last."""
    ticked = [value for each in sent.values[:MOST_CHOICES] if (value := cleaned(each)[:LONGEST_WORD])]
    before = {value: place for place, value in enumerate(sent.inner(ORDER).text().split(BETWEEN)[:MOST_CHOICES])}
    return sorted(dict.fromkeys(ticked), key=lambda value: before.get(value, MOST_CHOICES))


def _date(sent: Sent) -> Any:
    """An ISO day; what is no real day as ``day/month/year``, as it was typed."""
    day, month, year = (_part(sent.inner(part).text()) for part in ("day", "month", "year"))
    if not (day or month or year):
        return NOTHING
    try:
        if len(year) == 4:
            return date(int(year), int(month), int(day)).isoformat()
    except (ValueError, OverflowError):
        pass
    return f"{day}/{month}/{year}"


def _part(typed: str) -> str:
    """A part of a day as it fits into one box: on one line, and without the stroke that stands between parts."""
    return " ".join(cleaned(typed).replace("/", " ").split())[:20].strip()


def _whole(sent: Sent) -> Any:
    word = _word(sent)
    return int(word) if isinstance(word, str) and re.fullmatch(r"-?\d{1,15}", word) else word


def _decimal(sent: Sent) -> Any:
    word = _word(sent)
    return float(word) if isinstance(word, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,20})?", word) else word


def _yes_no(sent: Sent) -> Any:
    word = _word(sent)
    return {YES: True, NO: False}.get(word, word) if isinstance(word, str) else word


def _tick(sent: Sent) -> Any:
    return True if sent.text() == YES else NOTHING


def _link(each: FieldSpec, sent: Sent) -> str:
    """The address that ``Title (folder/slug)`` ends with, or that a path on this site is; else the text.

    An address may go on to a part of the page, as in ``plans/improvement-plan/1-3``.

    Where only one kind fits, the slug alone.
    """
    text = cleaned(sent.inner(PICK).text()) or cleaned(sent.text())
    if "://" in text:
        return text[:LONGEST_LINK]
    match = re.search(rf"\(({ADDRESS})\)$", text) or re.fullmatch(rf"/?({ADDRESS})/?", text)
    if match and each.kind and from_address(match[1])[0] == each.kind:
        return match[1].partition("/")[2]
    return match[1] if match else text[:LONGEST_LINK]


_READERS: dict[str, Callable[[Sent], Any]] = {
    DATE: _date, WHOLE: _whole, DECIMAL: _decimal, YES_NO: _yes_no, TICK: _tick, CHOICE: _word,
}  # fmt: skip
