"""Comments of families: read, publish without what identifies anybody, hold with a legal reason, answer."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from localoffer.editor.comments_page import HOLD_HINTS, HOLD_LABELS, CommentList, CommentPage, Line
from localoffer.errors import InvalidEntry, NotFound, WrongState
from localoffer.publishing import moderation
from localoffer.publishing.feedback import LONGEST
from localoffer.records.entries import Entry
from localoffer.records.feedback import PUBLISHED, Comment
from localoffer.records.moderation_queries import (
    LISTS,
    TO_DO,
    UNANSWERED,
    comments_by_id,
    comments_on,
    responses_to_choose,
)
from localoffer.records.people import REVIEWER
from localoffer.web.addresses import page_asked
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import reference, session

blueprint = Blueprint("comments", __name__, url_prefix="/editor")
MOST_TOGETHER = 50
SHORTEST_TITLE, LONGEST_TITLE = 3, 80
#: What is wrong with a form, in words for people, by the name of its field.
CONTACT = lazy_gettext("There is a phone number, an email address or a postcode in it. Take it out.")
SENTENCES = {
    "public_text": lazy_gettext("Write what families will read, in at most %(most)s letters.", most=LONGEST),
    "theme": lazy_gettext("Choose a theme."),
    "checked": lazy_gettext("Check that nobody can be recognised. Then tick the box."),
    "reason": lazy_gettext("Choose one of the two reasons. The law knows no other."),
    "note": lazy_gettext("Keep the note to %(most)s letters.", most=moderation.LONGEST_NOTE),
}


@blueprint.get("/comments")
@opened_to(REVIEWER)
def index() -> ResponseReturnValue:
    """Comments, what waits longest first."""
    which = request.args.get("state", TO_DO)
    listing = CommentList(desk(), which if which in LISTS else TO_DO, page_asked(request.args))
    return render_template("editor/comments/index.html", listing=listing)


@blueprint.get("/comments/<int(max=999999999):comment_id>")
@opened_to(REVIEWER)
def show(comment_id: int) -> ResponseReturnValue:
    """One comment, and what can be done with it."""
    return _page(_comment(comment_id))


def _page(
    comment: Comment, given: Mapping[str, str] | None = None, wrong: InvalidEntry | None = None, meanwhile: str = ""
) -> str:
    """``given``: what somebody sent, when it was refused. ``meanwhile``: what somebody else did before."""
    page = CommentPage(desk(), comment, reference().authority)
    problems = wrong.problems if wrong else []
    errors = {field: CONTACT if told == moderation.CONTACT_IN_IT else SENTENCES[field] for field, told in problems}
    return render_template(
        "editor/comments/show.html", page=page, comment=comment, given=given or {}, errors=errors, meanwhile=meanwhile,
        hold_labels=HOLD_LABELS, hold_hints=HOLD_HINTS, longest=LONGEST, longest_note=moderation.LONGEST_NOTE,
    )  # fmt: skip


@blueprint.post("/comments/<int(max=999999999):comment_id>/publish")
@opened_to(REVIEWER)
def publish(comment_id: int) -> ResponseReturnValue:
    """Make it public, in words that identify nobody."""
    form = request.form
    return _decided(
        comment_id,
        lambda comment: moderation.publish_comment(
            desk(), comment, public_text=form.get("public_text", ""), theme=form.get("theme", ""),
            checked=form.get("checked") == "yes",
        ),
        _("The comment is public now. Families can read it, and wait for your answer."),
    )  # fmt: skip


@blueprint.post("/comments/<int(max=999999999):comment_id>/hold")
@opened_to(REVIEWER)
def hold(comment_id: int) -> ResponseReturnValue:
    """Leave it out, for a reason that the law allows."""
    reason, private = request.form.get("reason", ""), request.form.get("note", "")
    return _decided(
        comment_id,
        lambda comment: moderation.hold_comment(desk(), comment, reason=reason, note=private),
        _("The comment is held back. Families do not see it."),
    )


@blueprint.post("/comments/<int(max=999999999):comment_id>/reopen")
@opened_to(REVIEWER)
def reopen(comment_id: int) -> ResponseReturnValue:
    """Take the decision back."""
    seen = request.form.get("seen", "")
    return _decided(
        comment_id,
        lambda comment: moderation.reopen_comment(desk(), comment, seen=seen),
        _("The decision is taken back. Families do not see the comment now. Decide anew."),
    )


@blueprint.post("/comments/<int(max=999999999):comment_id>/theme")
@opened_to(REVIEWER)
def theme(comment_id: int) -> ResponseReturnValue:
    """Put a public comment under another theme."""
    chosen = request.form.get("theme", "")
    return _decided(
        comment_id, lambda comment: moderation.set_theme(desk(), comment, chosen), _("The theme is changed.")
    )


@blueprint.post("/comments/<int(max=999999999):comment_id>/no-answer")
@opened_to(REVIEWER)
def no_answer(comment_id: int) -> ResponseReturnValue:
    """Take the link to an answer away."""
    return _decided(
        comment_id,
        lambda comment: moderation.unlink_answer(desk(), comment),
        _("The comment has no answer now. The answer itself stays as it is."),
    )


def _decided(comment_id: int, verb: Callable[[Comment], object], said: str) -> ResponseReturnValue:
    """Do it and say so; what is wrong, or was decided by somebody else meanwhile, is told on the comment's page."""
    comment = _comment(comment_id)
    try:
        verb(comment)
    except InvalidEntry as wrong:
        return _refused(comment_id, wrong)
    except WrongState:
        return _decided_meanwhile(comment_id)
    flash(said)
    return _back_to(comment_id)


