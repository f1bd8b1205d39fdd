"""What has changed since somebody confirmed the quick read."""

from localoffer.publishing.drafts import confirm_quick_read, save_fields, words_of
from localoffer.publishing.drift import changed_since_confirmed
from localoffer.publishing.fields import text_digest
from tests.publishing.conftest import seen


def save(desk, entry, **values):
    return save_fields(desk, entry, values, seen=seen(words_of(desk, entry), *values))


def test_what_differs_from_the_confirmed_text_is_named(session, as_, published):
    desk = as_("editor")
    basis = published.quick_read_basis
    save(desk, published, summary="Another summary of this.", body="New text.", owner_team="New team")
    changed = changed_since_confirmed(session, published, words_of(desk, published), basis)
    assert sorted(changed) == ["body", "summary"]


def test_a_quick_read_that_changed_itself_has_not_drifted(session, as_, published):
    desk = as_("editor")
    words = words_of(desk, published)
    save(desk, published, quick_read=words["quick_read"] | {"cost": "You pay nothing."})
    assert changed_since_confirmed(session, published, words_of(desk, published), published.quick_read_basis) == []


def test_nobody_can_tell_once_the_confirmed_text_is_gone(session, as_, published):
    desk = as_("editor")
    save(desk, published, body="First.")
    words = words_of(desk, published)
    revision = confirm_quick_read(desk, published, {"quick_read": words["quick_read"]}, seen=seen(words, "quick_read"))
    basis = revision.quick_read_basis
    assert basis == text_digest(words_of(desk, published))
    save(desk, published, body="Second.")
    assert changed_since_confirmed(session, published, words_of(desk, published), basis) == []
