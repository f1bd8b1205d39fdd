"""You said, we did: the register of comments and answers, and the report of each year (reg. 56)."""

from collections import Counter
from collections.abc import Iterable
from math import ceil
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.errors import NotFound
from localoffer.public.register_lines import lines
from localoffer.public.register_report import ReportPage, csv_rows
from localoffer.publishing.register import Said, chosen, register, year_report, years_of
from localoffer.text.spreadsheets import to_csv
from localoffer.web.response_page import status_told
from localoffer.web.site import label, reference, session, today

blueprint = Blueprint("register", __name__, url_prefix="/you-said-we-did")
PAGE_SIZE = 10
NARROWED_BY = ("theme", "year", "status")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every published comment and answer that fits, the newest first."""
    everything = register(session(), reference().desk)
    asked = _asked(everything)
    found = chosen(everything, **asked)
    pages = max(1, ceil(len(found) / PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return render_template(
        "public/register.html", everything=everything, found=found, lines=lines(shown, today()), page=page, pages=pages,
        asked=asked, fields=_fields(everything, asked), statuses=_statuses(everything), reports=years_of(everything),
        url_for_page=lambda number: url_for("register.index", **_filled(asked), page=number if number > 1 else None),
    )  # fmt: skip


def _asked(everything: Iterable[Said]) -> dict[str, str]:
    """What was asked for, as far as there is such a thing: an old or mistyped address shows more, never an error."""
    known = _counts(everything)
    return {name: value if (value := request.args.get(name, "")) in known[name] else "" for name in NARROWED_BY}


def _counts(register: Iterable[Said]) -> dict[str, Counter[str]]:
    """How often each theme, year and status stands on the register."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in NARROWED_BY}
    for said in register:
        counts["theme"][said.theme] += 1
        counts["year"].update(str(year) for year in said.years)
        counts["status"][said.status] += 1
    return counts


def _filled(asked: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}


def _fields(everything: list[Said], asked: dict[str, str]) -> list[dict[str, object]]:
    """The choices that narrow the register, each with its number."""
    counts = _counts(everything)
    vocabularies = reference().vocabularies
    options = {
        "theme": [(key, label("theme", key)) for key in vocabularies["theme"]],
        "year": [(year, year) for year in sorted(counts["year"], reverse=True)],
        "status": [(key, label("response_status", key)) for key in vocabularies["response_status"]],
    }
    words = {
        "theme": (_("Theme"), _("Any theme")), "year": (_("Year you said it"), _("Any year")),
        "status": (_("What came of it"), _("Anything")),
    }  # fmt: skip
    return [
        {
            "name": name, "label": words[name][0], "any": words[name][1], "value": asked[name],
            "options": [(key, f"{text} ({counts[name][key]})") for key, text in options[name] if counts[name][key]],
        }
        for name in NARROWED_BY
    ]  # fmt: skip


def _statuses(everything: list[Said]) -> list[dict[str, object]]:
    """The register at a glance: how much came to what, each a link to it."""
    counts = _counts(everything)["status"]
    return [
        {"told": status_told(key), "count": counts[key], "url": url_for("register.index", status=key)}
        for key in reference().vocabularies["response_status"]
        if counts[key]
    ]


def _report(year: int) -> ReportPage:
    """The report of a year. Raises NotFound for a year in which nobody said anything."""
    desk = reference().desk
    everything = register(session(), desk)
    if year not in years_of(everything):
        raise NotFound(f"There is no report for {year}.")
    return ReportPage(
        year_report(session(), everything, year, desk.smallest_count, today()), desk.smallest_count, desk.answer_days
    )


@blueprint.get("/report/<int(fixed_digits=4):year>")
def report(year: int) -> ResponseReturnValue:
    """The report of a calendar year, to be read or printed."""
    others = years_of(register(session(), reference().desk))
    return render_template(
        "public/register_report.html", page=_report(year), years=others, today=today(),
        statuses=list(reference().vocabularies["response_status"]),
    )  # fmt: skip


@blueprint.get("/report/<int(fixed_digits=4):year>.csv")
def report_csv(year: int) -> ResponseReturnValue:
    """The same for a spreadsheet, one line for each thing that was said."""
    return Response(
        to_csv(csv_rows(_report(year))), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="you-said-we-did-{year}.csv"'},
    )  # fmt: skip
