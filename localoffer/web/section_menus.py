"""The menus of two parts of the site: what was promised and how it goes, and what is on and how to have your say."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _


def progress_menu() -> list[dict[str, Any]]:
    """Figures, plans, the board, and what came of what families said."""
    return _marked([
        (_("Facts and figures"), url_for("dashboard.index")),
        (_("Plans"), url_for("plans.index")),
        (_("The board"), url_for("board.index")),
        (_("You said, we did"), url_for("register.index")),
    ])  # fmt: skip


def taking_part_menu() -> list[dict[str, Any]]:
    """Events, news, and ways to have a say."""
    return _marked([
        (_("What is on"), url_for("events.index")),
        (_("News"), url_for("news.index")),
        (_("Take part"), url_for("take_part.show")),
        (_("Tell us what you think"), url_for("feedback.show")),
    ])  # fmt: skip


def _marked(links: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"label": text, "url": url, "current": request.path == url} for text, url in links]
