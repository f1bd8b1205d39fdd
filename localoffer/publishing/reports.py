"""What the desk does with reports that something is wrong: look into it, put it right, or say why nothing is wrong."""

from localoffer.errors import InvalidEntry, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.moderation import tidy
from localoffer.publishing.one_at_a_time import lock
from localoffer.publishing.permissions import require
from localoffer.records.entries import Entry
from localoffer.records.feedback import CHECKING, FIXED, NOT_WRONG, OPEN, STILL_OPEN, Report
from localoffer.records.moments import now

LONGEST_OUTCOME = 500
#: How a report ends -> how the log calls that.
CLOSED = {FIXED: "report.fixed", NOT_WRONG: "report.not-wrong"}


def start_checking(desk: Desk, report: Report) -> None:
    """Say that somebody looks into it: whoever reported it sees that. Raises NotAllowed, WrongState."""
    _begin(desk, report, (OPEN,))
    report.state = CHECKING
    desk.session.add(report)
    desk.note("report.checking", subject_of(report))


def close_report(desk: Desk, report: Report, state: str, outcome: str = "") -> None:
    """Close a report as FIXED or NOT_WRONG. ``outcome`` is what whoever reported it is told: a sentence, in any case.

    Raises NotAllowed, WrongState when it is closed already, InvalidEntry naming outcome.
    """
    if state not in CLOSED:
        raise WrongState("A report is closed as put right, or because nothing is wrong.")
    _begin(desk, report, STILL_OPEN)
    outcome = " ".join(tidy(outcome).split())
    if not outcome:
        raise InvalidEntry([("outcome", "Say what you did, or why nothing is wrong.")])
    if len(outcome) > LONGEST_OUTCOME:
        raise InvalidEntry([("outcome", f"Keep this to {LONGEST_OUTCOME} letters.")])
    report.state, report.outcome = state, outcome
    report.closed_at, report.closed_by = now(), desk.actor.person_id
    desk.session.add(report)
    desk.note(CLOSED[state], subject_of(report))


def reopen_report(desk: Desk, report: Report) -> None:
    """Open a report again that was closed too soon. Raises NotAllowed, WrongState."""
    _begin(desk, report, tuple(CLOSED))
    report.state, report.outcome, report.closed_at, report.closed_by = CHECKING, "", None, None
    desk.session.add(report)
    desk.note("report.reopen", subject_of(report))


def subject_of(report: Report) -> str:
    """What the audit log calls it: its number, never its words."""
    return f"report:{report.id}"


def _begin(desk: Desk, report: Report, states: tuple[str, ...]) -> None:
    require(desk.actor, "edit", desk.session.get_one(Entry, report.entry_id))
    lock(desk.session, report)
    if report.state not in states:
        raise WrongState("Somebody else has dealt with this report meanwhile. Look at it again.")
