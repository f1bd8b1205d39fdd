"""What a regular job is, and what every one of them is given."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from localoffer.errors import LocalOfferError
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import system
from localoffer.records.reference import reference_data
from localoffer.search.site_search import NothingLoaded
from localoffer.web.site import Site, today


class JobTrouble(LocalOfferError):
    """A job did what it could, and something needs a person; the sentence says what."""


@dataclass(frozen=True)
class Job:
    """``run`` is given the site and ``go_on``, which says whether time is left; it answers with one sentence."""

    name: str
    does: str
    run: Callable[[Site, Callable[[], bool]], str]


def desk_of(site: Site, session: Session, name: str) -> Desk:
    """The desk of a job, which the audit log knows by ``name``. Raises NothingLoaded on a site without content."""
    words = reference_data(session)
    if words is None:
        raise NothingLoaded("No content has been loaded yet. Run `flask content load`.")
    return Desk(session, system(name), words.vocabularies, words.desk, site.locator(words.vocabularies), today())
