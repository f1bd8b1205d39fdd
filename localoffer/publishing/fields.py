"""A document field by field, as reviewers decide on it. Slots of the quick read are fields of their own."""

from typing import Any

from localoffer.records.digests import digest_of

Raw = dict[str, Any]
QUICK_READ = "quick_read."
#: Dates and names that the desk fills in by itself, so no form asks for them.
KEPT_BY_DESK = ("reviewed_on", "review_due", "published_on", "verified_by")
#: What says how the entry is kept rather than what it says: no reason to look at the quick read again.
UPKEEP = {
    "reviewed_on", "review_due", "verified_by", "published_on", "owner_team", "source_url", "source_note", "licence",
    "related", "slug", "closed",
}  # fmt: skip


def flat(document: Raw) -> Raw:
    """Fields by name, with ``quick_read.cost`` and its like instead of ``quick_read``. Empty values are left out."""
    fields = {name: value for name, value in document.items() if name != "quick_read"}
    slots = document.get("quick_read") or {}
    fields |= {QUICK_READ + slot: text for slot, text in slots.items()}
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def whole(fields: Raw) -> Raw:
    """The document that ``fields`` (as ``flat`` gives them) make."""
    document = {name: value for name, value in fields.items() if not name.startswith(QUICK_READ)}
    slots = {name.removeprefix(QUICK_READ): text for name, text in fields.items() if name.startswith(QUICK_READ)}
    return document | {"quick_read": slots}


def changed(old: Raw, new: Raw) -> list[str]:
    """Names of fields whose values differ between two documents, in the order of the newer, then those taken away."""
    before, after = flat(old), flat(new)
    return [name for name in {**after, **before} if before.get(name) != after.get(name)]


def with_fields(document: Raw, names: list[str], source: Raw) -> Raw:
    """``document`` with the named fields as they are in ``source``."""
    fields, given = flat(document), flat(source)
    for name in names:
        fields.pop(name, None)
        if name in given:
            fields[name] = given[name]
    return whole(fields)


def rebased(draft: Raw, base: Raw, newer: Raw) -> Raw:
    """What was changed from ``base`` to ``draft``, done to ``newer``: nobody's changes are lost."""
    return with_fields(newer, changed(base, draft), draft)


def text_digest(document: Raw) -> str:
    """The digest of what the quick read is a short version of."""
    return digest_of({name: value for name, value in flat(document).items() if is_told(name)})


def is_told(name: str) -> bool:
    """Whether the quick read is a short version of this field, among others."""
    return name not in UPKEEP and not name.startswith(QUICK_READ)


def digest_of_fields(document: Raw, names: list[str]) -> str:
    """The digest of some top-level fields, as a form showed them: it differs once somebody else has changed one."""
    return digest_of({name: document.get(name) or None for name in sorted(names)})
