"""Plans: all of them at a glance, and each action on a page of its own."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.records.entries import Entry
from localoffer.records.plan_progress import standings
from localoffer.records.plans import PlanDocument
from localoffer.records.queries import published_entry, published_of_kind
from localoffer.web.cards import entry_url
from localoffer.web.plan_action import ActionPage
from localoffer.web.plan_page import runs
from localoffer.web.plan_words import Count, count_views
from localoffer.web.site import reference, session, today

blueprint = Blueprint("plans", __name__, url_prefix="/plans")


@dataclass(frozen=True)
class PlanView:
    """A plan as the list shows it."""

    entry: Entry
    document: PlanDocument
    url: str
    runs: str
    counts: list[Count]


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every plan, newest first: those of today, then those that are over."""
    day = today()
    views = [_view(entry, day) for entry in published_of_kind(session(), "plan")]
    views.sort(key=lambda each: (each.document.starts_on, each.document.ends_on), reverse=True)
    groups = [
        (_("Plans for now"), [each for each in views if each.document.ends_on >= day]),
        (_("Plans that have ended"), [each for each in views if each.document.ends_on < day]),
    ]
    return render_template("public/plans.html", groups=[each for each in groups if each[1]], day=day)


def _view(entry: Entry, day: date) -> PlanView:
    document = entry.document()
    assert isinstance(document, PlanDocument)
    found = standings(document.actions, document.updates, day)
    return PlanView(entry, document, entry_url(entry), runs(document), count_views(found, reference().vocabularies))


@blueprint.get("/<slug>/actions/<key>")
def action(slug: str, key: str) -> ResponseReturnValue:
    """One action: what was promised, how it is going and why."""
    entry = published_entry(session(), "plan", slug)
    page = ActionPage(session(), entry, key, reference().vocabularies, today())
    return render_template("public/plan_action.html", page=page, entry=entry, action=page.action)
