"""Base: a resource base (nationally an inclusion base) at a host school."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import In, Line, Slug, Text, To, Url

#: Below this, a count could point at one child, so only a band is shown (fields.yaml: places_on_roll).
SMALLEST_SHOWN_COUNT = 6


class BaseDocument(Document):
    """Years are school years: Nursery is -1, Reception 0, then 1 to 14. Counts are places, never named children."""

    KIND = "base"
    TAG_FIELDS = ("setting:school", "designation:designation_needs", "base_type", "lifecycle", "vacancies")

    school: Annotated[Slug, To("setting")]
    gias_urn: Annotated[int, Field(ge=100000, le=999999)] | None = None
    is_separate_institution: bool = False
    local_name: Line
    base_type: Annotated[str, In("base_type")]
    designation_needs: Annotated[list[Annotated[str, In("need")]], Field(min_length=1)]
    also_considers: list[Annotated[str, In("need")]] = []
    key_stages: Annotated[list[Annotated[str, In("key_stage")]], Field(min_length=1)]
    year_from: Annotated[int, Field(ge=-2, le=14)]
    year_to: Annotated[int, Field(ge=-2, le=14)]
    sex: Annotated[str, In("sex")] = "mixed"
    places_commissioned: Annotated[int, Field(ge=1, le=200)]
    places_capacity: Annotated[int, Field(ge=1, le=200)] | None = None
    places_on_roll: Annotated[int, Field(ge=0, le=200)] | None = None
    places_as_at: date
    vacancies: Annotated[str, In("vacancies")] = "ask"
    next_intake: date | None = None
    vacancies_note: str = ""
    time_in_mainstream: Annotated[str, In("time_in_mainstream")]
    admission_route: Annotated[list[Annotated[str, In("admission_route")]], Field(min_length=1)]
    decided_by: Line
    eligibility: Text
    how_to_ask: Annotated[list[Text], Field(min_length=1)]
    staffing: list[Annotated[str, In("staffing")]] = []
    therapy_on_site: list[Annotated[str, In("therapy")]] = []
    environment: list[Annotated[str, In("environment")]] = []
    visits: Text
    outreach: bool
    outreach_note: str = ""
    transport_note: Text
    lifecycle: Annotated[str, In("lifecycle")]
    lifecycle_effective_on: date | None = None
    decision_url: Url | None = None

    @property
    def shows_something_that_changes(self) -> bool:
        return True  # it always shows places

    @property
    def places_band(self) -> str:
        """``likely``, ``few``, ``full`` or ``ask``: what may be said about free places without a small number."""
        return self.vacancies

    @model_validator(mode="after")
    def base_hangs_together(self) -> "BaseDocument":
        if self.year_to < self.year_from:
            raise ValueError("year_to must not be below year_from")
        if self.lifecycle != "open" and self.lifecycle_effective_on is None:
            raise ValueError("unless it is open, say from when: lifecycle_effective_on")
        return self

    def tags(self) -> dict[str, list[str]]:
        feature = [
            each for each in self.environment if each in {"wheelchair_access", "changing_places", "sensory_room"}
        ]
        return super().tags() | {"feature": feature, "need": list(dict.fromkeys(self.designation_needs + self.needs))}

    def own_text(self) -> list[str]:
        return [self.local_name, self.eligibility, *self.how_to_ask, self.visits, self.outreach_note]
