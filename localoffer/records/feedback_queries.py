"""Questions asked of comments and reports, by name."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from localoffer.records.feedback import STILL_OPEN, Comment, Report, Writer


def comment_of(session: Session, token_digest: str) -> Comment | None:
    """The comment that a private link is about."""
    return session.exec(select(Comment).where(Comment.token_digest == token_digest)).first()


def report_of(session: Session, token_digest: str) -> Report | None:
    """The report that a private link is about."""
    return session.exec(select(Report).where(Report.token_digest == token_digest)).first()


def email_of(session: Session, token_digest: str) -> str:
    """Where whoever wrote a comment or report wants news; empty when they did not say, or we have deleted it."""
    writer = session.get(Writer, token_digest)
    return writer.email if writer else ""


def reported_since(session: Session, entry_id: str) -> datetime | None:
    """When the oldest report of an entry that is still open came; None when there is none. One row of an index."""
    first = select(func.min(Report.received_at)).where(Report.entry_id == entry_id, col(Report.state).in_(STILL_OPEN))
    return session.exec(first).one()
