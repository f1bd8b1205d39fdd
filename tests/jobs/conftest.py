"""A small site in which only the page a test is about is due, and jobs run as the command runs them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from localoffer.jobs.list import JOBS
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from localoffer.records.posts import Letter
from tests.factories import create_guide
from tests.web.site_fixtures import BASE_URL, TestSite

SLUG, RELATED = "night-sitting", "quiet-evenings"
#: The day on which tests begin.
BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def calm_site(small_site: TestSite) -> TestSite:
    """No page is due for a year. Two of them are known to tests: SLUG, and RELATED, which links to it."""
    guides = [
        create_guide(slug=SLUG, title="Night sitting for families"),
        create_guide(slug=RELATED, title="Quiet evenings", related=[f"guides/{SLUG}"]),
    ]
    for guide in guides:
        small_site.change(
            lambda session, guide=guide: publish(session, save_draft(session, guide, by="t"), locate=lambda _: None)
        )
    small_site.change(lambda session: set_due(session, BEGIN.date() + timedelta(days=360)))
    return small_site


def set_due(session: Session, due: date, *slugs: str) -> None:
    """Set the day on which pages (all, or the named ones) are due; they were checked half a year before it."""
    change = sa.update(Entry).values(review_due=due, reviewed_on=due - timedelta(days=362))
    session.execute(change.where(Entry.slug.in_(slugs)) if slugs else change)


@pytest.fixture
def do_job(calm_site: TestSite) -> Callable[..., str]:
    """``do_job("freshness")``: does one job and gives what it says."""

    def do(name: str, site: TestSite = calm_site) -> str:
        [job] = [each for each in JOBS if each.name == name]
        with site.app.app_context():
            return job.run(site.parts, lambda: True)

    return do


def entry_of(site: TestSite, slug: str) -> Entry:
    """A page's row as it is now."""
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.exec(select(Entry).where(Entry.slug == slug)).one()


def change_entry(site: TestSite, slug: str, **values: object) -> None:
    """Set columns of a page's row."""
    site.change(lambda session: session.execute(sa.update(Entry).where(Entry.slug == slug).values(**values)))


def letters_of(site: TestSite) -> list[Letter]:
    """Every letter, oldest first."""
    with Session(site.database.engine, expire_on_commit=False) as session:
        return list(session.exec(select(Letter).order_by(Letter.id)))


def links_in(letter: Letter, part: str = "/still-right/") -> list[str]:
    """Paths of the links in a letter that begin with ``part``."""
    return re.findall(re.escape(BASE_URL) + f"({re.escape(part)}\\S*)", letter.text)
