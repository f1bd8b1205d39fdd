"""An indicator’s own part of its page: the reading in a sentence, the chart, the table of the same figures."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlmodel import Session

from localoffer.records.indicators import Figure, IndicatorDocument, Series
from localoffer.records.plan_progress import standing
from localoffer.records.plans import PlanDocument
from localoffer.records.queries import published_of_kind
from localoffer.records.readings import figures_of, grid, read
from localoffer.web import figure_words, formats, reading_words
from localoffer.web.chart import (
    MOST_PERIODS,
    MOST_SERIES,
    BarChart,
    Drawn,
    LineChart,
    Spark,
    bar_chart,
    line_chart,
    spark,
)
from localoffer.web.decisions import Decided, decisions_on
from localoffer.web.entry_facts import Row
from localoffer.web.site import session, today

if TYPE_CHECKING:
    from localoffer.web.entry_page import EntryPage, Section


@dataclass(frozen=True)
class Measured:
    """An action of a plan that is measured by an indicator. ``status`` is a key of ``action_status``."""

    action: str
    url: str
    plan: str
    status: str


class IndicatorPage:
    """What the template of the kind asks for, as ``page.own``."""

    def __init__(self, page: "EntryPage") -> None:
        assert isinstance(page.document, IndicatorDocument)
        self.page, self.document = page, page.document

    @cached_property
    def said(self) -> Markup:
        """The reading: what the figures say, in a sentence or three."""
        return reading_words.reading(self.document)

    @cached_property
    def glance(self) -> list[Row]:
        """The newest figure, which way it went and the target, as far as there are any."""
        return glance(self.document)

    @cached_property
    def chart(self) -> LineChart | BarChart | None:
        """The figures as a drawing; None where there is nothing to compare."""
        return charted(self.document)

    def chart_leaves_out(self) -> bool:
        """True when there are more places or periods than a drawing on a phone can hold."""
        return len(self.document.series) > MOST_SERIES or len(grid(self.document)) > MOST_PERIODS

    def described(self) -> list[Markup]:
        """The chart in words."""
        return reading_words.described(self.document)

    def axis(self) -> str:
        """What the numbers of the axis count, where they do not say it themselves."""
        return str(figure_words.AXIS.get(self.document.unit, ""))

    def target_text(self) -> str:
        """> Target: 60%"""
        target = self.document.target
        return "" if target is None else _("Target: %(value)s", value=figure_words.short(target, self.document.unit))

    def table(self) -> list[tuple[str, list[str]]]:
        """Each period, the oldest first, with the figure of every series or why there is none."""
        unit = self.document.unit
        return [
            (period.label, [figure_words.cell(row.get(series.key), unit) for series in self.document.series])
            for period, row in grid(self.document)
        ]

    def why_missing(self) -> list[str]:
        """What the words in cells without a figure mean, for those that are there."""
        shown = {text for _period, cells in self.table() for text in cells}
        return [
            str(figure_words.MISSING_MEANS[key]) for key, words in figure_words.MISSING.items() if str(words) in shown
        ]

    def csv_url(self) -> str:
        """The figures as a file; empty on the page of an older version, for the file has those of now."""
        entry = self.page.entry
        return url_for("dashboard.table", slug=entry.slug) if self.page.version_number() == entry.revision else ""

    def facts(self) -> list[Row]:
        """The facts table."""
        document = self.document
        came_out, due = document.figures_published_on, document.next_figures_on
        rows = [
            (_("What we count"), _content(document.definition)),
            (_("The part"), _content(document.numerator)),
            (_("Of the whole"), _content(document.denominator)),
            (_("About the target"), _content(document.target_note)),
            (_("Where the figures come from"), _content(document.source_note)),
            (
                _("How often there are new ones"),
                _content(self.page.vocabularies.label("frequency", document.frequency)),
            ),
            (_("When these came out"), formats.day(came_out) if came_out else ""),
            (_("When the next are due"), self._due(due) if due else ""),
        ]
        return [{"label": label, "html": escape(text)} for label, text in rows if text]

    def _due(self, day: date) -> str:
        if day >= today():
            return formats.day(day)
        return _("They were due on %(day)s and are late.", day=formats.day(day))

    def decisions(self) -> list[Decided]:
        """What boards decided about it, newest first."""
        return decisions_on(session(), self.page.entry.slug)

    def measured(self) -> list[Measured]:
        """Actions of plans that are measured by it, what is due first coming first."""
        return measured_by(session(), self.page.entry.slug)

    def sections(self) -> "list[Section]":
        """Entries that belong to this one, under headings: none but those every page may have."""
        return []


def _content(text: str) -> Markup:
    """A text of the content, marked as such; empty when it is."""
    return formats.as_content(escape(text)) if text else Markup("")


def glance(document: IndicatorDocument) -> list[Row]:
    """Rows for the newest figure, which way it went and the target."""
    said = read(document)
    rows: list[tuple[str, str | Markup]] = [
        (_("Newest figure"), reading_words.latest(document, said)),
        (_("Compared with before"), reading_words.direction(document, said)),
        (_("Target"), reading_words.target(document, said)),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def sparkline(document: IndicatorDocument) -> tuple[Spark, Markup] | None:
    """A tiny line of our own figures, and the same in words; None with fewer than two of them."""
    own = figures_of(document, document.local)
    if sum(each.value is not None for each in own) < 2:
        return None
    return spark([each.value for each in own]), reading_words.described(document)[document.series.index(document.local)]


def charted(document: IndicatorDocument) -> LineChart | BarChart | None:
    """Bars for several places in one period, lines for several periods; None where there is nothing to compare."""
    rows = grid(document)
    if sum(figure.value is not None for _period, row in rows for figure in row.values()) < 2:
        return None
    if len(rows) == 1:
        held = rows[0][1]
        shown = [(series, held[series.key]) for series in document.series if series.key in held]
        bars = [Drawn(series.label, (figure.value,)) for series, figure in shown]
        return bar_chart(
            bars, target=document.target, texts=[figure_words.cell(figure, document.unit) for _series, figure in shown]
        )
    lines = [
        Drawn(_beside_line(document, series), tuple(_value(row.get(series.key)) for _period, row in rows))
        for series in document.series
    ]
    below = [figure_words.below_axis(period) for period, _row in rows]
    return line_chart(
        lines, below, target=document.target, write=lambda value: figure_words.short(value, document.unit)
    )


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None


def _beside_line(document: IndicatorDocument, series: Series) -> str:
    """> Devon 3.2%: what stands at the end of a line."""
    valued = [each.value for each in figures_of(document, series) if each.value is not None]
    label = figure_words.shortened(series.label)
    return f"{label} {figure_words.short(valued[-1], document.unit)}" if valued else label


def measured_by(database: Session, slug: str) -> list[Measured]:
    """Actions of published plans whose success is measured by an indicator, by the day they are due."""
    found = []
    for entry in published_of_kind(database, "plan"):
        document = entry.document()
        assert isinstance(document, PlanDocument)
        for action in document.actions:
            if action.success_measure == slug:
                url = url_for("plans.action", slug=entry.slug, key=action.key)
                status = standing(action, document.updates, today()).status
                found.append((action.due, Measured(action.action, url, entry.title, status)))
    return [each for _due, each in sorted(found, key=lambda pair: pair[0])]
