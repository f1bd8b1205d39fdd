"""Days and times that somebody typed into a form: read in England's time, kept in UTC."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from flask_babel import gettext as _

from localoffer.web.site import ENGLAND

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
PARTS = ("day", "month", "year")


def typed(form: Mapping[str, str], name: str) -> dict[str, str]:
    """What stands in the three boxes of a day: ``<name>-day``, ``-month`` and ``-year``."""
    return {part: form.get(f"{name}-{part}", "").strip()[:4] for part in PARTS}


def boxes(day: date | None) -> dict[str, str]:
    """A day as it stands in the three boxes."""
    return {part: str(getattr(day, part)) if day else "" for part in PARTS}


def read_day(form: Mapping[str, str], name: str) -> date | None:
    """The day in the three boxes; None when all are empty. Raises ValueError with a sentence for no real day."""
    parts = typed(form, name)
    if not any(parts.values()):
        return None
    try:
        if not all(part.isascii() and part.isdigit() for part in parts.values()) or len(parts["year"]) != 4:
            raise ValueError
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise ValueError(_("Write a real date, like 27 3 2026.")) from None


def read_moment(form: Mapping[str, str], name: str) -> datetime:
    """The day in the boxes at the time in ``<name>-time``, in UTC. Raises ValueError with a sentence."""
    day = read_day(form, name)
    if day is None:
        raise ValueError(_("Say on which day."))
    clock = CLOCK.fullmatch(form.get(f"{name}-time", "").strip())
    if clock is None:
        raise ValueError(_("Write a time like 09:30 or 17:00."))
    return datetime.combine(day, time(int(clock[1]), int(clock[2])), ENGLAND).astimezone(UTC)
