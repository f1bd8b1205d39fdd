"""Updates of a plan are only ever added to: once families have read one, it is neither changed nor taken away.

The rule of DOMAIN.md 2.6. Every way to the public passes ``operations.publish``, which asks here; the desk asks before.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from localoffer.errors import InvalidEntry
from localoffer.records.digests import digest_of
from localoffer.records.entries import Entry
from localoffer.records.plans import ProgressUpdate

Raw = dict[str, Any]
#: kind -> the field that is only added to
FIELDS = {"plan": "updates"}
LOST = (
    "What was reported about an action stays as it was once families could read it. {count} would be changed or lost: "
    "{first}. Put it back, and add a new update instead."
)


def lost_updates(entry: Entry, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, sentence) when ``words`` would change, take away or reorder what the public could once read of ``entry``.

    Empty for other kinds, and for an entry that was never public.
    """
    field = FIELDS.get(entry.kind)
    if field is None or not entry.revision:
        return []
    gone = _missing(_as_stored(entry.fields.get(field)), _as_stored(words.get(field)))
    if not gone:
        return []
    count = "1 update" if len(gone) == 1 else f"{len(gone)} updates"
    return [(field, LOST.format(count=count, first=f"“{gone[0].get('action')}” of {gone[0].get('day')}"))]


def refuse_lost_updates(entry: Entry, words: Mapping[str, Any]) -> None:
    """Raises InvalidEntry when ``words`` would change or take away an update that was public."""
    if problems := lost_updates(entry, words):
        raise InvalidEntry(problems)


def with_kept_updates(entry: Entry, words: Raw) -> Raw:
    """``words`` with every update that was public, and with the actions and areas these are about.

    For bringing back an older version: its words return, what was reported since stays.
    """
    field = FIELDS.get(entry.kind)
    if field is None or not entry.revision:
        return words
    public = entry.document().model_dump(mode="json")
    kept = public[field] + _missing(_as_stored(words.get(field)), _as_stored(public[field]))
    actions = _with(words.get("actions"), public["actions"], {each["action"] for each in kept})
    areas = _with(words.get("areas"), public["areas"], {each["area"] for each in actions})
    return words | {field: kept, "actions": actions, "areas": areas}


def not_public_yet(entry: Entry, words: Mapping[str, Any]) -> list[Raw]:
    """Updates in ``words`` that families cannot read yet, so that they may still be changed."""
    field = FIELDS[entry.kind]
    public = _as_stored(entry.fields.get(field)) if entry.revision else []
    return _missing(_as_stored(words.get(field)), public)


def _with(held: object, public: Sequence[Raw], needed: set[str]) -> list[Raw]:
    """The parts held, and those of the public version that are needed and missing."""
    parts = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    keys = {each.get("key") for each in parts}
    return parts + [each for each in public if each["key"] in needed - keys]


def _as_stored(updates: object) -> list[Raw]:
    """Updates as plain values written out whole: one that leaves out what is empty is the same as one that does not."""
    found = [each for each in updates if isinstance(each, dict)] if isinstance(updates, list) else []
    empty = {name: info.default for name, info in ProgressUpdate.model_fields.items() if not info.is_required()}
    return [empty | each for each in found]


def _missing(wanted: Sequence[Raw], held: Sequence[Raw]) -> list[Raw]:
    """What of ``wanted`` does not stand in ``held``. Updates of one action keep their order: the last counts."""
    rest: dict[str, list[str]] = {}
    for each in held:
        rest.setdefault(str(each.get("action")), []).append(digest_of(each))
    missing = []
    for each in wanted:
        mark, own = digest_of(each), rest.get(str(each.get("action")), [])
        if mark in own:
            del own[: own.index(mark) + 1]
        else:
            missing.append(each)
    return missing
