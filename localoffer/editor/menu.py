"""The menu of the desk: what whoever is signed in may open."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from localoffer.publishing.permissions import at_least
from localoffer.web.doors import PREFIX, actor, door_of, is_signed_in


def _entries() -> list[tuple[str, str]]:
    return [
        (_("My desk"), "desk.home"),
        (_("Pages"), "desk.entries"),
        (_("To review"), "review.queue"),
        (_("Comments"), "comments.index"),
        (_("Reports"), "reports.index"),
        (_("Coverage"), "coverage.index"),
        (_("Gaps"), "gaps.index"),
        (_("People"), "people.index"),
        (_("Site settings"), "admin.index"),
        (_("Mail"), "letters.index"),
        (_("Log"), "audit_log.index"),
    ]


def menu() -> list[dict[str, Any]]:
    """Links to the parts of the desk that are open to this person, the current one marked."""
    found = []
    for text, endpoint in _entries():
        if endpoint in current_app.view_functions and _may_enter(endpoint):
            url = url_for(endpoint)
            here = request.path == url or (url != f"{PREFIX}/" and request.path.startswith(url))
            found.append({"label": text, "url": url, "current": here})
    return found


def _may_enter(endpoint: str) -> bool:
    door = door_of(current_app, endpoint)
    return door is not None and at_least(actor(), door)


def init_app(app: Flask) -> None:
    """Give the desk's templates their menu."""

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        if not request.path.startswith(PREFIX) or not is_signed_in():
            return {}
        return {"desk_menu": menu(), "signed_in": actor()}
