"""One line of the register as pages and tables show it: what was said, what came of it, and how the answer stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup, escape

from localoffer.publishing.register import Said
from localoffer.records.register_queries import PublicComment
from localoffer.web import formats
from localoffer.web.cards import entry_url
from localoffer.web.response_page import Step, Told, answer_heading, answer_told, status_told, steps
from localoffer.web.site import label


@dataclass(frozen=True)
class Line:
    """What templates ask of a line, by name."""

    said: Said
    today: date

    @cached_property
    def title(self) -> str:
        """The response’s title, or what a lone comment is about."""
        if self.said.entry:
            return self.said.entry.title
        if self.said.about:
            return _("A comment about “%(page)s”", page=self.said.about.title)
        return (
            _("A comment about a page that is gone")
            if self.said.comments[0].about_id
            else _("A comment about this site")
        )

    @property
    def url(self) -> str:
        """The response’s page; empty for a lone comment, which has none."""
        return entry_url(self.said.entry) if self.said.entry else ""

    @property
    def about_url(self) -> str:
        """The page a lone comment is about; empty when it is about the whole Local Offer."""
        return entry_url(self.said.about) if self.said.about else ""

    @property
    def theme(self) -> str:
        """> EHC plans"""
        return label("theme", self.said.theme)

    @property
    def aspect(self) -> str:
        """> How easy it is to find and read"""
        return label("comment_kind", self.said.aspect)

    @property
    def heard(self) -> str:
        """> 10 February 2025"""
        return formats.day(self.said.heard_on)

    @property
    def source(self) -> str:
        """> A survey"""
        document = self.said.document
        return label("heard_by", document.source if document else "site_comment")

    @property
    def you_said(self) -> str:
        """What was said, in words that identify nobody."""
        document = self.said.document
        return document.you_said if document else self.said.comments[0].text

    @property
    def you_said_html(self) -> Markup:
        """The same for a page: a response may hold links, words of a family are shown as they are."""
        return formats.line(self.you_said) if self.said.document else escape(self.you_said)

    @property
    def we_did(self) -> str:
        """What came of it; empty while there is no answer."""
        return self.said.document.we_did if self.said.document else ""

    @property
    def why_not(self) -> str:
        """Why it cannot be done; empty where it can."""
        return self.said.document.cannot_reason if self.said.document else ""

    @property
    def note(self) -> str:
        """Whose words these are and where they come from, where another area answered."""
        document = self.said.document
        return document.source_note if document and self.said.from_elsewhere else ""

    @property
    def comments(self) -> tuple[PublicComment, ...]:
        """Comments that the response answers."""
        return self.said.comments if self.said.entry else ()

    @property
    def status(self) -> Told:
        """> Done"""
        return status_told(self.said.status)

    @property
    def answer(self) -> Told:
        """> We will answer by 5 May 2027."""
        return answer_told(self.said.standing(self.today), self.said.due_on, self.said.answered_on)

    @property
    def answer_heading(self) -> Told:
        """The heading of our side."""
        return answer_heading(self.said.status)

    @property
    def steps(self) -> list[Step]:
        """Actions with their days."""
        document = self.said.document
        return steps(document.actions, document.status, self.today) if document else []

    @property
    def steps_done(self) -> str:
        """> Steps done: 1 of 3; empty where no step has a day, so that nobody can tell."""
        if not any(step.has_day for step in self.steps):
            return ""
        return _("Steps done: %(num)s of %(of)s", num=sum(step.done for step in self.steps), of=len(self.steps))


def lines(register: Iterable[Said], today: date) -> list[Line]:
    """The lines to show, in their order."""
    return [Line(said, today) for said in register]
