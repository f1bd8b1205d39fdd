"""Reviewing: what changed field by field, what is accepted and what goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor import days
from localoffer.editor.notices import HandedIn, decided
from localoffer.editor.page_being_written import Writing
from localoffer.editor.review_page import ReviewPage, queue_rows
from localoffer.errors import InvalidEntry, SlugTaken, WrongState
from localoffer.publishing import review
from localoffer.records.entries import HIDDEN, RETURNED, SCHEDULED, SUBMITTED, Entry
from localoffer.records.moments import now
from localoffer.records.people import REVIEWER
from localoffer.records.review_queries import count_waiting
from localoffer.web.doors import desk, opened_to
from localoffer.web.formats import day_and_time
from localoffer.web.site import session

blueprint = Blueprint("review", __name__, url_prefix="/editor")
ACCEPT, BACK = "accept", "back"
NOW, LATER = "now", "later"
#: The button that accepts everything, whatever is chosen below.
ALL = "all"


@dataclass
class Answer:
    """What a reviewer chose: fields that go back with their reasons, a moment, and what is wrong with it."""

    returned: dict[str, str] = field(default_factory=dict)
    publish_at: datetime | None = None
    #: id of what to put right -> sentence
    errors: dict[str, str] = field(default_factory=dict)


def read_answer(form: Mapping[str, str], names: list[str]) -> Answer:
    """The answer in a form; ``names`` are the fields it is about."""
    answer = Answer()
    if form.get("do") == ALL:
        return answer
    for name in names:
        if form.get(f"decide.{name}") == BACK:
            reason = " ".join(form.get(f"reason.{name}", "").split())[:1000]
            answer.returned[name] = reason
            if not reason:
                answer.errors[f"reason-{name.replace('.', '-')}"] = _("Say why you send this part back.")
    if form.get("when") == LATER:
        _read_moment(form, answer)
    return answer


def _read_moment(form: Mapping[str, str], answer: Answer) -> None:
    try:
        answer.publish_at = days.read_moment(form, "publish")
    except ValueError as problem:
        answer.errors["publish-day"] = str(problem)
        return
    if answer.publish_at <= now():
        answer.errors["publish-day"] = _("This moment is past. Choose a later one, or publish now.")
    elif answer.returned:
        answer.errors["publish-day"] = _("You send parts back, so the rest becomes public now. Choose “Now”.")


@blueprint.get("/review")
@opened_to(REVIEWER)
def queue() -> ResponseReturnValue:
    """What waits: for a reviewer, for its day, for its writer."""
    here = desk()
    rows = {state: queue_rows(here, state) for state in (SUBMITTED, SCHEDULED, RETURNED)}
    return render_template("editor/review/queue.html", rows=rows, count=count_waiting(session()))


@blueprint.get("/page/<entry_id>/review")
@opened_to(REVIEWER)
def show(entry_id: str) -> ResponseReturnValue:
    """One set of changes, to be decided on."""
    return _page(Writing.of(desk(), entry_id))


def _page(writing: Writing, answer: Answer | None = None, given: Mapping[str, str] | None = None) -> str:
    page = ReviewPage(writing)
    return render_template(
        "editor/review/show.html", page=page, entry=writing.entry, revision=writing.revision, given=given or {},
        errors=answer.errors if answer else {}, publish=days.typed(given or {}, "publish"),
    )  # fmt: skip


@blueprint.post("/page/<entry_id>/review")
@opened_to(REVIEWER)
def answer(entry_id: str) -> ResponseReturnValue:
    """Decide. What is refused is shown again with everything that was chosen."""
    writing = Writing.of(desk(), entry_id)
    if writing.revision is None or writing.revision.state != SUBMITTED:
        return _changed_meanwhile(entry_id)
    names = review.changes_of(writing.entry, writing.revision)
    given = read_answer(request.form, names)
    if given.errors:
        return _page(writing, given, request.form), 422
    was = HandedIn.of(writing.entry, writing.revision)
    try:
        review.decide(
            writing.desk, writing.entry, returned=given.returned, publish_at=given.publish_at,
            seen=request.form.get("seen", ""),
        )  # fmt: skip
    except WrongState:
        return _changed_meanwhile(entry_id)
    except (InvalidEntry, SlugTaken) as problem:
        return _refused(entry_id, given, problem), 422
    decided(writing.desk, was, returned=given.returned, publish_at=given.publish_at)
    flash(_said(writing.entry, given, whole=set(names) <= set(given.returned)))
    return redirect(url_for("review.queue"), 303)


def _said(entry: Entry, given: Answer, *, whole: bool) -> str:
    """What was done. ``whole``: everything went back."""
    title = entry.title
    if given.publish_at:
        return _("“%(title)s” will be public from %(when)s.", title=title, when=day_and_time(given.publish_at))
    if not given.returned and entry.state == HIDDEN:
        return _("“%(title)s” is accepted. It stays hidden until somebody checks all of it.", title=title)
    if not given.returned:
        return _("“%(title)s” is public now.", title=title)
    if whole or not entry.revision:
        return _("“%(title)s” went back to whoever wrote it.", title=title)
    return _("What you accepted of “%(title)s” is public now. The rest went back.", title=title)


def _changed_meanwhile(entry_id: str) -> ResponseReturnValue:
    session().rollback()
    flash(_("This has changed since you opened it. Please look at it again. Nothing was decided."), "error")
    return redirect(url_for("review.show", entry_id=entry_id), 303)


def _refused(entry_id: str, given: Answer, problem: InvalidEntry | SlugTaken) -> str:
    """What is left when some parts go back makes no whole page, or rules have changed since it was sent."""
    session().rollback()
    writing = Writing.of(desk(), entry_id)
    page = ReviewPage(writing)
    sentences = page.told(problem.problems) if isinstance(problem, InvalidEntry) else [str(problem)]
    given.errors = {"answers": _("This cannot be published as it is. %(why)s", why=" ".join(sentences))}
    return _page(writing, given, request.form)


@blueprint.post("/page/<entry_id>/unschedule")
@opened_to(REVIEWER)
def unschedule(entry_id: str) -> ResponseReturnValue:
    """Stop what waits for its day: it waits for a review again."""
    writing = Writing.of(desk(), entry_id)
    review.unschedule(writing.desk, writing.entry)
    flash(_("Stopped. It waits for a review again."))
    return redirect(url_for("review.show", entry_id=entry_id), 303)
