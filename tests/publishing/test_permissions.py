"""Who may do what: the whole table, role by role and verb by verb."""

import pytest

from localoffer.errors import NotAllowed
from localoffer.publishing.permissions import (
    ANY_ENTRY,
    Somebody,
    at_least,
    is_trusted,
    may,
    may_begin,
    organisation_of,
    require,
    system,
)
from localoffer.records.entries import Entry
from localoffer.records.people import ROLES
from localoffer.records.registry import KINDS

OURS = frozenset({"wheels-and-wings"})
#: verb -> the roles that may do it to any entry, and whether a provider may do it to their own
TABLE = {
    "edit": ("editor reviewer admin", True),
    "create": ("editor reviewer admin", False),
    "submit": ("editor reviewer admin", True),
    "check": ("editor reviewer admin", True),
    "close": ("editor reviewer admin", True),
    "assign": ("editor reviewer admin", False),
    "tag": ("editor reviewer admin", False),
    "review": ("reviewer admin", False),
    "publish": ("reviewer admin", False),
    "withdraw": ("reviewer admin", False),
    "restore": ("reviewer admin", False),
    "schedule": ("reviewer admin", False),
}


def entry(organisation="wheels-and-wings", kind="service", slug="sleep-help"):
    return Entry(
        kind=kind, slug=slug, title="Sleep help", fields={"organisation": organisation} if organisation else {}
    )


def somebody(role, organisations=frozenset(), trusted_for=frozenset()):
    return Somebody(1, "Sam", role, organisations, trusted_for)


def test_the_table_names_every_verb():
    assert set(TABLE) == set(ANY_ENTRY)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", TABLE)
def test_what_each_role_may_do_to_any_entry(role, verb):
    roles, _ = TABLE[verb]
    assert may(somebody(role), verb, entry()) is (role in roles.split())


@pytest.mark.parametrize("verb", TABLE)
def test_what_providers_may_do_to_their_own(verb):
    assert may(somebody("provider", OURS), verb, entry()) is TABLE[verb][1]
    assert not may(somebody("provider", OURS), verb, entry("another-body"))
    assert not may(somebody("provider", OURS), verb, entry(None))
    assert not may(somebody("provider"), verb, entry())


def test_being_a_member_gives_an_editor_nothing_more():
    assert not may(somebody("editor", OURS), "review", entry())


def test_the_page_of_an_organisation_is_its_own():
    page = entry(None, kind="organisation", slug="wheels-and-wings")
    assert organisation_of(page) == "wheels-and-wings"
    assert may(somebody("provider", OURS), "edit", page)


@pytest.mark.parametrize("organisation", [["wheels-and-wings"], {"a": 1}, 7, ""])
def test_an_entry_with_an_odd_organisation_belongs_to_nobody(organisation):
    assert not may(somebody("provider", OURS), "edit", entry(organisation))


@pytest.mark.parametrize("kind", KINDS)
def test_providers_begin_services_of_their_own_only(kind):
    provider = somebody("provider", OURS)
    assert may_begin(provider, kind, "wheels-and-wings") is (kind == "service")
    assert not may_begin(provider, kind, "another-body")
    assert not may_begin(provider, kind)
    assert may_begin(somebody("editor"), kind)


def test_trust_covers_one_organisation():
    trusted = somebody("provider", OURS | {"second"}, OURS)
    assert is_trusted(trusted, entry())
    assert not is_trusted(trusted, entry("second"))
    assert not is_trusted(somebody("provider", OURS), entry())


def test_the_system_may_do_anything_under_its_own_name():
    assert system("The schedule").name == "The schedule"
    assert system("The schedule").person_id is None
    assert all(may(system("x"), verb, entry()) for verb in ANY_ENTRY)


def test_roles_hold_one_another():
    assert [[at_least(somebody(role), other) for other in ROLES] for role in ROLES] == [
        [True, False, False, False], [True, True, False, False], [True, True, True, False], [True, True, True, True],
    ]  # fmt: skip


def test_a_refusal_says_what_and_whom_to_ask():
    with pytest.raises(NotAllowed) as caught:
        require(somebody("provider"), "edit", entry())
    assert str(caught.value) == "You may not edit “Sleep help”. Ask an editor if you think you should."
