"""What the desk does with comments: publish, hold for a legal reason, open again, answer; and by when it must.

SI 2014/1530 regulation 56: comments and the answers to them are published at least once a year, in words that identify
nobody (3); what is vexatious or about one person’s own case may be left out (4).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from localoffer.errors import InvalidEntry, NotAllowed, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import Raw, begin
from localoffer.publishing.feedback import LONGEST
from localoffer.publishing.identifying import reaches_somebody
from localoffer.publishing.one_at_a_time import lock
from localoffer.publishing.permissions import at_least
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import PUBLISHED as ENTRY_PUBLISHED
from localoffer.records.entries import WITHDRAWN, Entry
from localoffer.records.feedback import HELD, HOLD_REASONS, PUBLISHED, RECEIVED, TAKEN_BACK, Comment
from localoffer.records.moments import day_in_england, now
from localoffer.records.people import REVIEWER
from localoffer.records.responses import OPEN

LATE, SOON = "late", "soon"
CONTACT_IN_IT = "There is a phone number, an email address or a postcode in it. Take it out."
#: Days before the last day on which reviewers are warned.
WARNED_BEFORE = timedelta(days=30)
LONGEST_NOTE = 1000
#: Never typed on purpose, and refused by PostgreSQL or by HTML.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def answer_due(heard_on: date, rules: DeskRules) -> date:
    """The last day on which an answer to something heard on a day is in time (reg. 56(3): a year)."""
    return heard_on + timedelta(days=rules.answer_days)


def lateness(heard_on: date, today: date, rules: DeskRules) -> str:
    """LATE after the last day for an answer, SOON in the 30 days up to it, else empty."""
    due = answer_due(heard_on, rules)
    if today > due:
        return LATE
    return SOON if today >= due - WARNED_BEFORE else ""


def is_answer(entry: Entry | None) -> bool:
    """True for a response that families can see and that says more than “we are looking at it”."""
    return entry is not None and entry.state == ENTRY_PUBLISHED and entry.fields.get("status") not in (None, OPEN)


def closed_on(comment: Comment, response: Entry | None) -> date | None:
    """The day on which a comment was closed: held, taken back, or public and answered; None while it is open."""
    decided = day_in_england(comment.decided_at or comment.received_at)
    if comment.state in (HELD, TAKEN_BACK):
        return decided
    if comment.state == PUBLISHED and response is not None and is_answer(response):
        responded = response.fields.get("responded_on")
        return max(decided, date.fromisoformat(responded)) if isinstance(responded, str) else decided
    return None


def tidy(text: str) -> str:
    """A text as a form sent it, with one kind of line end and nothing that cannot be stored."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def publish_comment(desk: Desk, comment: Comment, *, public_text: str, theme: str, checked: bool) -> None:
    """Make a comment public in words that identify nobody. ``checked``: the moderator says that they do not.

    Raises NotAllowed, WrongState when somebody has decided meanwhile, InvalidEntry naming public_text, theme, checked.
    """
    _open_to_moderators(desk)
    words = tidy(public_text)
    wrong = [("public_text", "Write what families will read.")] if not words else []
    if len(words) > LONGEST:
        wrong.append(("public_text", f"Keep this to {LONGEST} letters."))
    if reaches_somebody(words):
        wrong.append(("public_text", CONTACT_IN_IT))
    wrong += _wrong_theme(desk, theme)
    if not checked:
        wrong.append(("checked", "Check that nobody can be recognised, then tick the box."))
    _begin(desk, comment, RECEIVED)
    if wrong:
        raise InvalidEntry(wrong)
    comment.public_text, comment.theme = words, theme
    _decide(desk, comment, PUBLISHED)
    desk.note("comment.publish", subject_of(comment))


def hold_comment(desk: Desk, comment: Comment, *, reason: str, note: str = "") -> None:
    """Leave a comment out for one of the reasons that the law allows. ``note`` is for the desk alone.

    Raises NotAllowed, WrongState when somebody has decided meanwhile, InvalidEntry naming reason or note.
    """
    _open_to_moderators(desk)
    _begin(desk, comment, RECEIVED)
    note = tidy(note)
    wrong = [("reason", "Choose one of the two reasons.")] if reason not in HOLD_REASONS else []
    if len(note) > LONGEST_NOTE:
        wrong.append(("note", f"Keep this to {LONGEST_NOTE} letters."))
    if wrong:
        raise InvalidEntry(wrong)
    # words that were public once may be why it is held now
    comment.public_text, comment.response_id = "", None
    comment.hold_reason, comment.hold_note = reason, note
    _decide(desk, comment, HELD)
    desk.note("comment.hold", subject_of(comment), reason=reason)


