"""Opening a database, and work that is done whole or not at all."""

import pytest
import sqlalchemy as sa

from localoffer.db.engine import Database
from localoffer.errors import DatabaseError
from localoffer.records.entries import Reference


def row(name):
    return Reference(name=name, document={}, digest="x")


@pytest.mark.parametrize(
    "url",
    ["", "not an address", "nosuchdatabase://host/name", "mysql://host/name", "postgresql://me:secret@host:port/name"],
)
def test_an_address_that_cannot_be_used_gets_one_sentence_without_the_password(url):
    with pytest.raises(DatabaseError) as caught:
        Database(url)
    assert str(caught.value).startswith("The database address cannot be used: ")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_what_is_done_in_a_transaction_is_kept(database):
    with database.transaction() as session:
        session.add(row("one"))
    with database.session() as session:
        assert session.get(Reference, "one") is not None


def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(row("one"))
        session.flush()
        raise RuntimeError
    with database.session() as session:
        assert session.get(Reference, "one") is None


def test_a_row_that_belongs_to_no_entry_is_refused(database):
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.execute(sa.text("INSERT INTO entry_tag VALUES ('nobody', 'need', 'autism')"))


def test_one_may_read_while_another_writes(database):
    with database.session() as writer, database.session() as reader:
        writer.add(row("one"))
        writer.flush()
        assert reader.get(Reference, "one") is None
        writer.commit()
