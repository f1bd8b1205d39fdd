"""How an entry stands with the public: brought back, closed, moved, withdrawn on a day, given an owner, deleted."""

from datetime import date

import pytest
from sqlmodel import col, select

from localoffer.errors import InvalidEntry, Moved, NotAllowed, NotFound, SlugTaken, Withdrawn, WrongState
from localoffer.publishing.drafts import begin, public_words, save_fields, words_of
from localoffer.publishing.operations import hide, publish, save_draft
from localoffer.publishing.review import decide, expire, hand_in, mark_checked, take_down
from localoffer.publishing.standing import assign, close, delete_draft, offer_instead, rename, restore, withdraw_on
from localoffer.records.entries import HIDDEN, SUBMITTED, WITHDRAWN, Entry, Revision
from localoffer.records.moments import now
from localoffer.records.people import AuditLine, Person
from localoffer.records.queries import open_revision, published_at, published_entry, published_revisions, revision_of
from tests.factories import create, create_service
from tests.publishing.conftest import TODAY, seen

OURS = frozenset({"wheels-and-wings"})
CLOSED = {"since": "2026-07-01", "until": "2026-08-31", "note": "The summer holidays."}


def save(desk, entry, **values):
    return save_fields(desk, entry, values, seen=seen(words_of(desk, entry), *values))


def publish_change(as_, entry, **values):
    save(as_(), entry, **values)
    hand_in(as_(), entry, checked=False)
    return decide(as_("reviewer"), entry, returned={})


def actions(session):
    return session.exec(select(AuditLine.action).order_by(col(AuditLine.id))).all()


# --- bringing back ---


def test_an_old_version_comes_back_as_a_new_one(session, as_, published):
    publish_change(as_, published, title="The second name")
    restore(as_("reviewer"), published, 1)
    assert (published.title, published.revision) == ("Sleep help in Exeter", 3)
    assert [each.number for each in published_revisions(session, published.id)] == [3, 2, 1]
    assert revision_of(session, published.id, 3).note == "Version 1 brought back."
    assert revision_of(session, published.id, 3).document == public_words(published)


def test_it_comes_back_at_todays_address_and_as_closed_as_it_is(session, as_, published):
    rename(as_("reviewer"), published, "sleep")
    close(as_(), published, CLOSED)
    restore(as_("reviewer"), published, 1)
    assert published.slug == "sleep"
    assert published.closed == CLOSED


def test_its_words_are_as_old_as_they_are(session, as_, published):
    mark_checked(as_(), published)
    restore(as_("reviewer"), published, 1)
    assert published.reviewed_on == date(2026, 6, 1)


def test_a_withdrawn_entry_comes_back(session, as_, published):
    published.expires_on = TODAY
    expire(as_("admin"), published)
    assert published.state == WITHDRAWN
    restore(as_("reviewer"), published, 1)
    assert published_entry(session, "service", "sleep-help").id == published.id
    assert published.expires_on is None


def test_a_last_day_that_is_past_does_not_take_it_down_again(session, as_, published):
    take_down(as_("reviewer"), published, "Not funded any more.")
    published.expires_on = TODAY
    restore(as_("reviewer"), published, 1)
    assert published.expires_on is None


def test_what_was_never_public_cannot_be_brought_back(session, as_, published):
    save(as_(), published, title="Never approved")
    for number in (2, 99):
        with pytest.raises(WrongState, match="no public version"):
            restore(as_("reviewer"), published, number)
    with pytest.raises(NotAllowed):
        restore(as_("editor"), published, 1)


def test_bringing_back_leaves_what_somebody_is_writing(session, as_, published):
    publish_change(as_, published, title="The second name")
    save(as_(), published, summary="A summary that is being written.")
    restore(as_("reviewer"), published, 1)
    words = words_of(as_(), published)
    assert (words["title"], words["summary"]) == ("Sleep help in Exeter", "A summary that is being written.")


