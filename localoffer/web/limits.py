"""Holding back whoever tries too often, with counts that all workers share. Only forms that are sent are counted.

Neither addresses nor names are kept: counts stand under a keyed digest of them.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

import sqlalchemy as sa
from flask import Flask, current_app, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlmodel import Session, col, select
from werkzeug.exceptions import TooManyRequests

from localoffer.db.engine import Database
from localoffer.db.upserts import insert_into
from localoffer.errors import WrongState
from localoffer.publishing.audit import note
from localoffer.publishing.people import checked_email, subject_of
from localoffer.publishing.permissions import system
from localoffer.records.people import Person, RateCount
from localoffer.records.people_queries import person_by_email
from localoffer.web.site import site

HOUR = 3600


class Counts(Storage):
    """Counts in the table ``rate_count``, each change in a short transaction of its own. For SQLite and PostgreSQL."""

    STORAGE_SCHEME = ["localoffer"]

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong."""
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count up and return the new count; a window that has ended begins anew. ``expiry``: seconds of a window."""
        now = time.time()
        ended = col(RateCount.expires) <= now
        anew = {
            "count": sa.case((ended, amount), else_=col(RateCount.count) + amount),
            "expires": sa.case((ended, now + expiry), else_=col(RateCount.expires)),
        }
        with self._database.transaction() as own:
            row = insert_into(own, RateCount).values(key=key, count=amount, expires=now + expiry)
            row = row.on_conflict_do_update(index_elements=["key"], set_=anew).returning(col(RateCount.count))
            count: int = own.execute(row).scalar_one()
            if count == amount:
                own.execute(sa.delete(RateCount).where(col(RateCount.expires) < now - HOUR))
        return count

    def get(self, key: str) -> int:
        """The count of a window that has not ended; else 0."""
        held = self._row(key)
        return held.count if held is not None and held.expires > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970; now for one that has ended."""
        held = self._row(key)
        return max(held.expires if held is not None else 0, time.time())

    def _row(self, key: str) -> RateCount | None:
        with self._database.session() as own:
            return own.get(RateCount, key)

    def check(self) -> bool:
        """True when the table can be read."""
        return self.get("") == 0

    def clear(self, key: str) -> None:
        """Forget a count."""
        with self._database.transaction() as own:
            own.execute(sa.delete(RateCount).where(col(RateCount.key) == key))

    def reset(self) -> int:
        """Forget all counts; returns how many there were."""
        with self._database.transaction() as own:
            gone: int = own.execute(sa.delete(RateCount)).rowcount  # type: ignore[attr-defined]
        return gone


def _digest(*parts: str) -> str:
    key: str = current_app.config["SECRET_KEY"]
    return hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


def _email() -> str:
    """The account that is asked for, in the one form it is known by."""
    written = request.form.get("email", "")[:500]
    try:
        return checked_email(written)
    except WrongState:
        return written


def _by_address() -> str:
    return _digest("address", request.remote_addr or "")


