"""Meeting: a board that met – who was there, what it decided, what is to be done, and its minutes as a page."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document, Markdown
from localoffer.records.plans import IndicatorSlug
from localoffer.records.shapes import Clock, In, Line, Pointer, Shape, Slug, Text

#: How long minutes may take, in working days.
MINUTES_WITHIN = 20
FRIDAY = 4


def working_days_after(day: date, count: int) -> date:
    """The day so many working days after ``day``: Monday to Friday. Bank holidays are counted as working days."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= FRIDAY
    return day


class Decision(Shape):
    """What the board decided. ``indicators`` are the figures it is about, ``actions`` parts of plans."""

    key: Slug
    text: Text
    owner_role: Line
    due: date | None = None
    indicators: list[IndicatorSlug] = []
    actions: list[Pointer] = []


class MeetingAction(Shape):
    """Something that somebody was asked to do; ``plan_action`` is where a plan says the same."""

    key: Slug
    text: Text
    owner_role: Line
    due: date | None = None
    done_on: date | None = None
    plan_action: Pointer | None = None


class Paper(Shape):
    """A file beside the minutes: ``file`` is its name in the store of files, ``digest.ending``."""

    title: Line
    file: Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.(pdf|docx)$")]


class MeetingDocument(Document):
    """People are named by role, never by name. Minutes come within 20 working days, as text on the page."""

    KIND = "meeting"
    REQUIRED_SLOTS = ("what_it_is", "what_next")
    TAG_FIELDS = ("board",)

    board: Annotated[str, In("board")]
    day: date
    starts: Clock = ""
    ends: Clock = ""
    chair: Line
    attendees: Annotated[list[Line], Field(min_length=1)]
    apologies: list[Line] = []
    decisions: list[Decision] = []
    actions: list[MeetingAction] = []
    minutes: Markdown = ""
    papers: list[Paper] = []
    next_day: date | None = None

    @property
    def is_record(self) -> bool:
        return bool(self.minutes)

    @property
    def days(self) -> tuple[date, date]:
        return self.day, self.day

    @property
    def minutes_due(self) -> date:
        """The day by which the minutes must be here."""
        return working_days_after(self.day, MINUTES_WITHIN)

    @model_validator(mode="after")
    def hangs_on_its_minutes(self) -> "MeetingDocument":
        keys = [each.key for each in self.decisions] + [each.key for each in self.actions]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"the key “{twice}” is used twice")
        if self.papers and not self.minutes:
            raise ValueError("write the minutes on the page too: a file alone cannot be read by everybody")
        if self.next_day is not None and self.next_day <= self.day:
            raise ValueError("next_day must come after the meeting")
        return self

    def own_text(self) -> list[str]:
        return [*(each.text for each in self.decisions), *(each.text for each in self.actions), self.minutes]
