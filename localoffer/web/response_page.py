"""A response’s own part of its page: what families said, what we did, what is still to do. The register agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from markupsafe import Markup

from localoffer.publishing.moderation import answer_due
from localoffer.publishing.register import CAME_LATE, ELSEWHERE, IN_TIME, LATE, WAITING, standing
from localoffer.records.register_queries import PublicComment, asked_at, published_comments
from localoffer.records.responses import CANNOT, DONE, OPEN, ResponseAction, ResponseDocument
from localoffer.web import formats
from localoffer.web.cards import Section
from localoffer.web.entry_facts import Row
from localoffer.web.site import label, reference, session

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage

#: Status -> the icon beside its words.
STATUS_ICONS = {"open": "question", "planned": "calendar", "doing": "time", "done": "checked", "cannot": "info"}
#: Colours that go with a status; others stay quiet. The words say the same.
STATUS_COLOURS = {"done": "good", "doing": "brand", "planned": "brand", "cannot": "amber"}


@dataclass(frozen=True)
class Told:
    """A short text with an icon and a colour that say no more than its words."""

    text: str
    icon: str
    colour: str = ""


def status_told(status: str) -> Told:
    """> Done, > We cannot do it"""
    return Told(label("response_status", status), STATUS_ICONS.get(status, "info"), STATUS_COLOURS.get(status, ""))


def answer_heading(status: str) -> Told:
    """> We did, > Our answer (where we did not do it), > What happens now (while there is no answer)"""
    if status == OPEN:
        return Told(_("What happens now"), "time")
    return Told(_("Our answer"), "info") if status == CANNOT else Told(_("We did"), "checked")


def answer_told(standing: str, due_on: date, answered_on: date | None) -> Told:
    """When the answer came or is to come; an alarm when it is late."""
    due = formats.day(due_on)
    if standing == LATE:
        return Told(_("Our answer is late. It was due by %(day)s.", day=due), "warning", "alert")
    if standing == WAITING:
        return Told(_("We are looking at it. We will answer by %(day)s.", day=due), "time")
    answered = formats.day(answered_on) if answered_on else ""
    if standing == CAME_LATE:
        return Told(_("We answered on %(day)s. That was late: it was due by %(due)s.", day=answered, due=due), "due")
    assert standing == IN_TIME
    return Told(_("We answered on %(day)s.", day=answered), "checked")


@dataclass(frozen=True)
class Step:
    """One action: what, and how it stands in words."""

    text: str
    told: Told
    has_day: bool = True

    @property
    def done(self) -> bool:
        """True once it is done."""
        return self.told.colour == "good"


def steps(actions: Iterable[ResponseAction], status: str, today: date) -> list[Step]:
    """The actions of a response, each with when it is due or since when it is done."""
    return [
        Step(action.text, _step_told(action, status, today), has_day=bool(action.due or action.done_on))
        for action in actions
    ]


def _step_told(action: ResponseAction, status: str, today: date) -> Told:
    if action.done_on:
        return Told(_("Done on %(day)s", day=formats.day(action.done_on)), "checked", "good")
    if action.due is None:
        return Told(_("Done"), "checked", "good") if status == DONE else Told(_("No day is set"), "time")
    if action.due < today:
        return Told(_("Late: it was due by %(day)s", day=formats.day(action.due)), "warning", "alert")
    return Told(_("Due by %(day)s", day=formats.day(action.due)), "time")


class ResponsePage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, ResponseDocument)
        self.page, self.document = page, page.document

    @property
    def theme(self) -> str:
        """> EHC plans"""
        return label("theme", self.document.theme)

    @property
    def status(self) -> Told:
        """What came of it."""
        return status_told(self.document.status)

    @property
    def answer(self) -> Told:
        """When the answer came or is to come."""
        due_on = answer_due(self.document.heard_on, reference().desk)
        answered_on = self.document.responded_on
        return answer_told(standing(self.document.status, answered_on, due_on, self.page.today), due_on, answered_on)

    @property
    def answer_heading(self) -> Told:
        """The heading of our side."""
        return answer_heading(self.document.status)

    @property
    def from_elsewhere(self) -> bool:
        """True when another area gave this answer to its own families."""
        return self.document.coverage == ELSEWHERE

    def rich(self, text: str) -> Markup:
        """A text of the response, words explained."""
        return self.page.rich(text)

    def steps(self) -> list[Step]:
        """What we said we would do, each with its day."""
        return steps(self.document.actions, self.document.status, self.page.today)

    def comments(self) -> list[PublicComment]:
        """Published comments that this response answers, the newest first."""
        return published_comments(session(), self.page.entry.id)

    def facts(self) -> list[Row]:
        """The facts table."""
        held = self.document
        rows = [
            (_("Theme"), self.theme),
            (_("What it is about"), label("comment_kind", held.comment_kind)),
            (_("How we heard"), label("heard_by", held.source)),
            (_("When we heard"), formats.day(held.heard_on)),
            (_("When we answered"), formats.day(held.responded_on) if held.responded_on else _("Not yet")),
            (_("Who answers for it"), held.owner_team),
            (_("Page last changed"), formats.day(self.page.entry.updated_at.date())),
        ]
        return [{"label": name, "text": text} for name, text in rows]

    def sections(self) -> list[Section]:
        """What it is about, and the events at which it was asked."""
        return [
            Section(_("The pages it is about"), self.page.at(self.document.about)),
            Section(_("Where families said it"), self.page.cards(asked_at(session(), self.page.entry.slug))),
        ]
