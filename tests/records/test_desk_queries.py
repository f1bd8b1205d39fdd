"""The desk’s lists: each filter finds what it says, in the order asked for, with one question for any number of pages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from localoffer.publishing.operations import add_revision, publish, save_draft, withdraw
from localoffer.records.desk_queries import (
    NOBODY,
    SORTS,
    Wanted,
    names_of,
    owners,
    pages,
    some_pages,
    written_words,
)
from localoffer.records.entries import RETURNED, SUBMITTED
from localoffer.records.people import Membership, Person
from tests.factories import create_guide, create_organisation, create_service

TODAY = date(2026, 7, 1)
ALL = Wanted(today=TODAY)


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def put(session, no_places):
    """Publishes a document."""
    return lambda document: publish(session, save_draft(session, document, by="Ann"), locate=no_places)


@pytest.fixture
def person(session):
    """Makes people by name."""

    def make(name, **others):
        found = Person(email=f"{name}@example.org", name=name, fs_uniquifier=name, **others)
        session.add(found)
        session.flush()
        return found

    return make


@pytest.fixture
def three(put):
    """A service, a guide and the organisation behind the service."""
    return [put(create_service()), put(create_guide()), put(create_organisation())]


def found(session, wanted, **others):
    return [row.title for row in pages(session, wanted, **others)]


def test_every_page_in_any_state_is_listed(session, three):
    withdraw(session, three[0])
    assert found(session, ALL) == ["Annual review of an EHC plan", "Sleep help in Exeter", "Wheels and Wings"]


@pytest.mark.parametrize(
    ("narrowed", "titles"),
    [
        ({"text": "EXETER sleep"}, ["Sleep help in Exeter"]),
        ({"text": "100%"}, []),
        ({"text": "sleep nothing"}, []),
        ({"kind": "guide"}, ["Annual review of an EHC plan"]),
        ({"state": "withdrawn"}, []),
        ({"category": "support_group"}, ["Sleep help in Exeter"]),
        ({"topic": "anxiety", "kind": "service"}, ["Sleep help in Exeter"]),
        ({"topic": "sleep"}, []),
        ({"organisation": "wheels"}, ["Sleep help in Exeter", "Wheels and Wings"]),
        ({"organisation": "nobody"}, []),
        ({"of": frozenset({"wheels-and-wings"})}, ["Sleep help in Exeter", "Wheels and Wings"]),
        ({"of": frozenset()}, []),
        ({"writer": "x"}, []),
        ({"owner": "99999999999999999999"}, []),
    ],
)
def test_a_list_is_narrowed(session, three, narrowed, titles):
    assert found(session, replace(ALL, **narrowed)) == titles


def test_pages_of_somebody_and_of_nobody(session, three, person):
    ann = person("Ann")
    three[1].owner_id = ann.id
    assert found(session, replace(ALL, owner=str(ann.id))) == ["Annual review of an EHC plan"]
    assert len(found(session, replace(ALL, owner=NOBODY))) == 2
    assert owners(session) == [(ann.id, "Ann")]
    assert names_of(session, [ann.id, None]) == {ann.id: "Ann"}


def test_overdue_and_due_soon_are_told_apart(session, three):
    days = {0: TODAY - timedelta(days=1), 1: TODAY, 2: TODAY + timedelta(days=15)}
    for number, day in days.items():
        three[number].review_due = day
    assert found(session, replace(ALL, check="overdue")) == ["Sleep help in Exeter"]
    assert found(session, replace(ALL, check="due")) == ["Annual review of an EHC plan"]
    assert len(found(session, replace(ALL, check="due", due_days=15))) == 2


def test_what_is_withdrawn_is_never_due(session, three):
    three[0].review_due = TODAY - timedelta(days=1)
    withdraw(session, three[0])
    assert found(session, replace(ALL, check="overdue")) == []


def test_open_changes_are_told_with_whoever_makes_them(session, three, person):
    wyn = person("Wyn")
    others = {"state": RETURNED, "made_by": "Wyn", "person_id": wyn.id, "returned": {"title": "Too long."}}
    add_revision(session, three[0], {"title": "New"}, **others)
    (row,) = pages(session, replace(ALL, changes=RETURNED, writer=str(wyn.id)))
    assert (row.title, row.writer, row.returned) == ("Sleep help in Exeter", "Wyn", {"title": "Too long."})
    assert pages(session, replace(ALL, changes=SUBMITTED)) == []
    assert len(pages(session, ALL)) == 3


def test_organisations_without_anybody_who_may_sign_in_are_found(session, three, person):
    assert found(session, replace(ALL, unkept=True)) == ["Wheels and Wings"]
    pat = person("Pat")
    session.add(Membership(person_id=pat.id, organisation="wheels-and-wings"))
    session.flush()
    assert found(session, replace(ALL, unkept=True)) == []
    pat.active = False
    assert found(session, replace(ALL, unkept=True)) == ["Wheels and Wings"]


def test_lists_come_in_the_order_asked_for(session, three):
    for number, entry in enumerate(three):
        entry.review_due = TODAY - timedelta(days=number)
    assert found(session, ALL, sort="due") == [
        "Wheels and Wings",
        "Annual review of an EHC plan",
        "Sleep help in Exeter",
    ]
    session.commit()
    add_revision(session, three[1], {"title": "New"}, made_by="Wyn")
    assert found(session, ALL, sort="changed")[0] == "Annual review of an EHC plan"


def test_own_pages_come_before_others(session, three, person):
    ann = person("Ann")
    three[2].owner_id = ann.id
    assert found(session, ALL, first=ann.id)[0] == "Wheels and Wings"


def test_some_are_shown_and_all_are_counted(session, three):
    count, rows = some_pages(session, ALL, sort="title", limit=2)
    assert count == 3
    assert [row.title for row in rows] == ["Annual review of an EHC plan", "Sleep help in Exeter"]


def test_the_words_are_those_that_were_checked(session, three):
    words = written_words(session, [three[0].id])
    assert words == {three[0].id: three[0].document().model_dump(mode="json")}


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_is_one_question(session, three, sort):
    asked = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    pages(session, replace(ALL, text="e", organisation="wheels"), sort=sort)
    assert len(asked) == 1
