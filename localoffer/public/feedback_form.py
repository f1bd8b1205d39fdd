"""The comment form as it was sent: what was typed, cleaned, and what must be put right before it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from localoffer.errors import WrongState
from localoffer.publishing.feedback import LONGEST
from localoffer.publishing.people import checked_email
from localoffer.records.entries import Entry
from localoffer.records.feedback import ASPECTS
from localoffer.web.addresses import UNFIT

#: A comment may name a page or two; more is what machines send.
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.", re.I)
WHOLE, THIS = "whole", "page"


@dataclass
class CommentForm:
    """What somebody typed. ``errors``: id of the field -> sentence, in the order of the form."""

    entry: Entry | None
    scope: str = THIS
    aspect: str = ""
    words: str = ""
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Mapping[str, str], entry: Entry | None) -> "CommentForm":
        """From the fields of a form. ``entry`` is the published page it was sent from, if there is one."""
        scope = WHOLE if form.get("scope") == WHOLE or entry is None else THIS
        return cls(entry, scope, form.get("aspect", ""), written(form, "words"), written(form, "email"))

    @property
    def about(self) -> Entry | None:
        """The page that the comment is about; None for the whole Local Offer."""
        return self.entry if self.scope == THIS else None

    def check(self) -> bool:
        """True when it can be kept; else ``errors`` say what to put right. An address is put in its one form."""
        self.errors = {}
        if sentence := wrong_words(self.words):
            self.errors["words"] = sentence
        if self.aspect not in ASPECTS:
            self.errors[f"aspect-{ASPECTS[0]}"] = _("Choose what your comment is about.")
        if self.email:
            try:
                self.email = checked_email(self.email)
            except WrongState:
                self.errors["email"] = _("Write a whole email address, like ana@example.org, or leave it empty.")
        return not self.errors


def written(form: Mapping[str, str], name: str) -> str:
    """What was typed in a field, without what no page can hold and with one kind of line end."""
    return UNFIT.sub(" ", form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def wrong_words(words: str, *, longest: int = LONGEST, needed: bool = True) -> str:
    """What is wrong with a text; empty when nothing is."""
    if not words:
        return _("Write what you want to tell us.") if needed else ""
    if len(words) > longest:
        over = len(words) - longest
        return ngettext(
            "Your text is %(num)s letter too long. Please shorten it.",
            "Your text is %(num)s letters too long. Please shorten it.",
            over,
        )
    if len(LINK.findall(words)) > MOST_LINKS:
        return ngettext(
            "Your text may hold %(num)s link. Take the others out, or name the pages in words.",
            "Your text may hold %(num)s links. Take the others out, or name the pages in words.",
            MOST_LINKS,
        )
    return ""
