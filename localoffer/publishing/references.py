"""The verbs on the council's own documents: its details, its rules, its vocabularies. Nothing here commits.

What is saved here is shown within a second: the outbox tells every process. A later load of content keeps it.
"""

from collections.abc import Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import ValidationError
from sqlalchemy import CursorResult, update
from sqlmodel import Session, col

from localoffer.errors import InvalidEntry, NotAllowed, NotFound, StaleEdit, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import QUICK_READ, digest_of_fields
from localoffer.publishing.operations import announce
from localoffer.publishing.permissions import at_least
from localoffer.publishing.review import problems_in
from localoffer.records.authority import Authority
from localoffer.records.desk_rules import DeskRules
from localoffer.records.digests import digest_of
from localoffer.records.entries import REFERENCE, Reference
from localoffer.records.moments import now
from localoffer.records.people import ADMIN
from localoffer.records.queries import published_at
from localoffer.records.reference import SINGLE, VOCABULARY
from localoffer.records.registry import KINDS
from localoffer.records.shapes import EMAIL, Shape
from localoffer.records.vocabularies import Vocabularies, Vocabulary
from localoffer.records.vocabulary_use import rolled_up_to, uses
from localoffer.text.contrast import contrast

Raw = dict[str, Any]
#: Documents of which no form changes anything.
NOT_EDITED = {"legal_checklist", "search", "framework"}
#: Lists whose members are changed one at a time, and what tells the members apart.
MEMBER_KEYS = {"terms": "key", "help_panels": "key", "kinds": "kind"}
#: Text on white needs this much (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5


def held(session: Session, name: str) -> Raw:
    """What a reference document says now, as plain values; as it is from the start when nobody has written it.

    Raises NotFound for a document that there is not.
    """
    row = session.get(Reference, name)
    if row is not None:
        return dict(row.document)
    if name == "desk":
        return SINGLE[name]().model_dump(mode="json")
    raise NotFound(f"There is no “{name}” to change.")


def save_fields(desk: Desk, name: str, values: Raw, *, seen: str) -> list[str]:
    """Save top-level fields of a reference document; returns those that changed.

    ``seen`` is ``digest_of_fields`` of these fields as the form showed them. Raises NotAllowed; StaleEdit, with what is
    there now, when somebody has changed them since; InvalidEntry when the document would break its rules or the site.
    """
    if not at_least(desk.actor, ADMIN) or name in NOT_EDITED:
        raise NotAllowed("Only an administrator can change the settings.")
    row = desk.session.get(Reference, name, populate_existing=True)
    before = held(desk.session, name)
    if digest_of_fields(before, list(values)) != seen:
        raise _stale(before, values)
    after = _checked(name, before | values, desk.vocabularies)
    changed = [field for field in after if after[field] != before.get(field)]
    if not changed:
        return []
    _refuse_breaking(desk, name, before, after)
    if not _write(desk.session, name, row, after):
        raise _stale(before, values)
    announce(desk.session, name, REFERENCE)
    desk.note("reference.change", name, fields=changed, **_terms_changed(name, before, after))
    return changed


def _stale(before: Raw, values: Raw) -> StaleEdit:
    theirs = {field: before.get(field) for field in values}
    return StaleEdit("Somebody changed this while you were writing.", theirs=theirs)


def _write(session: Session, name: str, row: Reference | None, after: Raw) -> bool:
    """Write the document; False when another did so since it was read. A load of content keeps it."""
    values: Raw = {"document": after, "digest": digest_of(after), "updated_at": now()}
    if row is None:
        session.add(Reference(name=name, **values))
        session.flush()
        return True
    same = update(Reference).where(col(Reference.name) == name, col(Reference.digest) == row.digest)
    written = session.execute(same.values(**values))
    assert isinstance(written, CursorResult)
    return written.rowcount == 1


def _checked(name: str, raw: Raw, vocabularies: Vocabularies) -> Raw:
    try:
        return shape_of(name).model_validate(raw, context={"vocabularies": vocabularies}).model_dump(mode="json")
    except ValidationError as error:
        raise InvalidEntry(problems_in(error)) from None


