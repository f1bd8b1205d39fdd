"""Figures that show whether something worked: a link to each, with the newest figure of our own area."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlmodel import Session

from localoffer.records.indicators import IndicatorDocument
from localoffer.records.queries import published_at
from localoffer.records.readings import read
from localoffer.records.registry import address_of
from localoffer.web import figure_words
from localoffer.web.cards import entry_url


@dataclass(frozen=True)
class Measure:
    """A published indicator. ``latest`` is a sentence with its newest figure, or says that there is none."""

    title: str
    url: str
    latest: str


def measures(session: Session, slugs: Iterable[str]) -> dict[str, Measure]:
    """Published indicators by the slug they were asked by. One query."""
    wanted = list(dict.fromkeys(slugs))
    found = {entry.slug: entry for entry in published_at(session, [address_of("indicator", slug) for slug in wanted])}
    views = {}
    for slug in wanted:
        if entry := found.get(slug):
            document = entry.document()
            assert isinstance(document, IndicatorDocument)
            views[slug] = Measure(entry.title, entry_url(entry), latest_said(document))
    return views


def latest_said(document: IndicatorDocument) -> str:
    """> The newest figure is 3.2% (2024)."""
    latest = read(document).latest
    if latest is None or latest.value is None:
        return _("There is no figure yet.")
    value = figure_words.value(latest.value, document.unit)
    return _("The newest figure is %(value)s (%(period)s).", value=value, period=latest.period)
