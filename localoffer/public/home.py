"""The front page: search first, then what people look for, by life stage, and by who is asking."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

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
    return render_template("public/home.html", authority=authority, stages=stages, counts=count_published(session()))
