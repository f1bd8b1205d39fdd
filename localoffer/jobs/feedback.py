"""Comments and reports, kept in time: who wrote is told what came of it, reviewers hear of what waits for an answer.

What is private is deleted when its time is over. Each letter has a key, so it is written once however often this runs.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session, col

from localoffer.errors import LetterRefused
from localoffer.jobs.job import desk_of
from localoffer.publishing.desk import Desk
from localoffer.publishing.feedback import LETTERS, forget_email
from localoffer.publishing.moderation import LATE, WARNED_BEFORE, answer_due, closed_on, is_answer, lateness
from localoffer.records.entries import Entry
from localoffer.records.feedback import HELD, PUBLISHED, STILL_OPEN, Comment, Report, Writer
from localoffer.records.moderation_queries import (
    all_comments,
    all_reports,
    open_responses_until,
    orphaned_writers,
    unanswered_until,
)
from localoffer.records.moments import day_in_england, now
from localoffer.records.people import Person
from localoffer.records.posts import Letter
from localoffer.records.review_queries import reviewers
from localoffer.web.feedback_letters import comment_news, report_news
from localoffer.web.letters import whole_url, write_letter
from localoffer.web.site import Site

log = logging.getLogger(__name__)
#: How to reach somebody is deleted so long after they wrote, even if the matter was never closed: 18 months.
LONGEST_CONTACT = timedelta(days=548)


@dataclass
class Round:
    """One go through all comments and reports: what was written and what was deleted."""

    desk: Desk
    letters: int = 0
    addresses: int = 0
    texts: int = 0

    @property
    def session(self) -> Session:
        return self.desk.session

    def look_at_comment(self, comment: Comment, response: Entry | None, writer: Writer | None) -> None:
        """Tell whoever wrote a comment what came of it, then delete what is kept no longer."""
        told = False
        if writer and comment.state in (PUBLISHED, HELD):
            answered = comment.state == PUBLISHED and response is not None and is_answer(response)
            told = comment_news(self.session, comment, str(response.fields["status"]) if answered and response else "")
            self.letters += told
        closed = closed_on(comment, response)
        if not told:  # a letter that was only just written must leave first
            self._let_go(writer, closed)
        if self._is_over(closed, self.desk.rules.words_days):
            comment.text = comment.hold_note = ""
            self._emptied(comment)

    def look_at_report(self, report: Report, writer: Writer | None) -> None:
        """Tell whoever reported something how it ended, then delete what is kept no longer."""
        closed = day_in_england(report.closed_at) if report.closed_at and report.state not in STILL_OPEN else None
        if writer and closed:
            self.letters += report_news(self.session, report)
        self._let_go(writer, closed)
        if self._is_over(closed, self.desk.rules.words_days):
            report.text = ""
            self._emptied(report)

    def warn(self) -> None:
        """Reviewers hear of each comment and response once before its last day, and once when that is past."""
        horizon = self.desk.today - timedelta(days=self.desk.rules.answer_days) + WARNED_BEFORE
        for comment in unanswered_until(self.session, horizon):
            about = self.session.get(Entry, comment.entry_id) if comment.entry_id else None
            self._warn_of(
                f"comment-{comment.id}", day_in_england(comment.received_at), about.title if about else "",
                whole_url("comments.show", comment_id=comment.id), is_comment=True,
            )  # fmt: skip
        for response in open_responses_until(self.session, horizon):
            self._warn_of(
                f"response-{response.id}", date.fromisoformat(str(response.fields["heard_on"])), response.title,
                whole_url("writing.show", entry_id=response.id), is_comment=False,
            )  # fmt: skip

    def _warn_of(self, mark: str, heard_on: date, title: str, link: str, *, is_comment: bool) -> None:
        how = lateness(heard_on, self.desk.today, self.desk.rules)
        for person in self._reviewers if how else []:
            try:
                letter = write_letter(
                    self.session, key=f"unanswered:{how}:{mark}:{person.id}", to=person.email, template="unanswered",
                    name=person.name, title=" ".join(title.split()), heard=heard_on, late=how == LATE, link=link,
                    due=answer_due(heard_on, self.desk.rules), is_comment=is_comment,
                )  # fmt: skip
            except LetterRefused:
                log.warning("The letter about an answer that is due cannot be sent to person %s", person.id)
            else:
                self.letters += letter is not None

    @cached_property
    def _reviewers(self) -> Sequence[Person]:
        return reviewers(self.session)

    def forget_orphans(self) -> None:
        """Forget how to reach people whose comment or report is not there any more."""
        digests = self.session.execute(sa.select(col(Writer.token_digest)).where(orphaned_writers())).scalars().all()
        for digest in digests:
            forget_email(self.session, digest)
        self.addresses += len(digests)

    def _let_go(self, writer: Writer | None, closed: date | None) -> None:
        if writer is None:
            return
        last_day = day_in_england(writer.made_at) + LONGEST_CONTACT
        if self._is_over(closed, self.desk.rules.contact_days) or self.desk.today > last_day:
            forget_email(self.session, writer.token_digest)
            self.addresses += 1

    def _is_over(self, closed: date | None, days: int) -> bool:
        return closed is not None and self.desk.today > closed + timedelta(days=days)

    def _emptied(self, row: Comment | Report) -> None:
        if row.text_deleted_at is None:
            row.text_deleted_at = now()
            self.texts += 1
        self.session.add(row)


def look_after_feedback(site: Site, _go_on: Callable[[], bool]) -> str:
    """Tell, warn and delete, all of it or none. Says how much."""
    with site.database.transaction() as session:
        this = Round(desk_of(site, session, "Comments and reports"))
        for comment, response, writer in all_comments(session):
            this.look_at_comment(comment, response, writer)
        for report, writer in all_reports(session):
            this.look_at_report(report, writer)
        this.warn()
        this.forget_orphans()
        _clear_old_addresses(session)
    return (
        f"{this.letters} letters written, {this.addresses} addresses forgotten, "
        f"the private words of {this.texts} comments and reports deleted."
    )


def _clear_old_addresses(session: Session) -> None:
    """A letter to whoever wrote to us, whose text is gone (see cleanup), needs no address any more."""
    emptied = (col(Letter.key).startswith(f"{LETTERS}:"), col(Letter.text) == "", col(Letter.to) != "")
    session.execute(sa.update(Letter).where(*emptied).values(to=""))
