"""Resource bases: list, narrow, and compare up to four side by side."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.errors import UnknownPlace
from localoffer.places.distance import Point, miles_between
from localoffer.places.gazetteer import Place
from localoffer.records.bases import BaseDocument
from localoffer.records.entries import Entry
from localoffer.records.queries import published_at, published_of_kind
from localoffer.records.registry import address_of
from localoffer.web import entry_facts, formats
from localoffer.web.cards import card, entry_url, need_labels
from localoffer.web.site import ready, reference, session, today

blueprint = Blueprint("bases", __name__, url_prefix="/bases")
MOST_COMPARED = 4


def _place() -> tuple[Place | None, str]:
    """Where the family measures from, and what is wrong with what they typed."""
    asked = request.args.get("near", "").strip()[:100]
    if not asked:
        return None, ""
    try:
        return ready().words.gazetteer.find(asked), ""
    except UnknownPlace as problem:
        return None, str(problem)


def _miles(entry: Entry, place: Place | None) -> float | None:
    if place is None or entry.lat is None or entry.lon is None:
        return None
    return miles_between(place.point, Point(entry.lat, entry.lon))


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Every base that fits, the nearest first when a place is given."""
    place, problem = _place()
    need, phase = request.args.get("need", ""), request.args.get("phase", "")
    vocabularies = reference().vocabularies
    entries = published_of_kind(session(), "base")
    chosen = [
        (entry, _miles(entry, place))
        for entry in entries
        if (not need or need in [*entry.fields["designation_needs"], *entry.needs])
        and (not phase or phase in entry.phases)
    ]
    chosen.sort(
        key=lambda pair: (pair[1] is None, pair[1] or 0.0, pair[0].title) if place else (False, 0.0, pair[0].title)
    )
    ticked = request.args.getlist("base")[:MOST_COMPARED]
    cards = [_comparable(entry, miles, entry.slug in ticked) for entry, miles in chosen]
    needs = sorted({key for entry in entries for key in entry.fields["designation_needs"]})
    return render_template(
        "public/bases.html", cards=cards, need=need, phase=phase, near=request.args.get("near", ""), problem=problem,
        needs=[(key, ", ".join(need_labels([key], vocabularies))) for key in needs], place=place,
        phases=[(key, vocabularies.label("phase", key)) for key in ("early_years", "primary", "secondary", "post16")],
    )  # fmt: skip


def _comparable(entry: Entry, miles: float | None, ticked: bool) -> dict[str, object]:
    """A card with a box to tick for comparing."""
    box = {"value": entry.slug, "label": _("Compare %(base)s", base=entry.title), "checked": ticked}
    return {**vars(card(entry, reference().vocabularies, today=today(), miles=miles)), "compare": box}


@blueprint.get("/compare")
def compare() -> ResponseReturnValue:
    """The ticked bases side by side."""
    place, problem = _place()
    slugs = list(dict.fromkeys(request.args.getlist("base")))[:MOST_COMPARED]
    entries = published_at(session(), [address_of("base", slug) for slug in slugs])
    headers = [{"label": entry.title, "url": entry_url(entry)} for entry in entries]
    return render_template(
        "public/compare_bases.html", headers=headers, rows=_rows(entries, place), entries=entries, problem=problem,
        near=request.args.get("near", ""), list_url=url_for("bases.index"), slugs=slugs,
    )  # fmt: skip


def _rows(entries: list[Entry], place: Place | None) -> list[dict[str, object]]:
    """What to compare: for whom, which years, where, places, how to ask."""
    vocabularies = reference().vocabularies
    documents = [document for entry in entries if isinstance(document := entry.document(), BaseDocument)]
    towns = [(entry.venue or {}).get("town") for entry in entries]
    rows: list[dict[str, object]] = [
        {
            "label": _("Mainly for"),
            "cells": [", ".join(need_labels(each.designation_needs, vocabularies)) for each in documents],
        },
        {
            "label": _("School years"),
            "cells": [formats.school_years(each.year_from, each.year_to) for each in documents],
        },
        {"label": _("Town"), "cells": [vocabularies.label("place", town) if town else "" for town in towns]},
        {"label": _("Free places"), "cells": [entry_facts.free_places_text(each, vocabularies) for each in documents]},
        {"label": _("Places"), "cells": [entry_facts.places_text(each) for each in documents]},
        {
            "label": _("Time in ordinary classes"),
            "cells": [vocabularies.label("time_in_mainstream", each.time_in_mainstream) for each in documents],
        },
        {
            "label": _("Therapy on site"),
            "cells": [
                ", ".join(vocabularies.label("therapy", key) for key in each.therapy_on_site) for each in documents
            ],
        },
        {
            "label": _("Place and equipment"),
            "cells": [
                ", ".join(vocabularies.label("environment", key) for key in each.environment) for each in documents
            ],
        },
        {"label": _("How to ask"), "cells": [each.how_to_ask[0] for each in documents]},
        {"label": _("Visits"), "cells": [each.visits for each in documents]},
        {"label": _("Getting there"), "cells": [each.transport_note for each in documents]},
        {
            "label": _("Stage of the base"),
            "cells": [entry_facts.lifecycle_text(each, vocabularies) for each in documents],
        },
    ]
    if place:
        away = [formats.miles(miles) if (miles := _miles(entry, place)) is not None else "" for entry in entries]
        rows.insert(2, {"label": _("From %(place)s", place=place.label), "cells": away})
    return rows
