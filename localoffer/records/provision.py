"""Provision: one item of the framework of what every setting should ordinarily provide."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Address, In, Line, Shape, Text, To


class Strategy(Shape):
    """Something a setting does: what, who does it, how often, what it costs the setting (none, low, some)."""

    text: Text
    who: Line
    how_often: Line
    cost_level: Annotated[str, In("cost_level")]
    evidence_note: str = ""


class Sign(Shape):
    """What somebody would see if the expectation is met."""

    viewpoint: Annotated[str, In("viewpoint")]
    text: Text


class GraduatedApproach(Shape):
    """Assess, plan, do, review (SEND Code of Practice 6.44 to 6.56)."""

    assess: Text
    plan: Text
    do: Text
    review: Text


class ProvisionDocument(Document):
    """A universal item stands under a principle, a targeted one under an area of need. ``position`` orders them."""

    KIND = "provision"
    TAG_FIELDS = ("part", "principle", "area:area_of_need", "modal", "oap_setting:setting_types")

    framework_version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    part: Annotated[str, In("part")]
    principle: Annotated[str, In("principle")] | None = None
    area_of_need: Annotated[str, In("area_of_need")] | None = None
    position: Annotated[int, Field(ge=1, le=999)]
    setting_types: Annotated[list[Annotated[str, In("oap_setting")]], Field(min_length=1)]
    barrier: str = ""
    expectation: Text
    modal: Annotated[str, In("modal")]
    strategies: Annotated[list[Strategy], Field(min_length=1)]
    what_youd_see: Annotated[list[Sign], Field(min_length=1)]
    child_voice: str = ""
    apdr: GraduatedApproach | None = None
    step_up_to: Annotated[list[Address], Field(min_length=1)]
    step_up_after: str = ""
    parent_question: Text
    beside: list[Annotated[str, To("provision")]] = []
    resources: list[Address] = []
    #: how a teacher or parent would put the concern, for "I see this in class…"
    concerns: list[Line] = []

    @model_validator(mode="after")
    def stands_in_its_part(self) -> "ProvisionDocument":
        if self.part == "universal" and not self.principle:
            raise ValueError("a universal item stands under a principle")
        if self.part == "targeted":
            missing = [name for name in ("area_of_need", "barrier", "apdr", "step_up_after") if not getattr(self, name)]
            if missing:
                raise ValueError(f"a targeted item also needs {', '.join(missing)}")
        return self

    def own_text(self) -> list[str]:
        return [
            self.barrier, self.expectation, self.child_voice, self.parent_question, *self.concerns,
            *(strategy.text for strategy in self.strategies), *(sign.text for sign in self.what_youd_see),
        ]  # fmt: skip


class Framework(Shape):
    """The framework the items belong to. ``effective_on`` is the day this version came into force."""

    name: Line
    local_name: Line
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    effective_on: date
    introduction: Text
    legal_note: Text
    source_note: str = ""
