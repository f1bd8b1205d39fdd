"""Doors of the desk: a view under /editor is shut unless it says who may enter, and everybody else is told kindly."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, flash, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.tf_plugin import tf_clean_session

from localoffer.errors import NotAllowed
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import Somebody, at_least
from localoffer.records.people import ROLES
from localoffer.web import sessions
from localoffer.web.people import somebody
from localoffer.web.site import reference, session, site, today

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PREFIX = "/editor"
#: ``app.extensions[KEEP_WORDS]`` is a list of functions ``keep(person_id, request) -> bool``: when a form is sent after
#: the session has ended by time, each may save what was written (it is committed) and answers True when it did.
KEEP_WORDS = "keep_words"
#: Mark of a view that needs no sign-in, such as the sign-in page itself.
EVERYBODY = "everybody"


def opened_to(role: str) -> Callable[[View], View]:
    """Mark a view with the least role that may enter (one of ROLES), or EVERYBODY. Put it right above ``def``."""
    assert role in (*ROLES, EVERYBODY)

    def mark(view: View) -> View:
        view.door = role  # type: ignore[attr-defined]
        return view

    return mark


def door_of(app: Flask, endpoint: str) -> str | None:
    """Who may enter: the mark of a view; None for one that was never opened."""
    return getattr(app.view_functions[endpoint], "door", None)


def actor() -> Somebody:
    """Whoever is signed in. Raises NotAllowed when nobody is."""
    if "actor" not in g:
        if not current_user.is_authenticated:
            raise NotAllowed("Sign in first.")
        g.actor = somebody(session(), current_user.id)
    found: Somebody = g.actor
    return found


def is_signed_in() -> bool:
    """True for somebody who has signed in whole, second factor and all, and whose session has not ended."""
    return bool(current_user.is_authenticated) and not sessions.is_over()


def desk() -> Desk:
    """What the verbs of the desk need, for this request."""
    words = reference()
    return Desk(session(), actor(), words.vocabularies, words.desk, site().locator(words.vocabularies), today())


def guard() -> ResponseReturnValue | None:
    """Before every request: nobody passes a door of the desk that was not opened to them."""
    if request.endpoint is None or not _is_desk():
        return None
    kept = _end_what_is_over()
    door = door_of(current_app, request.endpoint)
    if door == EVERYBODY:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=_way_back(kept)))
    if door is None or not at_least(actor(), door):
        raise NotAllowed(_("This page is for other people than you. Ask an administrator if you need it."))
    return None


def _is_desk() -> bool:
    return request.path == PREFIX or request.path.startswith(PREFIX + "/")


def _end_what_is_over() -> bool:
    """Sign out whoever was away for too long. True when what they had just written was kept (see KEEP_WORDS)."""
    if not current_user.is_authenticated:
        if "tf_user_id" in cookie and sessions.half_is_over():
            tf_clean_session()  # type: ignore[no-untyped-call]
        return False
    if not sessions.is_over():
        sessions.touch()
        return False
    keepers = current_app.extensions.get(KEEP_WORDS, []) if request.method == "POST" else []
    kept = any(keep(current_user.id, request) for keep in keepers)
    sessions.end()
    flash(
        _("You were away for a while, so we signed you out. What you wrote is kept: sign in to see it.")
        if kept
        else _("You were away for a while, so we signed you out.")
    )
    return kept


def _way_back(kept: bool) -> str:
    """Where to go after signing in: the page that was asked for, or that was being written."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    return request.path if kept else PREFIX + "/"


def no_store(response: Response) -> Response:
    """Nothing of the desk stays in a browser: after signing out the back button shows nothing."""
    if _is_desk():
        response.headers["Cache-Control"] = "private, no-store"
    return response


def init_app(app: Flask) -> None:
    """Shut every door."""
    app.before_request(guard)
    app.after_request(no_store)