def test_todays_rules_hold_for_old_words_too(session, as_, published):
    old = revision_of(session, published.id, 1)
    old.document = old.document | {"needs": ["a-need-that-was-taken-out"]}
    with pytest.raises(InvalidEntry):
        restore(as_("reviewer"), published, 1)


# --- checked, closed, hidden ---


def test_a_hidden_entry_comes_back_once_somebody_checked_it(session, as_, published, in_july):
    in_july.move_to("2027-06-01T10:00:00Z")
    hide(session, published)
    with pytest.raises(Withdrawn):
        published_entry(session, "service", "sleep-help")
    publish_change(as_, published, title="A new name")  # approved, and still nobody checked all of it
    assert published.state == HIDDEN
    with pytest.raises(Withdrawn):
        published_entry(session, "service", "sleep-help")
    mark_checked(as_(today=date(2027, 6, 1)), published)
    assert published_entry(session, "service", "sleep-help").title == "A new name"


def test_closing_for_a_while_is_public_at_once_and_a_version_of_its_own(session, as_, published):
    close(as_("provider", organisations=OURS), published, CLOSED)
    assert published.closed == CLOSED
    assert revision_of(session, published.id, 2).note == "Closed for a while."
    close(as_("provider", organisations=OURS), published, None)
    assert published.closed is None
    assert actions(session)[-2:] == ["entry.close", "entry.reopen"]


def test_closed_must_make_sense(session, as_, published):
    with pytest.raises(InvalidEntry):
        close(as_(), published, CLOSED | {"until": "2026-01-01"})
    take_down(as_("reviewer"), published, "Gone.")
    with pytest.raises(WrongState):
        close(as_(), published, CLOSED)


# --- another address ---


def test_the_old_address_leads_to_the_new_one(session, as_, published):
    rename(as_("reviewer"), published, "sleep")
    assert published_entry(session, "service", "sleep").id == published.id
    with pytest.raises(Moved) as caught:
        published_entry(session, "service", "sleep-help")
    assert caught.value.address == "services/sleep"
    assert [each.id for each in published_at(session, ["services/sleep-help"])] == [published.id]


def test_moving_on_and_back(session, as_, published):
    rename(as_("reviewer"), published, "sleep")
    rename(as_("reviewer"), published, "rest")
    rename(as_("reviewer"), published, "sleep-help")
    assert published_entry(session, "service", "sleep-help").id == published.id
    for old in ("sleep", "rest"):
        with pytest.raises(Moved) as caught:
            published_entry(session, "service", old)
        assert caught.value.address == "services/sleep-help"


def test_nobody_takes_an_address_that_leads_somewhere(session, as_, published, no_places):
    other = publish(session, save_draft(session, create_service(slug="other"), by="x"), locate=no_places)
    rename(as_("reviewer"), published, "sleep")
    for taken in ("sleep", "sleep-help"):
        with pytest.raises(SlugTaken):
            rename(as_("reviewer"), other, taken)


@pytest.mark.parametrize("slug", ["", "With Capitals", "a--b", "-a", "a/b", "ä", "a" * 101, "../etc", "a\n"])
def test_addresses_are_written_as_addresses(session, as_, published, slug):
    with pytest.raises(InvalidEntry):
        rename(as_("reviewer"), published, slug)


def test_only_reviewers_move_a_page(session, as_, published):
    with pytest.raises(NotAllowed):
        rename(as_("editor"), published, "sleep")


@pytest.mark.parametrize("kind", ["organisation", "setting", "term"])
def test_what_others_name_by_its_slug_stays_where_it_is(session, as_, in_july, no_places, kind):
    entry = publish(session, save_draft(session, create(kind), by="x"), locate=no_places)
    with pytest.raises(WrongState, match="Other pages name this one"):
        rename(as_("reviewer"), entry, "elsewhere")
    save(as_(), entry, slug="elsewhere")
    hand_in(as_(), entry, checked=False)
    with pytest.raises(WrongState, match="Other pages name this one"):
        decide(as_("reviewer"), entry, returned={})


