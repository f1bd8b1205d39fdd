"""Setting: a school, college or early years place, and where to find its SEN information report."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Contact, In, Text, Url


class SettingDocument(Document):
    """``gias_urn`` is the Department for Education's number, ``ofsted_urn`` Ofsted's. Of real schools only facts from
    those registers are held; ``demonstration`` marks schools we made up."""

    KIND = "setting"
    TAG_FIELDS = ("setting_type", "provider_group", "phase_type", "designation:designated_needs")

    demonstration: bool
    gias_urn: Annotated[int, Field(ge=100000, le=999999)] | None = None
    ofsted_urn: str = ""
    setting_type: Annotated[str, In("setting_type")]
    provider_group: Annotated[str, In("provider_group")]
    phase_type: Annotated[str, In("phase_type")]
    section41: bool = False
    out_of_area: bool = False
    designated_needs: list[Annotated[str, In("need")]] = []
    senco_contact: Contact | None = None
    sen_info_report_url: Url | None = None
    sen_info_report_checked_on: date | None = None
    accessibility_plan_url: Url | None = None
    admissions_note: Text
    travel_note: str = ""

    @model_validator(mode="after")
    def setting_hangs_together(self) -> "SettingDocument":
        if self.phase_type == "special" and not self.designated_needs:
            raise ValueError("a special setting must name its designated_needs")
        if self.sen_info_report_url and not self.sen_info_report_checked_on:
            raise ValueError("with sen_info_report_url give sen_info_report_checked_on")
        if self.demonstration and self.gias_urn:
            raise ValueError("a made-up school has no register number")
        if not self.demonstration and not (self.gias_urn or self.ofsted_urn):
            raise ValueError("a real setting needs its gias_urn or ofsted_urn")
        return self

    def tags(self) -> dict[str, list[str]]:
        return super().tags() | {"out_of_area": ["yes"] if self.out_of_area else []}

    def own_text(self) -> list[str]:
        return [self.admissions_note, self.travel_note]
