"""Which web addresses entries hold, and which count as broken."""

import pytest

from localoffer.publishing.links import broken_links, held_links, urls_in, urls_of
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.upkeep import LinkTried
from tests.factories import create_guide, create_organisation, create_service


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [the site](https://a.org/b).", ["https://a.org/b"]),
        ("See https://a.org/b, then https://c.org/d.", ["https://a.org/b", "https://c.org/d"]),
        ("[wiki](https://a.org/Devon_(county))", ["https://a.org/Devon_(county)"]),
        ("(https://a.org/x?y=1&z=[2])", ["https://a.org/x?y=1&z=[2]"]),
        ("<https://a.org/b>", ["https://a.org/b"]),
        ("“https://a.org/b”", ["https://a.org/b"]),
        ('[a](https://a.org/b "Title") and **https://c.org**', ["https://a.org/b", "https://c.org"]),
        ("mailto:a@b.org and services/sleep-help and ftp://x.org", []),
        ("HTTPS://A.org/B", ["HTTPS://A.org/B"]),
    ],
)
def test_addresses_in_a_text(text, found):
    assert list(urls_in(text)) == found


def test_addresses_however_deep_they_stand():
    value = {"a": ["https://a.org", {"b": "https://b.org"}], "c": None, "d": 3}
    assert list(urls_in(value)) == ["https://a.org", "https://b.org"]


def published(session, document):
    return publish(session, save_draft(session, document, by="tests"), locate=lambda _: None)


def test_every_field_that_holds_an_address_is_looked_at(database):
    contacts = [{"kind": "web", "value": "https://contact.org"}]
    with database.session() as session:
        published(session, create_organisation(contacts=contacts, website="https://website.org"))
        entry = published(
            session,
            create_service(
                contacts=contacts, source_url="https://source.org", complaints_url="https://complaints.org",
                decision_criteria="https://criteria.org", body="[Read](https://body.org/a) it.",
            ),
        )  # fmt: skip
        assert set(urls_of(entry)) == {
            "https://contact.org", "https://source.org", "https://complaints.org", "https://criteria.org",
            "https://body.org/a",
        }  # fmt: skip
        held = held_links(session)
        assert sorted(each.kind for each in held["https://contact.org"]) == ["organisation", "service"]


def test_what_is_withdrawn_holds_nothing(database):
    with database.session() as session:
        entry = published(session, create_guide(source_url="https://source.org"))
        withdraw(session, entry)
        assert "https://source.org" not in held_links(session)


def test_a_link_is_broken_when_it_failed_twice_and_something_still_holds_it(database):
    with database.session() as session:
        entry = published(session, create_guide(source_url="https://twice.org", body="https://once.org"))
        said = "There is no page at this address."
        session.add(LinkTried(url="https://twice.org", works=False, status=404, said=said, failures=2))
        session.add(LinkTried(url="https://once.org", works=False, status=404, said=said, failures=1))
        session.add(LinkTried(url="https://nobody-holds-it.org", works=False, status=404, said=said, failures=9))
        session.flush()
        assert broken_links(session) == [("https://twice.org", said, [entry])]
