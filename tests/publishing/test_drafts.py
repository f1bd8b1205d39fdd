"""Writing: what is saved, what the public sees of it (nothing), and who is told when two write at once."""

import pytest
from sqlmodel import col, func, select

from localoffer.errors import NotAllowed, StaleEdit, WrongState
from localoffer.publishing.drafts import (
    begin,
    confirm_quick_read,
    free_slug,
    give_up,
    has_drifted,
    public_words,
    save_fields,
    take_back,
    words_of,
)
from localoffer.publishing.review import decide, hand_in, mark_checked
from localoffer.publishing.standing import close
from localoffer.records.entries import DRAFT, DROPPED, RETURNED, SUBMITTED, Entry, EntryChange, Revision
from localoffer.records.people import AuditLine
from localoffer.records.queries import newest_change, open_revision
from tests.factories import COMMON, OWN, create_service
from tests.publishing.conftest import seen

OURS = frozenset({"wheels-and-wings"})
FIELDS = {name: value for name, value in (COMMON | OWN["service"]).items() if name not in (
    "slug", "title", "reviewed_on", "review_due", "verified_by")}  # fmt: skip


def rows(session, table):
    return session.exec(select(func.count()).select_from(table)).one()


def numbers(session, entry):
    query = select(Revision.number, Revision.state).where(Revision.entry_id == entry.id)
    return session.exec(query.order_by(col(Revision.number))).all()


def save(desk, entry, **values):
    held = words_of(desk, entry)
    return save_fields(desk, entry, values, seen=seen(held, *values))


def test_a_new_entry_is_nobodys_but_the_desks(session, as_, in_july):
    desk = as_("editor")
    entry = begin(desk, "service", "A Parents’ group for Exmouth!", {"organisation": "wheels-and-wings"})
    assert (entry.state, entry.revision, entry.slug) == (DRAFT, 0, "a-parents-group-for-exmouth")
    assert words_of(desk, entry)["title"] == "A Parents’ group for Exmouth!"
    assert public_words(entry) == {}
    assert rows(session, EntryChange) == 0
    assert session.exec(select(AuditLine.action)).all() == ["entry.begin"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Sleep help", "sleep-help-2"), ("مساعدة", "service"), ("—", "service"), ("Café & “Play”", "caf-play")],
)
def test_slugs_are_free_and_fit(session, as_, published, title, slug):
    published.slug = "sleep-help"
    assert free_slug(as_(), "service", title) == slug


def test_long_titles_make_slugs_that_still_fit(session, as_):
    assert len(free_slug(as_(), "service", "word " * 60)) <= 100


def test_providers_begin_only_for_themselves(session, as_, in_july):
    provider = as_("provider", organisations=OURS)
    begin(provider, "service", "Our club", {"organisation": "wheels-and-wings"})
    for kind, values in [("service", {"organisation": "others"}), ("service", {}), ("guide", {})]:
        with pytest.raises(NotAllowed):
            begin(provider, kind, "Not ours", values)


def test_a_half_written_draft_may_be_saved_whatever_it_says(session, as_, in_july):
    entry = begin(as_(), "service", "Club", {})
    revision = save(as_(), entry, contacts=[{"kind": "phone", "value": "nonsense"}], age_min="seven")
    assert revision.document["age_min"] == "seven"
    assert revision.number == 1


def test_the_desk_calls_an_unpublished_entry_by_its_newest_title(session, as_, in_july):
    entry = begin(as_(), "service", "Club", {})
    save(as_(), entry, title="A better name " * 10, organisation="wheels-and-wings")
    assert entry.title == ("A better name " * 10)[:80]
    assert entry.fields["organisation"] == "wheels-and-wings"


def test_saving_a_published_entry_begins_a_revision_and_changes_nothing_public(session, as_, published):
    before = newest_change(session), published.digest, published.title
    revision = save(as_(), published, title="A new name")
    assert (revision.number, revision.state, revision.based_on) == (2, DRAFT, 1)
    assert (newest_change(session), published.digest, published.title) == before


