"""The page that says why another is not complete: each thing a family misses, and where it is mended."""

from typing import Any

from localoffer.editor.desk_links import field_with, mending_url
from localoffer.editor.desk_quality import broken_urls
from localoffer.editor.desk_words import MISSING
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import public_words, words_of
from localoffer.publishing.quality import BY_NAME, COMPLETE, judge, read
from localoffer.records.entries import Entry


def view(desk: Desk, entry: Entry) -> dict[str, Any]:
    """The score of what the public sees – or of what is being written, for a page that was never public – and why."""
    words = public_words(entry) or words_of(desk, entry)
    reading = read(entry.kind, words, entry.quick_read_basis)
    broken = broken_urls(desk.session)
    was_public = bool(entry.revision)
    found = judge(
        reading, overdue=was_public and entry.review_due < desk.today, unowned=entry.owner_id is None, broken=broken
    )
    missing = [{"text": MISSING[name], "url": mending_url(entry, BY_NAME[name].field)} for name in found.missing]
    dead = [{"url": url, "mend": mending_url(entry, field_with(entry, url))} for url in sorted(reading.links & broken)]
    return {
        "score": found.score, "complete": COMPLETE, "missing": missing, "dead": dead, "was_public": was_public,
    }  # fmt: skip
