"""Decide what to do with a file, from what is held and what it says. Touches nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What a load does with one file."""

    ADD = "added"
    UPDATE = "updated"
    SAME = "unchanged"
    KEEP = "kept: an editor changed it since"
    RESTORE = "restored"


@dataclass(frozen=True)
class Held:
    """Digests of what the database holds: the document shown, and the file it was last loaded from.

    ``drafted``: an editor has saved a version since that is not public yet.
    """

    digest: str
    loaded_digest: str
    withdrawn: bool = False
    drafted: bool = False


def decide(held: Held | None, digest: str, *, overwrite: bool = False) -> Decision:
    """An editor's change (shown differs from loaded) is never overwritten unless asked; nor is a withdrawal undone."""
    if held is None:
        return Decision.ADD
    if held.withdrawn:
        return Decision.RESTORE if overwrite else Decision.KEEP
    if held.digest == digest:
        return Decision.SAME
    edited = held.digest != held.loaded_digest or held.drafted
    if edited and not overwrite:
        return Decision.SAME if held.loaded_digest == digest else Decision.KEEP
    return Decision.UPDATE
