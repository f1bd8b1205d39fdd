"""Events: what is on, month by month and by place, and as a calendar to subscribe to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.errors import Moved
from localoffer.public import event_list
from localoffer.public.event_list import Asked, Event
from localoffer.records.events import EventDocument
from localoffer.records.queries import last_changed, published_entry, published_of_kind
from localoffer.web import event_words, feeds
from localoffer.web.addresses import query_url
from localoffer.web.calendar import CONTENT_TYPE
from localoffer.web.calendar import calendar as make_calendar
from localoffer.web.cards import entry_url, need_labels
from localoffer.web.site import label, ready, reference, session, today

blueprint = Blueprint("events", __name__, url_prefix="/events")
#: A calendar one subscribes to holds coming events, and past ones for so long.
KEPT_IN_CALENDAR = timedelta(days=366)
PAST = {"when": event_list.PAST}
#: On one page, so that years of past events stay quick to load.
MOST_ON_A_PAGE = 60


def _published() -> list[Event]:
    """Every published event."""
    found = [(entry, entry.document()) for entry in published_of_kind(session(), "event")]
    return [(entry, document) for entry, document in found if isinstance(document, EventDocument)]


def _asked() -> Asked:
    words = ready().words
    return event_list.read(request.args, words.reference.vocabularies, words.gazetteer, today())


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """What is on, or what was."""
    asked, day, every = _asked(), today(), _published()
    fitting = event_list.fitting(every, asked, reference().vocabularies)
    of_time = {past: [each for each in fitting if event_words.is_past(each[1], day) == past] for past in (False, True)}
    held = of_time[asked.past]
    shown = [each for each in held if asked.month is None or event_list.in_month(each[1], asked.month)]
    on_page = event_list.in_order(shown, past=asked.past)[:MOST_ON_A_PAGE]
    groups = [
        {"key": group.key, "heading": group.heading, "items": [_item(each, day) for each in group.events]}
        for group in event_list.groups(on_page, day, past=asked.past)
    ]
    kept = asked.kept()
    calendar_path = query_url(url_for("events.calendar"), kept.items())
    return render_template(
        "public/events.html", asked=asked, groups=groups, count=len(shown), left_out=len(shown) - len(on_page),
        other_count=len(of_time[not asked.past]), chips=_chips(asked), choices=_choices(every, held, asked),
        coming_url=_list_url(kept), past_url=_list_url(kept | PAST), clear_url=_list_url(PAST if asked.past else {}),
        any_month_url=_list_url(kept | (PAST if asked.past else {})),
        calendar_path=calendar_path, calendar_url=feeds.whole(calendar_path),
        of_month=event_words.month(asked.month) if asked.month else "",
    )  # fmt: skip


def _list_url(pairs: Mapping[str, str]) -> str:
    return query_url(url_for("events.index"), pairs.items())


def _item(event: Event, day: date) -> dict[str, object]:
    """An event as the list shows it."""
    entry, document = event
    return {
        "url": entry_url(entry), "title": entry.title, "summary": entry.summary,
        "leaf": event_words.leaf(document, day),
        "when": event_words.when(document), "where": event_words.where(document, reference().vocabularies),
        "standing": event_words.standing(document, day), "note": document.status_note,
        "type": label("event_type", document.event_type),
        "told": bool(document.outcome or document.outcome_note),
    }  # fmt: skip


def _name(asked: Asked, name: str) -> str:
    """What a filter in use is called."""
    if name == "month" and asked.month:
        return event_words.month(asked.month)
    if name == "place":
        known = reference().vocabularies
        return known.label("district" if asked.place in known["district"] else "place", asked.place)
    if name == "need":
        return ", ".join(need_labels([asked.need], reference().vocabularies))
    return label("event_type", asked.event_type)


def _chips(asked: Asked) -> list[dict[str, str]]:
    """Filters in use, each with the address without it."""
    pairs = asked.pairs()
    return [
        {
            "label": _name(asked, name),
            "url": _list_url({other: value for other, value in pairs.items() if other != name}),
        }
        for name in pairs
        if name != "when"
    ]


Choices = list[tuple[str, str]]


def _choices(every: Sequence[Event], held: Sequence[Event], asked: Asked) -> dict[str, Choices]:
    """What can be chosen: months that have events, districts, towns where something was or will be, types and needs."""
    known = reference().vocabularies
    months = {document.day.replace(day=1) for _entry, document in held} | ({asked.month} if asked.month else set())
    towns = {key for _entry, document in every for key in document.all_places} | {asked.place}
    towns -= set(known["district"])
    needs = {key for _entry, document in every for key in document.needs if key != "ALL"} | {asked.need}
    return {
        "months": [(f"{each:%Y-%m}", event_words.month(each)) for each in sorted(months, reverse=asked.past)],
        "districts": [(key, term.label) for key, term in known["district"].items()],
        "towns": _sorted((key, term.label) for key, term in known["place"].items() if key in towns),
        "types": [(key, term.label) for key, term in known["event_type"].items()],
        "needs": _sorted((key, ", ".join(need_labels([key], known))) for key in needs if key),
    }  # fmt: skip


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    return sorted(pairs, key=lambda pair: pair[1].lower())


@blueprint.get("/<slug>.ics")
def one(slug: str) -> ResponseReturnValue:
    """One event for a calendar."""
    try:
        entry = published_entry(session(), "event", slug)
    except Moved as moved:
        return redirect(url_for("events.one", slug=moved.address.rpartition("/")[2]), code=301)
    document = entry.document()
    assert isinstance(document, EventDocument)
    body = make_calendar([(entry, document)], reference().vocabularies, entry.title)
    return feeds.answer(body, CONTENT_TYPE, changed=entry.updated_at, filename=f"{slug}.ics", save=True)


@blueprint.get("/calendar.ics")
def calendar() -> ResponseReturnValue:
    """All events for a calendar that asks again and again, or those of a place, a type or a need."""
    asked = _asked()
    if asked.problems:  # a calendar of everything would look like the one that was asked for
        return Response("\n".join(asked.problems) + "\n", status=400, mimetype="text/plain")
    since = today() - KEPT_IN_CALENDAR
    recent = [each for each in _published() if each[1].days[1] >= since]
    events = event_list.in_order(event_list.fitting(recent, asked, reference().vocabularies), past=False)
    name = _("%(site)s: events", site=reference().authority.site_name)
    if asked.kept():
        name = f"{name} ({', '.join(_name(asked, each) for each in asked.kept())})"
    body = make_calendar(events, reference().vocabularies, name)
    return feeds.answer(body, CONTENT_TYPE, changed=last_changed(session(), "event"), filename="events.ics")
