"""What has served its purpose is cleared away: nothing is kept longer than it is of use."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from localoffer.records.file_queries import files_named_by_nothing
from localoffer.records.files import StoredFile
from localoffer.records.moments import now
from localoffer.records.people import Invitation, RateCount
from localoffer.records.posts import FAILED, SENDING, SENT, WAITING, Letter
from localoffer.records.upkeep import KeptWords, SearchGap
from localoffer.web.site import Site, today

#: How long things are kept.
KEPT_WORDS, LETTER_TEXT, INVITATION = timedelta(days=60), timedelta(days=30), timedelta(days=60)
UNNAMED_FILE = timedelta(days=30)
GAP_YEARS = 3
TOO_LATE = "It waited for 30 days and was not sent."


def clear(site: Site, _go_on: Callable[[], bool]) -> str:
    """Clear away old rows; says how many."""
    with site.database.transaction() as session:
        rows = sum(_count(session, statement) for statement in (*_deletions(), _unnamed_files(session)))
        texts = sum(_count(session, statement) for statement in _emptied_letters())
    return f"{rows} old rows were deleted and {texts} old letters emptied."


def _deletions() -> list[Any]:
    over = sa.or_(
        col(Invitation.accepted_at) < now() - INVITATION,
        col(Invitation.withdrawn_at) < now() - INVITATION,
        col(Invitation.expires_at) < now() - INVITATION,
    )
    return [
        sa.delete(RateCount).where(col(RateCount.expires) < time.time()),
        sa.delete(Invitation).where(over),
        sa.delete(KeptWords).where(col(KeptWords.at) < now() - KEPT_WORDS),
        sa.delete(SearchGap).where(col(SearchGap.month) < _years_before(today())),
    ]


def _unnamed_files(session: Session) -> Any:
    """Files that somebody put beside a page and took away again before anybody published it."""
    before = now() - UNNAMED_FILE
    unnamed = files_named_by_nothing(session, before=before)
    return sa.delete(StoredFile).where(col(StoredFile.name).in_(unnamed), col(StoredFile.stored_at) < before)


def _emptied_letters() -> list[Any]:
    """Links and addresses stand in letters. One that still waits after so long would only confuse."""
    old = col(Letter.made_at) < now() - LETTER_TEXT
    stale = sa.update(Letter).where(old, col(Letter.state) == WAITING)
    done = sa.update(Letter).where(old, col(Letter.state).in_((SENT, FAILED, SENDING)), col(Letter.text) != "")
    return [stale.values(state=FAILED, last_error=TOO_LATE, text=""), done.values(text="")]


def _years_before(day: date) -> date:
    """The first of the month so many years ago: what is older goes."""
    return day.replace(year=day.year - GAP_YEARS, day=1)


def _count(session: Session, statement: Any) -> int:
    done: Any = session.execute(statement)
    return int(done.rowcount)
