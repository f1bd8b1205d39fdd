"""Reports that something is wrong: to whoever keeps the page, until it is put right."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.reports_page import LISTS, STILL, ReportList, ReportPage
from localoffer.errors import InvalidEntry, NotFound, WrongState
from localoffer.publishing import reports
from localoffer.publishing.moderation import tidy
from localoffer.publishing.permissions import require
from localoffer.records.entries import Entry
from localoffer.records.feedback import FIXED, NOT_WRONG, Report
from localoffer.records.people import PROVIDER
from localoffer.web.addresses import page_asked
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import session

blueprint = Blueprint("reports", __name__, url_prefix="/editor")
#: What the two buttons of the form that closes a report stand for.
CLOSE_AS = {"fixed": FIXED, "not-wrong": NOT_WRONG}


@blueprint.get("/reports")
@opened_to(PROVIDER)
def index() -> ResponseReturnValue:
    """Reports about pages that this person may write, the oldest first."""
    which = request.args.get("state", STILL)
    listing = ReportList(desk(), which if which in LISTS else STILL, page_asked(request.args))
    return render_template("editor/reports/index.html", listing=listing)


@blueprint.get("/reports/<int(max=999999999):report_id>")
@opened_to(PROVIDER)
def show(report_id: int) -> ResponseReturnValue:
    """One report, and what can be done about it."""
    return _page(_report(report_id))


def _page(report: Report, error: str = "", meanwhile: str = "") -> str:
    here = desk()
    page = ReportPage(here, report, session().get_one(Entry, report.entry_id))
    return render_template(
        "editor/reports/show.html", page=page, report=report, entry=page.entry, error=error, meanwhile=meanwhile,
        given=tidy(request.form.get("outcome", "")), longest=reports.LONGEST_OUTCOME,
    )  # fmt: skip


@blueprint.post("/reports/<int(max=999999999):report_id>/checking")
@opened_to(PROVIDER)
def checking(report_id: int) -> ResponseReturnValue:
    """Say that somebody looks into it."""
    try:
        reports.start_checking(desk(), _report(report_id))
    except WrongState:
        return _dealt_with_meanwhile(report_id)
    flash(_("Noted: you are checking it. Whoever reported it can see that."))
    return _back_to(report_id)


@blueprint.post("/reports/<int(max=999999999):report_id>/close")
@opened_to(PROVIDER)
def close(report_id: int) -> ResponseReturnValue:
    """Close it: it is put right, or nothing is wrong."""
    state, outcome = CLOSE_AS.get(request.form.get("do", ""), ""), request.form.get("outcome", "")
    try:
        reports.close_report(desk(), _report(report_id), state, outcome)
    except InvalidEntry:
        session().rollback()
        most = reports.LONGEST_OUTCOME
        text = _("Write a sentence for whoever reported it, in at most %(most)s letters.", most=most)
        return _page(_report(report_id), text), 422
    except WrongState:
        return _dealt_with_meanwhile(report_id)
    flash(_("The report is closed. If they left an address, we write to them."))
    return redirect(url_for("reports.index"), 303)


@blueprint.post("/reports/<int(max=999999999):report_id>/reopen")
@opened_to(PROVIDER)
def reopen(report_id: int) -> ResponseReturnValue:
    """Open it again."""
    try:
        reports.reopen_report(desk(), _report(report_id))
    except WrongState:
        return _dealt_with_meanwhile(report_id)
    flash(_("The report is open again."))
    return _back_to(report_id)


def _report(report_id: int) -> Report:
    """Raises NotFound, or NotAllowed for a report about a page that this person may not write."""
    report = session().get(Report, report_id)
    if report is None:
        raise NotFound("There is no such report.")
    require(desk().actor, "edit", session().get_one(Entry, report.entry_id))
    return report


def _back_to(report_id: int) -> ResponseReturnValue:
    return redirect(url_for("reports.show", report_id=report_id), 303)


def _dealt_with_meanwhile(report_id: int) -> ResponseReturnValue:
    session().rollback()
    said = _("Somebody dealt with this report while you had it open. Nothing you chose was done.")
    return _page(_report(report_id), meanwhile=said), 409
