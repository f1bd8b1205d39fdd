"""What has changed on a page since somebody last confirmed that its quick read fits."""

from sqlmodel import Session

from localoffer.publishing.fields import Raw, changed, is_told, text_digest
from localoffer.records.entries import Entry
from localoffer.records.queries import revisions_of


def changed_since_confirmed(session: Session, entry: Entry, words: Raw, basis: str) -> list[str]:
    """Names of the fields that differ now from the text beside which the quick read was confirmed.

    ``basis`` is that text's digest. Empty when no version holds that text any more: then nobody can tell.
    """
    for revision in revisions_of(session, entry.id):
        if text_digest(revision.document) == basis:
            return [name for name in changed(revision.document, words) if is_told(name)]
    return []
