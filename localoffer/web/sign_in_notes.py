"""What the audit log says of signing in. No address of a computer is kept, and nothing of a try that failed."""

from typing import Any

from flask import Flask
from flask import session as cookie
from flask_security import signals

from localoffer.publishing.audit import note
from localoffer.records.moments import now
from localoffer.web import sessions
from localoffer.web.accounts import Account
from localoffer.web.people import somebody
from localoffer.web.site import session


def write(user: Any, action: str, **detail: Any) -> None:
    """A line about a person's own account."""
    note(session(), somebody(session(), user.id), action, f"person:{user.id}", **detail)


def _signed_in(_app: Flask, user: Account, authn_via: list[str] | None, **_: Any) -> None:
    if authn_via == ["change"]:
        cookie.pop("_remember", None)
        return  # a new password begins no new session
    sessions.begin()
    user.last_seen_at = now()
    session().add(user)
    write(user, "sign-in.done", by=(authn_via or ["code"])[0])


def _password(_app: Flask, user: Account, **_: Any) -> None:
    write(user, "account.password")


def _app_changed(_app: Flask, user: Account, **_: Any) -> None:
    write(user, "account.second-step")


def _first_code(_app: Flask, user: Account, **_: Any) -> None:
    if sessions.sets_up_now():
        write(user, "account.second-step")


def _passkey_added(_app: Flask, user: Account, **_: Any) -> None:
    write(user, "account.passkey-added")


def _passkey_removed(_app: Flask, user: Account, **_: Any) -> None:
    write(user, "account.passkey-removed")


def init_app(app: Flask) -> None:
    """Listen to Flask-Security."""
    signals.user_authenticated.connect(_signed_in, app)
    signals.password_changed.connect(_password, app)
    signals.password_reset.connect(_password, app)
    signals.tf_profile_changed.connect(_app_changed, app)
    signals.tf_code_confirmed.connect(_first_code, app)
    signals.wan_registered.connect(_passkey_added, app)
    signals.wan_deleted.connect(_passkey_removed, app)
