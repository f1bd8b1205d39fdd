"""The form of a guide: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.guides import GuideDocument, Step, TimeLimit

WORDS: Words = {
    GuideDocument: {
        "steps": Said(_("Steps"), _("One thing to do in each step."), one=_("Step")),
        "time_limits": Said(_("Time limits in law"), one=_("Time limit")),
        "rights_if_no": Said(
            _("Where to go when the answer is no"), _("Type part of a page’s name, then choose it."), one=_("Page")
        ),
        "law_refs": Said(_("Laws it rests on"), _("One on each line.")),
        "life_stages": Said(_("Which life stages is it for?"), _("Tick all that fit."), vocabulary="life_stage"),
    },
    Step: {
        "do": Said(_("What to do"), _("Start with a verb.")),
        "who": Said(_("Who does it?")),
        "by_when": Said(_("By when?")),
        "evidence": Said(_("What to keep as proof")),
    },
    TimeLimit: {
        "label": Said(_("The limit in words"), _("For example: the council must answer within 6 weeks.")),
        "days": Said(_("The limit in days"), _("Leave it empty if the law gives no number.")),
        "law_ref": Said(_("Which law says so?")),
    },
}
SECTIONS = (
    Section("basics", _("What it is about"), _("Its name and a short summary."), ("title", "summary", "life_stages")),
    who(),
    Section("steps", _("Steps and time limits"), _("What to do, and by when."), ("steps", "time_limits")),
    TEXT_SECTION,
    Section("rights", _("Rights and law"), _("Where to go when the answer is no."), ("rights_if_no", "law_refs")),
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)