def _terms_changed(name: str, before: Raw, after: Raw) -> Raw:
    if not name.startswith(VOCABULARY):
        return {}
    old, new = ({term["key"]: term for term in document.get("terms", [])} for document in (before, after))
    return {"terms": [key for key in {**new, **old} if old.get(key) != new.get(key)]}


def _refuse_breaking(desk: Desk, name: str, before: Raw, after: Raw) -> None:
    """Raises InvalidEntry for what fits the shape and would still break the site."""
    problems: list[tuple[str, str]] = []
    if name == "authority":
        problems = _problems_of_authority(Authority.model_validate(after))
        problems += _problems_of_panels(desk, before["help_panels"], Authority.model_validate(after))
    if name.startswith(VOCABULARY):
        problems = _problems_of_vocabulary(desk, name, before, after)
    if name == "desk":
        problems = _problems_of_rules(after)
    # what was there before must not keep somebody from changing something else
    new = [(field, said) for field, said in problems if _differs(field.partition(".")[0], before, after)]
    if new:
        raise InvalidEntry(new)


def _differs(field: str, before: Raw, after: Raw) -> bool:
    return before.get(field) != after.get(field)


def _problems_of_authority(authority: Authority) -> list[tuple[str, str]]:
    problems = [
        (field, f"This colour is too light: white on it needs {LEAST_CONTRAST} to 1, and has {found:.1f} to 1.")
        for field in ("brand_colour", "brand_shade")
        if (found := contrast(getattr(authority, field), "#ffffff")) < LEAST_CONTRAST
    ]
    if not any(contact.public for contact in authority.who_to_ring):
        problems.append(("who_to_ring", "Show families at least one way to get in touch."))
    if not EMAIL.fullmatch(authority.report_email):
        problems.append(("report_email", "Write a whole e-mail address."))
    problems += [("languages", f"We know no language “{code}”.") for code in authority.languages if not _known(code)]
    for field, shortcuts in (("people_look_for", authority.people_look_for), ("audiences", authority.audiences)):
        problems += [
            (f"{field}.{place}.path", "This must lead to a page of this site, like /guides/.")
            for place, shortcut in enumerate(shortcuts)
            if shortcut.path.startswith(("//", "/\\"))
        ]
    return problems


def _known(language: str) -> bool:
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _problems_of_panels(desk: Desk, before: list[Raw], authority: Authority) -> list[tuple[str, str]]:
    """Links that were there before are passed over: their pages may have been taken down since."""
    problems, known = [], {link for panel in before for link in panel["links"]}
    for place, panel in enumerate(authority.help_panels):
        new = set(panel.links) - known
        if len(published_at(desk.session, sorted(new))) < len(new):
            problems.append((f"help_panels.{place}.links", "One of these pages is not there. Choose another."))
        if panel.urgent and not any(contact.public for contact in panel.contacts):
            problems.append((f"help_panels.{place}.contacts", "An urgent panel needs somebody to ring."))
    return problems


def _problems_of_vocabulary(desk: Desk, name: str, before: Raw, after: Raw) -> list[tuple[str, str]]:
    old, new = ([term["key"] for term in document["terms"]] for document in (before, after))
    if before["name"] != after["name"]:
        return [("name", "The key of a list never changes.")]
    gone = [key for key in old if key not in new]
    counts = uses(desk.session, name.removeprefix(VOCABULARY)) if gone else {}
    problems = [("terms", _in_use(key, counts[key])) for key in gone if counts[key]]
    problems += [
        ("terms", f"“{key}” cannot go: “{leaning[0]}” belongs to it.")
        for key in gone
        if (leaning := rolled_up_to(desk.session, key))
    ]
    return problems


def _in_use(key: str, count: int) -> str:
    pages = "1 page uses" if count == 1 else f"{count} pages use"
    return f"“{key}” cannot go: {pages} it. Hide it instead."


