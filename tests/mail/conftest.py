"""Real mail servers on this machine, which take letters, refuse them, go away in the middle, or take their time."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session

from localoffer.db.engine import Database
from localoffer.mail.server import MailServer, read_server
from localoffer.records.posts import Letter


class Receiver:
    """What a server does with mail; ``mails`` is what it took, as (to, bytes)."""

    def __init__(self, *, rcpt: str = "", data: str = "", drop: bool = False, slow: float = 0.0) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self._rcpt, self._data, self._drop, self._slow = rcpt, data, drop, slow

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self._rcpt:
            return self._rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        time.sleep(self._slow)
        if self._data:
            return self._data
        self.mails.append((envelope.rcpt_tos[0], envelope.content))
        if self._drop:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def start_server() -> Iterator[Callable[..., tuple[MailServer, Receiver]]]:
    """``start_server(rcpt="550 no")`` gives a server's setting and its receiver; stopped at the end."""
    with ExitStack() as stopping:

        def start(**behaviour: object) -> tuple[MailServer, Receiver]:
            receiver = Receiver(**behaviour)
            controller = Controller(receiver, hostname="127.0.0.1", port=free_port())
            controller.start()
            stopping.callback(controller.stop, no_assert=True)
            return setting(controller.port), receiver

        yield start


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def setting(port: int, timeout: float = 3.0) -> MailServer:
    """The setting of a server on this machine."""
    server = read_server(f"smtp://127.0.0.1:{port}?from=Local%20Offer%20<no-reply@example.org>&tls=none")
    return MailServer(**{**server.__dict__, "timeout": timeout})


def add_letter(database: Database, key: str = "one", **values: object) -> int:
    """A letter that waits; gives its number."""
    given = {"to": "ana@example.org", "subject": "Is this page still right?", "text": "Hello Ana,\n\n.dots stay\n"}
    with Session(database.engine) as session:
        letter = Letter(**{"key": key, **given, **values})
        session.add(letter)
        session.commit()
        return letter.id


def letter_of(database: Database, letter_id: int) -> Letter:
    """A letter as it is now."""
    with Session(database.engine, expire_on_commit=False) as session:
        return session.get_one(Letter, letter_id)
