"""Facts and figures: every indicator at a glance, and its figures as a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from localoffer.records.entries import Entry
from localoffer.records.indicators import IndicatorDocument
from localoffer.records.plan_progress import counts, standings
from localoffer.records.plans import PlanDocument
from localoffer.records.queries import published_entry, published_of_kind
from localoffer.records.readings import figures_of
from localoffer.text.spreadsheets import to_csv
from localoffer.web.cards import entry_url
from localoffer.web.chart import Spark
from localoffer.web.decisions import Decided, latest_decisions
from localoffer.web.entry_facts import Row
from localoffer.web.indicator_page import glance, sparkline
from localoffer.web.reading_words import reading
from localoffer.web.site import label, reference, session, today

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
COLUMNS = ("series", "level", "period", "starts_on", "ends_on", "value", "missing", "unit", "source")


@dataclass(frozen=True)
class Glance:
    """An indicator in the list. ``spark`` is a tiny line with the same in words, None where there is too little."""

    question: str
    title: str
    url: str
    said: Markup
    rows: list[Row]
    spark: tuple[Spark, Markup] | None
    decided: Decided | None


@dataclass(frozen=True)
class Theme:
    """Indicators about one theme."""

    key: str
    label: str
    indicators: list[Glance]


@dataclass(frozen=True)
class PlanInNumbers:
    """How many actions of a plan stand how: (label, how many)."""

    title: str
    url: str
    standings: list[tuple[str, int]]


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every indicator, by theme, as the questions families ask."""
    return render_template("public/dashboard.html", themes=_themes(), plans=list(_plans()))


def _themes() -> list[Theme]:
    """Themes in the order of the vocabulary, each with its indicators in their own order, then by title."""
    decided = latest_decisions(session())
    by_theme: dict[str, list[Glance]] = {}
    found = [(entry, _document(entry)) for entry in published_of_kind(session(), "indicator")]
    for entry, document in sorted(found, key=lambda pair: pair[1].position):
        by_theme.setdefault(document.indicator_theme, []).append(_glance(entry, document, decided.get(entry.slug)))
    known = [key for key in reference().vocabularies["theme"] if key in by_theme]
    order = [*known, *sorted(set(by_theme) - set(known))]
    return [Theme(key, label("theme", key), by_theme[key]) for key in order]


def _document(entry: Entry) -> IndicatorDocument:
    document = entry.document()
    assert isinstance(document, IndicatorDocument)
    return document


def _glance(entry: Entry, document: IndicatorDocument, decided: Decided | None) -> Glance:
    return Glance(
        document.question, entry.title, entry_url(entry), reading(document), glance(document), sparkline(document),
        decided,
    )  # fmt: skip


def _plans() -> Iterator[PlanInNumbers]:
    for entry in published_of_kind(session(), "plan"):
        document = entry.document()
        assert isinstance(document, PlanDocument)
        found = counts(standings(document.actions, document.updates, today()))
        if found:
            told = [(label("action_status", status), number) for status, number in found]
            yield PlanInNumbers(entry.title, entry_url(entry), told)


@blueprint.get("/<slug>.csv")
def table(slug: str) -> ResponseReturnValue:
    """The figures of an indicator as a file for programs: UTF-8, one figure a row. Raises as its page does."""
    entry = published_entry(session(), "indicator", slug)
    return Response(
        to_csv(_cells(_document(entry)), marked=False), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{entry.slug}.csv"'},
    )  # fmt: skip


def _cells(document: IndicatorDocument) -> Iterator[list[object]]:
    """The headings, then each figure in the order of series and time."""
    yield list(COLUMNS)
    source = document.source_note or document.source_url or ""
    for series in document.series:
        for each in figures_of(document, series):
            yield [
                series.label, series.level, each.period, each.starts_on, each.ends_on, each.value, each.missing,
                document.unit, source,
            ]  # fmt: skip
