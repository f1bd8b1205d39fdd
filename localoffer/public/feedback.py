"""Feedback: a comment on anything, and “this is wrong” in two taps, each with a private link to its status.

Nobody signs in here and no cookie is set, so these forms carry no token against forged requests: they act for nobody,
and there is nothing to forge. What keeps machines out instead stands in ``web/form_trap`` and ``web/limits``.
"""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.errors import LinkSpent, WrongState
from localoffer.public.feedback_form import WHOLE, CommentForm, written, wrong_words
from localoffer.public.feedback_status import Status, status_of
from localoffer.publishing.feedback import (
    LONGEST,
    add_to_report,
    forget_email,
    receive_comment,
    receive_report,
    take_back,
)
from localoffer.publishing.people import checked_email
from localoffer.records.entries import Entry
from localoffer.records.feedback_queries import comment_of, report_of
from localoffer.records.queries import published_at
from localoffer.web import feedback_letters as letters
from localoffer.web.addresses import UNFIT
from localoffer.web.feedback_words import choices
from localoffer.web.form_trap import EMPTY, STAMP, digest_of, looks_like_a_person, stamp
from localoffer.web.help_panels import panel_view
from localoffer.web.limits import TooOften, count, may_mail
from localoffer.web.locale import choose
from localoffer.web.mail_links import FEEDBACK, HEADERS, digest_of_lasting, lasting_token
from localoffer.web.site import ready, reference, session

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback")
#: Where a private matter belongs.
COMPLAINTS = "guides/complaints"
#: Who knows the page well presses the second button soon after the first.
QUICKEST_TAP = 1


# --- comments ---


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The comment form, about a page or about the whole Local Offer."""
    return _comment_page(CommentForm(_entry(request.args.get("about", ""))))


@blueprint.post("")
def send() -> ResponseReturnValue:
    """From the foot of a page: the whole form, to be checked; nothing is kept. From the form itself: keep it."""
    form = CommentForm.read(request.form, _entry(request.form.get("about", "")))
    if STAMP not in request.form:
        return _comment_page(form, checking=True) if form.words else _comment_page(form)
    if not form.check():
        return _comment_page(form, status=422)
    if not looks_like_a_person(request.form):
        return _comment_page(form, once_more=True, status=422)
    return _kept_comment(form)


def _kept_comment(form: CommentForm) -> ResponseReturnValue:
    about = form.about
    digest = digest_of(request.form, about.id if about else WHOLE, form.aspect, form.words)
    if comment_of(session(), digest) is None:  # not the same form again
        try:
            count("comment")
        except TooOften as refusal:
            return _comment_page(form, wait=_wait(refusal), status=429)
        mails = bool(form.email) and may_mail(form.email)
        comment = receive_comment(
            session(), digest, entry=about, aspect=form.aspect, text=form.words, language=choose(), email=form.email
        )
        if mails:
            letters.comment_received(session(), comment)
    return _to_status(digest)


def _comment_page(
    form: CommentForm, *, checking: bool = False, once_more: bool = False, wait: str = "", status: int = 200
) -> ResponseReturnValue:
    """``checking``: it came from the foot of a page; ``once_more``: it may be a machine's; ``wait``: for how long."""
    words = reference()
    more: dict[str, Any] = {"languages": []} if request.method == "POST" else {}  # changing it would lose the words
    html = render_template(
        "public/feedback.html", form=form, checking=checking, once_more=once_more, wait=wait, longest=LONGEST,
        aspects=choices(words.vocabularies, "comment_kind"), panels=_panels(form.words), whole=WHOLE,
        complaints=_entry(COMPLAINTS), rules=words.desk, trap=_trap(), authority=words.authority, **more,
    )  # fmt: skip
    return html, status


# --- this is wrong ---


@blueprint.get("/wrong")
def wrong() -> ResponseReturnValue:
    """What is wrong with a page: each answer is a button."""
    return _wrong_page(_entry(request.args.get("about", "")))


@blueprint.post("/wrong")
def send_wrong() -> ResponseReturnValue:
    """Keep the answer, and tell whoever keeps the page."""
    entry, what = _entry(request.form.get("about", "")), request.form.get("what", "")
    vocabularies = reference().vocabularies
    if entry is None or what not in vocabularies["wrong"]:
        return _wrong_page(entry, nothing_chosen=entry is not None, status=422)
    if not looks_like_a_person(request.form, quickest=QUICKEST_TAP):
        return _wrong_page(entry, once_more=True, status=422)
    digest = digest_of(request.form, entry.id, what)
    if report_of(session(), digest) is None:
        try:
            count("report")
        except TooOften as refusal:
            return _wrong_page(entry, wait=_wait(refusal), status=429)
        report = receive_report(session(), digest, entry=entry, what=what, vocabularies=vocabularies)
        letters.report_to_keepers(session(), entry, report, vocabularies)
    return _to_status(digest)


