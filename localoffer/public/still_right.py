"""The link in a reminder: see what a page says, and confirm with one button that it is right. No sign-in (ADR 10)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from localoffer.errors import InvalidEntry, LinkSpent, NotAllowed, SlugTaken, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import may
from localoffer.publishing.review import mark_checked
from localoffer.records.entries import HIDDEN, PUBLISHED, Entry
from localoffer.records.moments import now
from localoffer.records.people import Person
from localoffer.records.upkeep import Reminder
from localoffer.web.entry_page import EntryPage
from localoffer.web.mail_links import HEADERS, STILL_RIGHT, digest_of_token
from localoffer.web.people import somebody
from localoffer.web.site import ready, reference, session, site, today

blueprint = Blueprint("still_right", __name__, url_prefix="/still-right")


@dataclass(frozen=True)
class Asked:
    """A reminder, the entry it was about, and whom it went to."""

    reminder: Reminder
    entry: Entry
    person_id: int


def _asked(token: str) -> Asked:
    """What a token was sent for. Raises LinkSpent for one that we never sent or that nobody may use any more."""
    digest = digest_of_token(token, STILL_RIGHT)
    reminder = session().exec(select(Reminder).where(Reminder.token_digest == digest)).first()
    person = session().get(Person, reminder.person_id) if reminder and reminder.person_id else None
    if reminder is None or person is None or person.id is None or not person.active:
        raise LinkSpent("This link does not work.")
    entry = session().get_one(Entry, reminder.entry_id)
    if not may(somebody(session(), person.id), "check", entry):
        raise LinkSpent("This link does not work.")
    return Asked(reminder, entry, person.id)


def _is_open(asked: Asked) -> bool:
    """True while the question still stands: nobody has answered it by this link or otherwise."""
    due = asked.reminder.review_due == asked.entry.review_due
    return due and asked.reminder.used_at is None and asked.entry.state in (PUBLISHED, HIDDEN)


@blueprint.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """What the page says, and the button. Looking changes nothing: programs that read mail open links."""
    try:
        asked = _asked(token)
    except LinkSpent:
        return _over(410)
    if asked.reminder.used_at is not None:
        return _over(200, asked)
    return _question(asked) if _is_open(asked) else _over(410, asked)


@blueprint.post("/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """The page is right: it counts as checked today, by whoever the link was sent to."""
    try:
        asked = _asked(token)
    except LinkSpent:
        return _over(410)
    if not _is_open(asked):
        return _over(410 if asked.reminder.used_at is None else 200, asked)
    if request.form.get("revision", "") != str(asked.entry.revision):
        return _question(asked, changed_meanwhile=True)
    if not _use_up(asked.reminder):
        return _over(200, asked)
    try:
        mark_checked(_desk(asked.person_id), asked.entry, how="link")
    except (InvalidEntry, NotAllowed, SlugTaken, WrongState):
        session().rollback()
        return _question(asked, refused=True)
    return _private(redirect(url_for("still_right.show", token=token), code=303))


def _use_up(reminder: Reminder) -> bool:
    """Mark the link as used; False when somebody else did a moment ago."""
    unused = sa.update(Reminder).where(col(Reminder.id) == reminder.id, col(Reminder.used_at).is_(None))
    done: Any = session().execute(unused.values(used_at=now()))
    return bool(done.rowcount == 1)


def _desk(person_id: int) -> Desk:
    words = reference()
    return Desk(
        session(), somebody(session(), person_id), words.vocabularies, words.desk, site().locator(words.vocabularies),
        today(),
    )  # fmt: skip


def _question(asked: Asked, *, changed_meanwhile: bool = False, refused: bool = False) -> ResponseReturnValue:
    """The words as they are now. ``refused``: today's rules refuse them, so somebody must sign in and mend them."""
    entry = asked.entry
    page = EntryPage(session(), ready(), entry, entry.document(), today())
    changed = changed_meanwhile or entry.revision != asked.reminder.revision
    html = render_template(
        "public/still_right.html", page=page, entry=entry, document=page.document, refused=refused,
        changed_on=entry.updated_at if changed else None, hidden=entry.state == HIDDEN,
        change_url=url_for("writing.show", entry_id=entry.id),
    )  # fmt: skip
    return _private(make_response(html, 409 if changed_meanwhile or refused else 200))


def _over(status: int, asked: Asked | None = None) -> ResponseReturnValue:
    """One page for every link that has done its work, or never had any."""
    entry = asked.entry if asked else None
    shown = entry is not None and entry.state == PUBLISHED
    html = render_template(
        "public/still_right_over.html", entry=entry, shown=shown,
        used_at=asked.reminder.used_at if asked else None,
    )  # fmt: skip
    return _private(make_response(html, status))


def _private(response: Any) -> Response:
    answer: Response = make_response(response)
    answer.headers.update(HEADERS)
    return answer


@blueprint.record_once
def _needs_no_cookie(state: Any) -> None:
    """Nobody can forge the form without knowing the address, so it needs no second token and no cookie for one."""
    state.app.extensions["csrf"].exempt(f"{__name__}.confirm")
