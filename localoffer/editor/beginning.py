"""Beginning a page: which kinds somebody may begin, what is asked at once, and what we know already."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from localoffer.editor.forms.fields import Raw, Specs, pick
from localoffer.editor.forms.kinds import fields
from localoffer.editor.page_being_written import for_actor
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import Actor, may_begin
from localoffer.records.entries import Entry
from localoffer.records.provision import Framework
from localoffer.records.queries import find_entry

#: What each kind is for, in the order they are offered.
KIND_HINTS = {
    "service": lazy_gettext("A team, a group, a club, a helpline or a benefit that families can use."),
    "guide": lazy_gettext("How something works, step by step, with time limits and rights."),
    "organisation": lazy_gettext("Who stands behind one or more services."),
    "setting": lazy_gettext("A school, a college or an early years place."),
    "base": lazy_gettext("A resource base at a school."),
    "provision": lazy_gettext("One thing that every nursery, school or college should do."),
    "term": lazy_gettext("A word families meet, and what it means."),
    "plan": lazy_gettext("What is promised, action by action, and how each is going."),
    "response": lazy_gettext("What families told us, and what came of it."),
    "meeting": lazy_gettext("A meeting of the board: what it decided, what is to be done, and its minutes."),
    "indicator": lazy_gettext("A figure over time, beside those of other areas."),
    "event": lazy_gettext("Something to go to or join online, or a consultation."),
    "news": lazy_gettext("An edition of the newsletter, story by story."),
}
#: What a page cannot be begun without, besides its name.
NEEDED = {"service": ("organisation",)}
SHORTEST_TITLE = 3


def kinds_open_to(actor: Actor) -> list[str]:
    """Kinds that somebody may begin."""
    own = [None, *sorted(actor.organisations)]
    return [kind for kind in KIND_HINTS if any(may_begin(actor, kind, organisation) for organisation in own)]


def to_begin(desk: Desk, kind: str) -> Specs:
    """The fields that are asked before there is a page."""
    return for_actor(pick(fields(kind), ("title", *NEEDED.get(kind, ()))), desk)


def missing_at_first(desk: Desk, kind: str, raw: Raw) -> dict[str, Any]:
    """What keeps a page from being begun: dotted name -> sentence."""
    wrong: dict[str, Any] = {}
    title = raw.get("title") or ""
    if len(title) < SHORTEST_TITLE:
        wrong["title"] = _("Give the page a name.")
    elif len(title) > 80:
        wrong["title"] = _("Keep the name to 80 letters.")
    for name in NEEDED.get(kind, ()):
        if not raw.get(name):
            wrong[name] = _("Choose the organisation that runs it.")
        elif find_entry(desk.session, name, str(raw[name])) is None:
            wrong[name] = _("We do not know this organisation. Begin a page for it first, or choose one from the list.")
    return wrong


def start_values(desk: Desk, kind: str, raw: Raw, framework: Framework | None) -> Raw:
    """The values a page begins with: what was asked, and what follows from it."""
    values = {name: value for name, value in raw.items() if value and name != "title"}
    if kind == "service":
        runs_it = find_entry(desk.session, "organisation", str(raw["organisation"]))
        values |= _from_organisation(runs_it) if runs_it else {}
    if kind == "provision" and framework:
        values["framework_version"] = framework.version
    return values


def _from_organisation(entry: Entry) -> Raw:
    known = {name: entry.fields.get(name) for name in ("sector", "complaints_url")}
    return {"owner_team": entry.title} | {name: value for name, value in known.items() if value}
