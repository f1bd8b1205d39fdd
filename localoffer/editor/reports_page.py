"""What the desk shows of reports that something is wrong: a list, and one report with what can be done about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import at_least
from localoffer.publishing.reports import CLOSED
from localoffer.records.desk_queries import names_of
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.feedback import CHECKING, FIXED, NOT_WRONG, OPEN, STILL_OPEN, Report
from localoffer.records.feedback_queries import email_of
from localoffer.records.moderation_queries import count_reports, open_reports_about, reports_on
from localoffer.records.moments import day_in_england
from localoffer.records.people import EDITOR
from localoffer.web.addresses import query_url
from localoffer.web.cards import entry_url

PAGE_SIZE = 30
STILL, DONE = "open", "closed"
LISTS: dict[str, Collection[str]] = {STILL: STILL_OPEN, DONE: CLOSED}
LIST_LABELS = {STILL: lazy_gettext("To do"), DONE: lazy_gettext("Closed")}
#: State of a report -> (its words, the colour of its tag).
STATES = {
    OPEN: (lazy_gettext("New"), "blue"),
    CHECKING: (lazy_gettext("Being checked"), "purple"),
    FIXED: (lazy_gettext("Put right"), "green"),
    NOT_WRONG: (lazy_gettext("Nothing is wrong"), "grey"),
}


def within(desk: Desk) -> Collection[str] | None:
    """The organisations to whose pages the list is held; None for the desk, which sees all."""
    return None if at_least(desk.actor, EDITOR) else desk.actor.organisations


@dataclass(frozen=True)
class ReportLine:
    """A report in a list."""

    desk: Desk
    report: Report
    entry: Entry

    @property
    def url(self) -> str:
        return url_for("reports.show", report_id=self.report.id)

    @property
    def what(self) -> str:
        """> A link does not work"""
        return self.desk.vocabularies.label("wrong", self.report.what)

    @property
    def state(self) -> tuple[Any, str]:
        return STATES.get(self.report.state, (self.report.state, "grey"))

    @property
    def age(self) -> str:
        days = (self.desk.today - day_in_england(self.report.received_at)).days
        if days < 1:
            return _("reported today")
        return ngettext("reported %(num)s day ago", "reported %(num)s days ago", days)


@dataclass(frozen=True)
class ReportList:
    """A page of the list, held to what this person may see."""

    desk: Desk
    which: str
    asked: int

    @cached_property
    def counts(self) -> dict[str, int]:
        here = self.desk
        return {
            key: count_reports(here.session, states, organisations=within(here)) for key, states in LISTS.items()
        }  # fmt: skip

    @property
    def pages(self) -> int:
        return max(1, -(-self.counts[self.which] // PAGE_SIZE))

    @property
    def page(self) -> int:
        return min(max(1, self.asked), self.pages)

    @cached_property
    def lines(self) -> list[ReportLine]:
        found = reports_on(
            self.desk.session, LISTS[self.which], organisations=within(self.desk), limit=PAGE_SIZE,
            offset=(self.page - 1) * PAGE_SIZE,
        )  # fmt: skip
        return [ReportLine(self.desk, report, entry) for report, entry in found]

    def tabs(self) -> list[dict[str, Any]]:
        """The lists there are, this one marked."""
        return [
            {"label": label, "count": self.counts[key], "url": _url(key), "current": key == self.which}
            for key, label in LIST_LABELS.items()
        ]

    def url(self, page: int) -> str:
        """The address of a page of the list."""
        return _url(self.which, str(page) if page > 1 else "")


def _url(which: str, page: str = "") -> str:
    return query_url(url_for("reports.index"), [("state", which if which != STILL else ""), ("page", page)])


class ReportPage:
    """Everything the page of one report asks for, by name."""

    def __init__(self, desk: Desk, report: Report, entry: Entry) -> None:
        self.desk, self.report, self.entry = desk, report, entry
        self.line = ReportLine(desk, report, entry)

    @property
    def is_open(self) -> bool:
        return self.report.state in STILL_OPEN

    @property
    def entry_url(self) -> str:
        """The page as families see it; empty when they do not."""
        return entry_url(self.entry) if self.entry.state == PUBLISHED else ""

    @property
    def closed_by(self) -> str:
        return names_of(self.desk.session, [self.report.closed_by]).get(self.report.closed_by or 0, "")

    @property
    def email(self) -> str:
        """How to reach who reported it, while we keep it; never for providers."""
        return email_of(self.desk.session, self.report.token_digest) if at_least(self.desk.actor, EDITOR) else ""


def lines_about(desk: Desk, entry: Entry) -> Sequence[ReportLine]:
    """Open reports about one page, for the page itself on the desk."""
    return [ReportLine(desk, report, entry) for report in open_reports_about(desk.session, entry.id)]
