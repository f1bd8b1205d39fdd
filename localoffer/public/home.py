"""The front page: search first, then what people look for, by life stage, and by who is asking."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.records.queries import count_published
from localoffer.web.site import reference, session

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """The front page."""
    authority, vocabularies = reference().authority, reference().vocabularies
    stages = [
        {"label": term.label, "hint": term.hint, "url": url_for("landing.stage", key=term.key), "icon": term.icon}
        for term in vocabularies["life_stage"].values()
    ]
    return render_template(
        "public/home.html", authority=authority, stages=stages, counts=count_published(session()), parts=_parts()
    )


def _parts() -> list[dict[str, str]]:
    """What was promised and how it goes, what is on, and how to have a say."""
    return [
        {
            "label": _("Facts and figures"), "url": url_for("dashboard.index"), "icon": "compare",
            "hint": _("Are EHC plans on time? Are waits shorter?"),
        },
        {
            "label": _("Plans and promises"), "url": url_for("plans.index"), "icon": "checked",
            "hint": _("What is done, what is late, and why"),
        },
        {
            "label": _("You said, we did"), "url": url_for("register.index"), "icon": "talk",
            "hint": _("What families told us and what came of it"),
        },
        {
            "label": _("What is on"), "url": url_for("events.index"), "icon": "calendar",
            "hint": _("Events, courses and ways to meet us"),
        },
        {"label": _("News"), "url": url_for("news.index"), "icon": "info", "hint": _("What has changed lately")},
        {
            "label": _("Take part"), "url": url_for("take_part.show"), "icon": "hands",
            "hint": _("Help to make things better"),
        },
    ]  # fmt: skip
