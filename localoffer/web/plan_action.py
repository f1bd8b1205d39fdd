"""One action of a plan on a page of its own: what was promised, how it goes and why, and all that was reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from localoffer.errors import NotFound
from localoffer.records.entries import Entry
from localoffer.records.plan_progress import Standing, standing, told_of
from localoffer.records.plans import PlanAction, PlanArea, PlanDocument, ProgressUpdate
from localoffer.records.queries import published_revisions
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats
from localoffer.web.cards import entry_url
from localoffer.web.decisions import Decided, decided_about
from localoffer.web.measures import Measure, measures
from localoffer.web.plan_words import STATUS, ActionView, action_view
from localoffer.web.pointers import PointedAt, follow


@dataclass(frozen=True)
class Told:
    """An update with the label of its status, and whether the status was another before."""

    update: ProgressUpdate
    label: str
    is_new_status: bool


class ActionPage:
    """What the template asks for. Raises NotFound when the plan has no action with this key."""

    def __init__(self, session: Session, entry: Entry, key: str, vocabularies: Vocabularies, today: date) -> None:
        document = entry.document()
        assert isinstance(document, PlanDocument)
        found = next((each for each in document.actions if each.key == key), None)
        if found is None:
            raise NotFound(f"The plan “{entry.title}” has no action “{key}”.")
        self.entry, self.plan, self.action, self.today = entry, document, found, today
        self.plan_url = entry_url(entry)
        self._session, self._vocabularies = session, vocabularies

    def breadcrumbs(self) -> list[dict[str, str]]:
        """From home to the plan."""
        return [
            {"label": _("Home"), "url": url_for("home.show")},
            {"label": _("Plans"), "url": url_for("plans.index")},
            {"label": self.entry.title, "url": self.plan_url},
        ]

    @property
    def area(self) -> PlanArea:
        """The area it stands in."""
        return next(each for each in self.plan.areas if each.key == self.action.area)

    @cached_property
    def standing(self) -> Standing:
        """How it stands today."""
        return standing(self.action, self.plan.updates, self.today)

    def view(self) -> ActionView:
        """Its standing in words."""
        return action_view(self.standing, self._vocabularies, self.url(self.action.key))

    def told(self) -> list[Told]:
        """All that was reported, newest first."""
        found = told_of(self.action, self.plan.updates, self.today)
        before = [each.status for each in found[1:]] + [""]
        return [
            Told(each, self._vocabularies.label(STATUS, each.status), each.status != older)
            for each, older in zip(found, before, strict=False)
        ]

    def facts(self) -> list[dict[str, object]]:
        """Who leads it, with whom, and when."""
        action = self.action
        return [
            {"label": _("Who leads it"), "text": action.owner_role},
            {"label": _("Who does it"), "text": self._vocabularies.label("plan_partner", action.partner)},
            {"label": _("Starts"), "text": formats.day(action.start)},
            {"label": _("Due"), "text": formats.day(action.due)},
        ]

    def moved(self) -> list[str]:
        """Sentences about the days it was due by in earlier versions that families could read, oldest first."""
        return [
            _(
                "It was due on %(before)s. On %(moved)s this was changed to %(after)s.",
                before=formats.day(before), after=formats.day(after), moved=formats.day(moved),
            )
            for (before, _since), (after, moved) in pairwise(self._due_days())
        ]  # fmt: skip

    def _due_days(self) -> Iterator[tuple[date, date]]:
        """(day it was due, day since which that was public), oldest first, each time it changed."""
        last = None
        for revision in reversed(published_revisions(self._session, self.entry.id)):
            actions = revision.document.get("actions") or []
            due = next((each["due"] for each in actions if each["key"] == self.action.key), None)
            if due is not None and due != last and revision.published_at is not None:
                last = due
                yield date.fromisoformat(due), revision.published_at.date()

    @cached_property
    def measure(self) -> Measure | None:
        """The figure that shows whether it worked; None while it is not published."""
        slug = self.action.success_measure
        return measures(self._session, [slug]).get(slug)

    def evidence(self) -> list[PointedAt]:
        """Pages that show what was done."""
        return follow(self._session, self.action.evidence)

    def decided(self) -> list[Decided]:
        """What boards decided about it, and what they asked somebody to do."""
        return decided_about(self._session, f"{self.entry.address}/{self.action.key}")

    def beside(self) -> tuple[PlanAction | None, PlanAction | None]:
        """The action before and the action after it in the plan."""
        place = self.plan.actions.index(self.action)
        before = self.plan.actions[place - 1] if place else None
        return before, (self.plan.actions[place + 1] if place + 1 < len(self.plan.actions) else None)

    def url(self, key: str) -> str:
        """The address of an action of this plan."""
        return url_for("plans.action", slug=self.entry.slug, key=key)