def test_the_next_save_goes_on_with_the_same_revision_whoever_makes_it(session, as_, published):
    save(as_(name="Ana"), published, title="A new name")
    revision = save(as_(name="Ben"), published, summary="Another summary, long enough.")
    assert revision.document["title"] == "A new name"
    assert (revision.number, revision.made_by) == (2, "Ben")


def test_saving_what_is_there_already_saves_nothing(session, as_, published):
    assert save(as_(), published, title=published.title, cost_note="") is None
    assert numbers(session, published) == [(1, "published")]


def test_sending_the_same_form_twice_saves_once(session, as_, published):
    held = words_of(as_(), published)
    first = save_fields(as_(), published, {"title": "A new name"}, seen=seen(held, "title"))
    again = save_fields(as_(), published, {"title": "A new name"}, seen=seen(held, "title"))
    assert again.id == first.id


def test_changing_it_back_closes_the_revision_and_its_number_is_not_used_again(session, as_, published):
    old = published.title
    save(as_(), published, title="A new name")
    assert save(as_(), published, title=old) is None
    assert open_revision(session, published.id) is None
    assert save(as_(), published, title="A third name").number == 3
    assert numbers(session, published) == [(1, "published"), (2, DROPPED), (3, DRAFT)]


def test_whoever_saves_second_sees_what_the_first_wrote(session, as_, published):
    held = words_of(as_(), published)
    save_fields(as_(name="Ana"), published, {"title": "By Ana"}, seen=seen(held, "title"))
    with pytest.raises(StaleEdit) as caught:
        save_fields(as_(name="Ben"), published, {"title": "By Ben"}, seen=seen(held, "title"))
    assert (caught.value.by, caught.value.theirs) == ("Ana", {"title": "By Ana"})
    assert str(caught.value) == "Ana changed this while you were writing."
    assert words_of(as_(), published)["title"] == "By Ana"


def test_two_who_write_different_fields_are_both_kept(session, as_, published):
    held = words_of(as_(), published)
    save_fields(as_(name="Ana"), published, {"title": "By Ana"}, seen=seen(held, "title"))
    save_fields(as_(name="Ben"), published, {"summary": "A summary by Ben."}, seen=seen(held, "summary"))
    words = words_of(as_(), published)
    assert (words["title"], words["summary"]) == ("By Ana", "A summary by Ben.")


def test_only_those_who_may_can_save(session, as_, published):
    for desk in (as_("provider"), as_("provider", name="Other", organisations=frozenset({"others"}))):
        with pytest.raises(NotAllowed):
            save(desk, published, title="Not theirs")
    save(as_("provider", name="Own", organisations=OURS), published, title="Theirs")


def test_providers_cannot_give_a_page_to_somebody_else(session, as_, published):
    with pytest.raises(NotAllowed):
        save(as_("provider", organisations=OURS), published, organisation="another-body")


@pytest.mark.parametrize("name", ["reviewed_on", "review_due", "published_on", "verified_by"])
def test_nobody_writes_the_dates_of_checks_by_hand(session, as_, published, name):
    with pytest.raises(NotAllowed):
        save(as_("admin"), published, **{name: "2099-01-01"})


def test_what_is_in_review_cannot_be_written_until_it_is_taken_back(session, as_, published):
    save(as_(), published, title="A new name")
    hand_in(as_(), published, checked=False)
    with pytest.raises(WrongState, match="Take them back"):
        save(as_(), published, title="Another")
    assert take_back(as_(), published).state == DRAFT
    save(as_(), published, title="Another")


def test_what_was_sent_back_and_handed_in_again_is_a_draft_when_taken_back(session, as_, published):
    save(as_(), published, title="A new name")
    hand_in(as_(), published, checked=False)
    decide(as_("reviewer"), published, returned={"title": "Too short."})
    assert open_revision(session, published.id).state == RETURNED
    hand_in(as_(), published, checked=False)
    assert open_revision(session, published.id).state == SUBMITTED
    assert take_back(as_(), published).state == DRAFT


