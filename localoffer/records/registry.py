"""The kinds of entry there are. A new kind is one record file, one line here, templates, content and tests."""

from dataclasses import dataclass

from localoffer.records.bases import BaseDocument
from localoffer.records.documents import Document
from localoffer.records.events import EventDocument
from localoffer.records.guides import GuideDocument
from localoffer.records.indicators import IndicatorDocument
from localoffer.records.meetings import MeetingDocument
from localoffer.records.news import NewsDocument
from localoffer.records.organisations import OrganisationDocument
from localoffer.records.plans import PlanDocument
from localoffer.records.provision import ProvisionDocument
from localoffer.records.responses import ResponseDocument
from localoffer.records.services import ServiceDocument
from localoffer.records.settings import SettingDocument
from localoffer.records.terms import TermDocument


@dataclass(frozen=True)
class Kind:
    """One kind: its ``name``, its ``folder`` (in addresses and in ``content/``) and its document class."""

    name: str
    folder: str
    document: type[Document]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("organisation", "organisations", OrganisationDocument),
        Kind("setting", "settings", SettingDocument),
        Kind("base", "bases", BaseDocument),
        Kind("service", "services", ServiceDocument),
        Kind("guide", "guides", GuideDocument),
        Kind("provision", "provision", ProvisionDocument),
        Kind("term", "glossary", TermDocument),
        Kind("indicator", "dashboard", IndicatorDocument),
        Kind("plan", "plans", PlanDocument),
        Kind("meeting", "board", MeetingDocument),
        Kind("response", "you-said-we-did", ResponseDocument),
        Kind("event", "events", EventDocument),
        Kind("news", "news", NewsDocument),
    )
}
KIND_BY_FOLDER = {kind.folder: kind for kind in KINDS.values()}


def address_of(kind: str, slug: str) -> str:
    """``folder/slug``: how entries name one another, and their path on the site."""
    return f"{KINDS[kind].folder}/{slug}"


def from_address(address: str) -> tuple[str, str]:
    """(kind, slug) of an address such as ``services/sleep-help`` (also of one of its parts, as in ``plans/p/1-3``).

    The kind is empty when no kind has that folder.
    """
    folder, _, rest = address.partition("/")
    slug, _, _part = rest.partition("/")
    kind = KIND_BY_FOLDER.get(folder)
    return (kind.name if kind else "", slug)
