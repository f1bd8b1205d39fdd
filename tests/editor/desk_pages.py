"""Pages for tests of the desk: a page somebody changed, handed in or approved, without going through the forms."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, select

from localoffer.publishing import review
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import save_fields, words_of
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.permissions import Somebody
from localoffer.records.entries import PUBLISHED, Entry, Revision
from localoffer.records.people import Person
from localoffer.records.queries import open_revision
from localoffer.records.reference import reference_data
from localoffer.web.people import somebody
from localoffer.web.site import today
from tests.web.site_fixtures import TestSite


def desk_of(site: TestSite, session: Session, person: Person | None) -> Desk:
    """The desk of a person, or of the system."""
    words = reference_data(session)
    assert words is not None
    actor = somebody(session, person.id) if person and person.id else Somebody(None, "The tests", "admin")
    return Desk(session, actor, words.vocabularies, words.desk, site.parts.locator(words.vocabularies), today())


def do(site: TestSite, person: Person | None, entry_id: str, verb: Callable[[Desk, Entry], Any]) -> Any:
    """Do something to an entry as somebody, and commit it."""
    return site.change(lambda session: verb(desk_of(site, session, person), session.get_one(Entry, entry_id)))


def write(site: TestSite, person: Person | None, entry_id: str, **values: Any) -> None:
    """Save fields."""

    def verb(desk: Desk, entry: Entry) -> None:
        seen = digest_of_fields(words_of(desk, entry), list(values))
        save_fields(desk, entry, values, seen=seen)

    do(site, person, entry_id, verb)


def send(site: TestSite, person: Person | None, entry_id: str, **others: Any) -> None:
    """Hand in what is open."""
    do(
        site,
        person,
        entry_id,
        lambda desk, entry: review.hand_in(desk, entry, **({"checked": False} | others)) and None,
    )


def approve(site: TestSite, entry_id: str) -> None:
    """Accept all that waits."""
    do(site, None, entry_id, lambda desk, entry: review.decide(desk, entry, returned={}) and None)


def entry_of(site: TestSite, kind: str = "guide", number: int = 0) -> Entry:
    """A published entry, to be looked at."""
    with site.database.session() as session:
        query = select(Entry).where(Entry.kind == kind, Entry.state == PUBLISHED).order_by(Entry.slug)
        entry = session.exec(query.offset(number)).first()
        assert entry is not None
        return entry


def open_of(site: TestSite, entry_id: str) -> Revision | None:
    """The open revision of an entry, to be looked at."""
    with site.database.session() as session:
        return open_revision(session, entry_id)
