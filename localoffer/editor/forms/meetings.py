"""The form of a meeting: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import MARKDOWN, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.meetings import Decision, MeetingAction, MeetingDocument, Paper

MEETING = {
    "board": Said(_("Which board met?")),
    "day": Said(_("On which day?")),
    "starts": Said(_("From"), _("For example 09:30. You can leave it empty.")),
    "ends": Said(_("To"), _("For example 12:00. You can leave it empty.")),
    "chair": Said(_("Who chaired it?"), _("The role, not the name. For example: director of children’s services.")),
    "attendees": Said(
        _("Who came?"), _("One role on each line, never a name. For example: parent carer forum, two members."),
    ),
    "apologies": Said(_("Who could not come?"), _("One role on each line, never a name.")),
    "decisions": Said(
        _("What did the board decide?"), _("One decision in each. Families read them first."), one=_("Decision")
    ),
    "actions": Said(
        _("What is somebody to do?"), _("What the board asked somebody to do, and how it stands."), one=_("Action")
    ),
    "minutes": Said(
        _("Minutes"),
        _(
            "Write them here as text, so that everybody can read them. A file can stand beside them. Leave an empty "
            "line between paragraphs. Start a heading with ## and a point of a list with a hyphen. Name no family."
        ),
        control=MARKDOWN,
    ),
    "papers": Said(_("Papers to download"), one=_("Paper")),
    "next_day": Said(_("When does the board meet next?"), _("Leave it empty if nobody knows yet.")),
}  # fmt: skip
WORDS: Words = {
    MeetingDocument: MEETING,
    Decision: {
        "key": Said(
            _("Short name in the address"),
            _("Small letters, numbers and hyphens. For example decision-1. Do not change it later."),
        ),
        "text": Said(_("What was decided?"), _("In plain words, in one or two sentences.")),
        "owner_role": Said(_("Who does it?"), _("The role, not the name.")),
        "due": Said(_("By when?"), _("Leave it empty if there is no day.")),
        "indicators": Said(
            _("Which figures is it about?"), _("Type part of a figure’s name, then choose it."), one=_("Figure")
        ),
        "actions": Said(
            _("Which parts of a plan is it about?"),
            _("The address of a plan and its action, for example plans/improvement-plan/1-3."), one=_("Part of a plan"),
        ),
    },
    MeetingAction: {
        "key": Said(
            _("Short name in the address"),
            _("Small letters, numbers and hyphens. For example action-1. Do not change it later."),
        ),
        "text": Said(_("What is to be done?"), _("Start with a verb.")),
        "owner_role": Said(_("Who does it?"), _("The role, not the name.")),
        "due": Said(_("By when?"), _("Leave it empty if there is no day.")),
        "done_on": Said(_("On which day was it done?"), _("Leave it empty until it is done.")),
        "plan_action": Said(
            _("Where does a plan say the same?"),
            _("The address of a plan and its action, for example plans/improvement-plan/1-3."),
        ),
    },
    Paper: {
        "title": Said(_("What is it called?")),
        "file": Said(_("File")),
    },
}  # fmt: skip
SECTIONS = (
    Section("basics", _("What it is"), _("Its name, the board, the day and when the board meets next."), (
        "title", "summary", "board", "day", "starts", "ends", "next_day",
    )),
    Section("people", _("Who was there"), _("Roles only. No names."), ("chair", "attendees", "apologies")),
    Section("decided", _("What was decided"), _("Decisions, and what somebody is to do."), ("decisions", "actions")),
    Section("minutes", _("Minutes"), _("What was said, as text on the page."), ("minutes",)),
    who(),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)  # fmt: skip