def _wrong_page(
    entry: Entry | None, *, nothing_chosen: bool = False, once_more: bool = False, wait: str = "", status: int = 200
) -> ResponseReturnValue:
    html = render_template(
        "public/feedback_wrong.html", entry=entry, nothing_chosen=nothing_chosen, once_more=once_more, wait=wait,
        trap=_trap(), answers=choices(reference().vocabularies, "wrong"), authority=reference().authority,
    )  # fmt: skip
    return html, status


# --- the private link ---


@blueprint.get("/status/<token>")
def status(token: str) -> ResponseReturnValue:
    """How a comment or report stands, and what can still be done with it. Looking changes nothing."""
    try:
        return _status_page(_status(token))
    except LinkSpent:
        return _spent()


@blueprint.post("/status/<token>")
def change(token: str) -> ResponseReturnValue:
    """Take a comment back, delete the email address, add to a report. Whoever holds the link may."""
    try:
        found = _status(token)
    except LinkSpent:
        return _spent()
    wish = request.form.get("do", "")
    if wish == "take-back" and found.comment:
        take_back(session(), found.comment)
    elif wish == "forget":
        forget_email(session(), found.digest)
    elif wish == "add" and found.report:
        return _added(found)
    return _to_status(found.digest, "")


def _added(found: Status) -> ResponseReturnValue:
    assert found.report is not None
    words, email, errors = written(request.form, "words"), written(request.form, "email"), {}
    if not found.may_add:  # it was dealt with while somebody wrote: they get their words back
        return _status_page(found, words=words, code=409)
    room = LONGEST - len(f"{found.report.text}\n\n".lstrip())
    if sentence := wrong_words(words, longest=room, needed=not email):
        errors["words"] = sentence
    try:
        email = checked_email(email) if email else ""
    except WrongState:
        errors["email"] = _("Write a whole email address, like ana@example.org, or leave it empty.")
    if errors:
        return _status_page(found, words=words, email=email, errors=errors, code=422)
    mails = bool(email) and may_mail(email)
    add_to_report(session(), found.report, text=words, email=email)
    if mails:
        letters.report_received(session(), found.report, choose())
    return _to_status(found.digest, "added")


def _status(token: str) -> Status:
    """Raises LinkSpent for a link that is not ours, or whose comment or report is gone."""
    return status_of(session(), digest_of_lasting(token, FEEDBACK))


def _status_page(
    found: Status, *, words: str = "", email: str = "", errors: dict[str, str] | None = None, code: int = 200
) -> ResponseReturnValue:
    html = render_template(
        "public/feedback_status.html", status=found, words=words, email=email, errors=errors or {},
        link=letters.status_url(found.digest), path=_private_path(found.digest),
        sent=request.args.get("now", ""), complaints=_entry(COMPLAINTS), rules=reference().desk, longest=LONGEST,
        panels=_panels(found.text if request.args.get("now") else ""),
    )  # fmt: skip
    return _private(html, code)


def _spent() -> ResponseReturnValue:
    return _private(render_template("public/feedback_spent.html"), 410)


def _private(html: str, code: int) -> Response:
    answer: Response = make_response(html, code)
    answer.headers.update(HEADERS)
    return answer


# --- for all of them ---


def _to_status(digest: str, now: str = "sent") -> ResponseReturnValue:
    """On to the private link, so that a reload sends nothing twice. ``now``: what has just been done."""
    answer = redirect(_private_path(digest, now), code=303)
    answer.headers.update(HEADERS)
    return answer


def _private_path(digest: str, now: str = "") -> str:
    return url_for("feedback.status", token=lasting_token(digest, FEEDBACK), now=now or None)


def _entry(address: str) -> Entry | None:
    """The published page at ``folder/slug``; None for anything else."""
    return next(iter(published_at(session(), [UNFIT.sub("", address)[:200]])), None)


def _panels(text: str) -> list[dict[str, object]]:
    """What must be said first when the words sound like danger."""
    found = ready().interpreter.panels_for(text[: 2 * LONGEST]) if text else []
    return [panel_view(session(), reference().vocabularies, panel) for panel in found]


def _trap() -> dict[str, str]:
    return {"empty": EMPTY, "name": STAMP, "stamp": stamp()}


def _wait(refusal: TooOften) -> str:
    """> Try again in 20 minutes."""
    minutes = -(-int(refusal.retry_after or 60) // 60)  # type: ignore[arg-type]
    return ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)


@blueprint.record_once
def _needs_no_cookie(state: Any) -> None:
    """See the first lines of this file; of a private link, possession is what counts."""
    for view in (send, send_wrong, change):
        state.app.extensions["csrf"].exempt(f"{__name__}.{view.__name__}")
