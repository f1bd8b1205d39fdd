"""How late the check of an entry is, and what must be done about it today. Pure: it decides from what it is given.

Days are counted from the day the check is due (see DeskRules). Each step is taken once for each due day. Reminders that
were missed are not made up for one by one: only the newest is sent.
"""

from collections.abc import Collection
from datetime import date

from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import DUE, FRESH, OVERDUE

ASK, ESCALATE, HIDE = "ask", "escalate", "hide"
#: Days that somebody has to answer before a page is hidden, however late it was when they were first told.
NOTICE = 14


def freshness_on(review_due: date, today: date, rules: DeskRules) -> str:
    """OVERDUE once the check is later than the council allows, DUE from the first reminder on, else FRESH."""
    days = (today - review_due).days
    if days > rules.late_after:
        return OVERDUE
    return DUE if days >= first_day(rules) else FRESH


def steps_on(
    review_due: date, today: date, rules: DeskRules, taken: Collection[str], told_on: date | None = None
) -> list[str]:
    """Steps to take now, such as ``ask:-14``, ``escalate:30`` or ``hide``, without those ``taken`` for this due day.

    ``told_on``: when somebody was first told that this check is due; nothing is hidden without notice.
    """
    days = (today - review_due).days
    steps = []
    if asked := [day for day in rules.ask_on if day <= days]:
        steps.append(f"{ASK}:{max(asked)}")
    if days >= rules.escalate_on:
        steps.append(f"{ESCALATE}:{rules.escalate_on}")
    warned = told_on is not None and (today - told_on).days >= NOTICE
    if rules.hide_after is not None and days >= rules.hide_after and warned:
        steps.append(HIDE)
    return [step for step in steps if step not in taken]


def first_day(rules: DeskRules) -> int:
    """The first day, counted from the due day, on which anything can be due."""
    return min([0, *rules.ask_on])
