"""What the desk shows of comments: a list, the most urgent first, and one comment with all there is to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from localoffer.publishing import identifying
from localoffer.publishing.desk import Desk
from localoffer.publishing.identifying import Finding
from localoffer.publishing.moderation import LATE, SOON, answer_due, is_answer, lateness
from localoffer.records.authority import Authority
from localoffer.records.desk_queries import names_of
from localoffer.records.entries import PUBLISHED as ENTRY_PUBLISHED
from localoffer.records.entries import Entry
from localoffer.records.feedback import HELD, INDIVIDUAL_CASE, PUBLISHED, RECEIVED, TAKEN_BACK, VEXATIOUS, Comment
from localoffer.records.feedback_queries import email_of
from localoffer.records.moderation_queries import (
    ANSWERED,
    NEW,
    TO_DO,
    UNANSWERED,
    comments_on,
    count_comments,
    help_with_one_case,
)
from localoffer.records.moments import day_in_england
from localoffer.records.queries import published_of_kind
from localoffer.web.addresses import query_url
from localoffer.web.cards import entry_url
from localoffer.web.formats import day

PAGE_SIZE = 30
FIRST_WORDS = 140
LISTS = {
    TO_DO: lazy_gettext("To do"),
    NEW: lazy_gettext("New"),
    UNANSWERED: lazy_gettext("Public, no answer yet"),
    ANSWERED: lazy_gettext("Answered"),
    HELD: lazy_gettext("Left out"),
    TAKEN_BACK: lazy_gettext("Taken back"),
}
#: State of a comment -> (its words, the colour of its tag).
STATES = {
    RECEIVED: (lazy_gettext("New"), "blue"),
    PUBLISHED: (lazy_gettext("Public"), "green"),
    HELD: (lazy_gettext("Left out"), "orange"),
    TAKEN_BACK: (lazy_gettext("Taken back by the writer"), "grey"),
}
HOLD_LABELS = {
    VEXATIOUS: lazy_gettext("It is only meant to hurt or to annoy"),
    INDIVIDUAL_CASE: lazy_gettext("It is about the help that one child or family gets"),
}
HOLD_HINTS = {
    VEXATIOUS: lazy_gettext("The law calls this vexatious. A comment that is angry, or that we do not like, is not."),
    INDIVIDUAL_CASE: lazy_gettext(
        "It is not about the Local Offer. Somebody should help this family: we show you where to send them."
    ),
}
#: What a part of a text may tell -> how it is called.
KINDS = {
    identifying.EMAIL: lazy_gettext("an email address"),
    identifying.PHONE: lazy_gettext("a phone number"),
    identifying.BIRTH: lazy_gettext("a date, perhaps of birth"),
    identifying.POSTCODE: lazy_gettext("a postcode"),
    identifying.SCHOOL: lazy_gettext("a school"),
    identifying.AGE: lazy_gettext("an age, beside a school"),
    identifying.NAME: lazy_gettext("perhaps a name"),
}


def about(entry: Entry | None) -> str:
    """> About “Sleep help”, > About the whole Local Offer"""
    return _("About “%(title)s”", title=entry.title) if entry else _("About the whole Local Offer")


@dataclass(frozen=True)
class Deadline:
    """By when somebody must be answered, in words; ``late`` when that day is past."""

    text: str
    late: bool
    soon: bool


def deadline(desk: Desk, heard_on: date) -> Deadline:
    """What is said of the last day for an answer to something heard on a day."""
    due, how = answer_due(heard_on, desk.rules), lateness(heard_on, desk.today, desk.rules)
    if how == LATE:
        days = (desk.today - due).days
        text = ngettext(
            "Late: an answer was due by %(day)s, %(num)s day ago",
            "Late: an answer was due by %(day)s, %(num)s days ago", days, day=day(due),
        )  # fmt: skip
        return Deadline(text, True, False)
    return Deadline(_("Answer due by %(day)s", day=day(due)), False, how == SOON)


@dataclass(frozen=True)
class Line:
    """A comment in a list."""

    desk: Desk
    comment: Comment
    entry: Entry | None

    @property
    def url(self) -> str:
        return url_for("comments.show", comment_id=self.comment.id)

    @property
    def title(self) -> str:
        return about(self.entry)

    @property
    def received_on(self) -> date:
        return day_in_england(self.comment.received_at)

    @property
    def age(self) -> str:
        days = (self.desk.today - self.received_on).days
        if days < 1:
            return _("received today")
        return ngettext("received %(num)s day ago", "received %(num)s days ago", days)

    @property
    def words(self) -> str:
        """The beginning: of the public words where there are any, else of the original."""
        words = " ".join((self.comment.public_text or self.comment.text).split())
        return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"

    @property
    def state(self) -> tuple[Any, str]:
        return STATES.get(self.comment.state, (self.comment.state, "grey"))

    def deadline(self, *, is_open: bool = True) -> Deadline | None:
        """By when it must be answered; None for what is closed."""
        waits = is_open and self.comment.state in (RECEIVED, PUBLISHED)
        return deadline(self.desk, self.received_on) if waits else None


@dataclass(frozen=True)
class CommentList:
    """A page of the list."""

    desk: Desk
    which: str
    asked: int

    @cached_property
    def counts(self) -> dict[str, int]:
        return count_comments(self.desk.session)

    @property
    def count(self) -> int:
        return self.counts[self.which]

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def page(self) -> int:
        return min(max(1, self.asked), self.pages)

    @property
    def is_open(self) -> bool:
        """True for lists of what waits for an answer."""
        return self.which in (TO_DO, NEW, UNANSWERED)

    @cached_property
    def lines(self) -> list[Line]:
        """What waits longest is first, so what is late comes before all else."""
        found = comments_on(self.desk.session, self.which, limit=PAGE_SIZE, offset=(self.page - 1) * PAGE_SIZE)
        return [Line(self.desk, comment, entry) for comment, entry in found]

    def tabs(self) -> list[dict[str, Any]]:
        """The lists there are, this one marked."""
        return [
            {"label": label, "count": self.counts[key], "url": _url(key), "current": key == self.which}
            for key, label in LISTS.items()
        ]

    def url(self, page: int) -> str:
        """The address of a page of the list."""
        return _url(self.which, str(page) if page > 1 else "")


def _url(which: str, page: str = "") -> str:
    pairs = [("state", which if which != TO_DO else ""), ("page", page)]
    return query_url(url_for("comments.index"), pairs)


class CommentPage:
    """Everything the page of one comment asks for, by name. Made anew for each request."""

    def __init__(self, desk: Desk, comment: Comment, authority: Authority) -> None:
        self.desk, self.comment, self._authority = desk, comment, authority
        self.entry = desk.session.get(Entry, comment.entry_id) if comment.entry_id else None
        self.response = desk.session.get(Entry, comment.response_id) if comment.response_id else None
        self.line = Line(desk, comment, self.entry)

    @property
    def is_answered(self) -> bool:
        return self.comment.state == PUBLISHED and is_answer(self.response)

    @property
    def deadline(self) -> Deadline | None:
        return self.line.deadline(is_open=not self.is_answered)

    @property
    def entry_url(self) -> str:
        """The page it is about, where families can see it."""
        return entry_url(self.entry) if self.entry and self.entry.state == ENTRY_PUBLISHED else ""

    @property
    def decided_by(self) -> str:
        """The name of whoever decided; empty when nobody has, or they are not known any more."""
        return names_of(self.desk.session, [self.comment.decided_by]).get(self.comment.decided_by or 0, "")

    @cached_property
    def known(self) -> set[str]:
        """Words that may have a capital and name nobody: places, the glossary, the council, the page it is about."""
        texts = [term.label for name in ("place", "district") for term in self.desk.vocabularies[name].values()]
        texts += [self._authority.name, self._authority.area, self._authority.site_name]
        for term in published_of_kind(self.desk.session, "term"):
            texts += [term.title, *term.fields.get("expansions", []), *term.fields.get("synonyms", [])]
        return identifying.words_of([*texts, self.entry.title if self.entry else ""])

    @cached_property
    def findings(self) -> list[Finding]:
        """What in the original words may identify somebody."""
        return identifying.identifying(self.comment.text, self.known)

    @property
    def marked(self) -> list[tuple[str, Any]]:
        """The original words in parts, each with what it may tell; nothing for what is harmless."""
        return [(part, KINDS.get(kind, "")) for part, kind in identifying.pieces(self.comment.text, self.findings)]

    def still_telling(self, words: str) -> list[str]:
        """> “Sam” (perhaps a name): what in a public version may identify somebody."""
        return [
            _("“%(part)s” (%(kind)s)", part=part, kind=KINDS[kind])
            for part, kind in identifying.pieces(words, identifying.identifying(words, self.known))
            if kind
        ]  # fmt: skip

    @property
    def first_version(self) -> str:
        """What a public version begins with: what was public before, else the words without what may identify."""
        return self.comment.public_text or identifying.taken_out(self.comment.text, self.findings)

    @property
    def themes(self) -> list[tuple[str, str]]:
        return [(term.key, term.label) for term in self.desk.vocabularies["theme"].values() if not term.hidden]

    @property
    def email(self) -> str:
        """How to reach who wrote, while we keep it."""
        return email_of(self.desk.session, self.comment.token_digest)

    @property
    def is_one_case(self) -> bool:
        return self.comment.state == HELD and self.comment.hold_reason == INDIVIDUAL_CASE

    @property
    def help_for_the_family(self) -> Sequence[Entry]:
        return help_with_one_case(self.desk.session)
