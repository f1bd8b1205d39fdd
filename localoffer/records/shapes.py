"""Small shapes that documents of every kind are made of: vocabulary values, references, contacts, quick reads."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

PHONE = re.compile(r"\+?[0-9][0-9 ]{1,14}[0-9]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I)
URL = re.compile(r"https?://[^\s<>\"]+")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100


class Shape(BaseModel):
    """Strict: a field nobody declared is an error, so a misspelt name in a file is never lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def in_vocabulary(name: str) -> Callable[[str, ValidationInfo], str]:
    """A check that a value stands in the vocabulary ``name``.

    The vocabularies come as ``context={"vocabularies": Vocabularies}``; without one (a row already
    checked when it was saved) every value passes.
    """

    def check(value: str, info: ValidationInfo) -> str:
        vocabularies = (info.context or {}).get("vocabularies")
        if vocabularies is not None and value not in vocabularies[name]:
            raise ValueError(vocabularies.explain_unknown(name, value))
        return value

    return check


class In:
    """Marks a text field as a value of one vocabulary: ``Annotated[str, In("need")]``."""

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return AfterValidator(in_vocabulary(self.vocabulary)).__get_pydantic_core_schema__(source, handler)


class To:
    """Marks a text field as naming another entry: ``To("organisation")`` holds a slug of that kind, ``To()`` an
    address such as ``services/sleep-help``. The importer checks that the entry exists."""

    def __init__(self, kind: str = "") -> None:
        self.kind = kind


def _matching(pattern: re.Pattern[str], sentence: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(sentence)
        return value

    return AfterValidator(check)


Text = Annotated[str, Field(min_length=1)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Slug = Annotated[str, Field(max_length=LONGEST_SLUG), _matching(SLUG, "use small letters, numbers and single hyphens")]
Url = Annotated[str, Field(max_length=500), _matching(URL, "write a whole web address, starting https://")]
Postcode = Annotated[str, _matching(POSTCODE, "write a whole postcode in capitals with one space, like EX1 1AA")]
Address = Annotated[
    str, To(), _matching(re.compile(r"[a-z-]+/[a-z0-9-]+"), "write folder/slug, like services/sleep-help")
]
#: As ``Address``, or a part of an entry: ``plans/improvement-plan/1-3``, ``board/january-2023/decision-2``.
Pointer = Annotated[
    str, To(), _matching(re.compile(r"[a-z-]+/[a-z0-9-]+(/[a-z0-9-]+)?"), "write folder/slug or folder/slug/part")
]
PhoneNumber = Annotated[str, _matching(PHONE, "a phone number is digits and spaces")]
Clock = Annotated[str, _matching(re.compile(r"(([01]\d|2[0-3]):[0-5]\d)?"), "write a time like 09:30, or nothing")]
Age = Annotated[float, Field(ge=0, le=25)]


class Slots(Shape):
    """The plain, short version of an entry: a few named texts, in the order they are shown."""

    SLOTS: ClassVar[tuple[str, ...]] = ()

    def filled(self) -> list[tuple[str, str]]:
        """The (slot, text) pairs that say something, in order."""
        return [(slot, text) for slot in self.SLOTS if (text := getattr(self, slot))]


class QuickRead(Slots):
    """The seven slots of most kinds."""

    SLOTS: ClassVar[tuple[str, ...]] = (
        "what_it_is", "who_for", "how_to_get", "cost", "how_long", "contact", "what_next",
    )  # fmt: skip

    what_it_is: Text
    who_for: str = ""
    how_to_get: str = ""
    cost: str = ""
    how_long: str = ""
    contact: str = ""
    what_next: Text


class ProgressRead(Slots):
    """The five slots of a plan: what was promised, what came of it, and when there is news (DOMAIN.md section 4)."""

    SLOTS: ClassVar[tuple[str, ...]] = ("we_said", "we_did", "changed", "late_why", "next_date")

    we_said: Text
    we_did: str = ""
    changed: str = ""
    late_why: str = ""
    next_date: Text


class Contact(Shape):
    """One way to reach somebody. ``kind`` decides what ``value`` must look like."""

    kind: Annotated[str, In("contact_kind")]
    value: Line
    label: str = ""
    hours: str = ""
    public: bool = True

    @model_validator(mode="after")
    def value_fits_kind(self) -> "Contact":
        rule = {
            "phone": (PHONE, "a phone number is digits and spaces"),
            "sms": (PHONE, "a text number is digits and spaces"),
            "relay_uk": (PHONE, "a Relay UK number is digits and spaces"),
            "email": (EMAIL, "an e-mail address has one @ and a domain"),
            "web": (URL, "a web contact starts https://"),
        }.get(self.kind)
        if rule and not rule[0].fullmatch(self.value):
            raise ValueError(f"{rule[1]}, not “{self.value}”")
        return self


class Closed(Shape):
    """Closed for a while: from a day, until a day if that is known, with the reason in a sentence."""

    since: date
    until: date | None = None
    note: Line

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> "Closed":
        if self.until is not None and self.until < self.since:
            raise ValueError("until must not come before since")
        return self

    def holds_on(self, day: date) -> bool:
        """True on the days on which it is closed, the first and the last among them."""
        return self.since <= day and (self.until is None or day <= self.until)


class Venue(Shape):
    """A place people go to. ``lat``/``lon`` are WGS84 degrees; without them the postcode's point is used.

    With ``hide_exact_address`` only the town is ever shown, and distances are to the town.
    """

    name: str = ""
    address: str = ""
    town: Annotated[str, In("place")] | None = None
    postcode: Postcode | None = None
    lat: Annotated[float, Field(ge=49, le=61)] | None = None
    lon: Annotated[float, Field(ge=-9, le=2)] | None = None
    hide_exact_address: bool = False
    access_note: str = ""

    @model_validator(mode="after")
    def can_be_found(self) -> "Venue":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("give both lat and lon, or neither")
        if not (self.postcode or self.town or self.lat is not None):
            raise ValueError("give a postcode, a town or a point")
        return self
