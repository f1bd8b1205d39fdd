"""Mail that waits, may not have arrived, failed or was sent: an administrator can read it and have it sent again."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import col, func, select

from localoffer.records.moments import now
from localoffer.records.people import ADMIN
from localoffer.records.posts import FAILED, SENDING, SENT, WAITING, Letter
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import session, site

blueprint = Blueprint("letters", __name__, url_prefix="/editor/mail")
MOST_LISTED = 50
#: A letter takes seconds to hand over; after this nobody is at it any more.
STUCK_AFTER = timedelta(minutes=10)
#: The end of an address that opens something: whoever has it needs no password.
SECRET = re.compile(r"(https?://\S*?)[\w.~-]{40,}")


def state_labels() -> dict[str, str]:
    """What each state is called, worst first."""
    return {
        SENDING: _("May not have arrived"), FAILED: _("Not sent"), WAITING: _("Waiting"), SENT: _("Sent"),
    }  # fmt: skip


@blueprint.get("/")
@opened_to(ADMIN)
def index() -> ResponseReturnValue:
    """Every state with its newest letters."""
    groups = [
        {"state": state, "label": label, "letters": _newest(state), "count": _count(state)}
        for state, label in state_labels().items()
    ]
    return render_template("editor/letters/index.html", groups=groups, sends=bool(site().settings.mail_url))


def _newest(state: str) -> Sequence[Letter]:
    query = select(Letter).where(Letter.state == state).order_by(col(Letter.made_at).desc(), col(Letter.id).desc())
    return session().exec(query.limit(MOST_LISTED)).all()


def _count(state: str) -> int:
    return session().exec(select(func.count()).where(Letter.state == state)).one()


@blueprint.get("/<int:letter_id>")
@opened_to(ADMIN)
def show(letter_id: int) -> ResponseReturnValue:
    """One letter. Where mail is really sent, the links in it are for its reader alone and are not shown."""
    letter = _letter(letter_id)
    sends = bool(site().settings.mail_url)
    text = SECRET.sub(r"\1…", letter.text) if sends else letter.text
    return render_template(
        "editor/letters/show.html", letter=letter, text=text, sends=sends, label=state_labels()[letter.state],
        may_send_again=_may_send_again(letter), on_its_way=letter.state == SENDING and not _may_send_again(letter),
    )  # fmt: skip


@blueprint.post("/<int:letter_id>/send-again")
@opened_to(ADMIN)
def send_again(letter_id: int) -> ResponseReturnValue:
    """Put a letter that failed, or that may not have arrived, back among those that wait."""
    letter = _letter(letter_id)
    if _may_send_again(letter) and _put_back(letter):
        desk().note("letter.send-again", f"letter:{letter.id}")
        flash(_("The letter waits to be sent again."))
    else:
        flash(_("This letter cannot be sent again."))
    return redirect(url_for("letters.show", letter_id=letter.id))


def _letter(letter_id: int) -> Letter:
    return session().get(Letter, letter_id) or abort(404)


def _may_send_again(letter: Letter) -> bool:
    """Its text must still be there, and nobody may be sending it just now."""
    stuck = letter.state == SENDING and letter.try_after < now() - STUCK_AFTER
    return bool(letter.text) and (letter.state == FAILED or stuck)


def _put_back(letter: Letter) -> bool:
    """False when it was put back by somebody else a moment ago."""
    same = sa.update(Letter).where(
        col(Letter.id) == letter.id, col(Letter.state) == letter.state, col(Letter.try_after) == letter.try_after
    )
    done: Any = session().execute(same.values(state=WAITING, attempts=0, try_after=now(), last_error=""))
    return bool(done.rowcount == 1)
