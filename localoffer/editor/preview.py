"""A page as a family will see it, before anybody has approved it."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.page_being_written import Writing
from localoffer.publishing import review
from localoffer.publishing.lenient import as_far_as_it_goes
from localoffer.records.people import PROVIDER
from localoffer.web.doors import desk, opened_to
from localoffer.web.entry_page import EntryPage
from localoffer.web.security import POLICY, nonce
from localoffer.web.site import ready

blueprint = Blueprint("preview", __name__, url_prefix="/editor")


@blueprint.get("/page/<entry_id>/preview")
@opened_to(PROVIDER)
def show(entry_id: str) -> ResponseReturnValue:
    """The page as it would be."""
    return render_template("editor/preview/show.html", **_surroundings(Writing.of(desk(), entry_id)))


@blueprint.get("/page/<entry_id>/preview/quick-read")
@opened_to(PROVIDER)
def quick_read(entry_id: str) -> ResponseReturnValue:
    """The quick read alone, made for one sheet of paper."""
    return render_template("editor/preview/quick_read.html", **_surroundings(Writing.of(desk(), entry_id)))


@blueprint.get("/page/<entry_id>/preview/phone")
@opened_to(PROVIDER)
def phone(entry_id: str) -> ResponseReturnValue:
    """The page as it would be, as wide as a phone."""
    writing = Writing.of(desk(), entry_id)
    page = render_template("editor/preview/phone.html", writing=writing, entry=writing.entry)
    return _framed_here(page, "frame-ancestors 'none'; frame-src 'self'")


@blueprint.get("/page/<entry_id>/preview/phone/page")
@opened_to(PROVIDER)
def in_phone(entry_id: str) -> ResponseReturnValue:
    """The page as it would be, for the frame that is as wide as a phone."""
    page = render_template("editor/preview/show.html", **_surroundings(Writing.of(desk(), entry_id)))
    return _framed_here(page, "frame-ancestors 'self'")


def _framed_here(page: str, frames: str) -> Response:
    """An answer with a policy on frames of its own: this site, and no other, may show it or hold it."""
    answer = make_response(page)
    policy = POLICY.format(nonce=nonce()).replace("frame-ancestors 'none'", frames)
    answer.headers["Content-Security-Policy"] = policy
    return answer


def _surroundings(writing: Writing) -> dict[str, Any]:
    here, entry = writing.desk, writing.entry
    words = writing.words
    if not entry.revision:  # it has no dates yet: it gets those of the day on which it is sent
        words = words | {"verified_by": review.verified_by(here, words)}
        words = review.dated(words, entry.kind, here.rules, checked_on=here.today)
    document = as_far_as_it_goes(entry.kind, words, _("Not filled in yet"))
    page = EntryPage(here.session, ready(), entry, document, here.today)
    page.url = url_for("preview.show", entry_id=entry.id)
    page.quick_read_url = url_for("preview.quick_read", entry_id=entry.id)
    return {"page": page, "entry": entry, "document": document, "writing": writing}
