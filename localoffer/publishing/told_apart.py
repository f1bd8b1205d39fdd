"""Noting that two pages which look alike are two different things, so that nobody is asked again."""

from sqlmodel import Session

from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import require
from localoffer.records.digests import digest_of
from localoffer.records.entries import Entry, Reference
from localoffer.records.moments import now
from localoffer.records.not_duplicates import NotDuplicates

NAME = "not_duplicates"


def told_apart(session: Session) -> set[frozenset[str]]:
    """Pairs of addresses that somebody has found to be two things."""
    row = session.get(Reference, NAME)
    held = NotDuplicates.model_validate(row.document) if row else NotDuplicates()
    return {frozenset(pair) for pair in held.pairs}


def tell_apart(desk: Desk, one: Entry, other: Entry) -> None:
    """Note that the two are different things. Raises NotAllowed."""
    for each in (one, other):
        require(desk.actor, "assign", each)
    pairs = told_apart(desk.session) | {frozenset((one.address, other.address))}
    document = {"pairs": sorted(sorted(pair) for pair in pairs)}
    row = desk.session.get(Reference, NAME) or Reference(name=NAME, document={}, digest="")
    row.document, row.digest, row.updated_at = document, digest_of(document), now()
    desk.session.add(row)
    desk.note("entry.tell-apart", one.address, other=other.address)
