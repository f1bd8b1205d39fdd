"""Letters about comments and reports: to whoever wrote, if they wish, and to whoever keeps the page.

The first kind holds the site's name and the private link, and no word of what was written: whoever asked for it may
have given somebody else's address.
"""

import logging
from typing import Any

from sqlmodel import Session

from localoffer.errors import LetterRefused
from localoffer.publishing.feedback import LETTERS
from localoffer.publishing.recipients import Recipients
from localoffer.records.entries import Entry
from localoffer.records.feedback import Comment, Report
from localoffer.records.feedback_queries import email_of
from localoffer.records.vocabularies import Vocabularies
from localoffer.web.letters import whole_url, write_letter
from localoffer.web.locale import FALLBACK
from localoffer.web.mail_links import FEEDBACK, lasting_token
from localoffer.web.site import today

log = logging.getLogger(__name__)


def status_url(token_digest: str) -> str:
    """The whole private link of a comment or report."""
    return whole_url("feedback.status", token=lasting_token(token_digest, FEEDBACK))


def comment_received(session: Session, comment: Comment) -> None:
    """Mail whoever wrote a comment their private link. Ask ``limits.may_mail`` first, before anything is written."""
    _write(session, comment.token_digest, "comment_received", "received", comment.language)


def report_received(session: Session, report: Report, language: str) -> None:
    """Mail whoever reported something their private link. Ask ``limits.may_mail`` first, as above."""
    _write(session, report.token_digest, "report_received", "received", language)


def comment_news(session: Session, comment: Comment, answer: str = "") -> bool:
    """Tell whoever wrote a comment, if they wish, that its state has changed. Once for each state; True when written.

    ``answer``: the status of its published answer, if there is one: they hear of each.
    """
    what = f"news:{comment.state}:{answer}"
    return _write(session, comment.token_digest, "comment_news", what, comment.language)


def report_news(session: Session, report: Report) -> bool:
    """Tell whoever reported something, if they wish, that its state has changed. Once for each state."""
    return _write(session, report.token_digest, "report_news", f"news:{report.state}", FALLBACK)


def report_to_keepers(session: Session, entry: Entry, report: Report, vocabularies: Vocabularies) -> None:
    """Tell whoever keeps a page that something on it may be wrong: one letter a day, however many report it."""
    for person in Recipients(session).to_ask(entry):
        try:
            write_letter(
                session, key=f"report:{entry.id}:{today()}:{person.id}", to=person.email, template="report",
                name=person.name, title=" ".join(entry.title.split()), what=vocabularies.label("wrong", report.what),
            )  # fmt: skip
        except LetterRefused:
            log.warning("The letter about a report cannot be sent to person %s", person.id)


def _write(session: Session, token_digest: str, template: str, what: str, language: str) -> bool:
    """Nothing when nobody wished for news. A letter that cannot be written keeps nobody from anything."""
    email = email_of(session, token_digest)
    words: dict[str, Any] = {"link": status_url(token_digest)}
    try:
        if email:
            key = f"{LETTERS}:{token_digest}:{what}"
            letter = write_letter(session, key=key, to=email, template=template, language=language, **words)
            return letter is not None
    except LetterRefused:
        log.warning("A letter about a comment or report cannot be sent")
    return False
