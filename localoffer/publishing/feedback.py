"""What families tell us comes in, and goes again when they wish: comments, reports, and how to reach who wrote them.

Nobody signs in for these verbs: they are done by whoever sends a form, or holds the private link it gave them. What
the desk does with a comment or report stands in ``moderation``. Nothing here is logged but that it happened.
"""

import sqlalchemy as sa
from sqlmodel import Session, col

from localoffer.db.upserts import insert_into
from localoffer.errors import WrongState
from localoffer.publishing.audit import note
from localoffer.publishing.one_at_a_time import lock
from localoffer.publishing.permissions import system
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.feedback import ASPECTS, STILL_OPEN, TAKEN_BACK, Comment, Report, Writer
from localoffer.records.feedback import PUBLISHED as PUBLIC
from localoffer.records.feedback_queries import comment_of, report_of
from localoffer.records.moments import now
from localoffer.records.posts import Letter
from localoffer.records.vocabularies import Vocabularies

#: The most that somebody may write, in characters.
LONGEST = 3000
#: Keys of letters to whoever wrote a comment or report begin with this and the digest of their private link.
LETTERS = "feedback"


def receive_comment(
    session: Session, token_digest: str, *, entry: Entry | None, aspect: str, text: str, language: str, email: str = ""
) -> Comment:
    """Keep a comment about a published entry, or about the whole Local Offer (SI 2014/1530 reg. 56(1)).

    The same form sent twice, even at the same time, is one comment: it is known by its digest. Raises WrongState for
    words or a choice that the form does not let through.
    """
    if aspect not in ASPECTS or not 0 < len(text) <= LONGEST or (entry is not None and entry.state != PUBLISHED):
        raise WrongState("This comment cannot be taken in.")
    comment = Comment(
        token_digest=token_digest, entry_id=entry.id if entry else None, aspect=aspect, text=text, language=language
    )
    _add_once(session, comment)
    _keep_email(session, token_digest, email)
    return comment_of(session, token_digest) or comment


def receive_report(
    session: Session, token_digest: str, *, entry: Entry, what: str, vocabularies: Vocabularies
) -> Report:
    """Keep that something on a published entry is wrong; ``what`` is a key of the vocabulary ``wrong``.

    The same form sent twice, even at the same time, is one report. Raises WrongState for what cannot be reported.
    """
    if vocabularies["wrong"].get(what) is None or entry.state != PUBLISHED:
        raise WrongState("This report cannot be taken in.")
    report = Report(token_digest=token_digest, entry_id=entry.id, what=what)
    _add_once(session, report)
    return report_of(session, token_digest) or report


def add_to_report(session: Session, report: Report, *, text: str = "", email: str = "") -> None:
    """Words, or how to reach whoever wrote, for a report that is still open. Raises WrongState when it is not."""
    lock(session, report)
    whole = f"{report.text}\n\n{text}".strip() if text else report.text
    if report.state not in STILL_OPEN or len(whole) > LONGEST:
        raise WrongState("Nothing can be added to this report.")
    report.text = whole
    session.add(report)
    _keep_email(session, report.token_digest, email)


def take_back(session: Session, comment: Comment) -> None:
    """Whoever wrote a comment does not want it any more: its words go, and it is public no longer. For good."""
    lock(session, comment)
    if comment.state == TAKEN_BACK:
        return
    was_public = comment.state == PUBLIC
    comment.state = TAKEN_BACK
    comment.text = comment.public_text = comment.hold_note = ""
    comment.text_deleted_at = now()
    session.add(comment)
    forget_email(session, comment.token_digest)
    note(session, system("whoever wrote it"), "comment.taken-back", f"comment:{comment.id}", was_public=was_public)


def forget_email(session: Session, token_digest: str) -> None:
    """Delete how to reach whoever wrote a comment or report, with every letter to them, sent or waiting."""
    session.execute(sa.delete(Writer).where(col(Writer.token_digest) == token_digest))
    session.execute(sa.delete(Letter).where(col(Letter.key).startswith(f"{LETTERS}:{token_digest}:")))


def _add_once(session: Session, row: Comment | Report) -> None:
    wish = insert_into(session, type(row)).values(**row.model_dump(exclude={"id"}))
    session.execute(wish.on_conflict_do_nothing(index_elements=["token_digest"]))


def _keep_email(session: Session, token_digest: str, email: str) -> None:
    """The newest address counts; letters to another that was given before are of no use."""
    if email:
        forget_email(session, token_digest)
        session.add(Writer(token_digest=token_digest, email=email))
        session.flush()
