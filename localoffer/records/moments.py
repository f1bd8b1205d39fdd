"""The clock of the records: always UTC, always aware."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def day_in_england(moment: datetime) -> date:
    """The day it was in England; a moment without a zone is in UTC, as the database gives it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ENGLAND).date()