@pytest.mark.parametrize("verb", [take_back, give_up])
def test_there_must_be_something_to_take_back_or_give_up(session, as_, published, verb):
    with pytest.raises(WrongState):
        verb(as_(), published)


def test_giving_up_leaves_what_the_public_sees_and_keeps_the_words_in_the_history(session, as_, published):
    save(as_(), published, title="A new name")
    give_up(as_(), published)
    assert words_of(as_(), published)["title"] == "Sleep help in Exeter"
    assert session.exec(select(Revision).where(Revision.state == DROPPED)).one().document["title"] == "A new name"


def test_what_was_never_public_is_deleted_rather_than_given_up(session, as_, in_july):
    entry = begin(as_(), "service", "Club", {})
    with pytest.raises(WrongState, match="Delete it instead"):
        give_up(as_(), entry)


def test_a_quick_read_drifts_when_its_text_changes_and_is_in_step_once_confirmed(session, as_, published):
    revision = save(as_(), published, body="Quite another text.")
    assert has_drifted(revision.document, revision.quick_read_basis)
    quick = words_of(as_(), published)["quick_read"]
    revision = confirm_quick_read(
        as_(), published, {"quick_read": quick}, seen=seen(words_of(as_(), published), "quick_read")
    )
    assert not has_drifted(revision.document, revision.quick_read_basis)
    hand_in(as_(), published, checked=False)
    assert not has_drifted(revision.document, revision.quick_read_basis)


def test_confirming_a_quick_read_of_a_new_entry_still_counts_once_it_is_handed_in(session, as_, in_july):
    """Handing in writes every default out; the text is the same all the same."""
    entry = begin(as_(), "service", "Sleep help in Exeter", {})
    save(as_(), entry, **FIELDS)
    words = words_of(as_(), entry)
    confirm_quick_read(as_(), entry, {"quick_read": words["quick_read"]}, seen=seen(words, "quick_read"))
    revision = hand_in(as_(), entry, checked=True)
    assert not has_drifted(revision.document, revision.quick_read_basis)
    decide(as_("reviewer"), entry, returned={})
    assert not has_drifted(public_words(entry), entry.quick_read_basis)


def test_confirming_with_no_change_at_all_can_be_handed_in(session, as_, published):
    published.quick_read_basis = "as it once was"
    words = words_of(as_(), published)
    revision = confirm_quick_read(as_(), published, {"quick_read": words["quick_read"]}, seen=seen(words, "quick_read"))
    assert revision.state == DRAFT
    hand_in(as_(), published, checked=False)
    decide(as_("reviewer"), published, returned={})
    assert not has_drifted(public_words(published), published.quick_read_basis)


def test_a_check_meanwhile_does_not_disturb_what_is_being_written(session, as_, published):
    save(as_(), published, title="A new name")
    mark_checked(as_("editor", name="Eve"), published)
    assert published.reviewed_on.isoformat() == "2026-07-01"
    words = words_of(as_(), published)
    assert (words["title"], words["reviewed_on"]) == ("A new name", "2026-07-01")
    revision = open_revision(session, published.id)
    assert (revision.number, revision.based_on, published.revision) == (2, 3, 3)


def test_what_the_quick_read_was_confirmed_beside_stays_confirmed_when_something_else_becomes_public(
    session, as_, published
):
    words = words_of(as_(), published)
    quick = words["quick_read"] | {"cost": "It is free for all."}
    confirm_quick_read(as_(), published, {"quick_read": quick}, seen=seen(words, "quick_read"))
    close(as_(), published, {"since": "2026-07-01", "until": None, "note": "The hall is being painted."})
    revision = open_revision(session, published.id)
    assert revision.document["closed"]["note"] == "The hall is being painted."
    assert not has_drifted(revision.document, revision.quick_read_basis)


def test_an_entry_comes_from_the_database_as_it_was_put_there(session, as_, published):
    assert session.get(Entry, published.id).document() == create_service()
