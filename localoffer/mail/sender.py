"""Letters that wait are sent one at a time, each by one process only and never twice (ADR 9)."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from localoffer.db.engine import Database
from localoffer.mail import smtp
from localoffer.mail.message import message_of
from localoffer.mail.server import MailServer
from localoffer.records.moments import now
from localoffer.records.posts import FAILED, SENDING, SENT, WAITING, Letter

log = logging.getLogger(__name__)
#: Minutes to wait after the first, second … failure; after the last the letter is given up.
WAITS = (1, 5, 30, 120, 360, 720)
MOST_AT_ONCE = 200


@dataclass
class Report:
    """How many letters were sent, put off, given up, or handed over without an answer. ``trouble``: with the server."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    unknown: int = 0
    trouble: str = ""


def send_due(
    database: Database,
    server: MailServer,
    *,
    only: Collection[int] | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Report:
    """Send every letter whose time has come (of those numbered in ``only``), until ``go_on`` says no.

    Stops at a server that cannot be reached: the other letters would wait for it one by one.
    """
    report = Report()
    for letter_id in _due(database, only):
        if not go_on():
            break
        letter = _claim(database, letter_id)
        if letter is None:
            continue  # another process has it
        _send(database, server, letter, report)
        if report.trouble:
            break
    return report


def _due(database: Database, only: Collection[int] | None) -> list[int]:
    query = select(Letter.id).where(Letter.state == WAITING, col(Letter.try_after) <= now())
    if only is not None:
        query = query.where(col(Letter.id).in_(only))
    with database.session() as session:
        found = session.exec(query.order_by(col(Letter.try_after), col(Letter.id)).limit(MOST_AT_ONCE)).all()
    return [letter_id for letter_id in found if letter_id is not None]


def _claim(database: Database, letter_id: int) -> Letter | None:
    """Take a waiting letter, for everybody to see, before any server hears of it; None when somebody else has it.

    ``try_after`` remembers the moment, so that the desk can tell a letter on its way from one that got stuck.
    """
    claim = sa.update(Letter).where(col(Letter.id) == letter_id, col(Letter.state) == WAITING)
    with database.session() as session:
        taken: Any = session.execute(claim.values(state=SENDING, attempts=Letter.attempts + 1, try_after=now()))
        session.commit()
        if taken.rowcount != 1:
            return None
        letter = session.get_one(Letter, letter_id)
        session.expunge(letter)
        return letter


def _send(database: Database, server: MailServer, letter: Letter, report: Report) -> None:
    try:
        smtp.hand_over(message_of(letter, server, now()), letter.to, server)
    except smtp.Unreachable as problem:
        report.trouble = str(problem)
        _put_off(database, letter, str(problem), report)
    except smtp.NotTaken as problem:
        if problem.for_good:
            _settle(database, letter, state=FAILED, last_error=str(problem))
            report.given_up += 1
        else:
            _put_off(database, letter, str(problem), report)
    except smtp.Unknown as problem:
        _settle(database, letter, last_error=f"The mail server did not say whether it took the letter: {problem}")
        report.unknown += 1
    else:
        _settle(database, letter, state=SENT, sent_at=now(), last_error="")
        report.sent += 1


def _put_off(database: Database, letter: Letter, reason: str, report: Report) -> None:
    """Back to waiting, longer each time; given up in the end."""
    if letter.attempts > len(WAITS):
        _settle(database, letter, state=FAILED, last_error=reason)
        report.given_up += 1
        return
    later = now() + timedelta(minutes=WAITS[letter.attempts - 1])
    _settle(database, letter, state=WAITING, try_after=later, last_error=reason)
    report.put_off += 1


def _settle(database: Database, letter: Letter, **values: object) -> None:
    """Write down how it went with a letter that we hold. Its address is never logged."""
    if "last_error" in values:
        values["last_error"] = str(values["last_error"])[:300]
    with database.transaction() as session:
        held = sa.update(Letter).where(col(Letter.id) == letter.id, col(Letter.state) == SENDING)
        session.execute(held.values(**values))
    log.info("Letter %s: %s", letter.id, values.get("state", "not known to have arrived"))
