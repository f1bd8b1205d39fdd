"""The form of a plan: what its fields are called and which section asks for them.

Updates of actions have a page of their own (``editor/progress.py``): they are added one by one and never changed.
"""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import LINE, TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.plans import Commitment, Cornerstone, PlanAction, PlanArea, PlanDocument, ProgressUpdate

KEY_HINT = _("Small letters, numbers and hyphens, like 1-2. It stands in its address, so never change it later.")
INDICATOR = _("Type part of the name of the figures, then choose the page.")

PLAN = {
    "plan_kind": Said(_("What kind of plan is it?")),
    "starts_on": Said(_("First day of the plan")),
    "ends_on": Said(_("Last day of the plan")),
    "partners": Said(_("Who made it together?"), _("One name a row. Name bodies and groups, not people.")),
    "inspection_ref": Said(
        _("Which inspection does it answer?"), _("For example: area SEND inspection, May 2022. Leave it empty if none.")
    ),
    "predecessor": Said(_("Which plan came before it?"), _("Type part of its name, then choose it.")),
    "vision": Said(_("Where do we want to be?"), _("A few sentences that families can hold us to."), control=TEXT),
    "commitments": Said(
        _("What do we promise?"), _("Each promise can be linked to from outside."), one=_("Promise")
    ),
    "cornerstones": Said(_("How do we work?"), _("Ways of working that the plan rests on."), one=_("Way of working")),
    "areas": Said(_("Which areas does it have?"), _("Actions stand in an area."), one=_("Area")),
    "actions": Said(
        _("What will be done?"),
        _("An action that has been reported on can be worded anew, but not taken out."), one=_("Action"),
    ),
    "updates": Said(_("What was reported"), one=_("Update")),
}  # fmt: skip
WORDS: Words = {
    PlanDocument: PLAN,
    Commitment: {
        "key": Said(_("Short name for the address"), KEY_HINT),
        "title": Said(_("Name of the promise")),
        "text": Said(_("What do we promise?"), control=TEXT),
        "focus": Said(_("What do we look at?"), control=TEXT),
        "will_see": Said(_("What will families see and feel?"), control=TEXT),
        "measures": Said(_("Which figures show it?"), INDICATOR, one=_("Figures")),
        "measured_by": Said(_("How else do we know?"), control=TEXT),
    },
    Cornerstone: {
        "title": Said(_("Name of this way of working")),
        "text": Said(_("What does it mean?"), control=TEXT),
    },
    PlanArea: {
        "key": Said(_("Short name for the address"), KEY_HINT),
        "title": Said(_("Name of the area")),
        "why": Said(_("Why is it in the plan?"), _("What was found, and by whom."), control=TEXT),
        "lead_role": Said(_("Who leads it?"), _("A role such as Head of SEND, never the name of a person.")),
    },
    PlanAction: {
        "key": Said(_("Short name for the address"), KEY_HINT),
        "area": Said(_("Which area is it in?"), _("The short name of the area, as you wrote it above.")),
        "action": Said(_("What will be done?"), _("Start with a verb, like “Train every caseworker.”")),
        "owner_role": Said(_("Who leads it?"), _("A role, never the name of a person.")),
        "partner": Said(_("Who does it?")),
        "start": Said(_("First day of the work")),
        "due": Said(_("Day by which it is to be done")),
        "success_measure": Said(_("Which figures show if it worked?"), INDICATOR),
        "success_note": Said(_("What should the figures show?"), control=LINE),
        "evidence": Said(
            _("Pages that show what was done"), _("Type part of a page’s name, then choose it."), one=_("Page")
        ),
    },
    ProgressUpdate: {
        "action": Said(_("Action")),
        "day": Said(_("Which day is it from?"), _("Today, unless you write down older news. Not a day to come.")),
        "status": Said(_("How is it going?")),
        "what_changed": Said(_("What has changed?"), _("One or two plain sentences. Say what was done."), control=TEXT),
        "family_impact": Said(
            _("What does it mean for families?"), _("If nothing is different for them yet, say so."), control=TEXT
        ),
        "author_role": Said(_("Who reports this?"), _("A role, never the name of a person.")),
        "reason": Said(
            _("Why is it at risk, late or stopped?"), _("Only then. Families read this first."), control=TEXT
        ),
    },
}  # fmt: skip
SECTIONS = (
    Section(
        "basics", _("What plan it is"), _("Its name, what kind of plan it is and how long it runs."),
        ("title", "summary", "plan_kind", "starts_on", "ends_on", "partners", "inspection_ref", "predecessor"),
    ),
    Section(
        "promises", _("What it promises"), _("Where we want to be, our promises and how we work."),
        ("vision", "commitments", "cornerstones"),
    ),
    Section("areas", _("Areas"), _("The parts of the plan, why each is there and who leads it."), ("areas",)),
    Section("actions", _("Actions"), _("What is to be done, by whom and by when."), ("actions",)),
    who(),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)  # fmt: skip
