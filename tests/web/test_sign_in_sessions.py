"""When a session ends, and that nothing written is lost by it."""

import time
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from localoffer.publishing.operations import announce
from localoffer.publishing.people import remove
from localoffer.publishing.permissions import system
from localoffer.records.entries import REFERENCE, Reference
from localoffer.records.people import Membership, Person
from localoffer.web.doors import KEEP_WORDS
from localoffer.web.sessions import LONGEST
from localoffer.web.site import session
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def client(small_site):
    return sign_in(small_site, create_person(small_site, "editor", name="Ada Byron"))


def later(**how_long):
    return time_machine.travel(time.time() + timedelta(**how_long).total_seconds(), tick=True)


def test_an_hour_without_a_sign_of_life_ends_it(client):
    with later(minutes=59):
        client.get("/editor/account")
    with later(minutes=118):
        client.get("/editor/account")
    with later(minutes=180):
        assert client.ask("/editor/account").headers["Location"] == "/editor/sign-in?next=/editor/account"
        assert "You were away for a while, so we signed you out." in client.get("/editor/sign-in").words


def test_the_council_sets_how_long(small_site, client):
    def set_minutes(session):
        session.merge(Reference(name="desk", document={"session_minutes": 5}, digest="five"))
        announce(session, "desk", REFERENCE)

    small_site.change(set_minutes)
    with later(minutes=6):
        assert client.ask("/editor/account").status_code == 302


def test_twelve_hours_end_it_however_busy_somebody_is(client):
    for minutes in range(50, int(LONGEST / 60), 50):
        with later(minutes=minutes):
            assert client.ask("/editor/account").status_code == 200
    with later(hours=12, minutes=1):
        assert client.ask("/editor/account").status_code == 302


def test_a_session_that_ended_opens_no_view_that_is_for_everybody_either(client):
    with later(hours=2):
        assert client.ask("/editor/sign-in/app").headers["Location"] == "/editor/sign-in"


def test_somebody_who_is_removed_is_out_at_once(small_site):
    person = create_person(small_site, "editor")
    create_person(small_site, "admin")
    client = sign_in(small_site, person)
    small_site.change(lambda session: remove(session, system("test"), session.get(Person, person.id)))
    assert client.ask("/editor/account").status_code == 302


def test_a_cookie_of_somebody_elses_making_is_no_session(small_site):
    person = create_person(small_site, "admin")
    for broken in (
        {},
        {"seen_at": "now", "signed_in_at": "now"},
        {"seen_at": time.time()},
        {"seen_at": 1e300, "signed_in_at": None},
    ):
        client = sign_in(small_site, person)
        with client.kept() as kept:
            for key in ("seen_at", "signed_in_at"):
                kept.pop(key)
            kept.update(broken)
        assert client.ask("/editor/account").status_code == 302


def test_what_was_written_is_kept_when_the_session_ended_meanwhile(small_site, client):
    seen = []

    def keep(person_id, request):
        seen.append((person_id, request.path, request.form["name"]))
        return True

    small_site.app.extensions[KEEP_WORDS] = [keep]
    with later(hours=2):
        answer = client.post("/editor/account/name", {"name": "Ada Lovelace"})
        assert answer.headers["Location"] == "/editor/sign-in?next=/editor/account/name"
        assert "What you wrote is kept" in client.get("/editor/sign-in").words
    assert [(path, words) for _, path, words in seen] == [("/editor/account/name", "Ada Lovelace")]


def test_what_is_kept_is_in_the_database_after_the_redirect(small_site, client):
    def keep(person_id, request):
        session().add(Membership(person_id=person_id, organisation="kept"))
        return True

    small_site.app.extensions[KEEP_WORDS] = [keep]
    with later(hours=2):
        client.post("/editor/account/name", {"name": "Ada Lovelace"})
    with small_site.database.session() as looking:
        assert looking.exec(select(Membership.organisation)).all() == ["kept"]


def test_nothing_is_kept_of_a_form_that_is_forged(small_site, client):
    kept = []
    small_site.app.extensions[KEEP_WORDS] = [lambda *seen: kept.append(seen)]
    with later(hours=2):
        assert client._client.post("/editor/account/name", data={"name": "x"}).status_code == 400
    assert kept == []
