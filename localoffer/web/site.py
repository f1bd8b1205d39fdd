"""What a running site is made of, and how a request reaches it: settings, database, search, the council's own words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, g, request
from sqlmodel import Session

from localoffer.db.engine import Database
from localoffer.places.distance import Point
from localoffer.places.postcodes import Postcodes
from localoffer.records.documents import Document
from localoffer.records.reference import ReferenceData
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.site_search import Ready, SiteSearch
from localoffer.settings import Settings
from localoffer.web.gaps import GapTally

EXTENSION = "localoffer"
ENGLAND = ZoneInfo("Europe/London")
LOOKING = ("GET", "HEAD", "OPTIONS")


@dataclass
class Site:
    """One for each application."""

    settings: Settings
    database: Database
    postcodes: Postcodes
    search: SiteSearch
    assets: dict[str, str] = field(default_factory=dict)
    #: set once a process has seen that the database has this version's shape
    database_checked: bool = False
    #: what searches did not find, until it is saved
    gaps: GapTally = field(init=False)

    def __post_init__(self) -> None:
        self.gaps = GapTally(self.database)

    def locator(self, vocabularies: Vocabularies) -> "Locator":
        """Finds the point of a document's place."""
        return Locator(self.postcodes, vocabularies)


class Locator:
    """The point distances are measured to: the venue's own, its postcode's, or its town's (also when it is hidden)."""

    def __init__(self, postcodes: Postcodes, vocabularies: Vocabularies) -> None:
        self._postcodes, self._places = postcodes, vocabularies["place"]

    def __call__(self, document: Document) -> Point | None:
        venue = document.venue
        if venue is None:
            return None
        if venue.lat is not None and venue.lon is not None and not venue.hide_exact_address:
            return Point(venue.lat, venue.lon)
        if venue.postcode and not venue.hide_exact_address and (point := self._postcodes.find(venue.postcode)):
            return point
        town = self._places.get(venue.town or "")
        if town and town.lat is not None and town.lon is not None:
            return Point(town.lat, town.lon)
        return self._postcodes.find(venue.postcode.partition(" ")[0]) if venue.postcode else None


def site() -> Site:
    """The site of the current application."""
    found: Site = current_app.extensions[EXTENSION]
    return found


def session() -> Session:
    """The request's database session, made at its first use and closed at its end."""
    if "session" not in g:
        g.session = site().database.session()
    found: Session = g.session
    return found


def today() -> date:
    """The day it is in England, where every council is."""
    return datetime.now(ENGLAND).date()


def commit_at_the_edge(response: Response) -> Response:
    """After a request that may change something and was not refused: one commit for all it did."""
    if request.method not in LOOKING and response.status_code < 400 and "session" in g:
        session().commit()
    return response


def close_session(_: BaseException | None = None) -> None:
    """At the end of a request."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def ready() -> Ready:
    """Search and words as of now, asked for once in a request. Raises NothingLoaded on an empty site."""
    if "ready" not in g:
        g.ready = site().search.ready(session())
    found: Ready = g.ready
    return found


def reference() -> ReferenceData:
    """The council's own reference documents."""
    return ready().words.reference


def hint(vocabulary: str, key: str) -> str:
    """The one-sentence hint of a vocabulary value; empty when it has none."""
    term = reference().vocabularies[vocabulary].get(key)
    return term.hint if term else ""


def label(vocabulary: str, key: str) -> str:
    """The label of a vocabulary value."""
    return reference().vocabularies.label(vocabulary, key)
