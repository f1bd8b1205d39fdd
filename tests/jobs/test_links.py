"""Which links are tried when, and when they count as broken."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from localoffer.jobs.links import MOST, try_links
from localoffer.jobs.visits import Answer, Visitor
from localoffer.publishing.links import broken_links
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from localoffer.records.upkeep import LinkTried
from tests.factories import create_guide
from tests.jobs.conftest import BEGIN, SLUG, change_entry

GOOD, GONE = Answer(True, 200, "It works."), Answer(False, 404, "There is no page at this address.")
CUT_OFF = Answer(False, 0, "Nothing answers there.", unreachable=True)


class Visits:
    """Stands in for the web: what each address answers, and which were visited."""

    def __init__(self, **answers: Answer) -> None:
        self.answers, self.seen = answers, []

    def visit(self, url: str) -> Answer:
        self.seen.append(url)
        return self.answers.get(url.rpartition("/")[2], GOOD)


@pytest.fixture
def site(calm_site):
    """A site that holds two links of its own, ``…/a`` and ``…/b``, and no others."""
    calm_site.change(lambda session: [_without_links(entry) for entry in session.exec(select(Entry))])
    change_entry(calm_site, SLUG, body="[A](https://one.co.uk/a) and [B](https://two.co.uk/b)")
    return calm_site


def _without_links(entry):
    entry.body, entry.source_url, entry.source_note, entry.fields, entry.contacts = "", None, "", {}, []


def run(site, visits):
    with site.app.app_context():
        return try_links(site.parts, lambda: True, visits)


def own(visits):
    return [url for url in visits.seen if url.endswith(("/a", "/b"))]


def test_each_link_is_tried_once_a_week(site):
    visits = Visits()
    with time_machine.travel(BEGIN, tick=False) as clock:
        for _ in range(9):
            run(site, visits)
            clock.shift(timedelta(days=1))
    assert sorted(own(visits)) == ["https://one.co.uk/a"] * 2 + ["https://two.co.uk/b"] * 2


def test_a_link_that_failed_is_tried_on_the_next_day_and_broken_from_then_on(site):
    visits = Visits(a=GONE)
    broken = []
    with time_machine.travel(BEGIN, tick=False) as clock:
        for hours in (0, 3, 24, 24):
            clock.shift(timedelta(hours=hours))
            run(site, visits)
            with Session(site.database.engine) as session:
                broken.append([url for url, *_ in broken_links(session)])
        assert own(visits).count("https://one.co.uk/a") == 3
        with Session(site.database.engine) as session:
            [(_, said, entries)] = broken_links(session)
            assert (said, [entry.slug for entry in entries]) == ("There is no page at this address.", [SLUG])
        visits.answers["a"] = GOOD
        clock.shift(timedelta(days=1))
        run(site, visits)
    assert broken == [[], [], ["https://one.co.uk/a"], ["https://one.co.uk/a"]]
    with Session(site.database.engine) as session:
        assert broken_links(session) == []
        assert session.get_one(LinkTried, "https://one.co.uk/a").failures == 0


def test_when_nothing_at_all_can_be_reached_nothing_is_held_against_anybody(site):
    links = " ".join(f"https://site{number}.co.uk/x" for number in range(9))
    change_entry(site, SLUG, body=links)
    visits = Visits(x=CUT_OFF)
    visits.visit = lambda url: visits.seen.append(url) or CUT_OFF
    assert "cannot be reached from here" in run(site, visits)
    assert len(visits.seen) < 9, "it does not go on and on"
    with Session(site.database.engine) as session:
        assert session.exec(select(LinkTried)).all() == []


def test_a_run_tries_only_so_many_and_hosts_take_turns(site):
    links = [f"https://many.co.uk/{number}" for number in range(80)] + ["https://other.co.uk/x"]
    change_entry(site, SLUG, body=" ".join(links))
    visits = Visits()
    run(site, visits)
    assert len(visits.seen) == MOST
    assert visits.seen.index("https://other.co.uk/x") < 5
    run(site, visits)
    assert len(set(visits.seen)) == len(visits.seen), "the second run goes on where the first stopped"


def test_a_link_that_nobody_holds_any_more_is_forgotten(site):
    run(site, Visits())
    change_entry(site, SLUG, body="")
    run(site, Visits())
    with Session(site.database.engine) as session:
        assert session.get(LinkTried, "https://one.co.uk/a") is None


def test_links_to_the_site_itself_are_left_out(site):
    change_entry(site, SLUG, body="https://local-offer.example.org/guides/a and https://[broken")
    visits = Visits()
    run(site, visits)
    assert own(visits) == []


def test_demonstration_addresses_are_noted_as_not_checked(site):
    guide = create_guide(slug="demo", title="Demonstration", source_url="https://sleep.example.org/x")
    site.change(lambda session: publish(session, save_draft(session, guide, by="t"), locate=lambda _: None))
    change_entry(site, SLUG, body="")
    looked_up = []
    with site.app.app_context():
        try_links(site.parts, lambda: True, Visitor("t", resolve=lambda host, _: looked_up.append(host) or []))
    assert not [host for host in looked_up if "example" in host]
    with Session(site.database.engine) as session:
        link = session.get_one(LinkTried, "https://sleep.example.org/x")
        assert (link.works, link.status, link.failures) == (True, 0, 0)
        assert "not checked" in link.said
