"""Lists of a form: add a line or group, take one away, move one up or down, as its buttons ask."""

import copy
import re
from typing import Any

from localoffer.editor.forms.fields import GROUP, GROUPS, LINES, FieldSpec, Raw, Specs
from localoffer.editor.forms.reading import MOST_ITEMS

VERBS = re.compile(r"(add|remove|up|down):([a-z0-9_.]{1,200})")


def done(specs: Specs, raw: Raw, order: str) -> tuple[Raw, str]:
    """The values after ``order``, and the dotted name of the line or list to go to; unchanged when it means nothing.

    Orders are ``add:contacts``, ``remove:contacts.1``, ``up:contacts.1`` and ``down:contacts.0``: the ``value`` of
    buttons called ``do``.
    """
    match = VERBS.fullmatch(order)
    if not match:
        return raw, ""
    verb, name = match[1], match[2]
    changed = copy.deepcopy(raw)
    name, _, last = (name, "", "") if verb == "add" else name.rpartition(".")
    rows = _list_at(specs, changed, name.split("."))
    if rows is None:
        return raw, ""
    place = len(rows) if verb == "add" else int(last) if last.isdecimal() else -1
    return (changed, _go(verb, rows, place, name)) if 0 <= place <= len(rows) else (raw, "")


def _go(verb: str, rows: list[Any], place: int, name: str) -> str:
    """Do it, and say where to go."""
    if verb == "add" and len(rows) < MOST_ITEMS:
        rows.append(None)
    elif verb == "remove" and place < len(rows):
        del rows[place]
        place = min(place, len(rows) - 1)
    else:
        other = place + {"up": -1, "down": 1}.get(verb, 0)
        if place < len(rows) and 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
            place = other
    return f"{name}.{place}" if rows else name


def _list_at(specs: Specs, raw: Any, parts: list[str]) -> list[Any] | None:
    """The list that a dotted name leads to, made where there is none yet; None when the form has no such list."""
    each: FieldSpec | None = next((spec for spec in specs if spec.name == parts[0]), None)
    if each is None or not isinstance(raw, dict):
        return None
    rest = parts[1:]
    if each.control in (GROUPS, LINES) and not rest:
        held = raw.get(each.name)
        raw[each.name] = held if isinstance(held, list) else []
        return raw[each.name]
    if each.control == GROUP and rest:
        raw[each.name] = raw.get(each.name) or {}
        return _list_at(each.members, raw[each.name], rest)
    rows = raw.get(each.name)
    inside = each.control == GROUPS and len(rest) > 1 and rest[0].isdecimal() and isinstance(rows, list)
    if not inside or int(rest[0]) >= len(rows or []):
        return None
    return _list_at(each.members, (rows or [])[int(rest[0])], rest[1:])
