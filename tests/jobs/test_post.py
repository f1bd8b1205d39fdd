"""Mail by the regular job."""

import pytest

from localoffer.jobs.job import JobTrouble
from localoffer.jobs.post import send_letters
from tests.mail.conftest import add_letter, free_port, letter_of, start_server  # noqa: F401 - a fixture


def send(site):
    with site.app.app_context():
        return send_letters(site.parts, lambda: True)


def test_letters_that_wait_are_sent(create_site, start_server):  # noqa: F811
    server, receiver = start_server()
    site = create_site(small=True, mail_url=f"smtp://127.0.0.1:{server.port}?from=a@example.org&tls=none")
    number = add_letter(site.database)
    assert send(site) == "1 letters were sent."
    assert (letter_of(site.database, number).state, len(receiver.mails)) == ("sent", 1)
    assert send(site) == "0 letters were sent."


def test_what_was_refused_is_said(create_site, start_server):  # noqa: F811
    server, _ = start_server(rcpt="550 No")
    site = create_site(small=True, mail_url=f"smtp://127.0.0.1:{server.port}?from=a@example.org&tls=none")
    add_letter(site.database)
    assert send(site) == "0 letters were sent, 1 were given up."


def test_a_server_that_is_not_there_fails_the_job(create_site):
    site = create_site(small=True, mail_url=f"smtp://127.0.0.1:{free_port()}?from=a@example.org&tls=none")
    add_letter(site.database)
    with pytest.raises(JobTrouble, match="cannot be reached"):
        send(site)


def test_without_a_server_letters_wait(small_site):
    add_letter(small_site.database)
    assert send(small_site) == "No mail server is set; 1 letters wait."