def _problems_of_rules(after: Raw) -> list[tuple[str, str]]:
    problems, kinds = [], [rules["kind"] for rules in after["kinds"]]
    for place, rules in enumerate(after["kinds"]):
        if rules["kind"] not in KINDS or kinds.count(rules["kind"]) > 1:
            problems.append((f"kinds.{place}.kind", "There must be one set of rules for each kind."))
        elif unknown := [name for name in rules["trusted_fields"] if name not in fields_of_kind(rules["kind"])]:
            problems.append((f"kinds.{place}.trusted_fields", f"There is no field “{unknown[0]}”."))
    return problems


def fields_of_kind(kind: str) -> list[str]:
    """Names of everything that is reviewed by itself: see ``fields.flat``."""
    names = [name for name in KINDS[kind].document.model_fields if name != "quick_read"]
    return names + [QUICK_READ + slot for slot in KINDS[kind].document.slots()]


def shape_of(name: str) -> type[Shape]:
    """The class of a reference document."""
    return Vocabulary if name.startswith(VOCABULARY) else SINGLE[name]


def members(session: Session, name: str, field: str) -> list[Raw]:
    """The members of a list of a document that are changed one at a time: terms, help panels, rules of a kind.

    Every kind has rules: those from the start where nobody has written any.
    """
    document = held(session, name)
    if field == "kinds":
        rules = DeskRules.model_validate(document)
        written = [each.kind for each in rules.kinds]
        return [rules.of_kind(kind).model_dump(mode="json") for kind in dict.fromkeys([*written, *KINDS])]
    return [dict(each) for each in document[field]]


def member(session: Session, name: str, field: str, key: str) -> Raw:
    """One member of such a list. Raises NotFound."""
    found = members(session, name, field)
    return found[_place(found, field, key)]


def save_member(desk: Desk, name: str, field: str, key: str, values: Raw, *, seen: str) -> None:
    """Change some of what a member says; never its key. ``seen``: as for ``save_fields``, of the member's own fields.

    Raises as ``save_fields`` does; problems are told by the member's own field names.
    """
    found = members(desk.session, name, field)
    place = _place(found, field, key)
    if digest_of_fields(found[place], list(values)) != seen:
        raise _stale(found[place], values)
    found[place] = found[place] | values | {MEMBER_KEYS[field]: key}
    _save_members(desk, name, field, found, place=place)


def add_term(desk: Desk, vocabulary: str, term: Raw) -> None:
    """Add a value at the end of a vocabulary. Raises as ``save_fields`` does; WrongState for a key that is there."""
    terms = _terms(desk, vocabulary)
    if any(each["key"] == term.get("key") for each in terms):
        raise WrongState("This key is in the list already. Choose another.")
    _save_members(desk, VOCABULARY + vocabulary, "terms", [*terms, term], place=len(terms))


def remove_term(desk: Desk, vocabulary: str, key: str) -> None:
    """Take a value away that nothing uses. Raises InvalidEntry, saying how many pages use it, otherwise."""
    terms = _terms(desk, vocabulary)
    del terms[_place(terms, "terms", key)]
    _save_members(desk, VOCABULARY + vocabulary, "terms", terms)


def move_term(desk: Desk, vocabulary: str, key: str, by: int) -> None:
    """Move a value up (``by`` below 0) or down among the others; past the ends it stays."""
    terms = _terms(desk, vocabulary)
    place = _place(terms, "terms", key)
    terms.insert(max(0, place + by), terms.pop(place))
    _save_members(desk, VOCABULARY + vocabulary, "terms", terms)


def _terms(desk: Desk, vocabulary: str) -> list[Raw]:
    return members(desk.session, VOCABULARY + vocabulary, "terms")


def _place(found: Sequence[Raw], field: str, key: str) -> int:
    for place, each in enumerate(found):
        if each[MEMBER_KEYS[field]] == key:
            return place
    raise NotFound(f"There is no “{key}” in this list.")


def _save_members(desk: Desk, name: str, field: str, found: list[Raw], *, place: int | None = None) -> None:
    """Problems of the member at ``place`` are told by its own field names."""
    seen = digest_of_fields(held(desk.session, name), [field])
    try:
        save_fields(desk, name, {field: found}, seen=seen)
    except InvalidEntry as error:
        own = f"{field}.{place}."
        raise InvalidEntry([(where.removeprefix(own), sentence) for where, sentence in error.problems]) from None
