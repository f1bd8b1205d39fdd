"""Pages whose day has come."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from localoffer.jobs.job import JobTrouble
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry, Revision
from localoffer.records.people import AuditLine
from tests.factories import create_guide
from tests.jobs.conftest import BEGIN, SLUG, change_entry, entry_of


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEGIN, tick=False) as travel:
        yield travel


def schedule(site, **words):
    """An approved change of the page that becomes public an hour after tests begin."""

    def plan(session: Session) -> None:
        entry = session.exec(select(Entry).where(Entry.slug == SLUG)).one()
        document = entry.document().model_copy(update=words)
        revision = save_draft(session, document, by="Ed")
        revision.state, revision.publish_at = "scheduled", BEGIN + timedelta(hours=1)

    site.change(plan)


def state_of_newest(site):
    with Session(site.database.engine) as session:
        query = select(Revision.state).join(Entry).where(Entry.slug == SLUG).order_by(Revision.number.desc())
        return session.exec(query).first()


def test_an_approved_change_becomes_public_at_its_moment_and_once(calm_site, do_job, clock):
    schedule(calm_site, title="Night sitting from Monday")
    assert do_job("publish") == "0 approved changes became public."
    assert entry_of(calm_site, SLUG).title == "Night sitting for families"
    clock.shift(timedelta(hours=1))
    assert do_job("publish") == "1 approved changes became public."
    assert entry_of(calm_site, SLUG).title == "Night sitting from Monday"
    assert "Night sitting from Monday" in calm_site.client.get(f"/guides/{SLUG}").text
    assert do_job("publish") == "0 approved changes became public."
    with Session(calm_site.database.engine) as session:
        assert session.exec(select(AuditLine.by).where(AuditLine.action == "entry.publish-scheduled")).all() == [
            "The schedule"
        ]


def test_what_cannot_be_published_goes_back_to_the_reviewers_and_stops_nothing_else(calm_site, do_job, clock):
    schedule(calm_site, slug=SLUG)
    taken = create_guide(slug="taken", title="Another guide")
    calm_site.change(lambda session: publish(session, save_draft(session, taken, by="t"), locate=lambda _: None))
    schedule_at_taken_address(calm_site)
    clock.shift(timedelta(hours=2))
    with pytest.raises(JobTrouble, match=f"guides/{SLUG}"):
        do_job("publish")
    assert state_of_newest(calm_site) == "submitted"
    assert entry_of(calm_site, SLUG).title == "Night sitting for families"
    assert do_job("publish") == "0 approved changes became public."


def schedule_at_taken_address(site):
    def plan(session: Session) -> None:
        entry = session.exec(select(Entry).where(Entry.slug == SLUG)).one()
        revision = session.exec(select(Revision).where(Revision.entry_id == entry.id)).all()[-1]
        if revision.state == "published":
            revision = save_draft(session, entry.document().model_copy(update={"title": "New title"}), by="Ed")
        revision.document = revision.document | {"slug": "taken"}
        revision.state, revision.publish_at = "scheduled", BEGIN + timedelta(hours=1)
        session.add(revision)

    site.change(plan)


@pytest.mark.parametrize("state", ["published", "hidden"])
def test_a_page_is_withdrawn_on_its_last_day(calm_site, do_job, state, clock):
    change_entry(calm_site, SLUG, expires_on=BEGIN.date() + timedelta(days=1), state=state)
    assert do_job("expire") == "0 pages past their last day were withdrawn."
    clock.shift(timedelta(days=1))
    assert do_job("expire") == "1 pages past their last day were withdrawn."
    assert entry_of(calm_site, SLUG).state == "withdrawn"
    calm_site.client.get(f"/guides/{SLUG}", status=410)
    assert do_job("expire") == "0 pages past their last day were withdrawn."
