"""Event: something to go to or join online – a session, a course, a consultation – and what came of it."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Clock, In, PhoneNumber, Shape, Slug, Text, To, Url

#: Statuses that the rules name; the vocabulary ``event_status`` has them all, with labels.
PLANNED, POSTPONED, CANCELLED, HELD = "planned", "postponed", "cancelled", "held"
IN_PERSON, ONLINE, BOTH = "in_person", "online", "both"
CONSULTATION = "consultation"
#: Days after an event within which its page must say how it went.
DAYS_TO_TELL = 14


class Booking(Shape):
    """How to book: in words, and the link or number where there is one."""

    how: Text
    url: Url | None = None
    phone: PhoneNumber | None = None


class EventDocument(Document):
    """Days and times are England’s. A consultation lasts from ``day`` to ``last_day``.

    ``outcome`` are slugs of responses, ``outcome_note`` says what came of it where there is no response.
    """

    KIND = "event"
    REQUIRED_SLOTS = ("what_it_is", "who_for", "how_to_get", "what_next")
    TAG_FIELDS = ("event_type", "event_status:status", "attendance", "organisation")

    event_type: Annotated[str, In("event_type")]
    organisation: Annotated[Slug, To("organisation")] | None = None
    day: date
    last_day: date | None = None
    starts: Clock = ""
    ends: Clock = ""
    attendance: Annotated[str, In("attendance")]
    online_note: str = ""
    access_support: Text
    booking: Booking
    capacity: Annotated[int, Field(ge=1, le=10000)] | None = None
    status: Annotated[str, In("event_status")]
    status_note: str = ""
    outcome: list[Annotated[Slug, To("response")]] = []
    outcome_note: str = ""

    @property
    def is_record(self) -> bool:
        """Held or cancelled; or still planned when somebody looked at it long after its day: nobody will know more."""
        looked_late = self.reviewed_on > self.days[1] + timedelta(days=DAYS_TO_TELL)
        return self.status in (CANCELLED, HELD) or (self.status == PLANNED and looked_late)

    @property
    def days(self) -> tuple[date, date]:
        return self.day, self.last_day or self.day

    @model_validator(mode="after")
    def can_be_gone_to(self) -> "EventDocument":
        if self.last_day is not None and self.last_day < self.day:
            raise ValueError("last_day must not come before day")
        if self.ends and not self.starts:
            raise ValueError("it has an end, so say when it starts")
        if self.ends and self.last_day in (None, self.day) and self.ends <= self.starts:
            raise ValueError("it must end after it starts")
        if self.attendance in (IN_PERSON, BOTH) and self.venue is None:
            raise ValueError("people go there, so say where (venue)")
        if self.attendance in (ONLINE, BOTH) and not self.online_note:
            raise ValueError("people join online, so say how (online_note)")
        if self.status in (POSTPONED, CANCELLED) and not self.status_note:
            raise ValueError("say why it is postponed or cancelled, and what happens now")
        return self

    @model_validator(mode="after")
    def is_told_about_afterwards(self) -> "EventDocument":
        """A planned event is looked at again soon after its day."""
        last = max(self.days[1], self.reviewed_on) + timedelta(days=DAYS_TO_TELL)
        if not self.is_record and self.status == PLANNED and self.review_due > last:
            self.review_due = last
        return self

    def own_text(self) -> list[str]:
        return [self.online_note, self.access_support, self.booking.how, self.status_note, self.outcome_note]
