"""What a reviewer sees of one set of changes, and of everything that waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from localoffer.editor import plain_language
from localoffer.editor.changes import Change, changes_between
from localoffer.editor.named_pages import nobody_there
from localoffer.editor.page_being_written import Writing, around
from localoffer.editor.task_list import label_of, problems
from localoffer.errors import InvalidEntry
from localoffer.publishing import review
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import has_drifted, public_words
from localoffer.records.entries import SUBMITTED, Entry, Revision
from localoffer.records.review_queries import in_state

MOST_LISTED = 100


@dataclass(frozen=True)
class Waiting:
    """A row of the queue. ``count``: how many parts differ from what the public sees."""

    entry: Entry
    revision: Revision
    count: int


def queue_rows(desk: Desk, state: str) -> list[Waiting]:
    """What is in a state, the oldest first."""
    found = in_state(desk.session, state, limit=MOST_LISTED)
    return [Waiting(entry, revision, len(review.changes_of(entry, revision))) for entry, revision in found]


class ReviewPage:
    """Everything the review's template asks for, by name. Made anew for each request."""

    def __init__(self, writing: Writing) -> None:
        self.writing, self.desk, self.entry = writing, writing.desk, writing.entry
        self.revision = writing.revision

    @property
    def waits(self) -> bool:
        """True while a reviewer is to decide."""
        return self.revision is not None and self.revision.state == SUBMITTED

    @property
    def may_decide(self) -> bool:
        """False where the council wants four eyes and these are the two that wrote it."""
        own = self.revision is not None and self.revision.person_id == self.desk.actor.person_id
        return self.waits and not (self.desk.rules.four_eyes and own)

    @cached_property
    def changes(self) -> list[Change]:
        """What differs from what the public sees."""
        if self.revision is None:
            return []
        old = public_words(self.entry)
        return changes_between(self.entry.kind, old, self.revision.document, around(self.desk))

    @property
    def seen(self) -> str:
        """What was looked at: another digest once anything of it has changed."""
        return review.seen_in(self.entry, self.revision) if self.revision else ""

    @property
    def drifted(self) -> bool:
        """True when the text has changed since somebody last looked at the quick read beside it."""
        return self.revision is not None and has_drifted(self.revision.document, self.revision.quick_read_basis)

    @property
    def checked_anew(self) -> bool:
        """True when the writer says that the whole page is right, not only what they changed."""
        words = self.revision.document if self.revision else {}
        return bool(self.entry.revision) and str(words.get("reviewed_on") or "") > self.entry.reviewed_on.isoformat()

    @cached_property
    def verdict(self) -> plain_language.Verdict:
        """The plain-language check of the quick read as it would be."""
        slots = (self.revision.document if self.revision else {}).get("quick_read") or {}
        return plain_language.of_quick_read(self.entry.kind, slots)

    @cached_property
    def dangling(self) -> list[str]:
        """Sentences about pages that this one names and families cannot see."""
        if self.revision is None:
            return []
        try:
            document = review.checked_document(self.entry.kind, self.revision.document, self.desk.vocabularies)
        except InvalidEntry as error:
            return self.told(error.problems)
        return [
            _(
                "“%(field)s” names “%(page)s”, which families cannot see.",
                field=label_of(self.entry.kind, each.field), page=each.written,
            )
            for each in nobody_there(self.desk.session, document)
        ]  # fmt: skip

    def told(self, found: Sequence[tuple[str, str]]) -> list[str]:
        """Problems of a document as sentences."""
        return [
            _("%(field)s: %(sentence)s", field=_of_its_label(each.label), sentence=each.sentence)
            for each in problems(self.entry.kind, found)
        ]


def _of_its_label(label: Any) -> str:
    return str(label).rstrip("?؟:")
