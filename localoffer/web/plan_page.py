"""A plan’s own part of its page: how its actions go and why, what changed, and everything that was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.plan_progress import Change, Standing, changes_since, months_before, standings, worst_first
from localoffer.records.plans import PlanArea, PlanDocument
from localoffer.records.queries import published_at, published_of_kind, revision_of
from localoffer.records.registry import address_of
from localoffer.web import formats
from localoffer.web.cards import entry_url
from localoffer.web.entry_facts import Row
from localoffer.web.measures import Measure, measures
from localoffer.web.plan_words import ActionView, Count, action_view, change_said, count_views
from localoffer.web.site import session

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage, Section

#: What changed is told of so many months where nobody asks for another day.
MONTHS = 3
#: So many changes are shown before somebody asks.
MOST_UNASKED = 5


@dataclass(frozen=True)
class ChangeView:
    """What changed of one action. ``said`` tells before and after; ``updates`` are newest first."""

    change: Change
    view: ActionView
    said: str


@dataclass(frozen=True)
class Since:
    """What changed since a day. ``choices`` are (ISO day, words); ``problem`` says what was wrong with the question."""

    day: date
    choices: Sequence[tuple[str, str]]
    changes: Sequence[ChangeView]
    problem: str = ""
    asked: bool = False

    @property
    def shown(self) -> Sequence[ChangeView]:
        """The newest of them; all when somebody asked for the day."""
        return self.changes if self.asked else self.changes[:MOST_UNASKED]


class PlanPage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, PlanDocument)
        self.page, self.document = page, page.document

    # --- how it goes ---

    @cached_property
    def day(self) -> date:
        """The day its actions are told of: today; of an older version, the day on which it became public."""
        entry, number = self.page.entry, self.page.version_number()
        if number == entry.revision:
            return self.page.today
        revision = revision_of(session(), entry.id, number)
        return revision.published_at.date() if revision and revision.published_at else self.page.today

    @cached_property
    def standings(self) -> list[Standing]:
        """How each action stands on ``day``."""
        return standings(self.document.actions, self.document.updates, self.day)

    def counts(self) -> list[Count]:
        """How many actions stand how."""
        return count_views(self.standings, self.page.vocabularies)

    def worst(self) -> list[ActionView]:
        """What is late, at risk or stopped, and why."""
        return [self.view(each) for each in worst_first(self.standings)]

    def areas(self) -> list[tuple[PlanArea, list[ActionView]]]:
        """Each area with its actions, in the plan’s own order."""
        views = [self.view(each) for each in self.standings]
        return [
            (area, [each for each in views if each.standing.action.area == area.key]) for area in self.document.areas
        ]

    def view(self, standing: Standing) -> ActionView:
        """An action as a list shows it."""
        return action_view(standing, self.page.vocabularies, self._url(standing.action.key))

    def _url(self, key: str) -> str:
        entry = self.page.entry
        return url_for("plans.action", slug=entry.slug, key=key) if key in self._public else ""

    @cached_property
    def _public(self) -> set[str]:
        """Keys of the actions that families have a page of: a draft or an older version may hold others."""
        entry = self.page.entry
        return {each["key"] for each in entry.fields.get("actions", [])} if entry.state == PUBLISHED else set()

    # --- what changed ---

    @cached_property
    def since(self) -> Since:
        """What changed since the day that ``?since=`` asks for; a few months where it asks for none."""
        typed = request.args.get("since", "").strip()[:40]
        day, problem = self._asked(typed)
        found = changes_since(self.document.actions, self.document.updates, day, self.day)
        views = [ChangeView(each, self.view(each.after), change_said(each, self.page.vocabularies)) for each in found]
        return Since(day, self._choices(day), views, problem, asked=bool(typed and not problem))

    def _asked(self, typed: str) -> tuple[date, str]:
        usual = months_before(self.day, MONTHS)
        if not typed:
            return usual, ""
        try:
            day = datetime.strptime(typed, "%Y-%m-%d").date()
        except ValueError:
            return usual, _("“%(typed)s” is not a day. Write it like 2026-01-31, or choose one below.", typed=typed)
        if day > self.day:
            return usual, _("%(day)s has not come yet. Choose an earlier day.", day=formats.day(day))
        return day, ""

    def _choices(self, chosen: date) -> list[tuple[str, str]]:
        january = self.day.replace(month=1, day=1)
        offered = {
            months_before(self.day, MONTHS): _("In the last 3 months"),
            january: _("Since January (1 January %(year)s)", year=january.year),
            months_before(self.day, 12): _("In the last 12 months"),
        }
        if "starts_on" in self.document.model_fields_set and self.document.starts_on < self.day:
            offered.setdefault(self.document.starts_on, _("Since the plan began"))
        offered.setdefault(chosen, _("Since %(day)s", day=formats.day(chosen)))
        return [(day.isoformat(), said) for day, said in offered.items()]

    # --- what was promised ---

    def contents(self) -> list[tuple[str, str]]:
        """(anchor, words) of the parts of the page, for those who do not want to read it all."""
        document = self.document
        parts = [
            ("at-a-glance", _("How it is going"), document.actions),
            ("what-changed", _("What changed"), document.actions),
            ("part-vision", _("Where we want to be"), document.vision),
            ("part-commitments", _("What we promised"), document.commitments),
            ("part-cornerstones", _("How we work"), document.cornerstones),
            ("part-areas", _("What we are doing"), document.areas),
        ]
        return [(anchor, words) for anchor, words, holds in parts if holds]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Figures that its commitments are measured by, those that are published."""
        slugs = [slug for each in self.document.commitments for slug in each.measures]
        return measures(session(), slugs)

    def facts(self) -> list[Row]:
        """The facts table."""
        document = self.document
        rows: list[Row] = [
            {"label": _("Kind of plan"), "text": self.page.vocabularies.label("plan_kind", document.plan_kind)},
            {"label": _("Runs"), "text": runs(document)},
            {"label": _("Who made it"), "html": Markup("<br>").join(escape(each) for each in document.partners)},
            {"label": _("Inspection it answers"), "text": document.inspection_ref},
            {"label": _("The plan before it"), "html": self._links(self._before())},
            {"label": _("The plan after it"), "html": self._links(self._after())},
        ]
        return [row for row in rows if row.get("text") or row.get("html")]

    def _before(self) -> list[Entry]:
        slug = self.document.predecessor
        return published_at(session(), [address_of("plan", slug)]) if slug else []

    def _after(self) -> list[Entry]:
        own = self.page.entry.slug
        return [each for each in published_of_kind(session(), "plan") if each.fields.get("predecessor") == own]

    def _links(self, entries: list[Entry]) -> Markup:
        link = Markup('<a class="govuk-link" href="{}">{}</a>')
        return Markup("<br>").join(link.format(entry_url(each), each.title) for each in entries)

    def sections(self) -> "list[Section]":
        """Entries that belong to this one, under headings."""
        return []


def runs(document: PlanDocument) -> str:
    """> From 1 January 2026 to 31 December 2027; empty while a draft does not say."""
    if not {"starts_on", "ends_on"} <= document.model_fields_set:
        return ""
    first, last = formats.day(document.starts_on), formats.day(document.ends_on)
    return _("From %(first)s to %(last)s", first=first, last=last)
