"""Every refusal the directory makes, named; each knows what it is about and says it in one sentence."""

from datetime import date
from typing import Any


class LocalOfferError(Exception):
    """Base of the family. ``str(error)`` is a plain sentence a person can act on."""


class SettingsError(LocalOfferError):
    """A setting is missing or cannot be used."""


class DatabaseError(LocalOfferError):
    """The database cannot be opened, or its shape is not the one this version knows."""


class ContentError(LocalOfferError):
    """Something in a content file is wrong.

    Attributes:
        path: the file, as the person named it.
        line: 1-based line, when it is known.
        field: dotted field name, when one field is at fault.
    """

    def __init__(self, message: str, *, path: str = "", line: int | None = None, field: str = "") -> None:
        super().__init__(message)
        self.message, self.path, self.line, self.field = message, path, line, field

    def __str__(self) -> str:
        where = self.path + (f", line {self.line}" if self.line else "")
        what = f"{self.field}: {self.message}" if self.field else self.message
        return f"{where}: {what}" if where else what


class NotFound(LocalOfferError):
    """No published entry stands at this address."""


class Withdrawn(LocalOfferError):
    """An entry stood here once and was taken down. ``unchecked_since``: hidden, for nobody had checked it since."""

    def __init__(
        self, message: str, *, kind: str, title: str, entry_id: str, unchecked_since: date | None = None
    ) -> None:
        super().__init__(message)
        self.kind, self.title, self.entry_id, self.unchecked_since = kind, title, entry_id, unchecked_since


class Moved(LocalOfferError):
    """The entry stands at another address now.

    Attributes:
        address: ``folder/slug`` of today.
    """

    def __init__(self, address: str) -> None:
        super().__init__(f"This page has moved to “{address}”.")
        self.address = address


class WrongState(LocalOfferError):
    """A verb was asked of an entry whose state does not allow it."""


class StaleEdit(LocalOfferError):
    """An edit was based on something that somebody else has changed since.

    Attributes:
        theirs: the fields as they are now; ``by`` whoever changed them.
    """

    def __init__(self, message: str, *, theirs: dict[str, Any] | None = None, by: str = "") -> None:
        super().__init__(message)
        self.theirs, self.by = theirs or {}, by


class NotAllowed(LocalOfferError):
    """Somebody asked for what their role does not let them do."""


class SlugTaken(LocalOfferError):
    """Another entry of the kind stands at this address, or once stood there."""


class HardToRead(LocalOfferError):
    """The plain-language check blocks a quick read, and no reason to publish it all the same was given.

    Attributes:
        findings: sentences about what blocks, never empty.
    """

    def __init__(self, findings: list[str]) -> None:
        super().__init__("The quick read is not plain enough yet: " + " ".join(findings))
        self.findings = findings


class FileRefused(LocalOfferError):
    """A file cannot stand beside a page.

    Attributes:
        reason: why, as a word: the desk says it in its own sentence.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class LetterRefused(LocalOfferError):
    """A letter cannot be written: its address is not one, or its subject holds a line end."""


class LinkSpent(LocalOfferError):
    """A link from a mail was used before, is too old, or was never ours."""


class InvalidEntry(LocalOfferError):
    """An entry's document breaks the rules of its kind.

    Attributes:
        problems: (dotted field name, sentence) pairs, never empty.
    """

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems))
        self.problems = problems


class BadQuery(LocalOfferError):
    """A search was asked for in a way that cannot be answered."""


class UnknownPlace(LocalOfferError):
    """A postcode or place name that we do not hold.

    Attributes:
        asked: what the person typed, cut to a safe length.
        malformed: True when it looks like a postcode but cannot be one.
    """

    def __init__(self, message: str, *, asked: str, malformed: bool = False) -> None:
        super().__init__(message)
        self.asked, self.malformed = asked, malformed


class IndexUnusable(LocalOfferError):
    """The search index is missing, broken or of another version; a rebuild mends it."""


class IndexLocked(LocalOfferError):
    """Another process is writing the index just now."""
