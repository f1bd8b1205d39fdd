"""How an action of a plan stands, in words: its label, why, and what changed. The same for families and the desk."""

from dataclasses import dataclass

from flask_babel import gettext as _

from localoffer.records.plan_progress import FINISHED, Change, Standing, counts
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats

STATUS = "action_status"


@dataclass(frozen=True)
class Count:
    """How many actions stand one way; ``share`` is their part of all, in percent."""

    status: str
    label: str
    number: int
    share: float


@dataclass(frozen=True)
class ActionView:
    """An action as a list shows it. ``notes`` are our own sentences, ``reason`` is what was reported.

    ``url`` is empty for an action that families have no page of yet.
    """

    standing: Standing
    label: str
    url: str
    notes: tuple[str, ...]
    reason: str
    when: str

    @property
    def key(self) -> str:
        return self.standing.action.key

    @property
    def status(self) -> str:
        return self.standing.status


def count_views(found: list[Standing], vocabularies: Vocabularies) -> list[Count]:
    """How many actions stand how; none that nobody has."""
    return [
        Count(status, vocabularies.label(STATUS, status), number, round(100 * number / len(found), 2))
        for status, number in counts(found)
    ]


def action_view(standing: Standing, vocabularies: Vocabularies, url: str) -> ActionView:
    """An action with what is to be said of it."""
    label = vocabularies.label(STATUS, standing.status)
    return ActionView(standing, label, url, tuple(notes(standing)), standing.reason, when(standing))


def when(standing: Standing) -> str:
    """> Due by 30 September 2026, > Reported on 3 March 2026; empty where the notes say on which day it was due."""
    if standing.unexplained:
        return ""
    if standing.status in FINISHED and standing.update:
        return _("Reported on %(day)s", day=formats.day(standing.update.day))
    if standing.day > standing.action.due:
        return _("Was due by %(day)s", day=formats.day(standing.action.due))
    return _("Due by %(day)s", day=formats.day(standing.action.due))


def notes(standing: Standing) -> list[str]:
    """What nobody reported and families should know all the same."""
    found = []
    if standing.unexplained:
        due = formats.day(standing.action.due)
        found.append(_("It was due on %(day)s. Nobody has told us why it is late.", day=due))
    if standing.quiet_since and standing.update:
        found.append(_("There has been no news since %(day)s.", day=formats.day(standing.quiet_since)))
    elif standing.quiet_since:
        start = formats.day(standing.quiet_since)
        found.append(_("It was to start on %(day)s. There has been no news since.", day=start))
    return found


def change_said(change: Change, vocabularies: Vocabularies) -> str:
    """> Before: On track. Now: Late., > As before: On track."""
    before = vocabularies.label(STATUS, change.before.status)
    after = vocabularies.label(STATUS, change.after.status)
    if change.moved:
        return _("Before: %(before)s. Now: %(after)s.", before=before, after=after)
    return _("As before: %(status)s.", status=after)
