"""The audit log as people read it: newest first, filtered, and as a file for a spreadsheet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from localoffer.editor.audit_words import ACTIONS, SORTS, Teller
from localoffer.records.entries import Entry
from localoffer.records.people import ADMIN, AuditLine, Person
from localoffer.records.registry import address_of
from localoffer.records.upkeep import FormerAddress
from localoffer.text.spreadsheets import to_csv
from localoffer.web.addresses import page_asked, query_url
from localoffer.web.doors import opened_to
from localoffer.web.site import ENGLAND, session, today

blueprint = Blueprint("audit_log", __name__, url_prefix="/editor/audit")
PAGE_SIZE, MOST_EXPORTED, LONGEST_WORDS = 50, 50_000, 100
#: The choice of what the site did by itself.
SYSTEM = "system"
NAMES = ("person", "action", "about", "from", "to")


@dataclass(frozen=True)
class Asked:
    """The filters of an address. ``day_from`` and ``day_to`` are None where none, or none that is real, was given."""

    person: str = ""
    action: str = ""
    about: str = ""
    day_from: date | None = None
    day_to: date | None = None
    page: int = 1

    @classmethod
    def read(cls) -> "Asked":
        """Kindly: what cannot be understood is left out."""
        person, action, about = (request.args.get(name, "").strip()[:LONGEST_WORDS] for name in NAMES[:3])
        return cls(
            person if person == SYSTEM or (person.isdecimal() and len(person) < 10) else "", action, about,
            _day(request.args.get("from", "")), _day(request.args.get("to", "")),
            page_asked(request.args),
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as they stand in an address."""
        days = [day.isoformat() if day else "" for day in (self.day_from, self.day_to)]
        return [
            (name, value)
            for name, value in zip(NAMES, (self.person, self.action, self.about, *days), strict=True)
            if value
        ]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


@blueprint.get("")
@opened_to(ADMIN)
def index() -> ResponseReturnValue:
    """One page of the log."""
    asked = Asked.read()
    where = conditions(session(), asked)
    total = session().exec(select(func.count()).select_from(AuditLine).where(*where)).one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(asked.page, pages)
    lines = session().exec(_newest_first(where).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    teller = Teller(session())
    return render_template(
        "editor/audit_log/index.html", lines=[(line, teller.tell(line), _more(line)) for line in lines], asked=asked,
        total=total, page=page, pages=pages, people=_people(), actions=_choices(),
        page_url=lambda number: query_url(url_for("audit_log.index"), [*asked.pairs(), ("page", str(number))]),
        csv_url=query_url(url_for("audit_log.export"), asked.pairs()),
    )  # fmt: skip


def conditions(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    """What a line must be to fit the filters."""
    found: list[ColumnElement[bool]] = []
    if asked.person:
        is_theirs = (
            col(AuditLine.person_id).is_(None)
            if asked.person == SYSTEM
            else col(AuditLine.person_id) == int(asked.person)
        )
        found.append(is_theirs)
    if asked.action:
        is_sort = asked.action in SORTS
        found.append(
            col(AuditLine.action).startswith(asked.action, autoescape=True)
            if is_sort
            else col(AuditLine.action) == asked.action
        )
    if asked.about:
        subjects = _subjects_called(session, asked.about)
        found.append(
            or_(col(AuditLine.subject).in_(subjects), col(AuditLine.subject).icontains(asked.about, autoescape=True))
        )
    if asked.day_from:
        found.append(col(AuditLine.at) >= _midnight(asked.day_from))
    if asked.day_to:
        found.append(col(AuditLine.at) < _midnight(asked.day_to, days_later=1))
    return found


def _midnight(day: date, days_later: int = 0) -> datetime:
    """The moment a day in England begins, in UTC; the last day of time stays as it is."""
    day = min(day, date.max - timedelta(days=2)) + timedelta(days=days_later)
    return datetime.combine(day, time(), tzinfo=ENGLAND).astimezone(UTC)


def _subjects_called(session: Session, words: str) -> list[str]:
    """Subjects of lines about pages and people with these words in their names, under former addresses too."""
    entries = session.exec(select(Entry).where(col(Entry.title).icontains(words, autoescape=True)).limit(200)).all()
    former = session.exec(select(FormerAddress).where(col(FormerAddress.entry_id).in_([entry.id for entry in entries])))
    people = session.exec(select(Person.id).where(col(Person.name).icontains(words, autoescape=True)).limit(200))
    return [
        *(entry.address for entry in entries),
        *(address_of(each.kind, each.slug) for each in former),
        *(f"person:{person_id}" for person_id in people),
    ]


def _newest_first(where: list[ColumnElement[bool]]) -> Any:
    return select(AuditLine).where(*where).order_by(col(AuditLine.at).desc(), col(AuditLine.id).desc())


def _people() -> list[tuple[str, str]]:
    rows = session().exec(select(Person.id, Person.name).order_by(Person.name))
    return [(SYSTEM, _("The site by itself")), *((str(person_id), name) for person_id, name in rows)]


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(beginning, heading, (action, label) pairs) for each sort of action."""
    return [(start, str(heading), [*_of_sort(start)]) for start, heading in SORTS.items()]


def _of_sort(start: str) -> Iterator[tuple[str, str]]:
    """Those that lines are written with: the others are told apart by their details."""
    for name, each in ACTIONS.items():
        if name.startswith(start) and name.count(".") == 1:
            yield name, str(each.label)


def _more(line: AuditLine) -> str:
    """The details as they were written."""
    return json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else ""


@blueprint.get("/export.csv")
@opened_to(ADMIN)
def export() -> ResponseReturnValue:
    """The lines that fit, newest first, for a spreadsheet."""
    teller = Teller(session())
    lines = session().exec(_newest_first(conditions(session(), Asked.read())).limit(MOST_EXPORTED))
    heading = [_("When"), _("Who"), _("What happened"), _("Action"), _("About"), _("Details")]
    rows = [
        [_in_england(line.at), line.by, teller.tell(line), line.action, line.subject, _more(line)] for line in lines
    ]
    name = f"log-{today().isoformat()}.csv"
    return Response(
        to_csv([heading, *rows]), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _in_england(at: datetime) -> str:
    return at.replace(tzinfo=UTC).astimezone(ENGLAND).isoformat(timespec="seconds")
