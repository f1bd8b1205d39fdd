"""When: from what an address says of days – to come, past, a year, a month, a day – to a span of days."""

import re
from datetime import date, timedelta

Days = tuple[date, date]
UPCOMING, PAST = "upcoming", "past"
FOR_EVER, SINCE_EVER = date.max, date.min
WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
NOT_UNDERSTOOD = "Write a year like 2026, a month like 2026-12, or a day like 2026-12-03."


def read_when(text: str, today: date) -> tuple[Days | None, str]:
    """The first and the last day of ``upcoming``, ``past``, ``2026``, ``2026-12`` or ``2026-12-03``.

    None with a sentence when it is none of them; past is everything that began before ``today``.
    """
    asked = text.strip().lower()
    if not asked:
        return None, ""
    if asked == UPCOMING:
        return (today, FOR_EVER), ""
    if asked == PAST:
        return (SINCE_EVER, today - timedelta(days=1)), ""
    match = WRITTEN.fullmatch(asked)
    try:
        return (_span(*match.groups()) if match else None), ("" if match else NOT_UNDERSTOOD)
    except ValueError:
        return None, NOT_UNDERSTOOD


def _span(year: str, month: str | None, day: str | None) -> Days:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return first, first
    if month:
        return first, _next_month(first) - timedelta(days=1) if first < date(9999, 12, 1) else FOR_EVER
    return first, date(int(year), 12, 31)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
