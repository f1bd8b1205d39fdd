"""From errors to pages that help: what happened, what to try, who to ring. JSON where JSON was asked for."""

import logging
import re

from flask import Flask, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from localoffer.errors import (
    BadQuery,
    DatabaseError,
    IndexLocked,
    IndexUnusable,
    LocalOfferError,
    Moved,
    NotAllowed,
    NotFound,
    SlugTaken,
    StaleEdit,
    Withdrawn,
    WrongState,
)
from localoffer.records.entries import Entry
from localoffer.records.queries import entries_by_id, published_at
from localoffer.search.finder import SearchRequest
from localoffer.search.site_search import NothingLoaded
from localoffer.web import formats
from localoffer.web.cards import Card, card
from localoffer.web.locale import FALLBACK
from localoffer.web.site import ready, session, site, today

log = logging.getLogger(__name__)


def _answer(status: int, title: str, text: str, **more: object) -> ResponseReturnValue:
    if request.path.endswith(".json"):
        return jsonify(error=title, detail=text), status
    return render_template("errors/page.html", title=title, text=text, **more), status


def not_found(_error: Exception) -> ResponseReturnValue:
    """404: with the words of the address as a search."""
    text = _("The address may be old or have a slip in it. Search below, or ring someone.")
    words = " ".join(
        "".join(each if each.isprintable() else " " for each in re.sub("[/-]", " ", request.path)).split()
    )[:80]
    return _answer(404, _("We cannot find that page"), text, search_words=words)


def gone(error: Withdrawn) -> ResponseReturnValue:
    """410: what was there, and what is like it now."""
    text = _("“%(title)s” has been taken down. These may help instead.", title=error.title)
    if error.unchecked_since:
        text = _(
            "“%(title)s” is hidden, because nobody has checked it since %(day)s. These may help instead.",
            title=error.title, day=formats.day(error.unchecked_since),
        )  # fmt: skip
    return _answer(410, _("This page has been taken down"), text, cards=_alternatives(error))


def _alternatives(error: Withdrawn) -> list[Card]:
    from_search = site().search.find(session(), SearchRequest(text=error.title, page_size=5))
    held = entries_by_id(session(), [hit.entry_id for hit in from_search.page.hits])
    entries = [held[hit.entry_id] for hit in from_search.page.hits if hit.entry_id in held]
    entries.sort(key=lambda entry: entry.kind != error.kind)  # the same kind first, else as search found them
    named = published_at(session(), session().get_one(Entry, error.entry_id).related)  # chosen by whoever took it down
    entries = [*named, *(entry for entry in entries if entry not in named)]
    return [card(entry, ready().words.reference.vocabularies, today=today()) for entry in entries]


def moved(error: Moved) -> ResponseReturnValue:
    """301: the entry stands elsewhere now; what follows its address (quick-read, version) stays."""
    tail = "/".join(request.path.strip("/").split("/")[2:])
    return redirect("/" + "/".join(part for part in (error.address, tail) if part), code=301)


def not_allowed(error: NotAllowed) -> ResponseReturnValue:
    """403."""
    return _answer(403, _("You cannot do that"), str(error))


def refused(error: LocalOfferError) -> ResponseReturnValue:
    """409: somebody asked for something that the state of things does not allow (any more)."""
    return _answer(409, _("That did not work"), str(error))


def bad_request(error: BadQuery) -> ResponseReturnValue:
    """400."""
    return _answer(400, _("We could not read that"), str(error))


def not_ready(error: Exception) -> ResponseReturnValue:
    """503: the site is up and cannot serve; the sentence says what an operator must do. Uses no database."""
    log.error("%s", error)
    if request.path.endswith(".json"):
        return jsonify(error=str(error)), 503
    with force_locale(FALLBACK):
        return _bare(_("This site is not ready yet"), str(error)), 503


def failed(error: Exception) -> ResponseReturnValue:
    """500: nothing about the request is logged but its path, for a query may hold what identifies a family."""
    log.exception("Failed at %s", request.path)
    with force_locale(FALLBACK):
        title = _("Something went wrong")
        text = _("It is our fault, not yours. Try again in a few minutes.")
        if request.path.endswith(".json"):
            return jsonify(error=title, detail=text), 500
        return _bare(title, text), 500


def _bare(title: str, text: str) -> str:
    """A page for when nothing can be relied on: past the template surroundings, which ask the database."""
    return current_app.jinja_env.get_template("errors/bare.html").render(title=title, text=text)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Any other refusal of the web server."""
    if error.code == 404:
        return not_found(error)
    if error.code and 300 <= error.code < 400:
        return error.get_response()
    return _answer(error.code or 500, _("That did not work"), error.description or "")


def init_app(app: Flask) -> None:
    """Map the error family to pages."""
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Withdrawn, gone)
    app.register_error_handler(Moved, moved)
    app.register_error_handler(NotAllowed, not_allowed)
    for refusal in (WrongState, StaleEdit, SlugTaken):
        app.register_error_handler(refusal, refused)
    app.register_error_handler(BadQuery, bad_request)
    app.register_error_handler(NothingLoaded, not_ready)
    for each in (DatabaseError, IndexLocked, IndexUnusable):
        app.register_error_handler(each, not_ready)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, failed)
