"""The history in sentences: what changed from one version to the next, as somebody would tell it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.editor.field_words import field_of, label_of, written
from localoffer.editor.forms.fields import (
    CHOICE,
    CHOICES,
    DATE,
    DECIMAL,
    GROUPS,
    LINE,
    LINES,
    LINK,
    ROWS,
    WHOLE,
    YES_NO,
)
from localoffer.editor.forms.showing import Around
from localoffer.publishing.differences import (
    ADDED,
    CHANGED,
    NEW,
    REMOVED,
    TAKEN,
    Difference,
    Line,
    differences,
    line_changes,
)
from localoffer.publishing.fields import QUICK_READ
from localoffer.web.labels import SLOT_LABELS

Raw = dict[str, Any]
MOST_SENTENCES, MOST_LETTERS = 8, 60
BETWEEN = ", "
#: Controls whose values are short enough to be told.
SHORT = {LINE, CHOICE, DATE, DECIMAL, WHOLE, YES_NO, LINK}
LISTS = {CHOICES, LINES, ROWS, GROUPS}
BROUGHT_BACK = re.compile(r"Version (\d+) brought back\.")


def sentences(kind: str, before: Raw | None, after: Raw, around: Around, note: str = "") -> list[str]:
    """What changed, a sentence each, the most telling first. ``before`` is None for the first version of a page."""
    if before is None:
        return [_("Began this page.")]
    found = [*_from_note(note), *_checked(before, after)]
    for each in differences(before, after):
        found += _of(kind, each, around)
    if len(found) > MOST_SENTENCES:
        more = len(found) - MOST_SENTENCES + 1
        found = [*found[: MOST_SENTENCES - 1], ngettext("%(num)s more change.", "%(num)s more changes.", more)]
    return found or [_("Saved it again. Nothing changed.")]


def _from_note(note: str) -> Iterator[str]:
    if brought := BROUGHT_BACK.fullmatch(note):
        yield _("Brought back version %(number)s.", number=brought[1])


def _checked(before: Raw, after: Raw) -> Iterator[str]:
    if str(after.get("reviewed_on") or "") > str(before.get("reviewed_on") or ""):
        yield _("Checked, still right.")


def _of(kind: str, each: Difference, around: Around) -> list[str]:
    own = _OWN.get(each.name)
    if own:
        return own(each, around)
    if each.name.startswith(QUICK_READ):
        return [_of_quick_read(each)]
    spec = field_of(kind, each.name)
    label = str(label_of(kind, each.name))
    before, after = written(spec, each.before, around), written(spec, each.after, around)
    if spec.control in LISTS:
        return list(_of_list(label, before, after))
    if spec.control in SHORT and len(before) <= 1 and len(after) <= 1:
        return [_of_value(label, each.kind, "".join(before), "".join(after))]
    return [_of_text(label, each.kind)]


def _of_value(label: str, kind: str, before: str, after: str) -> str:
    if kind == NEW:
        return _("Filled in “%(field)s”: %(value)s.", field=label, value=short(after))
    if kind == REMOVED:
        return _("Emptied “%(field)s”. It was %(value)s.", field=label, value=short(before))
    return _("Changed “%(field)s” from %(old)s to %(new)s.", field=label, old=short(before), new=short(after))


def _of_text(label: str, kind: str) -> str:
    if kind == NEW:
        return _("Filled in “%(field)s”.", field=label)
    return _("Emptied “%(field)s”.", field=label) if kind == REMOVED else _("Changed “%(field)s”.", field=label)


def _of_quick_read(each: Difference) -> str:
    part = SLOT_LABELS[each.name.removeprefix(QUICK_READ)]
    if each.kind == NEW:
        return _("Wrote “%(part)s” in the quick read.", part=part)
    if each.kind == REMOVED:
        return _("Emptied “%(part)s” in the quick read.", part=part)
    return _("Changed “%(part)s” in the quick read.", part=part)


def _of_list(label: str, before: list[str], after: list[str]) -> Iterator[str]:
    """What changed, came and went; only the order is left when nothing did."""
    lines = line_changes(before, after)
    added, taken = ([short(_text(each)) for each in lines if each.kind == kind] for kind in (ADDED, TAKEN))
    for line in lines:
        if line.kind == CHANGED:
            old, new = ("".join(piece.text for piece in pieces) for pieces in (line.before, line.after))
            yield _("Changed “%(old)s” to “%(new)s” under “%(field)s”.", field=label, old=short(old), new=short(new))
    if added:
        yield _("Added to “%(field)s”: %(values)s.", field=label, values=BETWEEN.join(added))
    if taken:
        yield _("Took out of “%(field)s”: %(values)s.", field=label, values=BETWEEN.join(taken))
    if not any(line.kind in (CHANGED, ADDED, TAKEN) for line in lines):
        yield _("Changed the order of “%(field)s”.", field=label)


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def short(text: str) -> str:
    """A value as it fits a sentence."""
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1].rpartition(" ")[0] + "…"


# --- fields that have sentences of their own ---


def _of_title(each: Difference, _around: Around) -> list[str]:
    if each.kind != CHANGED:
        return [_("Named it “%(new)s”.", new=short(str(each.after or "")))]
    return [_("Renamed from “%(old)s” to “%(new)s”.", old=short(str(each.before)), new=short(str(each.after)))]


def _of_slug(each: Difference, _around: Around) -> list[str]:
    return [_("Moved the page from “%(old)s” to “%(new)s”.", old=each.before, new=each.after)]


def _of_body(each: Difference, _around: Around) -> list[str]:
    if each.kind == NEW:
        return [_("Wrote the full text.")]
    return [_("Took out the full text.")] if each.kind == REMOVED else [_("Changed the full text.")]


def _of_closed(each: Difference, _around: Around) -> list[str]:
    if each.kind == REMOVED:
        return [_("Open again.")]
    reason = short(str(each.after.get("note", ""))) if isinstance(each.after, dict) else str(each.after)
    if each.kind == NEW:
        return [_("Closed for a while: %(reason)s.", reason=reason)]
    return [_("Changed what it says about being closed: %(reason)s.", reason=reason)]


def _of_contacts(each: Difference, around: Around) -> list[str]:
    """Contacts are told by what they are; those of a kind are taken to be the same one in another state."""
    before, after = _without_the_same(each)
    found = []
    for row in after:
        was = next((old for old in before if _alike(old, row)), None)
        if was is None:
            found.append(_("Added a contact. %(kind)s: %(value)s.", **_contact(row, around)))
            continue
        before.remove(was)
        found.append(_contact_changed(was, row, around))
    found += [_("Took a contact away. %(kind)s: %(value)s.", **_contact(row, around)) for row in before]
    return found or [_("Changed the order of the contacts.")]


def _without_the_same(each: Difference) -> tuple[list[Any], list[Any]]:
    """The rows that only one of both versions has."""
    before, after = (value if isinstance(value, list) else [value] for value in (each.before or [], each.after or []))
    return [row for row in before if row not in after], [row for row in after if row not in before]


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, dict) and isinstance(other, dict) and one.get("kind") == other.get("kind")


def _contact(row: Any, around: Around) -> dict[str, str]:
    row = row if isinstance(row, dict) else {"value": row}
    label = around.vocabularies.label("contact_kind", str(row.get("kind", "")))
    return {"kind": label, "value": short(str(row.get("value", "")))}


def _contact_changed(was: Raw, row: Raw, around: Around) -> str:
    old, new = str(was.get("value", "")), str(row.get("value", ""))
    if old == new:
        return _("Changed what it says beside %(value)s.", value=short(new))
    if row.get("kind") == "phone":
        return _("Changed the phone number from %(old)s to %(new)s.", old=short(old), new=short(new))
    if row.get("kind") == "email":
        return _("Changed the email address from %(old)s to %(new)s.", old=short(old), new=short(new))
    kind = _contact(row, around)["kind"]
    return _("Changed a contact from %(old)s to %(new)s. It is: %(kind)s.", old=short(old), new=short(new), kind=kind)


def _of_schedule(each: Difference, around: Around) -> list[str]:
    """Opening times are told by their day."""
    before, after = _without_the_same(each)
    days = {"old": [_day(row, around) for row in before], "new": [_day(row, around) for row in after]}
    found = []
    for day in dict.fromkeys([*days["new"], *days["old"]]):
        if day in days["new"] and day in days["old"]:
            found.append(_("Changed the opening times on %(day)s.", day=day))
        elif day in days["new"]:
            found.append(_("Added %(day)s to the opening times.", day=day))
        else:
            found.append(_("Took %(day)s out of the opening times.", day=day))
    return found or [_("Changed the order of the opening times.")]


def _day(row: Any, around: Around) -> str:
    key = str(row.get("day", "")) if isinstance(row, dict) else str(row)
    return around.vocabularies.label("day", key)


_OWN: dict[str, Callable[[Difference, Around], list[str]]] = {
    "title": _of_title, "slug": _of_slug, "body": _of_body, "closed": _of_closed, "contacts": _of_contacts,
    "schedule": _of_schedule,
}  # fmt: skip
