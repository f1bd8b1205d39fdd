"""Lines of the audit log as sentences: one table, and what an action is called where somebody chooses among them.

An action that is not in the table is shown as it was written: a line is never hidden.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlmodel import Session, col, select

from localoffer.records.entries import Entry, Reference
from localoffer.records.people import AuditLine, Person
from localoffer.records.people_queries import organisation_titles
from localoffer.records.reference import VOCABULARY
from localoffer.records.registry import address_of
from localoffer.records.upkeep import FormerAddress
from localoffer.web.labels import ROLE_LABELS


class Action(NamedTuple):
    """``label``: what was done, for a list to choose from. ``sentence``: with gaps for who, what and the details."""

    label: Any
    sentence: Any


ACTIONS: Mapping[str, Action] = {
    "entry.begin": Action(_("Began a page"), _("%(who)s began “%(what)s”.")),
    "entry.hand-in": Action(_("Sent a page for review"), _("%(who)s sent “%(what)s” for review.")),
    "entry.take-back": Action(_("Took a page back"), _("%(who)s took “%(what)s” back to go on writing.")),
    "entry.give-up": Action(_("Gave up changes"), _("%(who)s gave up the changes to “%(what)s”.")),
    "entry.review": Action(_("Reviewed a page"), _("%(who)s approved the changes to “%(what)s”.")),
    "entry.review.returned": Action(_("Sent parts back"), _("%(who)s sent parts of “%(what)s” back, with reasons.")),
    "entry.publish-trusted": Action(
        _("Published as trusted"), _("%(who)s published “%(what)s”, as a trusted provider.")
    ),
    "entry.publish-scheduled": Action(_("Published on its day"), _("“%(what)s” was published on its day.")),
    "entry.schedule-refused": Action(
        _("Could not publish on its day"), _("“%(what)s” could not be published on its day.")
    ),
    "entry.unschedule": Action(
        _("Took a day of publishing back"), _("%(who)s took back the day on which “%(what)s” was to be published.")
    ),
    "entry.restore": Action(_("Brought a version back"), _("%(who)s brought back version %(number)s of “%(what)s”.")),
    "entry.withdraw": Action(_("Took a page down"), _("%(who)s took “%(what)s” down.")),
    "entry.expire": Action(_("Taken down on its last day"), _("“%(what)s” was taken down on its last day.")),
    "entry.last-day": Action(_("Set a last day"), _("%(who)s set the last day of “%(what)s”.")),
    "entry.close": Action(_("Closed for a while"), _("%(who)s marked “%(what)s” as closed for a while.")),
    "entry.reopen": Action(_("Opened again"), _("%(who)s marked “%(what)s” as open again.")),
    "entry.check": Action(_("Checked a page"), _("%(who)s checked that “%(what)s” is still right.")),
    "entry.hide": Action(
        _("Hidden, for nobody checked it"), _("“%(what)s” was hidden, because nobody had checked it.")
    ),
    "entry.take-in-figures": Action(
        _("Took in figures"), _("%(who)s gave new figures to “%(what)s” (%(number)s).")
    ),
    "entry.assign": Action(_("Changed who looks after a page"), _("%(who)s changed who looks after “%(what)s”.")),
    "entry.rename": Action(_("Moved a page"), _("%(who)s moved “%(what)s” to another address.")),
    "entry.delete": Action(_("Deleted a page"), _("%(who)s deleted “%(what)s”, which was never public.")),
    "entry.tag": Action(_("Added a topic"), _("%(who)s added a topic to “%(what)s”.")),
    "entry.untag": Action(_("Took a topic away"), _("%(who)s took a topic away from “%(what)s”.")),
    "entry.put-back": Action(_("Put a page back"), _("%(who)s put “%(what)s” back as it was.")),
    "entry.tell-apart": Action(
        _("Told two pages apart"), _("%(who)s said that “%(what)s” and another page are not the same.")
    ),
    "bulk.carry-out": Action(_("Changed many pages at once"), _("%(who)s changed %(count)s pages at once.")),
    "bulk.undo": Action(_("Undid a change to many pages"), _("%(who)s undid a change to %(count)s pages.")),
    "people.invite": Action(_("Invited somebody"), _("%(who)s invited %(what)s: %(as)s.")),
    "people.invite-again": Action(_("Sent an invitation again"), _("%(who)s sent the invitation to %(what)s again.")),
    "people.withdraw-invitation": Action(
        _("Withdrew an invitation"), _("%(who)s withdrew the invitation to %(what)s.")
    ),
    "people.accept": Action(_("Accepted an invitation"), _("%(who)s accepted an invitation: %(as)s.")),
    "people.role": Action(_("Changed a role"), _("%(who)s changed what %(what)s may do: %(as)s.")),
    "people.join": Action(_("Added somebody to an organisation"), _("%(who)s added %(what)s to %(organisation)s.")),
    "people.trust": Action(_("Changed trust"), _("%(who)s changed whether %(what)s is trusted for %(organisation)s.")),
    "people.leave": Action(_("Left an organisation"), _("%(what)s left %(organisation)s, as %(who)s wished.")),
    "people.hand-over": Action(_("Handed over pages"), _("%(who)s handed over the pages of %(what)s: %(count)s.")),
    "people.remove": Action(_("Removed somebody"), _("%(who)s removed %(what)s.")),
    "people.forget-second-step": Action(
        _("Forgot a second step"), _("%(who)s let %(what)s set up a new second step.")
    ),
    "people.sign-out": Action(_("Signed somebody out"), _("%(who)s signed %(what)s out everywhere.")),
    "account.name": Action(_("Changed their name"), _("%(who)s changed their name.")),
    "account.password": Action(_("Changed their password"), _("%(who)s changed their password.")),
    "account.second-step": Action(_("Set up a second step"), _("%(who)s set up a second step to sign in.")),
    "account.passkey-added": Action(_("Added a passkey"), _("%(who)s added a passkey.")),
    "account.passkey-removed": Action(_("Removed a passkey"), _("%(who)s removed a passkey.")),
    "account.recovery-codes": Action(_("Made new recovery codes"), _("%(who)s made new recovery codes.")),
    "account.recovery-code-used": Action(_("Used a recovery code"), _("%(who)s signed in with a recovery code.")),
    "sign-in.done": Action(_("Signed in"), _("%(who)s signed in.")),
    "sign-in.linked": Action(_("Linked a single sign-on"), _("%(who)s can now sign in with a single sign-on.")),
    "sign-in.held-back": Action(
        _("Held back"), _("Somebody tried too often to sign in as %(what)s, and was held back.")
    ),
    "reference.change": Action(_("Changed a setting"), _("%(who)s changed a setting: %(what)s.")),
    "coverage.assign": Action(
        _("Chose who answers for an item"), _("%(who)s changed who answers for the checklist item “%(what)s”.")
    ),
    "coverage.judge": Action(_("Judged a checklist item"), _("%(who)s judged the checklist item “%(what)s”.")),
    "entry.paper-add": Action(_("Put a file beside a page"), _("%(who)s put a file beside “%(what)s”.")),
    "entry.paper-remove": Action(_("Took a file away"), _("%(who)s took a file away from “%(what)s”.")),
    "comment.publish": Action(_("Published a comment"), _("%(who)s published %(what)s.")),
    "comment.hold": Action(_("Held a comment back"), _("%(who)s held %(what)s back.")),
    "comment.reopen": Action(_("Opened a comment again"), _("%(who)s took back the decision about %(what)s.")),
    "comment.theme": Action(_("Changed a theme"), _("%(who)s put %(what)s under another theme.")),
    "comment.answer": Action(_("Answered a comment"), _("%(who)s linked %(what)s to an answer.")),
    "comment.unanswer": Action(_("Took an answer away"), _("%(who)s took the answer of %(what)s away.")),
    "comment.taken-back": Action(_("A comment was taken back"), _("%(what)s was taken back by whoever wrote it.")),
    "report.checking": Action(_("Began to check a report"), _("%(who)s began to check %(what)s.")),
    "report.fixed": Action(_("Put right what was reported"), _("%(who)s put right what %(what)s is about.")),
    "report.not-wrong": Action(_("Found nothing wrong"), _("%(who)s found nothing wrong in %(what)s.")),
    "report.reopen": Action(_("Opened a report again"), _("%(who)s opened %(what)s again.")),
    "letter.send-again": Action(_("Sent a letter again"), _("%(who)s sent a letter again.")),
    "link.try-again": Action(_("Tried a link again"), _("%(who)s had a link tried again.")),
}  # fmt: skip
UNKNOWN = _("%(who)s: %(action)s, %(what)s.")
#: Beginnings of actions, for a choice of all that are of one sort.
SORTS = {
    "entry.": _("Pages"), "bulk.": _("Many pages at once"), "people.": _("People"), "account.": _("Accounts"),
    "sign-in.": _("Signing in"), "reference.": _("Site settings"), "coverage.": _("Coverage"), "letter.": _("Letters"),
    "link.": _("Links"), "comment.": _("Comments"), "report.": _("Reports"),
}  # fmt: skip
DOCUMENTS = {
    "authority": _("the council’s details"), "desk": _("the rules of the desk"),
}  # fmt: skip


class Teller:
    """Tells lines of the log, with the names that people, pages and settings have today."""

    def __init__(self, session: Session) -> None:
        self._people = dict(session.exec(select(Person.id, Person.name)).all())
        self._titles = {
            address_of(kind, slug): title
            for kind, slug, title in session.exec(select(Entry.kind, Entry.slug, Entry.title))
        }
        former = select(FormerAddress.kind, FormerAddress.slug, Entry.title).join(
            Entry, col(Entry.id) == FormerAddress.entry_id
        )
        for kind, slug, title in session.exec(former):
            self._titles.setdefault(address_of(kind, slug), title)
        self._organisations = organisation_titles(session)
        lists = session.exec(select(Reference).where(col(Reference.name).startswith(VOCABULARY)))
        self._lists = {row.name: str(row.document.get("label")) for row in lists}

    def tell(self, line: AuditLine) -> str:
        """The line as a sentence."""
        action = (
            f"{line.action}.returned" if line.action == "entry.review" and line.detail.get("returned") else line.action
        )
        gaps = {
            "who": line.by, "what": self.named(line), "action": line.action, "number": line.detail.get("number", ""),
            "count": line.detail.get("count", line.detail.get("pages", "")), "as": self._as(line.detail),
            "organisation": self._organisation(line.detail),
        }  # fmt: skip
        sentence = ACTIONS[action].sentence if action in ACTIONS else UNKNOWN
        return str(sentence) % gaps

    def named(self, line: AuditLine) -> str:
        """What a line is about, as it is called now; where nothing is known of it, as it was called or written then."""
        sort, _colon, number = line.subject.partition(":")
        if sort == "person" and number.isdecimal():
            return self._people.get(int(number), line.subject)
        if sort == "comment":
            return gettext("Comment %(number)s", number=number)
        if sort == "report":
            return gettext("Report %(number)s", number=number)
        if sort == "invitation":
            return str(line.detail.get("name") or gettext("somebody"))
        if line.subject in self._titles:
            return self._titles[line.subject]
        if line.subject in self._lists:
            return self._lists[line.subject]
        if line.subject in DOCUMENTS:
            return str(DOCUMENTS[line.subject])
        return str(line.detail.get("title") or number or line.subject)

    def _organisation(self, detail: Mapping[str, Any]) -> str:
        slug = detail.get("organisation")
        return self._organisations.get(slug, slug) if isinstance(slug, str) else ""

    def _as(self, detail: Mapping[str, Any]) -> str:
        """A role, and the organisation it is for."""
        role = str(ROLE_LABELS.get(detail.get("role", ""), detail.get("role", "")))
        organisation = self._organisation(detail)
        return gettext("%(role)s for %(organisation)s", role=role, organisation=organisation) if organisation else role
