"""The mail server's setting: what it may say, and what is refused without repeating a password."""

import pytest

from localoffer.errors import LetterRefused, SettingsError
from localoffer.mail.message import message_of
from localoffer.mail.server import checked_address, read_server
from localoffer.records.moments import now
from localoffer.records.posts import Letter


def test_everything_in_the_setting_is_read():
    server = read_server(
        "smtp://us%40er:pa%2Fss@mail.example.org:2525?from=Local%20Offer%20<no-reply@example.org>&tls=none"
    )
    assert (server.host, server.port, server.user, server.password) == ("mail.example.org", 2525, "us@er", "pa/ss")
    assert (server.sender.display_name, server.sender.addr_spec, server.tls) == (
        "Local Offer", "no-reply@example.org", "none",
    )  # fmt: skip


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("implicit", 465), ("none", 25)])
def test_each_way_of_keeping_it_private_has_its_port(tls, port):
    assert read_server(f"smtp://mail.example.org?from=a@example.org&tls={tls}").port == port


def test_connections_are_private_unless_somebody_says_otherwise():
    assert read_server("smtp://mail.example.org?from=a@example.org").tls == "starttls"


def test_no_setting_is_no_server():
    assert read_server("") is None


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@mail.example.org?from=a@example.org", "smtp://user:secret@?from=a@example.org",
        "smtp://user:secret@mail.example.org", "smtp://user:secret@mail.example.org?from=nobody",
        "smtp://user:secret@mail.example.org?from=a@example.org&tls=maybe",
        "smtp://user:secret@mail.example.org:port?from=a@example.org",
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_refused_without_its_password(url):
    with pytest.raises(SettingsError, match="LOCALOFFER_MAIL_URL") as refusal:
        read_server(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@", "a@example.org\nBcc: b@example.org", "a@b@c.org", "a@localhost"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(LetterRefused):
        checked_address(address)


def test_a_subject_cannot_smuggle_a_header_into_the_mail():
    server = read_server("smtp://mail.example.org?from=a@example.org")
    letter = Letter(key="k", to="b@example.org", subject="Hi\nBcc: everybody@example.org", text="x")
    with pytest.raises(ValueError, match="linefeed"):
        message_of(letter, server, now())
