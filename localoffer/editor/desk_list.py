"""The list of all pages: what an address asks for, the pages that fit, and the filters it came with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from localoffer.editor.desk_quality import assess
from localoffer.editor.desk_words import CHANGES, CHECKS, SORTS, STATES, WRONG
from localoffer.editor.forms.kinds import BOOK
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import QUICK_READ
from localoffer.publishing.freshness import first_day
from localoffer.publishing.permissions import at_least
from localoffer.publishing.quality import Quality
from localoffer.records.desk_queries import NOBODY, Row, Wanted, names_of, owners, pages
from localoffer.records.entries import HIDDEN, PUBLISHED
from localoffer.records.people import EDITOR
from localoffer.records.registry import KINDS
from localoffer.web.addresses import having, page_asked, query_url, without
from localoffer.web.labels import KIND_LABELS, SLOT_LABELS

PAGE_SIZE = 50
LONGEST_WORDS = 100
#: Filters by name, in the order of the form.
FILTERS = (
    "q", "kind", "state", "changes", "check", "wrong", "owner", "writer", "organisation", "category", "topic",
)  # fmt: skip


#: Filters that need the quality of every page.
BY_QUALITY: dict[str, Callable[[Quality], bool]] = {
    "incomplete": lambda quality: not quality.is_complete,
    "drifted": lambda quality: "drifted" in quality.missing,
    "links": lambda quality: "links" in quality.missing,
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for. Values that mean nothing are dropped."""

    filters: dict[str, str]
    sort: str
    page: int

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As (name, value) pairs, for addresses."""
        return [*self.filters.items(), *([("sort", self.sort)] if self.sort != "title" else [])]

    @property
    def url(self) -> str:
        """The address of the list that shows it."""
        return query_url(url_for("desk.entries"), self.pairs)

    def wanted(self, desk: Desk) -> Wanted:
        """The question to the database, held to what this person may see."""
        get = self.filters.get
        everything = at_least(desk.actor, EDITOR)
        return Wanted(
            today=desk.today, text=get("q", ""), kind=get("kind", ""), state=get("state", ""),
            changes=get("changes", ""), writer=get("writer", ""), check=get("check", ""), owner=get("owner", ""),
            organisation=get("organisation", ""), category=get("category", ""), topic=get("topic", ""),
            unkept=get("wrong") == "unkept", due_days=-first_day(desk.rules),
            of=None if everything else desk.actor.organisations,
        )  # fmt: skip


def asked(args: MultiDict[str, str]) -> Asked:
    """Read an address kindly: unknown values ask for nothing."""
    known: dict[str, Collection[str]] = {
        "kind": KINDS,
        "state": STATES,
        "changes": CHANGES,
        "check": CHECKS,
        "wrong": WRONG,
    }
    filters = {name: args.get(name, "").strip()[:LONGEST_WORDS] for name in FILTERS}
    filters = {name: value for name, value in filters.items() if value and value in known.get(name, (value,))}
    sort = args.get("sort", "title")
    return Asked(filters, sort if sort in SORTS else "title", page_asked(args))


@dataclass
class Listing:
    """The pages that fit, all of them in order; what is shown of a page is worked out for the one looked at."""

    desk: Desk
    asked: Asked
    rows: list[Row]
    qualities: dict[str, Quality] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages of a list there are, at least 1."""
        return max(1, -(-len(self.rows) // PAGE_SIZE))

    @property
    def page(self) -> int:
        """The one to show."""
        return min(max(1, self.asked.page), self.pages)

    @cached_property
    def shown(self) -> list[dict[str, Any]]:
        """The rows of the page to show, as its template draws them."""
        rows = self.rows[(self.page - 1) * PAGE_SIZE : self.page * PAGE_SIZE]
        missing = [row for row in rows if row.id not in self.qualities]
        self.qualities |= assess(self.desk.session, missing, self.desk.today)
        names = names_of(self.desk.session, (row.owner_id for row in rows))
        return [row_view(row, self.qualities.get(row.id), names, self.desk.today) for row in rows]

    def url(self, page: int) -> str:
        """The address of a page of the list."""
        pairs = self.asked.pairs
        return query_url(url_for("desk.entries"), having(pairs, "page", str(page)) if page > 1 else pairs)


def find(desk: Desk, asked: Asked) -> Listing:
    """Every page that fits, in the order asked for."""
    rows = pages(desk.session, asked.wanted(desk), sort=asked.sort if asked.sort != "quality" else "title")
    listing = Listing(desk, asked, rows)
    wrong = asked.filters.get("wrong", "")
    if wrong in BY_QUALITY or asked.sort == "quality":
        listing.qualities = assess(desk.session, rows, desk.today)
    if wrong in BY_QUALITY:
        listing.rows = [row for row in rows if is_wrong(row, listing.qualities.get(row.id), wrong)]
    if asked.sort == "quality":
        listing.rows = least_complete_first(listing.rows, listing.qualities)
    return listing


def is_wrong(row: Row, quality: Quality | None, wrong: str) -> bool:
    """Pages that nobody can see any more, or yet, are no trouble."""
    return quality is not None and row.state in (PUBLISHED, HIDDEN) and BY_QUALITY[wrong](quality)


def least_complete_first(rows: Sequence[Row], held: Mapping[str, Quality]) -> list[Row]:
    """Pages by their score; those that were never public, and have none, last."""
    return sorted(rows, key=lambda row: held[row.id].score if row.id in held else 101)


def row_view(row: Row, quality: Quality | None, names: dict[int, str], today: date) -> dict[str, Any]:
    """A page as lists show it."""
    tags = [STATES[row.state]]
    if row.changes and not (row.changes == "draft" and not row.revision):
        tags.append(CHANGES[row.changes])
    return {
        "id": row.id, "revision": row.revision, "title": row.title, "kind": KIND_LABELS[row.kind], "tags": tags,
        "url": url_for("writing.show", entry_id=row.id), "writer": row.writer if row.changes else "",
        "owner": names.get(row.owner_id or 0, ""), "checked": row.reviewed_on if row.revision else None,
        "due": row.review_due if row.revision else None, "overdue": bool(row.revision) and row.review_due < today,
        "score": quality.score if quality else None, "returned": _reasons(row),
        "is_complete": quality is None or quality.is_complete,
        "quality_url": url_for("desk.quality", entry_id=row.id),
    }  # fmt: skip


def _reasons(row: Row) -> list[tuple[str, str]]:
    """(name of the part, reason) of what a reviewer sent back."""
    return [(_part(row.kind, name), reason) for name, reason in (row.returned or {}).items()]


def _part(kind: str, name: str) -> str:
    if slot := name.removeprefix(QUICK_READ) if name.startswith(QUICK_READ) else "":
        return str(SLOT_LABELS[slot])
    said = BOOK.find(KINDS[kind].document, name)
    return str(said.label) if said else name


def choices(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """The filters that are chosen from lists, for the form. Providers get the few that mean something to them."""
    vocabularies = desk.vocabularies
    people = [(NOBODY, _("Nobody")), *((str(key), name) for key, name in owners(desk.session))]
    everything = [
        ("kind", _("Kind of page"), [(name, KIND_LABELS[name]) for name in KINDS]),
        ("state", _("State"), [(name, words) for name, (words, _colour) in STATES.items()]),
        ("changes", _("Changes"), [(name, words) for name, (words, _colour) in CHANGES.items()]),
        ("check", _("Next check"), list(CHECKS.items())),
        ("wrong", _("What is wrong"), list(WRONG.items())),
        ("owner", _("Looked after by"), people),
        ("category", _("Type of support"), [(key, term.label) for key, term in vocabularies["category"].items()]),
        ("topic", _("Topic"), [(key, term.label) for key, term in vocabularies["topic"].items()]),
    ]
    if not at_least(desk.actor, EDITOR):
        everything = [each for each in everything if each[0] in ("state", "changes", "check")]
    return [
        {"name": name, "label": label, "options": options, "value": asked.filters.get(name, "")}
        for name, label, options in everything
    ]


def chips(desk: Desk, asked: Asked) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    path = url_for("desk.entries")
    labels = {(each["name"], value): label for each in choices(desk, asked) for value, label in each["options"]}
    found = []
    for name, value in asked.filters.items():
        label = str(labels.get((name, value), value))
        if name == "owner" and value != NOBODY:
            label = _("Looked after by %(name)s", name=label)
        if name == "writer":
            label = _("Changed by %(name)s", name=_name(desk, value))
        elif name == "q":
            label = _("Title: %(words)s", words=value)
        elif name == "organisation":
            label = _("Organisation: %(words)s", words=value)
        found.append({"label": label, "remove_url": query_url(path, without(asked.pairs, name))})
    return found


def _name(desk: Desk, person_id: str) -> str:
    number = int(person_id) if person_id.isdecimal() and len(person_id) < 10 else 0
    return names_of(desk.session, [number]).get(number, person_id)
