"""Questions asked of the boards’ meetings, by name: published ones, newest first."""

from datetime import date

from sqlmodel import Session, select

from localoffer.records.entries import PUBLISHED, Entry


def meetings_newest_first(session: Session) -> list[Entry]:
    """Every published meeting, newest first; those of one day by slug. One query."""
    rows = session.exec(select(Entry).where(Entry.kind == "meeting", Entry.state == PUBLISHED).order_by(Entry.slug))
    return sorted(rows, key=meeting_day, reverse=True)


def meeting_day(entry: Entry) -> date:
    """The day of a published meeting, without reading the whole document."""
    return date.fromisoformat(entry.fields["day"])
