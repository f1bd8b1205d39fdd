"""What a private link shows: how a comment or report stands, never its private words or an email address."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from localoffer.errors import LinkSpent
from localoffer.publishing.moderation import answer_due
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.feedback import STILL_OPEN, TAKEN_BACK, Comment, Report
from localoffer.records.feedback_queries import comment_of, email_of, report_of
from localoffer.records.moments import day_in_england


@dataclass(frozen=True)
class Status:
    """A comment or a report (one is None), the public page it is about, and the published answer to a comment."""

    digest: str
    comment: Comment | None
    report: Report | None
    entry: Entry | None
    answer: Entry | None
    has_email: bool

    @property
    def state(self) -> str:
        return self.comment.state if self.comment else self.report.state if self.report else ""

    @property
    def text(self) -> str:
        """The private words: to look for danger in, not to show."""
        return self.comment.text if self.comment else self.report.text if self.report else ""

    @property
    def may_add(self) -> bool:
        """Words and an address may be added to a report that nobody has decided."""
        return self.report is not None and self.report.state in STILL_OPEN

    @property
    def may_take_back(self) -> bool:
        """A comment belongs to whoever wrote it, before and after it was published."""
        return self.comment is not None and self.comment.state != TAKEN_BACK

    @property
    def received_on(self) -> date:
        """The day in England on which it came."""
        held = self.comment or self.report
        assert held is not None
        return day_in_england(held.received_at)

    @property
    def closed_on(self) -> date | None:
        """The day on which it was decided."""
        moment = self.comment.decided_at if self.comment else self.report.closed_at if self.report else None
        return day_in_england(moment) if moment else None

    def answer_by(self, rules: DeskRules) -> date:
        """The last day on which a comment is answered (SI 2014/1530 reg. 56: at least once a year)."""
        return answer_due(self.received_on, rules)


def status_of(session: Session, digest: str) -> Status:
    """The status behind a private link. Raises LinkSpent when nothing is kept under it (any more)."""
    comment = comment_of(session, digest)
    report = report_of(session, digest) if comment is None else None
    held = comment or report
    if held is None:
        raise LinkSpent("This link does not work.")
    return Status(
        digest, comment, report, _public(session, held.entry_id),
        _public(session, comment.response_id if comment else None), bool(email_of(session, digest)),
    )  # fmt: skip


def _public(session: Session, entry_id: str | None) -> Entry | None:
    entry = session.get(Entry, entry_id) if entry_id else None
    return entry if entry and entry.state == PUBLISHED else None
