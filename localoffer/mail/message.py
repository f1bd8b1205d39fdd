"""From a letter to the mail that is sent: plain text, with a Message-ID by which a receiver knows a second copy."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from localoffer.mail.server import MailServer
from localoffer.records.posts import Letter

#: RFC 5321 counts 998 characters; shorter lines are left as they are written by every mail program.
POLICY = SMTP.clone(max_line_length=900)


def message_of(letter: Letter, server: MailServer, at: datetime) -> EmailMessage:
    """The mail that a letter is. Auto-Submitted keeps holiday replies away (RFC 3834)."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = letter.subject
    mail["From"] = server.sender
    mail["To"] = letter.to
    mail["Date"] = at
    mail["Message-ID"] = message_id(letter.key, server)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    return mail


def message_id(key: str, server: MailServer) -> str:
    """The Message-ID of the letter with this key: sent again, a letter keeps it."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{server.sender.domain}>"
