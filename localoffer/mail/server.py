"""The mail server that letters are handed to, read from one setting."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from localoffer.errors import LetterRefused, SettingsError

#: How the connection is kept private -> the port that goes with it (RFC 8314, RFC 6409).
PORTS = {"starttls": 587, "implicit": 465, "none": 25}


@dataclass(frozen=True)
class MailServer:
    """Where and as whom to send. ``tls`` is one of PORTS; ``timeout`` seconds are waited for each answer."""

    host: str
    port: int
    user: str
    password: str
    sender: Address
    tls: str
    timeout: float = 15.0


def read_server(url: str) -> MailServer | None:
    """The server that a setting names; None for an empty one: letters then wait.

    The form is ``smtp://user:password@host:587?from=Name <address>&tls=starttls``, special characters percent-encoded.
    Raises SettingsError, which never repeats the password.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        tls = asked.get("tls", "starttls")
        if parts.scheme != "smtp" or not parts.hostname or tls not in PORTS:
            raise ValueError("it must look like smtp://user:password@host:587?from=…&tls=starttls|implicit|none")
        return MailServer(
            parts.hostname, parts.port or PORTS[tls], unquote(parts.username or ""), unquote(parts.password or ""),
            _sender(asked.get("from", "")), tls,
        )  # fmt: skip
    except (ValueError, LetterRefused) as problem:
        raise SettingsError(f"The setting LOCALOFFER_MAIL_URL cannot be used: {problem}") from None


def _sender(written: str) -> Address:
    name, address = parseaddr(written)
    local, _, domain = checked_address(address).rpartition("@")
    return Address(name, local, domain)


def checked_address(address: str) -> str:
    """An address that mail can be sent to, as it is written. Raises LetterRefused for anything else."""
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError as problem:
        raise LetterRefused(f"This is not an e-mail address: {problem}") from None
