"""Before a page is sent: everything that should be looked at, the most important first."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from localoffer.editor.forms.kinds import section_of
from localoffer.editor.named_pages import nobody_there
from localoffer.editor.page_being_written import Writing
from localoffer.editor.task_list import Problem, label_of
from localoffer.errors import InvalidEntry
from localoffer.publishing import review
from localoffer.publishing.permissions import at_least
from localoffer.quickread.findings import SAYINGS, Finding
from localoffer.quickread.lint import check
from localoffer.records.people import REVIEWER
from localoffer.records.registry import KINDS
from localoffer.web.labels import SLOT_LABELS


@dataclass(frozen=True)
class Dangling:
    """A field that names a page families cannot see."""

    label: Any
    written: str
    section: str
    needed: bool


@dataclass
class Check:
    """What was found on a page that somebody wants to send."""

    problems: list[Problem]
    dangling: list[Dangling] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: it will be public as soon as it is sent
    at_once: bool = False
    #: this person may publish it themselves
    may_publish: bool = False

    @property
    def blocking(self) -> list[Finding]:
        """Findings of the plain-language check that need a reason."""
        return [finding for finding in self.findings if finding.blocks]

    def refused(self, *, checked: bool, reason: str) -> dict[str, Any]:
        """What keeps it from being sent, besides the problems: field -> sentence. ``checked``: somebody said so."""
        wrong: dict[str, Any] = {}
        if not self.may_be_sent:
            wrong["page"] = _("Put right what is listed here first. Then send it.")
        if not checked:
            wrong["checked"] = _("Tick the box once you have checked that everything is right.")
        if self.blocking and not reason.strip():
            wrong["reason"] = _("Say why the quick read should stay as it is, or make it plainer.")
        return wrong

    @property
    def may_be_sent(self) -> bool:
        return not self.problems and not any(each.needed for each in self.dangling)


def check_before_sending(writing: Writing) -> Check:
    """Everything to look at before a page is sent."""
    desk, entry, revision = writing.desk, writing.entry, writing.revision
    found = Check(writing.problems)
    found.dangling = _dangling(writing)
    slots = writing.words.get("quick_read") or {}
    found.findings = check(KINDS[writing.kind].document.quick_read_of(slots))
    found.at_once = revision is not None and review.needs_no_review(desk, entry, revision)
    found.may_publish = at_least(desk.actor, REVIEWER) and not desk.rules.four_eyes
    return found


def _dangling(writing: Writing) -> list[Dangling]:
    words = review.dated(
        {"verified_by": "council", **writing.words}, writing.kind, writing.desk.rules, checked_on=writing.desk.today
    )
    try:
        document = review.checked_document(writing.kind, words, writing.desk.vocabularies)
    except InvalidEntry:
        return []  # it is not whole yet, so it is told first what is missing
    return [
        Dangling(label_of(writing.kind, each.field), each.written, section_of(writing.kind, each.field), each.needed)
        for each in nobody_there(writing.desk.session, document)
    ]


def said(finding: Finding) -> str:
    """> How long it takes: “soon” is vague. Give a date."""
    sentence = _(SAYINGS[finding.rule], **finding.gaps)
    label = SLOT_LABELS.get(finding.slot)
    return _("%(part)s: %(sentence)s", part=label, sentence=sentence) if label else sentence