def test_a_page_that_was_never_public_moves_without_a_trace(session, as_, in_july):
    entry = begin(as_(), "service", "Club", {})
    rename(as_("reviewer"), entry, "another-club")
    assert (entry.slug, words_of(as_(), entry)["slug"]) == ("another-club", "another-club")
    with pytest.raises(NotFound):
        published_entry(session, "service", "club")


def test_a_withdrawn_page_is_not_moved(session, as_, published):
    take_down(as_("reviewer"), published, "Gone.")
    with pytest.raises(WrongState):
        rename(as_("reviewer"), published, "sleep")


def test_an_address_moves_while_somebody_writes_and_a_day_waits(session, as_, published):
    save(as_(), published, title="A new name")
    hand_in(as_(), published, checked=False)
    rename(as_("reviewer"), published, "sleep")
    revision = open_revision(session, published.id)
    assert (revision.state, revision.document["slug"]) == (SUBMITTED, "sleep")
    decide(as_("reviewer"), published, returned={})
    assert (published.slug, published.title) == ("sleep", "A new name")


# --- taken down ---


def test_what_was_approved_for_a_later_day_does_not_bring_a_withdrawn_entry_back(session, as_, published):
    save(as_(), published, title="A new name")
    hand_in(as_(), published, checked=False)
    decide(as_("reviewer"), published, returned={}, publish_at=now().replace(year=2027))
    take_down(as_("reviewer"), published, "The team has closed.")
    revision = open_revision(session, published.id)
    assert (revision.state, revision.publish_at) == (SUBMITTED, None)


def test_other_pages_can_be_offered_instead(session, as_, published, no_places):
    publish(session, save_draft(session, create("guide"), by="x"), locate=no_places)
    offer_instead(as_("reviewer"), published, ["guides/annual-review"])
    assert published.related == ["guides/annual-review"]
    assert revision_of(session, published.id, published.revision).document == public_words(published)


def test_a_page_is_withdrawn_on_a_day(session, as_, published):
    withdraw_on(as_("reviewer"), published, date(2026, 9, 1))
    assert published.expires_on == date(2026, 9, 1)
    withdraw_on(as_("reviewer"), published, None)
    assert published.expires_on is None
    with pytest.raises(WrongState, match="a day after today"):
        withdraw_on(as_("reviewer"), published, TODAY)
    with pytest.raises(NotAllowed):
        withdraw_on(as_("editor"), published, None)


# --- owner, and pages nobody ever saw ---


def test_somebody_keeps_it_true(session, as_, published):
    desk = as_("editor")
    assign(desk, published, session.get(Person, desk.actor.person_id))
    assert published.owner_id == desk.actor.person_id
    assign(desk, published, None)
    assert published.owner_id is None
    gone = Person(email="gone@example.org", name="Gone", fs_uniquifier="gone", active=False)
    with pytest.raises(WrongState):
        assign(desk, published, gone)
    with pytest.raises(NotAllowed):
        assign(as_("provider", organisations=OURS), published, None)


def test_what_was_never_public_can_be_deleted(session, as_, in_july):
    provider = as_("provider", organisations=OURS)
    entry = begin(provider, "service", "Our club", {"organisation": "wheels-and-wings"})
    with pytest.raises(NotAllowed):
        delete_draft(as_("provider", name="Other"), entry)
    delete_draft(provider, entry)
    assert session.exec(select(Entry)).all() == []
    assert session.exec(select(Revision)).all() == []
    assert actions(session) == ["entry.begin", "entry.delete"]


def test_what_was_public_cannot_be_deleted(session, as_, published):
    take_down(as_("reviewer"), published, "Gone.")
    with pytest.raises(WrongState, match="only be withdrawn"):
        delete_draft(as_("admin"), published)
