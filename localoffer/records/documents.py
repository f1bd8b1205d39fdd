"""The document: what an entry of any kind says, as one checked object. Each kind adds its own fields to it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, model_validator

from localoffer.records.shapes import Age, Closed, Contact, In, Line, QuickRead, Shape, Slots, Slug, To, Url, Venue

# reg. 56 and DOMAIN 2.0: yearly, and half-yearly wherever a wait, a place or a price may change.
REVIEW_DAYS, REVIEW_DAYS_CHANGING = 366, 184
#: The next check of a record of something past: never, for it is not to change.
NO_MORE_CHECKS = date(2999, 12, 31)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: Browsers send other line ends than files have; a text must stay the same through both.
Markdown = Annotated[str, AfterValidator(_one_line_end)]


#: As JSON writes them: everything below a space but tab and line end.
CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)|[\x7f]")


class Document(Shape):
    """Fields every entry has. Ages are years (parts allowed), dates are days, ``body`` is Markdown."""

    KIND: ClassVar[str]
    #: quick-read slots that must be filled before this kind may be published
    REQUIRED_SLOTS: ClassVar[tuple[str, ...]] = QuickRead.SLOTS
    #: vocabulary-valued fields that become tags (filters), besides the common ones
    TAG_FIELDS: ClassVar[tuple[str, ...]] = ()

    slug: Slug
    title: Annotated[str, Field(min_length=3, max_length=80)]
    summary: Annotated[str, Field(min_length=10, max_length=160)]
    quick_read: QuickRead
    body: Markdown = ""
    audience: Annotated[list[Annotated[str, In("audience")]], Field(min_length=1)]
    needs: Annotated[list[Annotated[str, In("need")]], Field(min_length=1)]
    age_min: Age = 0
    age_max: Age = 25
    phases: Annotated[list[Annotated[str, In("phase")]], Field(min_length=1)]
    topics: list[Annotated[str, In("topic")]] = []
    coverage: Annotated[str, In("coverage")] = "all"
    districts: list[Annotated[str, In("district")]] = []
    places: list[Annotated[str, In("place")]] = []
    venue: Venue | None = None
    contacts: Annotated[list[Contact], Field(min_length=1)]
    related: list[Annotated[str, To()]] = []
    formats: list[Annotated[str, In("format")]] = []
    owner_team: Line
    published_on: date | None = None
    reviewed_on: date
    review_due: date
    verified_by: Annotated[str, In("verified_by")]
    source_url: Url | None = None
    source_note: str = ""
    licence: Annotated[str, In("licence")] = "own"
    closed: Closed | None = None

    @property
    def shows_something_that_changes(self) -> bool:
        """True where a wait, a place or a price is shown, which must be checked twice a year."""
        return False

    @property
    def is_record(self) -> bool:
        """True for a record of something past (minutes, news, an event that was held): nobody need check it again."""
        return False

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day it is about, by which it is found and put in order; None when it has none."""
        return None

    @property
    def known_as(self) -> list[str]:
        """What the whole of a search may be when exactly this is meant."""
        return [self.title]

    @classmethod
    def slots(cls) -> tuple[str, ...]:
        """Names of the slots of this kind's quick read, in order."""
        return cls._slots_class().SLOTS

    @classmethod
    def quick_read_of(cls, texts: Mapping[str, Any]) -> Slots:
        """A quick read of this kind as it was written, unchecked: a slot that is not there is empty."""
        slots: dict[str, Any] = {slot: str(texts.get(slot) or "") for slot in cls.slots()}
        return cls._slots_class().model_construct(**slots)

    @classmethod
    def _slots_class(cls) -> type[Slots]:
        found = cls.model_fields["quick_read"].annotation
        assert isinstance(found, type)
        assert issubclass(found, Slots)
        return found

    @model_validator(mode="after")
    def holds_no_control_characters(self) -> "Document":
        # PostgreSQL refuses them, and nobody types them on purpose
        if CONTROL.search(self.model_dump_json()):
            raise ValueError("there are control characters in it; type the text anew")
        return self

    @model_validator(mode="after")
    def hangs_together(self) -> "Document":
        if self.age_max < self.age_min:
            raise ValueError("age_max must not be below age_min")
        if self.coverage == "districts" and not self.districts:
            raise ValueError("coverage is districts, so name the districts")
        if self.coverage == "towns" and not self.places:
            raise ValueError("coverage is towns, so name the places")
        if not any(contact.public for contact in self.contacts):
            raise ValueError("at least one contact must be public")
        return self

    @model_validator(mode="after")
    def review_is_in_time(self) -> "Document":
        if self.is_record:
            self.review_due = NO_MORE_CHECKS
            return self
        longest = REVIEW_DAYS_CHANGING if self.shows_something_that_changes else REVIEW_DAYS
        if not self.reviewed_on < self.review_due <= self.reviewed_on + timedelta(days=longest):
            months = 6 if longest == REVIEW_DAYS_CHANGING else 12
            raise ValueError(f"review_due must come within {months} months after reviewed_on")
        return self

    @model_validator(mode="after")
    def quick_read_is_whole(self) -> "Document":
        missing = [slot for slot in self.REQUIRED_SLOTS if not getattr(self.quick_read, slot)]
        if missing:
            raise ValueError(f"the quick read has nothing in: {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def published_when_first_checked(self) -> "Document":
        if self.published_on is None:
            self.published_on = self.reviewed_on
        return self

    def tags(self) -> dict[str, list[str]]:
        """Filter values by facet name, as they are stored in ``entry_tag``."""
        common = {
            "need": self.needs, "phase": self.phases, "topic": self.topics, "audience": self.audience,
            "place": self.all_places, "district": self.districts,
        }  # fmt: skip
        return common | {facet: as_list(getattr(self, field)) for facet, field in self.tag_fields()}

    @classmethod
    def tag_fields(cls) -> list[tuple[str, str]]:
        """(facet, field) pairs of this kind: written ``"facet:field"`` or just ``"field"`` in TAG_FIELDS."""
        return [(facet, field or facet) for facet, _, field in (each.partition(":") for each in cls.TAG_FIELDS)]

    @property
    def all_places(self) -> list[str]:
        """Towns served, with the venue's own town first."""
        town = [self.venue.town] if self.venue and self.venue.town else []
        return town + [place for place in self.places if place not in town]

    def own_text(self) -> list[str]:
        """Further sentences of this kind that search should read, besides title, summary, quick read and body."""
        return []

    def kind_fields(self) -> dict[str, Any]:
        """What only this kind has, as plain JSON values."""
        return self.model_dump(mode="json", exclude=set(Document.model_fields), exclude_defaults=True)


def as_list(value: Any) -> list[str]:
    """One value, several or none, as a list of texts."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
