"""Two pages found to be two things are noted once, stay noted through a dump and a load, and are in the audit log."""

import pytest
from sqlmodel import select

from localoffer.errors import NotAllowed
from localoffer.importers.dump import dump
from localoffer.importers.load import load
from localoffer.publishing.operations import publish, save_draft
from localoffer.publishing.told_apart import tell_apart, told_apart
from localoffer.records.entries import Reference
from localoffer.records.people import AuditLine
from tests.factories import create_guide

PAIR = frozenset({"guides/sleep", "guides/annual-review"})


@pytest.fixture
def two(session, no_places, in_july):
    documents = (create_guide(slug="sleep", title="Sleep"), create_guide())
    return [publish(session, save_draft(session, each, by="content store"), locate=no_places) for each in documents]


def test_a_pair_is_noted_once_whichever_way_round(as_, session, two):
    desk = as_("editor")
    tell_apart(desk, *two)
    tell_apart(desk, *reversed(two))
    assert told_apart(session) == {PAIR}
    assert session.get(Reference, "not_duplicates").document == {"pairs": [sorted(PAIR)]}
    assert "entry.tell-apart" in set(session.exec(select(AuditLine.action)))


def test_nothing_is_noted_by_providers(as_, session, two):
    with pytest.raises(NotAllowed):
        tell_apart(as_("provider"), *two)
    assert told_apart(session) == set()


def test_it_travels_with_the_content(as_, session, two, vocabularies, create_database, no_places, tmp_path):
    for each in vocabularies.all():
        session.add(Reference(name=f"vocabulary/{each.name}", document=each.model_dump(mode="json"), digest="x"))
    tell_apart(as_("editor"), *two)
    dump(session, tmp_path / "store")
    other = create_database("other")
    assert not load(other, tmp_path / "store", locate=no_places).problems
    with other.session() as there:
        assert told_apart(there) == {PAIR}
