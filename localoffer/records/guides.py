"""Guide: how something works, step by step, with time limits and rights."""

from typing import Annotated

from pydantic import Field

from localoffer.records.documents import Document
from localoffer.records.shapes import Address, Line, Shape, Text


class Step(Shape):
    """One step: what to do, who does it, by when, and what to keep as proof."""

    do: Text
    who: str = ""
    by_when: str = ""
    evidence: str = ""


class TimeLimit(Shape):
    """A limit in law, in days (``days``) or as the law puts it (``label``)."""

    label: Line
    days: Annotated[int, Field(ge=1, le=1000)] | None = None
    law_ref: str = ""


class GuideDocument(Document):
    """Where the guide describes a decision, ``rights_if_no`` names where to go when the answer is no."""

    KIND = "guide"
    TAG_FIELDS = ("life_stage:life_stages",)

    steps: list[Step] = []
    time_limits: list[TimeLimit] = []
    rights_if_no: list[Address] = []
    law_refs: list[Line] = []
    life_stages: list[Line] = []

    def own_text(self) -> list[str]:
        return [*(step.do for step in self.steps), *(limit.label for limit in self.time_limits)]
