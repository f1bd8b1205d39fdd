"""Doing one thing to many pages: which were ticked, what is chosen for them, and what is said before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import col, select
from werkzeug.datastructures import MultiDict

from localoffer.editor.desk_list import FILTERS, asked, find
from localoffer.editor.desk_words import ACTIONS, REFUSED
from localoffer.publishing import bulk
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import ANY_ENTRY, at_least, organisation_of
from localoffer.records.desk_queries import names_of
from localoffer.records.digests import digest_of
from localoffer.records.entries import Entry
from localoffer.records.people import PROVIDER
from localoffer.records.people_queries import active_memberships, active_people, roles_of
from localoffer.records.upkeep import BulkAction
from localoffer.web.labels import KIND_LABELS

NEEDS_A_VALUE = (bulk.ASSIGN, bulk.ADD_TOPIC, bulk.REMOVE_TOPIC)
#: Fields of the forms that carry a choice from page to page.
CARRIED = ("action", "value", "entry", "all", *FILTERS)


@dataclass(frozen=True)
class Choice:
    """What was ticked and what is to be done. ``value`` is None until it is chosen; empty means nobody."""

    action: str
    value: str | None
    entries: Sequence[Entry]
    #: (name, value) pairs that say all this again
    pairs: list[tuple[str, str]]

    @property
    def needs_a_value(self) -> bool:
        """True when somebody must still choose a person or a topic."""
        return self.action in NEEDS_A_VALUE and self.value is None

    @property
    def url(self) -> str:
        """The address that shows it again."""
        return f"{url_for('desk.several')}?{urlencode(self.pairs)}"


def chosen(desk: Desk, form: MultiDict[str, str]) -> Choice:
    """Read a choice from an address or a form. ``all`` stands for every page that the filters beside it find."""
    if form.get("all"):
        ids = [row.id for row in find(desk, asked(form)).rows]
    else:
        ids = form.getlist("entry")[: bulk.MOST_AT_ONCE]
    entries = desk.session.exec(select(Entry).where(col(Entry.id).in_(ids)).order_by(Entry.title)).all()
    pairs = [(name, value) for name in CARRIED for value in form.getlist(name) if value or name == "value"]
    return Choice(form.get("action", ""), form.get("value"), entries, pairs)


def actions_for(desk: Desk) -> list[tuple[str, Any]]:
    """(action, words) of what this person may do to many pages."""
    return [(name, words) for name, words in ACTIONS.items() if at_least(desk.actor, ANY_ENTRY[bulk.VERBS[name]])]


def values_for(desk: Desk, choice: Choice) -> list[tuple[str, str]]:
    """(value, words) to choose from: people who may look after the pages, or topics."""
    if choice.action == bulk.ASSIGN:
        return [("", _("Nobody")), *_people_for(desk, choice.entries)]
    topics = desk.vocabularies["topic"]
    held = {topic for entry in choice.entries for topic in entry.topics}
    return [(key, term.label) for key, term in topics.items() if choice.action == bulk.ADD_TOPIC or key in held]


def _people_for(desk: Desk, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Everybody of the desk, and providers of the organisations that the pages belong to."""
    organisations = {organisation_of(entry) for entry in entries}
    members = {each.person_id for each in active_memberships(desk.session) if each.organisation in organisations}
    people = [person for person in active_people(desk.session) if person.id is not None]
    roles = roles_of(desk.session, [person.id for person in people if person.id is not None])
    may = [person for person in people if person.id and (roles[person.id] != PROVIDER or person.id in members)]
    return [(str(person.id), person.name) for person in may]


def digest_of_plan(plan: bulk.Plan) -> str:
    """Says which pages a confirm page listed, so that nothing else is done than what was seen."""
    return digest_of(sorted(entry.id for entry in plan.will))


def said(desk: Desk, action: str, value: str, count: int) -> str:
    """What is to be done, or was done, as a heading."""
    topic = desk.vocabularies.label("topic", value)
    if action == bulk.ASSIGN:
        name = names_of(desk.session, [int(value)] if value.isdecimal() else []).get(int(value or 0), _("nobody"))
        return ngettext("Give %(num)s page to %(name)s", "Give %(num)s pages to %(name)s", count, name=name)
    if action == bulk.ADD_TOPIC:
        return ngettext("Add “%(topic)s” to %(num)s page", "Add “%(topic)s” to %(num)s pages", count, topic=topic)
    if action == bulk.REMOVE_TOPIC:
        return ngettext(
            "Take “%(topic)s” away from %(num)s page", "Take “%(topic)s” away from %(num)s pages", count, topic=topic
        )
    if action == bulk.CHECK:
        return ngettext("Mark %(num)s page as checked today", "Mark %(num)s pages as checked today", count)
    return ngettext("Take down %(num)s page", "Take down %(num)s pages", count)


def listed(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Pages as a plain list shows them."""
    return [
        {"title": entry.title, "kind": KIND_LABELS[entry.kind], "url": url_for("writing.show", entry_id=entry.id)}
        for entry in entries
    ]


def refused(pairs: Sequence[tuple[Entry, str]]) -> list[dict[str, Any]]:
    """Pages that stay as they are, each with the reason."""
    return [listed([entry])[0] | {"reason": REFUSED[reason]} for entry, reason in pairs]


def outcome(desk: Desk, done: BulkAction) -> dict[str, Any]:
    """What the page after a bulk action shows."""
    ids = {*done.before, *(entry_id for entry_id, _reason in done.detail["cannot"])}
    held = {entry.id: entry for entry in desk.session.exec(select(Entry).where(col(Entry.id).in_(ids)))}

    def kept(name: str) -> list[dict[str, Any]]:
        return refused([(held[key], why) for key, why in done.detail.get(name, []) if key in held])

    return {
        "number": done.id, "heading": said(desk, done.action, done.detail["value"], len(done.before)),
        "done": listed([held[key] for key in done.before if key in held]), "cannot": kept("cannot"),
        "not_undone": kept("not_undone"), "undone": done.undone_at is not None,
        "may_undo": bulk.may_undo(desk, done), "until": bulk.undo_until(done).date(),
    }  # fmt: skip
