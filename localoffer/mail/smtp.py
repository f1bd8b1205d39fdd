"""One mail handed to the server, step by step, so that it is known whether the server may have taken it."""

import re
import smtplib
import ssl
from email.message import EmailMessage

from localoffer.mail.server import MailServer

STARTS_WITH_DOT = re.compile(rb"^\.", re.M)


class Unreachable(Exception):
    """The server did not answer, or let nobody in: no letter can be sent now."""


class NotTaken(Exception):
    """The server refused the mail. ``for_good``: it will never take it (5xx, RFC 5321 4.2.1)."""

    def __init__(self, message: str, *, for_good: bool) -> None:
        super().__init__(message)
        self.for_good = for_good


class Unknown(Exception):
    """The connection ended after the mail was handed over and before the server said whether it took it."""


def hand_over(mail: EmailMessage, to: str, server: MailServer) -> None:
    """Send one mail; returns once the server has taken it. Raises Unreachable, NotTaken or Unknown."""
    try:
        connection = _connect(server)
    except (OSError, smtplib.SMTPException) as problem:
        raise Unreachable(_reason(problem)) from None
    try:
        _envelope(connection, to, server)
        _content(connection, mail.as_bytes())
    finally:
        _leave(connection)


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls == "implicit":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _envelope(connection: smtplib.SMTP, to: str, server: MailServer) -> None:
    """Everything before the mail itself: when it fails, the server has taken nothing."""
    try:
        # who we are can be put right in the settings, so its refusal is never for good
        _refuse_unless_good(*connection.mail(server.sender.addr_spec), best=2, for_good=False)
        _refuse_unless_good(*connection.rcpt(to), best=2)
        _refuse_unless_good(*connection.docmd("DATA"), best=3)
    except (OSError, smtplib.SMTPException) as problem:
        raise NotTaken(_reason(problem), for_good=False) from None


def _content(connection: smtplib.SMTP, content: bytes) -> None:
    """The mail itself. From here on silence means that nobody knows."""
    try:
        connection.send(STARTS_WITH_DOT.sub(b"..", content).rstrip(b"\r\n") + b"\r\n.\r\n")
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as problem:
        raise Unknown(_reason(problem)) from None
    _refuse_unless_good(code, answer, best=2)


def _refuse_unless_good(code: int, answer: bytes, *, best: int, for_good: bool = True) -> None:
    """``best``: the first digit of the answer that is wanted."""
    if code // 100 != best:
        said = f"{code} {_without_addresses(answer.decode(errors='replace'))}"
        raise NotTaken(said, for_good=for_good and code >= 500)


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; whatever happens now changes nothing."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()


def _reason(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        said = (
            problem.smtp_error.decode(errors="replace") if isinstance(problem.smtp_error, bytes) else problem.smtp_error
        )
        return f"{problem.smtp_code} {_without_addresses(said)}"
    return _without_addresses(str(problem)) or type(problem).__name__


def _without_addresses(said: str) -> str:
    """What a server said, short, on one line and without the address it said it about."""
    return re.sub(r"\S+@\S+", "…", " ".join(said.split()))[:200]
