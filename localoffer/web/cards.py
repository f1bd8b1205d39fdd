"""Cards: an entry at a glance – what, who for, where, what it costs, when it was checked."""

from dataclasses import dataclass, field
from datetime import date

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from localoffer.records.documents import NO_MORE_CHECKS
from localoffer.records.entries import Entry
from localoffer.records.events import CANCELLED, HELD, POSTPONED
from localoffer.records.shapes import Closed
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.highlight import Highlighter
from localoffer.web import formats
from localoffer.web.labels import KIND_LABELS

MOST_TAGS = 3
#: Kinds that are read rather than visited: where they are means nothing.
WITHOUT_PLACE = {"guide", "term", "provision", "indicator", "plan", "meeting", "response", "news"}
#: Kinds whose pages are about somebody of an age.
FOR_AN_AGE = {"service", "base", "setting", "guide", "provision", "event"}
#: kind -> fields with the first and the last day it is about
DAYS = {
    "event": ("day", "last_day"), "meeting": ("day", ""), "news": ("day", ""), "plan": ("starts_on", "ends_on"),
    "response": ("heard_on", ""),
}  # fmt: skip
#: kind -> the field that says what it is at a glance, and its vocabulary
KIND_DETAILS = {
    "service": ("categories", "category"), "provision": ("part", "part"), "setting": ("setting_type", "setting_type"),
    "plan": ("plan_kind", "plan_kind"), "meeting": ("board", "board"), "event": ("event_type", "event_type"),
    "response": ("theme", "theme"), "indicator": ("indicator_theme", "theme"),
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What a result shows. ``facts`` are (key, label, text) of who, where, cost."""

    url: str
    kind: str
    kind_label: str
    title_html: Markup
    snippet_html: Markup
    facts: list[dict[str, str]]
    distance_text: str
    checked_text: str
    overdue: bool
    tags: list[str] = field(default_factory=list)
    closed_text: str = ""


@dataclass(frozen=True)
class Section:
    """Further entries under a heading."""

    heading: str
    cards: list[Card]


def entry_url(entry: Entry) -> str:
    """The entry's own page."""
    return url_for("entries.show", folder=entry.address.partition("/")[0], slug=entry.slug)


def card(
    entry: Entry,
    vocabularies: Vocabularies,
    *,
    today: date,
    miles: float | None = None,
    marks: Highlighter | None = None,
) -> Card:
    """The card of an entry; ``miles`` from where was asked; ``marks`` the words searched for."""
    overdue = entry.review_due < today
    return Card(
        url=entry_url(entry),
        kind=entry.kind,
        kind_label=kind_line(entry, vocabularies),
        title_html=Markup(marks.mark(entry.title)) if marks else escape(entry.title),  # noqa: S704 - mark() escapes
        snippet_html=Markup(marks.snippet(snippet_text(entry))) if marks else escape(entry.summary),  # noqa: S704
        facts=facts(entry, vocabularies),
        distance_text=formats.miles(miles) if miles is not None else "",
        checked_text=checked_text(entry, overdue),
        overdue=overdue,
        tags=need_labels(entry.needs, vocabularies)[:MOST_TAGS],
        closed_text=closed_text(entry, today),
    )


def kind_line(entry: Entry, vocabularies: Vocabularies) -> str:
    """> Support · Therapy, > Help in school · Targeted, > Guide"""
    first, name = KIND_DETAILS.get(entry.kind, ("", ""))
    value = entry.fields.get(first)
    key = value[0] if isinstance(value, list) else value
    label = str(KIND_LABELS[entry.kind])
    return f"{label} · {vocabularies.label(name, key)}" if key else label


def need_labels(needs: list[str], vocabularies: Vocabularies) -> list[str]:
    """Labels of needs, each once: a code and a condition may have the same short label."""
    known = vocabularies["need"]
    labels = [known[key].short_label or known[key].label for key in needs if key != "ALL" and key in known]
    return list(dict.fromkeys(labels))


def snippet_text(entry: Entry) -> str:
    """What a snippet is cut from: the summary, then the quick read."""
    return " ".join([entry.summary, *(text for slot, text in entry.quick_read.items() if slot != "contact")])


def checked_text(entry: Entry, overdue: bool) -> str:
    """> Checked 5 October 2026, > Not checked since 5 October 2025; empty for a record, which nobody checks again."""
    if entry.review_due == NO_MORE_CHECKS:
        return ""
    on = formats.day(entry.reviewed_on)
    return gettext("Not checked since %(day)s", day=on) if overdue else gettext("Checked %(day)s", day=on)


def closed_text(entry: Entry, today: date) -> str:
    """> Closed until 3 May 2027, > Postponed, > This event is over; empty for what is open or still to come."""
    if entry.kind == "event" and (told := _event_told(entry, today)):
        return told
    return formats.closed(Closed.model_validate(entry.closed), today) if entry.closed else ""


def _event_told(entry: Entry, today: date) -> str:
    status = entry.fields["status"]
    if status == CANCELLED:
        return gettext("Cancelled")
    if status == POSTPONED:  # also once its old day is past: it waits for a new one
        return gettext("Postponed")
    return gettext("This event is over") if status == HELD or days_of(entry)[-1] < today else ""


def days_of(entry: Entry) -> list[date]:
    """The day, or the first and last days, an entry of a dated kind is about; empty for other kinds."""
    fields = DAYS.get(entry.kind, ())
    return [date.fromisoformat(value) for field in fields if (value := entry.fields.get(field))]


def facts(entry: Entry, vocabularies: Vocabularies) -> list[dict[str, str]]:
    """Who, where and cost, as far as the kind has them."""
    found = []
    if days := days_of(entry):
        # an edition may be of a month, for not every one had a day of its own
        told = entry.fields.get("edition") or _days_told(days)
        found.append({"key": "time", "label": gettext("When"), "text": told})
    if entry.kind in FOR_AN_AGE:
        found.append({"key": "who", "label": gettext("Who"), "text": formats.ages(entry.age_min, entry.age_max)})
    if entry.kind not in WITHOUT_PLACE:
        found.append({"key": "where", "label": gettext("Where"), "text": where(entry, vocabularies)})
    if cost := entry.fields.get("cost"):
        found.append({"key": "cost", "label": gettext("Cost"), "text": vocabularies.label("cost", cost)})
    return found


def _days_told(days: list[date]) -> str:
    if len(days) == 1 or days[0] == days[1]:
        return formats.day(days[0])
    return gettext("%(first)s to %(last)s", first=formats.day(days[0]), last=formats.day(days[1]))


def where(entry: Entry, vocabularies: Vocabularies) -> str:
    """> Tiverton, > Mid Devon and Exeter, > The whole county"""
    town = (entry.venue or {}).get("town")
    if entry.coverage in ("all", "national", "online") and entry.kind == "service":
        covers = vocabularies.label("coverage", entry.coverage)
        return (
            gettext(
                "%(town)s, covers %(area)s", town=vocabularies.label("place", town), area=covers[0].lower() + covers[1:]
            )
            if town
            else covers
        )
    if town:
        return vocabularies.label("place", town)
    if entry.coverage == "towns":
        return ", ".join(vocabularies.label("place", key) for key in entry.places[:3])
    if entry.coverage == "districts":
        return ", ".join(vocabularies.label("district", key) for key in entry.districts[:3])
    return vocabularies.label("coverage", entry.coverage)
