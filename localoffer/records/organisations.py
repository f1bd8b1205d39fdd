"""Organisation: the body that stands behind services."""

from typing import Annotated

from localoffer.records.documents import Document
from localoffer.records.shapes import In, Url


class OrganisationDocument(Document):
    """``demonstration`` marks bodies we made up; real ones are national helplines and public bodies only."""

    KIND = "organisation"
    TAG_FIELDS = ("sector",)
    REQUIRED_SLOTS = ("what_it_is", "who_for", "how_to_get", "cost", "contact", "what_next")

    demonstration: bool
    sector: Annotated[str, In("sector")]
    charity_number: str = ""
    website: Url | None = None
    complaints_url: Url | None = None
