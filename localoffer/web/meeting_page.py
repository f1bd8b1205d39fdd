"""A meeting’s own part of its page: who was there, decisions, actions, minutes, papers."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from markupsafe import Markup, escape

from localoffer.records.entries import Entry
from localoffer.records.meeting_queries import meeting_day, meetings_newest_first
from localoffer.records.meetings import Decision, MeetingAction, MeetingDocument
from localoffer.records.queries import published_at
from localoffer.records.registry import address_of
from localoffer.web import formats
from localoffer.web.cards import entry_url
from localoffer.web.entry_facts import Row
from localoffer.web.papers import Download, downloads
from localoffer.web.pointers import by_pointer
from localoffer.web.site import session

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage, Section

#: How an action of a meeting stands.
DONE, LATE, OPEN = "done", "late", "open"
#: The minutes are under a heading of the page, so their own headings begin one level below it.
MINUTES_LEVEL = 3


@dataclass(frozen=True)
class Link:
    """Somewhere to go on reading."""

    label: str
    url: str


class MeetingPage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, MeetingDocument)
        self.page, self.document = page, page.document

    # --- when and who ---

    def facts(self) -> list[Row]:
        """When it was, who chaired, who came, and when the board meets next."""
        document = self.document
        rows: list[Row] = [
            {"label": _("Board"), "text": self.page.vocabularies.label("board", document.board)},
            {"label": _("When"), "text": self.when()},
            {"label": _("Chaired by"), "text": document.chair},
            {"label": _("Who came") if self.is_held() else _("Who is invited"), "html": _lines(document.attendees)},
            {"label": _("Could not come"), "html": _lines(document.apologies)},
            {"label": _("Next meeting"), "text": formats.day(document.next_day) if document.next_day else ""},
        ]
        return [row for row in rows if row.get("text") or row.get("html")]

    def has_day(self) -> bool:
        """False for a draft that does not say when yet."""
        return "day" in self.document.model_fields_set

    def is_held(self) -> bool:
        """True once its day is past, or once there are minutes."""
        return bool(self.document.minutes) or (self.has_day() and self.document.day < self.page.today)

    def when(self) -> str:
        """> 4 March 2026, 10:00 to 12:00; empty while a draft does not say."""
        document = self.document
        if not self.has_day():
            return ""
        day = formats.day(document.day)
        if not document.starts:
            return day
        if not document.ends:
            return _("%(day)s, from %(starts)s", day=day, starts=document.starts)
        return _("%(day)s, %(starts)s to %(ends)s", day=day, starts=document.starts, ends=document.ends)

    # --- what was decided and what is to be done ---

    def links_of(self, decision: Decision) -> list[Link]:
        """Figures a decision is about, then parts of plans."""
        figures = published_at(session(), [address_of("indicator", slug) for slug in decision.indicators])
        return [Link(each.title, entry_url(each)) for each in figures] + self._parts(decision.actions)

    def plan_of(self, action: MeetingAction) -> list[Link]:
        """Where a plan says the same; one link or none."""
        return self._parts([action.plan_action] if action.plan_action else [])

    def _parts(self, pointers: list[str]) -> list[Link]:
        return [self._pointed_at[pointer] for pointer in pointers if pointer in self._pointed_at]

    @cached_property
    def _pointed_at(self) -> dict[str, Link]:
        """Everything that decisions and actions point to, looked up at once."""
        named = [pointer for each in self.document.decisions for pointer in each.actions]
        named += [each.plan_action for each in self.document.actions if each.plan_action]
        return {pointer: Link(each.label, each.url) for pointer, each in by_pointer(session(), named).items()}

    def state_of(self, action: MeetingAction) -> str:
        """DONE, LATE or OPEN, as of today."""
        if action.done_on:
            return DONE
        return LATE if action.due and action.due < self.page.today else OPEN

    def state_words(self, action: MeetingAction) -> str:
        """> Done on 3 May 2026, > Late: due by 3 May 2026, > Due by 3 May 2026, > Not done yet"""
        if action.done_on:
            return _("Done on %(day)s", day=formats.day(action.done_on))
        if action.due is None:
            return _("Not done yet")
        due = formats.day(action.due)
        return _("Late: due by %(day)s", day=due) if self.state_of(action) == LATE else _("Due by %(day)s", day=due)

    # --- minutes and papers ---

    @cached_property
    def minutes(self) -> Markup:
        """The minutes, with headings that fit below the page’s own and words of the glossary linked."""
        return self.page.prose(self.document.minutes, MINUTES_LEVEL) if self.document.minutes else Markup("")

    def minutes_note(self) -> str:
        """> The minutes are due by 1 April 2026. Empty once they are here, and while a draft names no day."""
        if self.document.minutes or not self.has_day():
            return ""
        day = formats.day(self.document.minutes_due)
        if self.document.minutes_due < self.page.today:
            return _("The minutes were due by %(day)s. They are late.", day=day)
        return _("The minutes are due by %(day)s.", day=day)

    def papers(self) -> list[Download]:
        """Files beside the minutes."""
        return downloads(session(), self.document.papers)

    # --- the board’s other meetings ---

    def before(self) -> Link | None:
        """The meeting of this board before this one."""
        earlier = [each for each in self._others if _place(each) < self._own_place]
        return _link_to(earlier[0]) if earlier else None

    def after(self) -> Link | None:
        """The meeting of this board after this one."""
        later = [each for each in self._others if _place(each) > self._own_place]
        return _link_to(later[-1]) if later else None

    @property
    def _own_place(self) -> tuple[date, str]:
        return self.document.day, self.page.entry.slug

    @cached_property
    def _others(self) -> list[Entry]:
        """Published meetings of the same board but this one, newest first."""
        if not self.has_day():
            return []
        found = meetings_newest_first(session())
        return [
            each
            for each in sorted(found, key=_place, reverse=True)
            if each.fields["board"] == self.document.board and each.id != self.page.entry.id
        ]

    def sections(self) -> "list[Section]":
        """Entries that belong to this one, under headings: its links stand beside each decision instead."""
        return []


def _place(entry: Entry) -> tuple[date, str]:
    return meeting_day(entry), entry.slug


def _link_to(entry: Entry) -> Link:
    return Link(entry.title, entry_url(entry))


def _lines(items: list[str]) -> Markup:
    """One item a line."""
    return Markup("<br>").join(escape(item) for item in items)
