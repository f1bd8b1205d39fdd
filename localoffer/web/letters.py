"""Letters: written from a template into the outbox, and sent right after the request that wrote them (ADR 9)."""

import logging
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlmodel import Session

from localoffer.db.upserts import insert_into
from localoffer.errors import LetterRefused
from localoffer.mail.sender import send_due
from localoffer.mail.server import checked_address, read_server
from localoffer.records.entries import Reference
from localoffer.records.posts import Letter
from localoffer.settings import Settings
from localoffer.web.locale import FALLBACK, speaking
from localoffer.web.site import EXTENSION, LOOKING, site

log = logging.getLogger(__name__)
SUBJECT = "Subject: "


def write_letter(
    session: Session, *, key: str, to: str, template: str, language: str = FALLBACK, **words: Any
) -> Letter | None:
    """Add a letter to the outbox in the caller's transaction; None when one with this key was written before.

    ``template`` is ``templates/letters/<template>.txt``: ``Subject: …``, an empty line, the text. ``words`` fill it;
    it also knows ``site_name`` and ``whole_url``. ``language``: of whoever reads it, where we know. Raises
    LetterRefused for an address or subject that cannot be sent.
    """
    to = checked_address(to)
    subject, text = _rendered(session, template, language, words)
    values = Letter(key=key, to=to, subject=subject, text=text).model_dump(exclude={"id"})
    wish = insert_into(session, Letter).values(**values).on_conflict_do_nothing()
    added = session.execute(wish.returning(Letter.id)).first()
    if added is None:
        return None
    letter = session.get_one(Letter, added[0])
    if has_request_context():
        g.setdefault("letters_written", []).append(letter.id)
    return letter


def _rendered(session: Session, template: str, language: str, words: dict[str, Any]) -> tuple[str, str]:
    """(subject, text)."""
    source = current_app.jinja_env.get_template(f"letters/{template}.txt")
    with speaking(language):
        rendered = source.render(site_name=_site_name(session), whole_url=whole_url, **words)
    subject, _, text = rendered.partition("\n")
    if not subject.startswith(SUBJECT) or "\r" in subject or not text.startswith("\n"):
        raise LetterRefused(f"The subject of the letter “{template}” must be one line.")
    return subject.removeprefix(SUBJECT).strip()[:200], text.strip() + "\n"


def _site_name(session: Session) -> str:
    authority = session.get(Reference, "authority")
    return str(authority.document["site_name"]) if authority else "Local Offer"


def whole_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, also where there is no request."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return site().settings.base_url.rstrip("/") + path


def _send_afterwards(response: Response) -> Response:
    """Once the answer has been given and everything is committed, try to send what was written."""
    written = g.get("letters_written")
    server = read_server(site().settings.mail_url)
    if not written or server is None or request.method in LOOKING:
        return response
    database = site().database

    def send() -> None:
        try:
            send_due(database, server, only=written)
        except Exception:  # the answer has been given; the jobs will try again
            log.exception("Letters could not be sent")

    response.call_on_close(send)
    return response


def init_app(app: Flask) -> None:
    """Send letters after requests. Raises SettingsError when the mail server's setting cannot be used."""
    settings: Settings = app.extensions[EXTENSION].settings
    read_server(settings.mail_url)
    app.after_request(_send_afterwards)
