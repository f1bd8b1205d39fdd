"""Indicator: one figure over time, beside others it is compared with, and whether up or down is better."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import In, Line, Shape, Slug, Text

#: Why there is no value: too small to show without pointing at somebody, not collected, or it means nothing there.
SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE = "suppressed", "not_available", "not_applicable"

#: Levels of ``figure_level`` that the rules name.
LOCAL, NEIGHBOUR, REGION, ENGLAND = "local", "neighbour", "region", "england"
PERCENT, WHOLE, LARGEST = "percent", 100, 1e15
#: Days after new figures are due within which the page is checked.
DAYS_TO_TAKE_IN = 14


class Series(Shape):
    """One line of the chart. ``dfe_code`` is the three-digit number of an authority by which figures are joined."""

    key: Slug
    label: Line
    level: Annotated[str, In("figure_level")]
    dfe_code: Annotated[str, Field(pattern=r"^([0-9]{3})?$")] = ""


class Figure(Shape):
    """The value of one series in one period, or why there is none. Counts from 1 to 5 are suppressed."""

    series: Slug
    period: Line
    starts_on: date
    ends_on: date
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    missing: Literal["suppressed", "not_available", "not_applicable"] | None = None

    @model_validator(mode="after")
    def says_value_or_why_not(self) -> "Figure":
        if (self.value is None) == (self.missing is None):
            raise ValueError("give a value, or say why it is missing, and never both")
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on must not come before starts_on")
        return self


def fits_unit(value: float, unit: str) -> bool:
    """Whether a figure can be true at all: nothing here is below none, and no share is more than the whole."""
    return 0 <= value <= (WHOLE if unit == PERCENT else LARGEST)


class IndicatorDocument(Document):
    """``question`` is what a family would ask. ``feed`` says which column of a public file the figures come from.

    ``measured`` ends the sentence that begins “In 2024, 3.2%”, as in “of new EHC plans came within 20 weeks”; what is
    then said of the figures is worked out from them. ``position``: 1 comes first among those of its theme.
    """

    KIND = "indicator"
    REQUIRED_SLOTS = ("what_it_is", "what_next")
    TAG_FIELDS = ("indicator_theme",)

    code: Slug
    question: Line
    measured: Annotated[str, Field(max_length=300)] = ""
    indicator_theme: Annotated[str, In("theme")]
    position: Annotated[int, Field(ge=1, le=99)] = 50
    definition: Text
    numerator: str = ""
    denominator: str = ""
    unit: Annotated[str, In("unit")]
    better: Literal["up", "down", "none"]
    frequency: Annotated[str, In("frequency")]
    target: Annotated[float, Field(allow_inf_nan=False)] | None = None
    target_by: date | None = None
    target_note: str = ""
    series: Annotated[list[Series], Field(min_length=1)]
    figures: list[Figure] = []
    figures_published_on: date | None = None
    next_figures_on: date | None = None
    feed: Annotated[str, Field(pattern=r"^(sen2:[A-Za-z0-9_]+)?$")] = ""

    @property
    def local(self) -> Series:
        """Our own area’s series: what the figures are told of first."""
        nobody = Series.model_construct(key="", label="", level=LOCAL)  # a draft may have none yet
        return next((each for each in self.series if each.level == LOCAL), nobody)

    @property
    def days(self) -> tuple[date, date] | None:
        if not self.figures:
            return None
        return min(each.starts_on for each in self.figures), max(each.ends_on for each in self.figures)

    @property
    def known_as(self) -> list[str]:
        return [self.title, self.question]

    @model_validator(mode="after")
    def is_checked_when_new_figures_come(self) -> "IndicatorDocument":
        last = self.next_figures_on + timedelta(days=DAYS_TO_TAKE_IN) if self.next_figures_on else None
        if last is not None and self.reviewed_on < last < self.review_due:
            self.review_due = last
        return self

    @model_validator(mode="after")
    def figures_fit_series(self) -> "IndicatorDocument":
        if not any(each.level == LOCAL for each in self.series):
            raise ValueError("one series must be local: our own area’s")
        keys = [each.key for each in self.series]
        if len(set(keys)) < len(keys):
            raise ValueError("two series have the same key")
        if stray := next((each for each in self.figures if each.series not in keys), None):
            raise ValueError(f"a figure is of a series “{stray.series}” that is not there")
        places = [(each.series, each.starts_on) for each in self.figures]
        if len(set(places)) < len(places):
            raise ValueError("a series has two figures of the same period")
        if wrong := next((each for each in self._values() if not fits_unit(each, self.unit)), None):
            raise ValueError(f"{wrong:g} cannot be right for this unit")
        if self.unit == PERCENT and not (self.numerator and self.denominator):
            raise ValueError("a percentage needs its numerator and its denominator in words")
        return self

    def _values(self) -> list[float]:
        values = [each.value for each in self.figures if each.value is not None]
        return values if self.target is None else [*values, self.target]

    def own_text(self) -> list[str]:
        return [self.question, self.definition, self.numerator, self.denominator]