def reopen_comment(desk: Desk, comment: Comment, *, seen: str) -> None:
    """Take a decision back: the comment is new again, and public no more. ``seen``: the state that was looked at.

    Raises NotAllowed, or WrongState when it is in another state by now or its words have been deleted.
    """
    _open_to_moderators(desk)
    if seen not in (PUBLISHED, HELD):
        raise WrongState("There is no decision to take back.")
    _begin(desk, comment, seen)
    if not (comment.text or comment.public_text):
        raise WrongState("The words of this comment have been deleted, so there is nothing to decide about.")
    comment.state, comment.decided_at, comment.decided_by = RECEIVED, None, None
    comment.hold_reason = comment.hold_note = ""
    desk.session.add(comment)
    desk.note("comment.reopen", subject_of(comment))


def set_theme(desk: Desk, comment: Comment, theme: str) -> None:
    """Put a public comment under another theme. Raises NotAllowed, WrongState, InvalidEntry naming theme."""
    _open_to_moderators(desk)
    _begin(desk, comment, PUBLISHED)
    if wrong := _wrong_theme(desk, theme):
        raise InvalidEntry(wrong)
    comment.theme = theme
    desk.session.add(comment)
    desk.note("comment.theme", subject_of(comment), theme=theme)


def link_answer(desk: Desk, comments: Sequence[Comment], response: Entry) -> None:
    """Say that a response, public or not yet, is the answer to some comments.

    Raises NotAllowed, or WrongState when it is no response, was taken down, or a comment is not public.
    """
    _open_to_moderators(desk)
    if response.kind != "response" or response.state == WITHDRAWN:
        raise WrongState("This is not an answer that families can be led to.")
    for comment in sorted(
        comments, key=lambda each: each.id or 0
    ):  # in one order, so that two never wait for each other
        _begin(desk, comment, PUBLISHED)
        comment.response_id = response.id
        desk.session.add(comment)
        desk.note("comment.answer", subject_of(comment), response=response.address)


def unlink_answer(desk: Desk, comment: Comment) -> None:
    """Say that a comment has no answer yet after all. Raises NotAllowed, WrongState."""
    _open_to_moderators(desk)
    _begin(desk, comment, PUBLISHED)
    comment.response_id = None
    desk.session.add(comment)
    desk.note("comment.unanswer", subject_of(comment))


def begin_answer(desk: Desk, comments: Sequence[Comment], title: str) -> Entry:
    """Begin a response to some public comments: a page that nobody but the desk sees until it is written and approved.

    Raises NotAllowed, WrongState when a comment is not public or there is none.
    """
    _open_to_moderators(desk)
    if not comments:
        raise WrongState("Choose at least one comment.")
    entry = begin(desk, "response", title, _first_words(desk, comments))
    link_answer(desk, comments, entry)
    return entry


def subject_of(comment: Comment) -> str:
    """What the audit log calls it: its number, never its words."""
    return f"comment:{comment.id}"


def _first_words(desk: Desk, comments: Sequence[Comment]) -> Raw:
    """What the answer begins with. What families said is in the public words, never the original ones."""
    ordered = sorted(comments, key=lambda each: (day_in_england(each.received_at), each.id or 0))
    ids = dict.fromkeys(each.entry_id for each in ordered if each.entry_id)
    entries = [entry for each in ids if (entry := desk.session.get(Entry, each))]
    return {
        "theme": ordered[0].theme,
        "you_said": "\n\n".join(each.public_text for each in ordered),
        "source": "site_comment",
        "comment_kind": ordered[0].aspect,
        "heard_on": day_in_england(ordered[0].received_at).isoformat(),
        "status": OPEN,
        "about": [entry.address for entry in entries if entry.state == ENTRY_PUBLISHED],
    }


def _open_to_moderators(desk: Desk) -> None:
    if not at_least(desk.actor, REVIEWER):
        raise NotAllowed("Only reviewers decide about comments.")


def _begin(desk: Desk, comment: Comment, state: str) -> None:
    lock(desk.session, comment)
    if comment.state != state:
        raise WrongState("Somebody else has decided about this comment meanwhile. Look at it again.")


def _decide(desk: Desk, comment: Comment, state: str) -> None:
    comment.state, comment.decided_at, comment.decided_by = state, now(), desk.actor.person_id
    desk.session.add(comment)


def _wrong_theme(desk: Desk, theme: str) -> list[tuple[str, str]]:
    return [] if theme in desk.vocabularies["theme"] else [("theme", "Choose a theme.")]
