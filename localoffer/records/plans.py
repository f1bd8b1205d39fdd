"""Plan: what was promised – a strategy, an improvement plan, a yearly action plan – and how each action is going."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Address, In, Line, ProgressRead, Shape, Slug, Text, To

#: Statuses of an action that the rules below name; the vocabulary ``action_status`` has them all, with labels.
NOT_STARTED, LATE, STOPPED = "not_started", "late", "stopped"
DONE = ("done", "done_and_checked")
#: Statuses that must be explained to families.
NEEDS_REASON = ("at_risk", LATE, STOPPED)
IndicatorSlug = Annotated[Slug, To("indicator")]


class Commitment(Shape):
    """One promise of a strategy: its focus, what people will see and feel, and how it is measured."""

    key: Slug
    title: Line
    text: Text
    focus: Text
    will_see: Text
    measures: list[IndicatorSlug] = []
    measured_by: str = ""


class Cornerstone(Shape):
    """One way of working that the plan rests on."""

    title: Line
    text: Text


class PlanArea(Shape):
    """A part of the plan: why it is there (what was found) and the role that leads it."""

    key: Slug
    title: Line
    why: Text
    lead_role: Line


class PlanAction(Shape):
    """One thing to do; ``action`` starts with a verb. Its status is that of its newest update.

    ``key`` stands in its address. ``success_measure`` is the figure that shows whether it worked.
    """

    key: Slug
    area: Slug
    action: Line
    owner_role: Line
    partner: Annotated[str, In("plan_partner")]
    start: date
    due: date
    success_measure: IndicatorSlug
    success_note: str = ""
    evidence: list[Address] = []

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> "PlanAction":
        if self.due < self.start:
            raise ValueError("due must not come before start")
        return self


class ProgressUpdate(Shape):
    """What was reported of an action on a day. Updates are only ever added (DOMAIN.md 2.6)."""

    action: Slug
    day: date
    status: Annotated[str, In("action_status")]
    what_changed: Text
    family_impact: Text
    author_role: Line
    reason: str = ""

    @model_validator(mode="after")
    def is_explained(self) -> "ProgressUpdate":
        if self.status in NEEDS_REASON and not self.reason:
            raise ValueError("say the reason: the action is at risk, late or stopped")
        return self


class PlanDocument(Document):
    """Areas hold actions, actions have updates; a strategy has commitments. Each has an address of its own."""

    KIND = "plan"
    REQUIRED_SLOTS = ProgressRead.SLOTS
    TAG_FIELDS = ("plan_kind",)

    quick_read: ProgressRead  # type: ignore[assignment]  # the one kind with slots of its own
    plan_kind: Annotated[str, In("plan_kind")]
    starts_on: date
    ends_on: date
    partners: Annotated[list[Line], Field(min_length=1)]
    inspection_ref: str = ""
    predecessor: Annotated[Slug, To("plan")] | None = None
    vision: str = ""
    commitments: list[Commitment] = []
    cornerstones: list[Cornerstone] = []
    areas: list[PlanArea] = []
    actions: list[PlanAction] = []
    updates: list[ProgressUpdate] = []

    @property
    def days(self) -> tuple[date, date]:
        return self.starts_on, self.ends_on

    @model_validator(mode="after")
    def parts_fit_together(self) -> "PlanDocument":
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on must not come before starts_on")
        keys = [each.key for each in self.areas] + [each.key for each in self.actions]
        keys += [each.key for each in self.commitments]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"the key “{twice}” is used twice")
        areas, actions = {each.key for each in self.areas}, {each.key for each in self.actions}
        if lost := next((each for each in self.actions if each.area not in areas), None):
            raise ValueError(f"action “{lost.key}” stands in an area “{lost.area}” that the plan does not have")
        if stray := next((each for each in self.updates if each.action not in actions), None):
            raise ValueError(f"an update is about an action “{stray.action}” that the plan does not have")
        return self

    def own_text(self) -> list[str]:
        promised = [text for each in self.commitments for text in (each.title, each.text, each.focus, each.will_see)]
        told = [text for each in self.updates for text in (each.what_changed, each.family_impact)]
        return [
            self.vision, *promised, *(each.text for each in self.cornerstones),
            *(text for each in self.areas for text in (each.title, each.why)),
            *(each.action for each in self.actions), *told,
        ]  # fmt: skip
