"""What the standing of a page is made of: its state in plain words, and what this person may do about it."""

import re
from collections.abc import Sequence
from functools import cached_property

from flask_babel import gettext as _

from localoffer.editor.page_being_written import Writing
from localoffer.editor.task_list import problems
from localoffer.publishing.operations import NAMED_BY_SLUG
from localoffer.publishing.permissions import may
from localoffer.records.entries import DRAFT, HIDDEN, PUBLISHED, WITHDRAWN
from localoffer.records.people import Person
from localoffer.records.people_queries import active_people
from localoffer.records.queries import published_at, published_revisions
from localoffer.records.registry import KIND_BY_FOLDER
from localoffer.records.shapes import Closed
from localoffer.web.formats import day

ADDRESS = re.compile(rf"\b({'|'.join(KIND_BY_FOLDER)})/([a-z0-9-]+)")


def offered(writing: Writing, written: str) -> str | None:
    """The address of a page to look at instead, as somebody wrote it: whole, in part or copied from the address bar.

    None for nothing written, empty for no page that families can see.
    """
    if not written.strip():
        return None
    found = ADDRESS.search(written.strip()[:500])
    entries = published_at(writing.desk.session, [found[0]]) if found else []
    return next((entry.address for entry in entries if entry.id != writing.entry.id), "")


class StandingPage:
    """Everything the page's template asks for, by name."""

    def __init__(self, writing: Writing) -> None:
        self.writing, self.desk, self.entry = writing, writing.desk, writing.entry

    def may(self, verb: str) -> bool:
        return may(self.desk.actor, verb, self.entry)

    @property
    def is_public(self) -> bool:
        return self.entry.state == PUBLISHED

    @property
    def may_check(self) -> bool:
        return self.entry.state in (PUBLISHED, HIDDEN) and self.may("check")

    @property
    def may_move(self) -> bool:
        moves = not self.entry.revision or self.entry.kind not in NAMED_BY_SLUG
        return moves and self.entry.state != WITHDRAWN and self.may("publish")

    @property
    def overdue(self) -> bool:
        return self.entry.review_due < self.desk.today

    @cached_property
    def closed(self) -> Closed | None:
        """What is said of being closed for a while, the end of it still to come or not."""
        return Closed.model_validate(self.entry.closed) if self.entry.closed else None

    @property
    def newest_public(self) -> int | None:
        """The number of the version that a withdrawn page would come back as; None when it was never public."""
        found = published_revisions(self.desk.session, self.entry.id)
        return found[0].number if found else None

    @cached_property
    def people(self) -> Sequence[Person]:
        return active_people(self.desk.session)

    @property
    def owner(self) -> Person | None:
        return self.desk.session.get(Person, self.entry.owner_id) if self.entry.owner_id else None

    def told(self, found: Sequence[tuple[str, str]]) -> list[str]:
        """What keeps the page from being published as it is, in sentences."""
        sentences = [
            _("%(field)s: %(sentence)s", field=str(each.label).rstrip("?؟:"), sentence=each.sentence)
            for each in problems(self.entry.kind, found)
        ]
        return [_("The page must be put right first."), *sentences]

    def sentences(self) -> list[str]:
        """The state of the page, the most important first."""
        entry = self.entry
        if entry.state == DRAFT:
            return [_("Families have never seen this page.")]
        if entry.state == WITHDRAWN:
            return [
                _("This page has been taken down. Its address tells families so, and shows pages to look at instead.")
            ]
        checked, due = day(entry.reviewed_on), day(entry.review_due)
        found = [
            _("This page is hidden, because nobody has checked it since %(day)s.", day=checked)
            if entry.state == HIDDEN
            else _("Families can see this page."),
            _("It was last checked on %(day)s.", day=checked),
            _("A check was due by %(day)s.", day=due) if self.overdue else _("Next check due by %(day)s.", day=due),
        ]
        if entry.published_on:
            found.insert(1, _("It was first published on %(day)s.", day=day(entry.published_on)))
        return found + self._limits()

    def _limits(self) -> list[str]:
        found = []
        if self.closed:
            found.append(self._closed_sentence(self.closed))
        if self.entry.expires_on:
            found.append(_("It will be taken down on %(day)s.", day=day(self.entry.expires_on)))
        return found

    def _closed_sentence(self, closed: Closed) -> str:
        since = day(closed.since)
        if closed.until:
            return _("It is closed from %(since)s to %(until)s.", since=since, until=day(closed.until))
        return _("It is closed from %(since)s. Nobody knows yet until when.", since=since)
