"""Saving, publishing and withdrawing, as the public and the outbox see them."""

import pytest
from pydantic import ValidationError
from sqlmodel import col, func, select

from localoffer.errors import NotFound, StaleEdit, Withdrawn, WrongState
from localoffer.places.distance import Point
from localoffer.publishing.operations import entry_id, publish, save_draft, withdraw
from localoffer.records.entries import DRAFT, PUBLISHED, WITHDRAWN, Entry, EntryChange, EntryTag, Revision
from localoffer.records.queries import (
    all_published,
    changes_after,
    count_published,
    entries_by_id,
    latest_revision,
    newest_change,
    published_at,
    published_entry,
    published_of_kind,
    published_revisions,
    revision_of,
    tagged,
)
from localoffer.records.registry import KINDS
from tests.factories import create, create_guide, create_service


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def put(session, no_places):
    """Saves and publishes a document."""

    def publish_now(document, by="Ann"):
        return publish(session, save_draft(session, document, by=by), locate=no_places)

    return publish_now


def rows(session, table):
    return session.exec(select(func.count()).select_from(table)).one()


def tags(session, entry):
    query = select(EntryTag.facet, EntryTag.value).where(EntryTag.entry_id == entry.id)
    return set(session.exec(query).all())


def outbox(session):
    return [(change.entry_id, change.op) for change in changes_after(session, 0)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_published_is_what_was_written(session, put, kind):
    put(create(kind))
    session.expire_all()
    assert published_entry(session, kind, create(kind).slug).document() == create(kind)


def test_a_draft_is_never_public(session):
    draft = create_service()
    revision = save_draft(session, draft, by="Ann")
    assert (revision.number, revision.made_by, revision.published_at) == (1, "Ann", None)
    with pytest.raises(NotFound) as caught:
        published_entry(session, "service", draft.slug)
    assert str(caught.value) == "There is no service called “sleep-help”."
    assert list(all_published(session)) == []
    assert list(published_of_kind(session, "service")) == []
    assert entries_by_id(session, [revision.entry_id]) == {}
    assert published_at(session, ["services/sleep-help"]) == []
    assert list(tagged(session, "service", "organisation", "wheels-and-wings")) == []
    assert count_published(session) == dict.fromkeys(KINDS, 0)
    assert outbox(session) == []
    assert rows(session, EntryTag) == 0


def test_a_draft_of_a_published_entry_changes_nothing_the_public_sees(session, put):
    entry = put(create_service())
    before = newest_change(session)
    save_draft(session, create_service(title="A new name", needs=["adhd"]), by="Ann")
    session.expire_all()
    assert published_entry(session, "service", "sleep-help").title == "Sleep help in Exeter"
    assert ("need", "adhd") not in tags(session, entry)
    assert newest_change(session) == before


def test_saving_makes_a_revision_only_when_something_changed(session):
    first = save_draft(session, create_service(), by="Ann")
    same = save_draft(session, create_service(), by="Bob")
    changed = save_draft(session, create_service(title="A new name"), by="Bob", note="Renamed")
    assert same.id == first.id
    assert (changed.number, changed.made_by, changed.note) == (2, "Bob", "Renamed")
    assert rows(session, Revision) == 2


def test_going_back_to_an_older_text_is_a_revision_of_its_own(session):
    for title in ("One name", "Other name", "One name"):
        last = save_draft(session, create_service(title=title), by="Ann")
    assert last.number == 3


def test_an_edit_based_on_an_older_version_is_refused_and_saves_nothing(session):
    save_draft(session, create_service(), by="Ann")
    save_draft(session, create_service(title="By Bob"), by="Bob", based_on=1)
    with pytest.raises(StaleEdit) as caught:
        save_draft(session, create_service(title="By Ann"), by="Ann", based_on=1)
    assert str(caught.value) == "Somebody saved version 2 while you worked on version 1."
    assert rows(session, Revision) == 2


def test_publishing_shows_the_revision_and_tells_the_outbox(session, put):
    entry = put(create_service())
    assert (entry.state, entry.revision, entry.title) == (PUBLISHED, 1, "Sleep help in Exeter")
    assert latest_revision(session, entry.id).published_at is not None
    assert outbox(session) == [(entry.id, "put")]
    assert count_published(session)["service"] == 1


def test_publishing_replaces_the_tags(session, put):
    put(create_service(needs=["autism", "adhd"], features=["parking"]))
    entry = put(create_service(needs=["adhd", "adhd", "dyslexia"]))
    found = tags(session, entry)
    assert {value for facet, value in found if facet == "need"} == {"adhd", "dyslexia"}
    assert not [value for facet, value in found if facet == "feature"]


def test_an_entry_may_be_published_again_as_it_is(session, put):
    put(create_service())
    entry = put(create_service())
    assert (entry.revision, rows(session, Revision)) == (1, 1)
    assert ("need", "autism") in tags(session, entry)


def test_an_older_revision_can_be_published_again(session, put, no_places):
    entry = put(create_service(title="The first name"))
    put(create_service(title="The second name"))
    publish(session, revision_of(session, entry.id, 1), locate=no_places)
    assert published_entry(session, "service", "sleep-help").title == "The first name"
    assert [revision.number for revision in published_revisions(session, entry.id)] == [2, 1]


def test_the_day_a_revision_first_went_public_stays(session, put):
    entry = put(create_service())
    first = latest_revision(session, entry.id).published_at
    put(create_service())
    assert latest_revision(session, entry.id).published_at == first


def test_distances_are_measured_to_where_locate_says(session):
    revision = save_draft(session, create_service(), by="Ann")
    entry = publish(session, revision, locate=lambda document: Point(51.08, -4.06))
    assert (entry.lat, entry.lon) == (51.08, -4.06)
    entry = publish(session, revision, locate=lambda document: None)
    assert (entry.lat, entry.lon) == (None, None)


def test_everything_publishing_wrote_goes_with_a_rollback(database, no_places):
    with pytest.raises(RuntimeError), database.transaction() as session:
        publish(session, save_draft(session, create_service(), by="Ann"), locate=no_places)
        raise RuntimeError
    with database.session() as session:
        assert {table: rows(session, table) for table in (Entry, EntryTag, Revision, EntryChange)} == {
            Entry: 0, EntryTag: 0, Revision: 0, EntryChange: 0,
        }  # fmt: skip


def test_everything_publishing_wrote_is_kept_together(database, no_places):
    with database.transaction() as session:
        publish(session, save_draft(session, create_service(), by="Ann"), locate=no_places)
    with database.session() as session:
        entry = published_entry(session, "service", "sleep-help")
        assert outbox(session) == [(entry.id, "put")]
        assert ("need", "autism") in tags(session, entry)


def test_a_locate_that_fails_leaves_what_the_public_sees(database, no_places):
    with database.transaction() as session:
        publish(session, save_draft(session, create_service(), by="Ann"), locate=no_places)

    def fail(_document):
        raise LookupError

    with pytest.raises(LookupError), database.transaction() as session:
        publish(session, save_draft(session, create_service(title="New name"), by="Ann"), locate=fail)
    with database.session() as session:
        assert published_entry(session, "service", "sleep-help").title == "Sleep help in Exeter"
        assert newest_change(session) == 1
        assert rows(session, Revision) == 1


def test_a_revision_whose_text_breaks_the_rules_is_not_published(session, put, no_places):
    entry = put(create_service())
    broken = Revision(entry_id=entry.id, number=2, document={"slug": "sleep-help"}, digest="x", made_by="Ann")
    session.add(broken)
    session.flush()
    with pytest.raises(ValidationError):
        publish(session, broken, locate=no_places)
    session.rollback()


def test_a_withdrawn_entry_says_that_it_was_taken_down(session, put):
    entry = put(create_service())
    withdraw(session, entry)
    with pytest.raises(Withdrawn) as caught:
        published_entry(session, "service", "sleep-help")
    assert str(caught.value) == "“Sleep help in Exeter” has been taken down."
    assert (caught.value.kind, caught.value.title, caught.value.entry_id) == ("service", entry.title, entry.id)
    assert outbox(session) == [(entry.id, "put"), (entry.id, "remove")]
    assert list(all_published(session)) == []
    assert published_at(session, ["services/sleep-help"]) == []


@pytest.mark.parametrize("state", [DRAFT, WITHDRAWN])
def test_what_is_not_published_cannot_be_withdrawn(session, put, state):
    entry = put(create_service())
    entry.state = state
    before = outbox(session)
    with pytest.raises(WrongState) as caught:
        withdraw(session, entry)
    assert str(caught.value) == "“Sleep help in Exeter” is not published, so it cannot be withdrawn."
    assert outbox(session) == before


def test_a_withdrawn_entry_can_be_published_again(session, put):
    withdraw(session, put(create_service()))
    put(create_service())
    assert published_entry(session, "service", "sleep-help").state == PUBLISHED
    assert [op for _, op in outbox(session)] == ["put", "remove", "put"]


def test_two_sites_give_one_entry_the_same_id():
    assert entry_id("service", "sleep-help") == entry_id("service", "sleep-help")
    assert entry_id("service", "sleep-help") != entry_id("guide", "sleep-help")


def test_an_entry_of_another_kind_may_have_the_same_slug(session, put):
    put(create_service(slug="same"))
    put(create_guide(slug="same"))
    assert published_entry(session, "guide", "same").title == "Annual review of an EHC plan"


def test_outbox_rows_are_read_from_where_one_stopped(session, put):
    put(create_service())
    seen = newest_change(session)
    guide = put(create_guide())
    assert [change.entry_id for change in changes_after(session, seen)] == [guide.id]


def test_entries_are_given_in_the_order_they_are_named(session, put):
    put(create_service())
    put(create_guide())
    wanted = ["guides/annual-review", "services/sleep-help", "services/none", "nowhere/x", "guides/annual-review"]
    assert [entry.address for entry in published_at(session, wanted)] == wanted[:2]
    assert published_at(session, []) == []


def test_the_services_of_an_organisation_come_by_title(session, put):
    for slug, title in (("b", "Zebra club"), ("a", "Apple club")):
        put(create_service(slug=slug, title=title))
    put(create_service(slug="c", organisation="another"))
    found = tagged(session, "service", "organisation", "wheels-and-wings")
    assert [entry.title for entry in found] == ["Apple club", "Zebra club"]


def test_numbers_of_revisions_are_never_given_twice(session):
    save_draft(session, create_service(), by="Ann")
    save_draft(session, create_service(title="New name"), by="Ann")
    numbers = session.exec(select(Revision.number).order_by(col(Revision.number))).all()
    assert numbers == [1, 2]
