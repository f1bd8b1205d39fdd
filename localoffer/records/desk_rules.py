"""The rules of the desk, which the council sets for itself: how often to check, what may be published directly."""

from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.shapes import Line, Shape

Days = Annotated[int, Field(ge=1, le=1000)]


class KindRules(Shape):
    """Rules of one kind. ``trusted_fields``: what a trusted provider may change without a review."""

    kind: Line
    review_days: Days = 365
    trusted_fields: list[Line] = []


class DeskRules(Shape):
    """Days are counted from the day a check is due; before it they are negative.

    ``changing_days``: an entry that shows a wait, a place or a price is checked at least so often (six months).
    ``ask_on``: days on which the owner is reminded. ``escalate_on``: the reviewers are told. ``late_after``: shown
    lower in results, with “not checked since”. ``hide_after``: hidden until somebody checks it; none: never.
    """

    kinds: list[KindRules] = []
    changing_days: Annotated[int, Field(ge=1, le=184)] = 184
    ask_on: list[Annotated[int, Field(ge=-180, le=180)]] = [-14, 1, 14]
    escalate_on: Annotated[int, Field(ge=1, le=365)] = 30
    late_after: Annotated[int, Field(ge=0, le=365)] = 0
    hide_after: Annotated[int, Field(ge=1, le=1000)] | None = 180
    #: a reviewer may not approve what they wrote themselves
    four_eyes: bool = False
    #: minutes without a sign of life after which somebody is signed out
    session_minutes: Annotated[int, Field(ge=5, le=720)] = 60
    #: the public may see how the legal checklist is met
    public_coverage: bool = False
    #: searches that found so few count as having found little
    few_results: Annotated[int, Field(ge=1, le=20)] = 3
    #: counts below are never shown
    smallest_count: Annotated[int, Field(ge=5, le=50)] = 5
    #: days within which a comment must be answered (SI 2014/1530 reg. 56: at least once a year)
    answer_days: Annotated[int, Field(ge=1, le=365)] = 365
    #: days after its matter is closed until we delete how to reach whoever wrote a comment or report
    contact_days: Annotated[int, Field(ge=1, le=365)] = 90
    #: days after its matter is closed until we delete the private words of a comment or report
    words_days: Annotated[int, Field(ge=1, le=1095)] = 365

    def of_kind(self, kind: str) -> KindRules:
        """The rules of a kind; the defaults where none are written."""
        return next((rules for rules in self.kinds if rules.kind == kind), KindRules(kind=kind))

    @model_validator(mode="after")
    def steps_come_in_order(self) -> "DeskRules":
        if self.hide_after is not None and self.hide_after <= max(self.escalate_on, self.late_after):
            raise ValueError("hide_after must come after escalate_on and late_after")
        return self
