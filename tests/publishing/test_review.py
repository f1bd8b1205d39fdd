"""From handed in to public: what reviewers accept, send back or put off, and what nobody needs to review.

Over 400 lines: every verb of review is tried against the same states.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from localoffer.errors import HardToRead, InvalidEntry, NotAllowed, NotFound, SlugTaken, WrongState
from localoffer.publishing.drafts import begin, public_words, save_fields, take_back, words_of
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import publish, save_draft
from localoffer.publishing.review import (
    changes_of,
    dated,
    decide,
    hand_in,
    mark_checked,
    problems_of,
    publish_scheduled,
    publish_words,
    seen_in,
    take_down,
    unschedule,
)
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import PUBLISHED, RETURNED, SCHEDULED, SUBMITTED, WITHDRAWN, Revision
from localoffer.records.people import AuditLine
from localoffer.records.queries import newest_change, open_revision, published_entry, published_revisions
from localoffer.records.registry import KINDS
from tests.factories import create_service, data_of
from tests.publishing.conftest import TODAY, seen

OURS = frozenset({"wheels-and-wings"})
HARD = "This service suffers from a long wait, soon."
PHONE = [{"kind": "phone", "value": "01632 960999", "label": "Office", "hours": "", "public": True}]
TRUSTING = DeskRules(kinds=[{"kind": "service", "trusted_fields": ["contacts", "schedule", "quick_read.contact"]}])


def save(desk, entry, **values):
    return save_fields(desk, entry, values, seen=seen(words_of(desk, entry), *values))


def handed_in(as_, entry, **values):
    save(as_(), entry, **values)
    return hand_in(as_(), entry, checked=False)


def quick(entry, **slots):
    return {"quick_read": public_words(entry)["quick_read"] | slots}


def actions(session):
    return session.exec(select(AuditLine.action).order_by(col(AuditLine.id))).all()


@pytest.fixture
def new_entry(as_, in_july):
    """A whole service that was never public."""
    data = data_of("service")
    title = data.pop("title")
    for name in ("reviewed_on", "review_due", "verified_by", "slug"):
        data.pop(name)
    return begin(as_(), "service", title, data)


# --- handing in ---


def test_what_is_handed_in_waits_and_the_public_sees_none_of_it(session, as_, published):
    before = newest_change(session)
    revision = handed_in(as_, published, title="A new name")
    assert (revision.state, published.title, newest_change(session)) == (SUBMITTED, "Sleep help in Exeter", before)
    assert changes_of(published, revision) == ["title"]


def test_a_new_entry_counts_as_checked_today(session, as_, new_entry):
    revision = hand_in(as_(), new_entry, checked=False)
    document = revision.document
    assert (document["reviewed_on"], document["published_on"]) == ("2026-07-01", "2026-07-01")
    assert document["verified_by"] == "council"


def test_an_entry_handed_in_again_later_was_not_public_before(session, as_, new_entry, in_july):
    hand_in(as_(), new_entry, checked=False)
    take_back(as_(), new_entry)
    later = TODAY + timedelta(days=9)
    assert hand_in(as_(today=later), new_entry, checked=True).document["published_on"] == "2026-07-10"


def test_what_is_not_whole_is_refused_with_every_problem_at_its_field(session, as_, in_july):
    entry = begin(as_(), "service", "Club", {"organisation": "wheels-and-wings"})
    save(as_(), entry, contacts=[{"kind": "phone", "value": "x"}], needs=["no-such-need"], age_min="seven")
    with pytest.raises(InvalidEntry) as caught:
        hand_in(as_(), entry, checked=True)
    problems = dict(caught.value.problems)
    assert problems["summary"] == "Fill this in."
    assert problems["age_min"] == "Write a number."
    assert {"contacts.0", "needs.0", "quick_read"} <= set(problems)
    assert open_revision(session, entry.id).state == "draft"
    assert dict(problems_of(as_(), entry, words_of(as_(), entry))) == problems


@pytest.mark.parametrize("kind", KINDS)
def test_whole_words_have_no_problems(as_, kind, published):
    published.kind = kind
    assert problems_of(as_(), published, data_of(kind)) == []


def test_nothing_to_send_is_said(session, as_, published):
    with pytest.raises(WrongState):
        hand_in(as_(), published, checked=True)
    handed_in(as_, published, title="A new name")
    with pytest.raises(WrongState):
        hand_in(as_(), published, checked=True)


def test_a_hard_quick_read_needs_a_reason(session, as_, published):
    save(as_(), published, **quick(published, what_it_is=HARD))
    for reason in ("", "  "):
        with pytest.raises(HardToRead) as caught:
            hand_in(as_(), published, checked=False, reason=reason)
    assert any("can hurt" in finding for finding in caught.value.findings)
    revision = hand_in(as_(), published, checked=False, reason="It is the name of the charity.")
    assert revision.override_reason == "It is the name of the charity."


def test_a_hard_quick_read_that_is_public_already_does_not_stop_a_new_phone_number(session, as_, published, no_places):
    hard = create_service(quick_read=data_of("service")["quick_read"] | {"what_it_is": HARD})
    publish(session, save_draft(session, hard, by="content store"), locate=no_places)
    assert handed_in(as_, published, contacts=PHONE).state == SUBMITTED


def test_an_address_that_is_taken_is_refused_before_anybody_reviews(session, as_, published, no_places):
    publish(session, save_draft(session, create_service(slug="other"), by="x"), locate=no_places)
    save(as_(), published, slug="other")
    with pytest.raises(SlugTaken):
        hand_in(as_(), published, checked=False)


# --- who needs no review ---


def trusted(as_, **others):
    return as_("provider", name="Tia", organisations=OURS, trusted=True, rules=TRUSTING, **others)


def test_low_risk_changes_of_trusted_providers_are_public_at_once(session, as_, published):
    save(trusted(as_), published, contacts=PHONE)
    revision = hand_in(trusted(as_), published, checked=False)
    assert (revision.state, published.contacts) == (PUBLISHED, PHONE)
    assert actions(session)[-1] == "entry.publish-trusted"


@pytest.mark.parametrize(
    "values",
    [
        {"title": "A new name"},
        {"contacts": PHONE, "body": "Other words."},
        {"slug": "elsewhere"},
        {"related": ["guides/annual-review"]},
        {"closed": {"since": "2026-07-01", "note": "Holiday"}},
    ],
)
def test_anything_else_they_change_is_reviewed(session, as_, published, values):
    save(trusted(as_), published, **values)
    assert hand_in(trusted(as_), published, checked=False).state == SUBMITTED


def test_one_risky_word_among_low_risk_ones_is_reviewed(session, as_, published):
    save(as_(), published, title="An editor’s draft")
    save(trusted(as_), published, contacts=PHONE)
    assert hand_in(trusted(as_), published, checked=False).state == SUBMITTED


def test_providers_nobody_trusts_are_reviewed(session, as_, published):
    provider = as_("provider", organisations=OURS, rules=TRUSTING)
    save(provider, published, contacts=PHONE)
    assert hand_in(provider, published, checked=False).state == SUBMITTED


def test_editors_are_reviewed_whatever_they_change(session, as_, published):
    save(as_(rules=TRUSTING), published, contacts=PHONE)
    assert hand_in(as_(rules=TRUSTING), published, checked=False).state == SUBMITTED


def test_trust_does_not_bring_back_what_was_withdrawn(session, as_, published):
    take_down(as_("reviewer"), published, "Complaints.")
    save(trusted(as_), published, contacts=PHONE)
    assert hand_in(trusted(as_), published, checked=True).state == SUBMITTED
    assert published.state == WITHDRAWN


def test_trust_does_not_publish_what_was_never_public(session, as_, new_entry):
    assert hand_in(trusted(as_), new_entry, checked=True).state == SUBMITTED


def test_trust_does_not_pass_the_plain_language_check(session, as_, published):
    save(trusted(as_), published, **quick(published, contact="Ring soon. It suffers from a bad line."))
    revision = hand_in(trusted(as_), published, checked=False, reason="That is how it is.")
    assert revision.state == SUBMITTED


# --- deciding ---


def test_accepted_whole_it_is_public(session, as_, published):
    revision = handed_in(as_, published, title="A new name")
    decide(as_("reviewer"), published, returned={}, seen=seen_in(published, revision))
    assert (published.title, published.revision, revision.state) == ("A new name", 2, PUBLISHED)
    assert open_revision(session, published.id) is None
    assert session.exec(select(AuditLine)).all()[-1].detail == {"accepted": ["title"], "returned": {}}


def test_field_by_field_what_is_accepted_is_public_and_what_is_not_goes_back(session, as_, published):
    handed_in(as_, published, title="A new name", summary="A summary that is wrong.", **quick(published, cost="£2."))
    decide(as_("reviewer"), published, returned={"summary": "Say for whom.", "quick_read.cost": "Is it?"})
    assert published.title == "A new name"
    assert published.summary == data_of("service")["summary"]
    assert published.quick_read["cost"] == "It is free."
    left = open_revision(session, published.id)
    assert (left.state, left.number, left.based_on) == (RETURNED, 3, 2)
    assert left.returned == {"summary": "Say for whom.", "quick_read.cost": "Is it?"}
    assert set(changes_of(published, left)) == {"summary", "quick_read.cost"}
    assert left.made_by == "Editor One"


def test_sent_back_whole_nothing_is_public(session, as_, published):
    before = newest_change(session)
    revision = handed_in(as_, published, title="A new name")
    decide(as_("reviewer"), published, returned={"title": "We agreed on the old one."})
    assert (revision.state, newest_change(session)) == (RETURNED, before)


def test_a_new_entry_goes_back_whole(session, as_, new_entry):
    hand_in(as_(), new_entry, checked=True)
    decide(as_("reviewer"), new_entry, returned={"summary": "Say for whom."})
    assert open_revision(session, new_entry.id).state == RETURNED
    with pytest.raises(NotFound):
        published_entry(session, "service", new_entry.slug)


def test_a_new_entry_accepted_is_public(session, as_, new_entry):
    hand_in(as_(), new_entry, checked=True)
    decide(as_("reviewer"), new_entry, returned={})
    assert published_entry(session, "service", new_entry.slug).revision == 1


def test_every_part_sent_back_needs_its_reason(session, as_, published):
    handed_in(as_, published, title="A new name")
    with pytest.raises(WrongState, match="Give a reason"):
        decide(as_("reviewer"), published, returned={"title": " "})
    with pytest.raises(WrongState, match="was not changed"):
        decide(as_("reviewer"), published, returned={"summary": "Why?"})


def test_what_is_left_must_still_make_a_whole_page(session, as_, published):
    handed_in(as_, published, cost="paid", cost_note="£2 for each child.")
    with pytest.raises(InvalidEntry):
        decide(as_("reviewer"), published, returned={"cost_note": "Is it not £3?"})
    assert published.fields["cost"] == "free"


@pytest.mark.parametrize("change", ["taken back and changed", "published past it"])
def test_a_reviewer_decides_on_what_they_saw_and_on_nothing_else(session, as_, published, change):
    revision = handed_in(as_, published, title="A new name")
    looked_at = seen_in(published, revision)
    if change == "taken back and changed":
        take_back(as_(), published)
        handed_in(as_, published, title="Something quite different")
    else:
        publish_words(as_("reviewer"), published, public_words(published) | {"title": "By another way"}, note="")
    with pytest.raises(WrongState, match="Look at it again"):
        decide(as_("reviewer"), published, returned={}, seen=looked_at)
    assert published.title != "Something quite different"


def test_a_check_meanwhile_is_no_reason_to_look_again(session, as_, published):
    revision = handed_in(as_, published, title="A new name")
    looked_at = seen_in(published, revision)
    mark_checked(as_(today=TODAY + timedelta(days=3)), published)
    decide(as_("reviewer"), published, returned={}, seen=looked_at)
    assert published.title == "A new name"
    assert published.reviewed_on == TODAY + timedelta(days=3), "the later check counts"


def test_only_reviewers_decide(session, as_, published):
    handed_in(as_, published, title="A new name")
    for desk in (as_("editor"), as_("provider", organisations=OURS)):
        with pytest.raises(NotAllowed):
            decide(desk, published, returned={})


def test_where_four_eyes_are_asked_for_nobody_approves_their_own(session, as_, published):
    rules = DeskRules(four_eyes=True)
    own = as_("reviewer", name="Rae", rules=rules)
    save(own, published, title="A new name")
    hand_in(own, published, checked=False)
    with pytest.raises(NotAllowed, match="Somebody else must review it"):
        decide(own, published, returned={})
    decide(as_("reviewer", name="Roy", rules=rules), published, returned={})
    assert published.title == "A new name"


def test_elsewhere_reviewers_may_approve_their_own(session, as_, published):
    save(as_("reviewer"), published, title="A new name")
    hand_in(as_("reviewer"), published, checked=False)
    decide(as_("reviewer"), published, returned={})
    assert published.title == "A new name"


def test_a_vocabulary_that_changed_meanwhile_refuses_kindly(session, as_, published):
    revision = handed_in(as_, published, title="A new name")
    revision.document = revision.document | {"needs": ["a-need-that-was-taken-out"]}
    with pytest.raises(InvalidEntry):
        decide(as_("reviewer"), published, returned={})


def test_a_price_added_to_a_page_checked_long_ago_is_due_sooner(session, as_, published):
    publish_words(as_(), published, public_words(published) | {"review_due": "2027-05-30"}, note="")
    handed_in(as_, published, cost="paid", cost_note="£2 for each child.")
    decide(as_("reviewer"), published, returned={})
    assert (published.review_due - published.reviewed_on).days == 184


# --- a later day ---


def test_approved_for_a_later_day_it_is_public_then_and_not_before(session, as_, published, in_july):
    revision = handed_in(as_, published, title="A new name")
    day = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    decide(as_("reviewer"), published, returned={}, publish_at=day)
    assert (revision.state, published.title) == (SCHEDULED, "Sleep help in Exeter")
    with pytest.raises(WrongState, match="wait for their day"):
        save(as_(), published, title="Another")
    in_july.move_to(day)
    publish_scheduled(as_("admin"), revision)
    assert (published.title, revision.state) == ("A new name", PUBLISHED)


def test_a_day_that_is_past_means_now(session, as_, published):
    handed_in(as_, published, title="A new name")
    decide(as_("reviewer"), published, returned={}, publish_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert published.title == "A new name"


def test_parts_cannot_go_back_and_the_rest_wait_for_a_day(session, as_, published):
    handed_in(as_, published, title="A new name", summary="A summary that is wrong.")
    with pytest.raises(WrongState, match="not both"):
        decide(as_("reviewer"), published, returned={"summary": "Why?"}, publish_at=datetime(2026, 9, 1, tzinfo=UTC))


def test_a_reviewer_can_stop_what_waits_for_its_day(session, as_, published):
    revision = handed_in(as_, published, title="A new name")
    decide(as_("reviewer"), published, returned={}, publish_at=datetime(2026, 9, 1, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        unschedule(as_("editor"), published)
    assert unschedule(as_("reviewer"), published).state == SUBMITTED
    with pytest.raises(WrongState):
        unschedule(as_("reviewer"), published)
    with pytest.raises(WrongState):
        publish_scheduled(as_("admin"), revision)


def test_other_changes_meanwhile_are_kept_when_its_day_comes(session, as_, published, in_july):
    revision = handed_in(as_, published, title="A new name")
    decide(as_("reviewer"), published, returned={}, publish_at=datetime(2026, 9, 1, tzinfo=UTC))
    publish_words(as_("reviewer"), published, public_words(published) | {"contacts": PHONE}, note="New number.")
    publish_scheduled(as_("admin"), revision)
    assert (published.title, published.contacts) == ("A new name", PHONE)
    assert [each.number for each in published_revisions(session, published.id)] == [4, 3, 1]


# --- numbers and dates ---


def test_history_is_in_the_order_in_which_the_public_saw_it(session, as_, published):
    save(as_(), published, title="A new name")  # version 2 is begun first
    mark_checked(as_(), published)  # version 3 is public first
    hand_in(as_(), published, checked=False)
    decide(as_("reviewer"), published, returned={})
    found = published_revisions(session, published.id)
    assert [(each.number, each.document["title"]) for each in found] == [
        (4, "A new name"), (3, "Sleep help in Exeter"), (1, "Sleep help in Exeter"),
    ]  # fmt: skip
    assert session.exec(select(Revision).where(Revision.number == 2)).all() == []


@pytest.mark.parametrize(
    ("words", "checked_on", "reviewed", "due"),
    [
        ({}, TODAY, "2026-07-01", "2027-07-01"),
        ({"wait": {"value": 2}}, TODAY, "2026-07-01", "2027-01-01"),
        ({"cost_note": "£2"}, TODAY, "2026-07-01", "2027-01-01"),
        ({"reviewed_on": "2026-01-01", "review_due": "2026-03-01"}, None, "2026-01-01", "2026-03-01"),
        ({"reviewed_on": "2026-01-01", "review_due": "2099-01-01"}, None, "2026-01-01", "2027-01-01"),
        ({"reviewed_on": "2026-01-01"}, None, "2026-01-01", "2027-01-01"),
    ],
)
def test_when_the_next_check_is_due(words, checked_on, reviewed, due):
    found = dated(words, "service", DeskRules(), checked_on=checked_on)
    assert (found["reviewed_on"], found["review_due"]) == (reviewed, due)


@pytest.mark.parametrize("nonsense", ["", "soon", "2026-02-31", 7, None])
def test_nonsense_for_a_date_is_left_for_the_checks_to_refuse(nonsense):
    words = {"reviewed_on": nonsense}
    assert dated(words, "service", DeskRules(), checked_on=None) == words


@pytest.mark.parametrize(
    ("role", "sector", "by"),
    [("provider", "voluntary", "provider"), ("provider", "nhs", "nhs"), ("editor", "nhs", "council")],
)
def test_who_says_that_it_is_right(session, as_, published, role, sector, by):
    publish_words(as_(), published, public_words(published) | {"sector": sector}, note="")
    mark_checked(as_(role, organisations=OURS if role == "provider" else frozenset()), published)
    assert published.verified_by == by


def test_a_form_of_nothing_has_a_digest_too():
    assert digest_of_fields({}, []) == digest_of_fields({"title": "A"}, [])
