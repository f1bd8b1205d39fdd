"""Response: “you said, we did” – what families told us, what came of it, and why not where nothing did."""

from datetime import date
from typing import Annotated, Literal

from pydantic import model_validator

from localoffer.records.documents import Document
from localoffer.records.shapes import Address, In, Shape, Text

#: Statuses that the rules name; the vocabulary ``response_status`` has them all, with labels.
OPEN, DONE, CANNOT = "open", "done", "cannot"


class ResponseAction(Shape):
    """One thing we said we would do, by when, and since when it is done."""

    text: Text
    due: date | None = None
    done_on: date | None = None


class ResponseDocument(Document):
    """What is published under regulation 56 (SI 2014/1530): comments and our answers, in words that identify nobody.

    ``comment_kind`` is regulation 56(1): content, accessibility, or how the Local Offer is made.
    """

    KIND = "response"
    REQUIRED_SLOTS = ("what_it_is", "what_next")
    TAG_FIELDS = ("theme", "response_status:status")

    theme: Annotated[str, In("theme")]
    you_said: Text
    source: Annotated[str, In("heard_by")]
    comment_kind: Annotated[str, In("comment_kind")]
    heard_on: date
    status: Annotated[str, In("response_status")]
    we_did: str = ""
    cannot_reason: str = ""
    responded_on: date | None = None
    actions: list[ResponseAction] = []
    about: list[Address] = []
    anonymised_confirmed: Literal[True]

    @property
    def is_record(self) -> bool:
        return self.status in (DONE, CANNOT)

    @property
    def days(self) -> tuple[date, date]:
        return self.heard_on, max(self.heard_on, self.responded_on or self.heard_on)

    @model_validator(mode="after")
    def answers_what_it_says(self) -> "ResponseDocument":
        if self.status != OPEN and not (self.we_did and self.responded_on):
            raise ValueError("it is answered, so we_did and responded_on must say what and when")
        if self.status == CANNOT and not self.cannot_reason:
            raise ValueError("say why it cannot be done")
        if self.responded_on is not None and self.responded_on < self.heard_on:
            raise ValueError("responded_on must not come before heard_on")
        return self

    def own_text(self) -> list[str]:
        return [self.you_said, self.we_did, self.cannot_reason, *(each.text for each in self.actions)]
