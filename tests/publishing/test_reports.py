"""Reports on the desk: looked into, put right or found to be no mistake, by those who may change the page."""

import pytest
from sqlmodel import select

from localoffer.errors import InvalidEntry, NotAllowed, WrongState
from localoffer.publishing.reports import close_report, reopen_report, start_checking
from localoffer.records.feedback import CHECKING, FIXED, NOT_WRONG, OPEN, Report
from localoffer.records.people import AuditLine

OURS = frozenset({"wheels-and-wings"})


@pytest.fixture
def report(session, published):
    made = Report(token_digest="r", entry_id=published.id, what="link", text="Jo says it leads nowhere.")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def desk(as_):
    return as_("editor", name="Ed")


def lines(session):
    return [(line.action, line.subject, line.detail) for line in session.exec(select(AuditLine).order_by(AuditLine.id))]


def test_a_report_is_checked_and_put_right(session, desk, report):
    start_checking(desk, report)
    assert report.state == CHECKING
    close_report(desk, report, FIXED, " It leads\r\nto the right page now. ")
    assert (report.state, report.outcome) == (FIXED, "It leads to the right page now.")
    assert report.closed_at is not None
    assert report.closed_by == desk.actor.person_id
    what = f"report:{report.id}"
    assert lines(session) == [("report.checking", what, {}), ("report.fixed", what, {})]


@pytest.mark.parametrize("state", [FIXED, NOT_WRONG])
def test_no_report_is_closed_without_a_sentence(desk, report, state):
    with pytest.raises(InvalidEntry):
        close_report(desk, report, state, " \n ")
    assert report.state == OPEN


def test_whoever_finds_nothing_wrong_says_why(session, desk, report):
    close_report(desk, report, NOT_WRONG, "It works here.")
    assert report.state == NOT_WRONG
    assert lines(session)[-1][0] == "report.not-wrong"


def test_a_sentence_that_does_not_fit_is_refused(desk, report):
    with pytest.raises(InvalidEntry):
        close_report(desk, report, FIXED, "x" * 501)
    assert report.state == OPEN


def test_a_report_that_was_closed_too_soon_is_opened_again(session, desk, report):
    close_report(desk, report, NOT_WRONG, "It works here.")
    reopen_report(desk, report)
    assert (report.state, report.outcome, report.closed_at, report.closed_by) == (CHECKING, "", None, None)
    assert lines(session)[-1][0] == "report.reopen"


def test_what_is_closed_stays_as_it_is(desk, report):
    close_report(desk, report, FIXED, "Done.")
    for verb in (
        lambda: start_checking(desk, report),
        lambda: close_report(desk, report, NOT_WRONG, "No."),
        lambda: close_report(desk, report, "made-up"),
    ):
        with pytest.raises(WrongState):
            verb()
    assert report.state == FIXED


def test_what_is_open_cannot_be_opened(desk, report):
    with pytest.raises(WrongState):
        reopen_report(desk, report)


def test_a_provider_deals_with_reports_of_their_own_pages_only(session, as_, report):
    own = as_("provider", name="Ours", organisations=OURS)
    other = as_("provider", name="Theirs", organisations=frozenset({"others"}))
    for verb in (
        lambda: start_checking(other, report),
        lambda: close_report(other, report, FIXED, "Done."),
        lambda: reopen_report(other, report),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert report.state == OPEN
    start_checking(own, report)
    close_report(own, report, FIXED, "Done.")
    assert report.state == FIXED