@blueprint.get("/comments/answer")
@opened_to(REVIEWER)
def answer() -> ResponseReturnValue:
    """Choose the comments that are answered together, and how."""
    return _answer_page(_chosen(request.args.getlist("comment")))


def _answer_page(chosen: Sequence[Comment], errors: Mapping[str, str] | None = None) -> str:
    """The comments that were chosen, ticked, with the others that wait for an answer below them."""
    here, ids = desk(), {comment.id for comment in chosen}
    waiting = comments_on(here.session, UNANSWERED, limit=MOST_TOGETHER)
    others = [Line(here, comment, entry) for comment, entry in waiting if comment.id not in ids]
    themes = {comment.theme for comment in chosen}
    lines = [Line(here, each, session().get(Entry, each.entry_id) if each.entry_id else None) for each in chosen]
    return render_template(
        "editor/comments/answer.html", lines=lines, errors=errors or {}, given=request.form,
        others=sorted(others, key=lambda line: line.comment.theme not in themes),
        responses=responses_to_choose(here.session), vocabularies=here.vocabularies,
    )  # fmt: skip


@blueprint.post("/comments/answer")
@opened_to(REVIEWER)
def begin_answer() -> ResponseReturnValue:
    """Begin an answer to the comments that are ticked, or link them to one there is."""
    form, here = request.form, desk()
    chosen = _chosen(form.getlist("comment"))
    title, how = " ".join(moderation.tidy(form.get("title", "")).split()), form.get("how", "")
    errors: dict[str, str] = {}
    if not chosen:
        errors["comments"] = _("Tick at least one comment.")
    if how == "new" and not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        errors["title"] = _("Give the answer a name, in at most %(most)s letters.", most=LONGEST_TITLE)
    response = session().get(Entry, form.get("response", "")) if how == "old" else None
    if how == "old" and (response is None or response.kind != "response"):
        errors["response"] = _("Choose an answer from the list.")
    if how not in ("new", "old"):
        errors["how"] = _("Say whether there is an answer already.")
    if errors:
        return _answer_page(chosen, errors), 422
    if response is not None:
        moderation.link_answer(here, chosen, response)
        flash(_("Linked. The comments count as answered once families can read the answer."))
        return redirect(url_for("comments.index"), 303)
    entry = moderation.begin_answer(here, chosen, title)
    flash(_("The answer is begun. It holds what families said. Write what you will do, then publish it."))
    return redirect(url_for("writing.show", entry_id=entry.id), 303)


def _chosen(numbers: Sequence[str]) -> list[Comment]:
    """Public comments with these numbers; anything else is left out."""
    ids = [int(each) for each in numbers[:MOST_TOGETHER] if each.isdecimal() and each.isascii() and len(each) < 10]
    return [comment for comment in comments_by_id(session(), ids) if comment.state == PUBLISHED]


def _comment(comment_id: int) -> Comment:
    comment = session().get(Comment, comment_id)
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment


def _back_to(comment_id: int) -> ResponseReturnValue:
    return redirect(url_for("comments.show", comment_id=comment_id), 303)


def _refused(comment_id: int, wrong: InvalidEntry) -> ResponseReturnValue:
    session().rollback()
    given = {name: moderation.tidy(value) for name, value in request.form.items()}
    return _page(_comment(comment_id), given, wrong), 422


def _decided_meanwhile(comment_id: int) -> ResponseReturnValue:
    """Somebody else was quicker, perhaps whoever wrote it: show what is there now, and lose nothing that was typed."""
    session().rollback()
    comment = _comment(comment_id)
    by = CommentPage(desk(), comment, reference().authority).decided_by
    said = (
        _("%(name)s decided about this comment while you had it open. Nothing you chose was done.", name=by)
        if by
        else _("This comment has changed while you had it open. Nothing you chose was done.")
    )
    given = {name: moderation.tidy(value) for name, value in request.form.items()}
    return _page(comment, given, meanwhile=said), 409
