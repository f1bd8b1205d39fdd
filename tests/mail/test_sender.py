"""Sending: a letter arrives once, is tried again when the server took nothing, and never again when nobody can know."""

import email
import email.policy
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from localoffer.db.engine import Database
from localoffer.db.migrate import upgrade
from localoffer.mail.sender import WAITS, send_due
from localoffer.records.posts import FAILED, SENDING, SENT, WAITING, Letter
from tests.mail.conftest import add_letter, free_port, letter_of, setting

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def closed_port():
    return free_port()


def test_a_letter_arrives_as_it_was_written(database, start_server):
    server, receiver = start_server()
    number = add_letter(database, to="ana@example.org", subject="Is “Sleep help” still right?")
    assert send_due(database, server).sent == 1
    [(to, content)] = receiver.mails
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert (to, mail["Subject"]) == ("ana@example.org", "Is “Sleep help” still right?")
    assert mail.get_content().replace("\r\n", "\n") == "Hello Ana,\n\n.dots stay\n"
    assert mail["From"] == "Local Offer <no-reply@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    letter = letter_of(database, number)
    assert (letter.state, letter.attempts, letter.last_error) == (SENT, 1, "")
    assert letter.sent_at is not None


def test_a_letter_that_was_sent_is_not_sent_again(database, start_server):
    server, receiver = start_server()
    add_letter(database)
    send_due(database, server)
    send_due(database, server)
    assert len(receiver.mails) == 1


def test_sent_again_by_hand_it_keeps_its_message_id(database, start_server):
    server, receiver = start_server()
    number = add_letter(database)
    send_due(database, server)
    with Session(database.engine) as session:
        session.get_one(Letter, number).state = WAITING
        session.commit()
    send_due(database, server)
    first, second = (email.message_from_bytes(content)["Message-ID"] for _, content in receiver.mails)
    assert first == second


def test_a_letter_waits_longer_each_time_until_it_is_given_up(database, closed_port):
    number = add_letter(database, try_after=NOON)
    waited = []
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(len(WAITS)):
            before = datetime.now(UTC)
            assert send_due(database, setting(closed_port)).trouble
            letter = letter_of(database, number)
            assert letter.state == WAITING
            waited.append((letter.try_after - before) // timedelta(minutes=1))
            assert send_due(database, setting(closed_port)).put_off == 0, "it is not yet its time"
            clock.move_to(letter.try_after)
        assert waited == [1, 5, 30, 120, 360, 720]
        assert send_due(database, setting(closed_port)).given_up == 1
    assert letter_of(database, number).state == FAILED


def test_a_server_that_is_down_is_asked_once_and_not_for_each_letter(database, closed_port):
    numbers = [add_letter(database, key=str(each)) for each in range(3)]
    send_due(database, setting(closed_port))
    assert [letter_of(database, number).attempts for number in numbers] == [1, 0, 0]


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        ({"rcpt": "550 No such person ana@example.org"}, FAILED), ({"rcpt": "450 Try later"}, WAITING),
        ({"data": "554 Not wanted"}, FAILED), ({"data": "451 Try later"}, WAITING),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_given_up_or_tried_later(database, start_server, behaviour, state):
    server, receiver = start_server(**behaviour)
    number = add_letter(database)
    send_due(database, server)
    letter = letter_of(database, number)
    assert (letter.state, receiver.mails) == (state, [])
    assert letter.last_error.startswith(next(iter(behaviour.values()))[:3])
    assert "@" not in letter.last_error


def test_a_letter_after_a_refused_one_is_sent(database, start_server):
    server, _ = start_server(rcpt="550 No")
    refused = [add_letter(database, key=key) for key in ("a", "b")]
    assert send_due(database, server).given_up == 2
    assert {letter_of(database, number).state for number in refused} == {FAILED}


@pytest.mark.parametrize("behaviour", [{"drop": True}, {"slow": 1.5}])
def test_when_nobody_can_know_whether_it_arrived_it_is_never_tried_again(database, start_server, behaviour):
    server, receiver = start_server(**behaviour)
    number = add_letter(database)
    server = setting(server.port, timeout=0.7)
    assert send_due(database, server).unknown == 1
    letter = letter_of(database, number)
    assert letter.state == SENDING
    assert "did not say" in letter.last_error
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert send_due(database, server).sent == 0
    assert len(receiver.mails) <= 1


def test_a_process_that_dies_in_between_leaves_the_letter_alone(database, start_server, monkeypatch):
    server, receiver = start_server()
    number = add_letter(database)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("localoffer.mail.smtp.hand_over", die)
    with pytest.raises(KeyboardInterrupt):
        send_due(database, server)
    monkeypatch.undo()
    assert letter_of(database, number).state == SENDING
    send_due(database, server)
    assert receiver.mails == []


def test_a_letter_is_marked_before_the_server_hears_of_it(database, start_server, monkeypatch):
    server, _ = start_server()
    number = add_letter(database)
    seen = []
    monkeypatch.setattr("localoffer.mail.smtp.hand_over", lambda *_: seen.append(letter_of(database, number).state))
    send_due(database, server)
    assert seen == [SENDING]


def test_only_the_letters_named_are_sent(database, start_server):
    server, _ = start_server()
    first, second = (add_letter(database, key=key) for key in ("a", "b"))
    send_due(database, server, only=[second])
    assert [letter_of(database, number).state for number in (first, second)] == [WAITING, SENT]


def test_it_stops_when_its_time_is_over(database, start_server):
    server, receiver = start_server()
    add_letter(database)
    send_due(database, server, go_on=lambda: False)
    assert receiver.mails == []


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_send_at_once_send_each_letter_once(kind, request, tmp_path, start_server):
    url = f"sqlite:///{tmp_path}/mail.sqlite"
    if kind == "postgresql":
        url = request.getfixturevalue("create_postgres_url")()
    databases = [Database(url) for _ in range(3)]
    upgrade(databases[0])
    server, receiver = start_server()
    for each in range(12):
        add_letter(databases[0], key=str(each), to=f"reader{each}@example.org")
    start = threading.Barrier(len(databases))
    reports = []

    def work(database: Database) -> None:
        start.wait()
        reports.append(send_due(database, server))

    threads = [threading.Thread(target=work, args=[each]) for each in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(reports) == len(databases)
    assert sum(report.sent for report in reports) == 12
    assert set(Counter(to for to, _ in receiver.mails).values()) == {1}
    with databases[0].session() as session:
        assert set(session.exec(select(Letter.state))) == {SENT}
    for database in databases:
        database.close()
