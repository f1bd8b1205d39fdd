"""Service: support for families that somebody gives: a team, a group, a club, a benefit, a helpline."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Address, In, Shape, Slug, Text, To, Url

#: Routes where somebody other than the family decides, so the decision is explained (Code of Practice: transparent).
DECIDED_BY_OTHERS = {"council_panel", "ehcp"}


class Wait(Shape):
    """How long people wait. ``as_at`` is the day the figure was true; a wait is never shown without it."""

    value: Annotated[int, Field(ge=0, le=1000)]
    unit: Literal["days", "weeks", "months"]
    kind: Literal["median", "typical", "maximum"]
    as_at: date
    note: str = ""


class Session(Shape):
    """One regular opening: a day, from and to (24-hour ``HH:MM``), and when in the year."""

    day: Annotated[str, In("day")]
    opens: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    closes: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    season: Annotated[str, In("season")] = "all_year"
    note: str = ""


class Registration(Shape):
    """Numbers a regulator knows the provider by, and how staff are checked."""

    ofsted: str = ""
    cqc: str = ""
    charity: str = ""
    dbs_statement: str = ""


class ShortBreaks(Shape):
    """What a short break is like and what must be assessed first."""

    break_type: Annotated[list[Annotated[str, In("break_type")]], Field(min_length=1)]
    level: Annotated[str, In("break_level")]
    assessment_needed: Annotated[str, In("assessment_needed")]


class Transport(Shape):
    """Who may travel with help, on what grounds, and how to appeal."""

    age_group: Annotated[list[Annotated[str, In("transport_age")]], Field(min_length=1)]
    qualifying_grounds: Annotated[list[Annotated[str, In("transport_grounds")]], Field(min_length=1)]
    contribution: str = ""
    appeal_stages: Annotated[list[Text], Field(min_length=1)]


class HealthDiagnosis(Shape):
    """What is assessed, and what helps a family while they wait."""

    conditions: Annotated[list[Annotated[str, In("need")]], Field(min_length=1)]
    support_while_waiting: Annotated[list[Address], Field(min_length=1)]
    right_to_choose_note: str = ""


class AdviceService(Shape):
    """An impartial, confidential information, advice and support service (Children and Families Act 2014 s.32)."""

    impartial: Literal[True]
    confidential: Literal[True]
    helps_with: Annotated[list[Annotated[str, In("iass_help")]], Field(min_length=1)]


class Post16(Shape):
    """Courses and steps into work after 16."""

    course_levels: list[Annotated[str, In("course_level")]] = []
    offers: Annotated[list[Annotated[str, In("post16_offer")]], Field(min_length=1)]


class Childcare(Shape):
    """Funded hours taken and SEND funds used."""

    funded_hours: list[Annotated[str, In("funded_hours")]] = []
    uses: list[Annotated[str, In("childcare_fund")]] = []


class Crisis(Shape):
    """Help right now: when it answers, and the first thing to do."""

    hours: Text
    first_action: Text


#: The categories that must carry a profile of their own: category -> field.
PROFILES = {
    "short_breaks": "short_breaks", "transport": "transport", "health_diagnosis": "health_diagnosis",
    "iass": "iass", "post16": "post16", "childcare": "childcare", "crisis": "crisis",
}  # fmt: skip


class ServiceDocument(Document):
    """A service belongs to an organisation; everything a family must know before they ring is a field."""

    KIND = "service"
    TAG_FIELDS = (
        "category:categories", "sector", "tier", "feature:features", "cost", "referral:referral_route",
        "delivery", "organisation", "ehcp:needs_ehcp", "diagnosis:needs_diagnosis",
    )  # fmt: skip

    organisation: Annotated[Slug, To("organisation")]
    categories: Annotated[list[Annotated[str, In("category")]], Field(min_length=1)]
    sector: Annotated[str, In("sector")]
    tier: Annotated[str, In("tier")]
    eligibility: Text
    needs_ehcp: Annotated[str, In("needed")]
    needs_diagnosis: Annotated[str, In("needed")]
    referral_route: Annotated[list[Annotated[str, In("referral_route")]], Field(min_length=1)]
    referral_steps: Annotated[list[Text], Field(min_length=1)]
    decision_maker: str = ""
    decision_criteria: Address | Url | None = None
    wait: Wait | None = None
    cost: Annotated[str, In("cost")]
    cost_note: str = ""
    direct_payment_ok: bool | None = None
    schedule: list[Session] = []
    delivery: Annotated[list[Annotated[str, In("delivery")]], Field(min_length=1)]
    features: list[Annotated[str, In("feature")]] = []
    staff_send_training: str = ""
    complaints_url: Url
    if_not_eligible: Annotated[list[Address], Field(min_length=1)]
    registration: Registration | None = None
    short_breaks: ShortBreaks | None = None
    transport: Transport | None = None
    health_diagnosis: HealthDiagnosis | None = None
    iass: AdviceService | None = None
    post16: Post16 | None = None
    childcare: Childcare | None = None
    crisis: Crisis | None = None

    @property
    def shows_something_that_changes(self) -> bool:
        return self.wait is not None or bool(self.cost_note)

    @model_validator(mode="after")
    def says_what_its_category_needs(self) -> "ServiceDocument":
        for category in self.categories:
            profile = PROFILES.get(category)
            if profile and getattr(self, profile) is None:
                raise ValueError(f"a service in {category} needs its {profile} details")
        if self.cost not in {"free"} and not self.cost_note:
            raise ValueError("it is not free, so cost_note must say what it costs")
        if DECIDED_BY_OTHERS & set(self.referral_route) and not self.decision_maker:
            raise ValueError("somebody decides, so decision_maker must say who")
        return self

    def own_text(self) -> list[str]:
        return [self.eligibility, *self.referral_steps, self.cost_note, self.staff_send_training, self.decision_maker]
