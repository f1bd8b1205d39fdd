"""Questions the desk asks about many pages at once: lists with filters, and what waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from localoffer.records.entries import (
    HIDDEN,
    OPEN_STATES,
    PUBLISHED,
    Entry,
    EntryTag,
    Revision,
)
from localoffer.records.people import Membership, Person
from localoffer.records.posts import FAILED, JobRun, Letter

#: What ``Wanted.owner`` holds to ask for pages nobody owns.
NOBODY = "none"
DUE, OVERDUE = "due", "overdue"
SORTS = ("title", "due", "changed")


@dataclass(frozen=True)
class Wanted:
    """What a list of pages is narrowed to; empty values narrow nothing.

    ``changes`` is the state of the open revision, ``writer`` the id of who writes it. ``check``: due (within
    ``due_days`` of ``today``) or overdue. ``of`` are the organisations to which the list is held (None: all).
    """

    today: date
    text: str = ""
    kind: str = ""
    state: str = ""
    changes: str = ""
    writer: str = ""
    check: str = ""
    owner: str = ""
    organisation: str = ""
    category: str = ""
    topic: str = ""
    unkept: bool = False
    due_days: int = 14
    of: frozenset[str] | None = None
    only: frozenset[str] | None = None


class Row(NamedTuple):
    """A page as a list shows it. ``changes`` … ``saved_at`` are of its open revision, if there is one."""

    id: str
    kind: str
    slug: str
    title: str
    state: str
    revision: int
    digest: str
    basis: str
    reviewed_on: date
    review_due: date
    owner_id: int | None
    updated_at: Any
    changes: str | None
    writer: str | None
    writer_id: int | None
    saved_at: Any
    returned: dict[str, str] | None


COLUMNS: tuple[Any, ...] = (
    Entry.id, Entry.kind, Entry.slug, Entry.title, Entry.state, Entry.revision, Entry.digest, Entry.quick_read_basis,
    Entry.reviewed_on, Entry.review_due, Entry.owner_id, Entry.updated_at, Revision.state, Revision.made_by,
    Revision.person_id, Revision.saved_at, Revision.returned,
)  # fmt: skip


def pages(session: Session, wanted: Wanted, *, sort: str = "title", first: int | None = None) -> list[Row]:
    """Every page that fits, in order of one of SORTS. ``first``: pages of this owner come before all others."""
    rows = session.execute(_fitting(wanted).order_by(*_mine_first(first), *_order(sort)))
    return [Row(*row) for row in rows]


def some_pages(
    session: Session, wanted: Wanted, *, sort: str, limit: int, first: int | None = None
) -> tuple[int, list[Row]]:
    """How many pages fit, and the first ``limit`` of them."""
    fitting = _fitting(wanted)
    count = session.execute(sa.select(sa.func.count()).select_from(fitting.subquery())).scalar_one()
    rows = session.execute(fitting.order_by(*_mine_first(first), *_order(sort)).limit(limit))
    return count, [Row(*row) for row in rows]


def _fitting(wanted: Wanted) -> Any:
    open_one = sa.and_(col(Revision.entry_id) == Entry.id, col(Revision.state).in_(OPEN_STATES))
    query = sa.select(*COLUMNS).outerjoin_from(Entry, Revision, open_one)
    return query.where(*_conditions(wanted))


def _mine_first(person: int | None) -> list[Any]:
    return [] if person is None else [sa.case((col(Entry.owner_id) == person, 0), else_=1)]


def _order(sort: str) -> list[Any]:
    title = [sa.func.lower(Entry.title), col(Entry.id)]
    if sort == "due":
        return [col(Entry.review_due), *title]
    if sort == "changed":
        return [sa.func.coalesce(col(Revision.saved_at), col(Entry.updated_at)).desc(), *title]
    return title


def _conditions(wanted: Wanted) -> list[Any]:
    found = [sa.func.lower(Entry.title).contains(word, autoescape=True) for word in _parts(wanted.text)]
    for column, value in ((Entry.kind, wanted.kind), (Entry.state, wanted.state), (Revision.state, wanted.changes)):
        if value:
            found.append(col(column) == value)
    for facet, value in (("category", wanted.category), ("topic", wanted.topic)):
        if value:
            tag = sa.select(col(EntryTag.entry_id)).where(col(EntryTag.facet) == facet, col(EntryTag.value) == value)
            found.append(col(Entry.id).in_(tag))
    found += _of_people(wanted) + _checked(wanted)
    if wanted.of is not None:
        found.append(_belongs_to(wanted.of))
    if wanted.only is not None:
        found.append(col(Entry.id).in_(wanted.only))
    return found


def _of_people(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.owner == NOBODY:
        found.append(col(Entry.owner_id).is_(None))
    elif wanted.owner:
        found.append(col(Entry.owner_id) == _number(wanted.owner))
    if wanted.writer:
        found.append(col(Revision.person_id) == _number(wanted.writer))
    if wanted.organisation:
        named = aliased(Entry)
        titled = [sa.func.lower(named.title).contains(word, autoescape=True) for word in _parts(wanted.organisation)]
        found.append(_belongs_to(sa.select(col(named.slug)).where(col(named.kind) == "organisation", *titled)))
    if wanted.unkept:
        kept = sa.select(col(Membership.organisation)).join(Person).where(col(Person.active))
        found += [col(Entry.kind) == "organisation", col(Entry.slug).not_in(kept)]
    return found


def _parts(text: str) -> list[str]:
    return text.lower().split()


def _number(text: str) -> int:
    """An id that came in an address; -1, which nobody has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _checked(wanted: Wanted) -> list[Any]:
    if wanted.check == OVERDUE:
        return [col(Entry.review_due) < wanted.today, col(Entry.state).in_((PUBLISHED, HIDDEN))]
    if wanted.check == DUE:
        last = wanted.today + timedelta(days=wanted.due_days)
        return [col(Entry.review_due).between(wanted.today, last), Entry.state == PUBLISHED]
    return []


def _belongs_to(organisations: Any) -> Any:
    """Pages of some organisations, and those organisations' own pages."""
    own = sa.and_(col(Entry.kind) == "organisation", col(Entry.slug).in_(organisations))
    return sa.or_(own, col(Entry.fields)["organisation"].as_string().in_(organisations))


def written_words(session: Session, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The words the public sees of some pages, by id, exactly as they were checked."""
    public = sa.and_(col(Revision.entry_id) == Entry.id, col(Revision.number) == Entry.revision)
    query = sa.select(col(Entry.id), col(Revision.document)).join(Revision, public).where(col(Entry.id).in_(list(ids)))
    return {row[0]: row[1] for row in session.execute(query)}


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people by id."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.execute(sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_(wanted)))
    return {row[0]: row[1] for row in rows}


def owners(session: Session) -> Sequence[tuple[int, str]]:
    """(id, name) of everybody who owns a page, by name."""
    held = sa.select(col(Entry.owner_id)).where(col(Entry.owner_id).is_not(None))
    query = sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_(held)).order_by(col(Person.name))
    return [(row[0], row[1]) for row in session.execute(query)]


def failed_letters(session: Session) -> int:
    """How many mails were given up."""
    return session.exec(select(func.count()).where(Letter.state == FAILED)).one()


def job_runs(session: Session) -> Sequence[JobRun]:
    """When each job last ran, by name."""
    return session.exec(select(JobRun).order_by(JobRun.name)).all()