def _by_network() -> str:
    """The address; of IPv6 the half that a provider gives to one household (RFC 6177), which may vary the rest."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return _by_address()
    return _digest("network", str(ip_network((address, 64 if address.version == 6 else 32), strict=False)))


def _by_name() -> str:
    return _digest("name", _email())


def _by_both() -> str:
    return _digest("both", request.remote_addr or "", _email())


def _by_person() -> str:
    """Whoever has given the first factor, or is signed in; the address where nobody has."""
    if current_user.is_authenticated:
        return _digest("person", str(current_user.id))
    half = cookie.get("tf_user_id")
    return _digest("half", half) if isinstance(half, str) else _by_address()


Rule = tuple[RateLimitItem, Callable[[], str]]


def _rules(of: Callable[[], str], *limits: str) -> tuple[Rule, ...]:
    return tuple((parse(limit), of) for limit in limits)


_CODES = _rules(_by_person, "5 per minute", "20 per hour", "50 per day")
#: Views that are sent secrets -> how often, counted by what.
RULES: dict[str, tuple[Rule, ...]] = {
    "security.login": _rules(_by_both, "5 per minute", "20 per hour") + _rules(_by_address, "60 per minute"),
    "security.forgot_password": _rules(_by_name, "5 per hour") + _rules(_by_address, "30 per hour"),
    "security.reset_password": _rules(_by_address, "20 per hour"),
    "security.two_factor_token_validation": _CODES,
    "security.two_factor_setup_validate": _CODES,
    "security.mf_recovery": _CODES,
    "security.verify": _CODES,
    "security.change_password": _CODES,
    "security.wan_signin_response": _rules(_by_address, "30 per minute"),
    "security.wan_verify_response": _rules(_by_person, "10 per minute"),
    "invitations.accept": _rules(_by_address, "10 per hour"),
    "still_right.confirm": _rules(_by_address, "30 per hour"),
}
#: What families send without signing in -> how often. Counted when it is kept, so that mending a slip costs nothing.
FROM_FAMILIES: dict[str, tuple[Rule, ...]] = {
    "comment": _rules(_by_network, "5 per hour", "20 per day"),
    "report": _rules(_by_network, "10 per hour", "40 per day"),
    "letter": _rules(_by_network, "10 per hour"),
}


class TooOften(TooManyRequests):
    """Somebody tried too often; ``retry_after`` says for how many seconds they must wait."""


def _counts() -> Counts:
    found: Counts = current_app.extensions["rate_counts"]
    return found


def first_time(what: str, *, seconds: int) -> bool:
    """True the first time within so many seconds, for all workers together."""
    return _counts().incr(what, seconds) == 1


def hold_back() -> None:
    """Before a form is read: raises TooOften when it was sent too often."""
    rules = RULES.get(request.endpoint or "") if request.method == "POST" else None
    for limit, of in rules or ():
        counts, key = _counts(), (request.endpoint or "", of())
        if not FixedWindowRateLimiter(counts).hit(limit, *key):
            held = limit.key_for(*key)
            if counts.get(held) == limit.amount + 1:
                _note_first_time()
            raise TooOften(retry_after=max(1, round(counts.get_expiry(held) - time.time())))


def count(what: str) -> None:
    """Count one of FROM_FAMILIES, before anything is written. Raises TooOften for too many from one network."""
    for limit, of in FROM_FAMILIES[what]:
        key = (what, of())
        if not FixedWindowRateLimiter(_counts()).hit(limit, *key):
            until = _counts().get_expiry(limit.key_for(*key))
            raise TooOften(retry_after=max(1, round(until - time.time())))


def may_mail(email: str) -> bool:
    """Whether a form may have us write to an address, which may be somebody else's: once an hour, and not to many.

    Ask before the request writes anything: counts are saved at once, and SQLite has one writer at a time.
    """
    try:
        count("letter")
    except TooOften:
        return False
    return first_time(_digest("mail", email), seconds=HOUR)


def _note_first_time() -> None:
    """The log says once, not at every try, that somebody's account was tried too often."""
    with site().database.transaction() as own:
        person = _whose(own)
        if person is not None:
            note(own, system("sign-in"), "sign-in.held-back", subject_of(person), at=request.endpoint)


def _whose(own: Session) -> Person | None:
    if current_user.is_authenticated:
        return own.get(Person, current_user.id)
    if isinstance(half := cookie.get("tf_user_id"), str):
        return own.exec(select(Person).where(Person.fs_uniquifier == half)).first()
    return person_by_email(own, _email())


def too_often(error: TooManyRequests) -> ResponseReturnValue:
    """429: when to try again."""
    seconds = error.retry_after if isinstance(error.retry_after, int) else 60
    minutes = -(-seconds // 60)
    text = ngettext(
        "You tried too often. Try again in %(num)s minute.",
        "You tried too often. Try again in %(num)s minutes.",
        minutes,
    )
    page = render_template("errors/page.html", title=_("Wait a little"), text=text)
    return page, 429, {"Retry-After": str(seconds)}


def init_app(app: Flask, database: Database) -> None:
    """Count the forms in RULES."""
    app.extensions["rate_counts"] = Counts(database)
    app.before_request(hold_back)
    app.register_error_handler(TooManyRequests, too_often)
