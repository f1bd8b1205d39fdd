"""The form of an item of the framework: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.provision import GraduatedApproach, ProvisionDocument, Sign, Strategy

WORDS: Words = {
    ProvisionDocument: {
        "framework_version": Said(_("Version of the framework"), _("For example 1.0.0.")),
        "part": Said(_("Is it for every child or for some?")),
        "principle": Said(_("Under which principle?"), _("Only for help that every child gets.")),
        "area_of_need": Said(_("For which area of need?"), _("Only for help that some children get.")),
        "position": Said(_("Place in the list"), _("A number. Small numbers come first.")),
        "setting_types": Said(_("Which settings is it for?"), _("Tick all that fit.")),
        "barrier": Said(_("What is hard for the child?"), control=TEXT),
        "expectation": Said(_("What should every setting do?")),
        "modal": Said(_("Must, should or could?")),
        "strategies": Said(_("What a setting does"), one=_("Strategy")),
        "what_youd_see": Said(_("What you would see"), one=_("Sign")),
        "child_voice": Said(_("What a child may say"), control=TEXT),
        "apdr": Said(_("Assess, plan, do, review"), _("Only for help that some children get.")),
        "step_up_to": Said(
            _("What comes next when this is not enough"), _("Type part of a page’s name, then choose it."),
            one=_("Page"),
        ),
        "step_up_after": Said(_("When is it not enough?"), control=TEXT),
        "parent_question": Said(_("A question for families to ask")),
        "beside": Said(_("Items that go with it"), _("Type part of an item’s name, then choose it."), one=_("Item")),
        "resources": Said(_("Pages to read"), _("Type part of a page’s name, then choose it."), one=_("Page")),
        "concerns": Said(_("How a teacher or parent would put it"), _("One on each line.")),
    },
    Strategy: {
        "text": Said(_("What to do")),
        "who": Said(_("Who does it?")),
        "how_often": Said(_("How often?")),
        "cost_level": Said(_("What does it cost the setting?")),
        "evidence_note": Said(_("What shows that it works?")),
    },
    Sign: {
        "viewpoint": Said(_("Who would see it?")),
        "text": Said(_("What they would see")),
    },
    GraduatedApproach: {
        "assess": Said(_("Assess")), "plan": Said(_("Plan")), "do": Said(_("Do")), "review": Said(_("Review")),
    },
}  # fmt: skip
SECTIONS = (
    Section("basics", _("What it is"), _("Its name and its place in the framework."), (
        "title", "summary", "part", "principle", "area_of_need", "position", "framework_version", "setting_types",
    )),
    who(),
    Section("expected", _("What is expected"), _("What every setting should do, and what you would see."), (
        "barrier", "expectation", "modal", "strategies", "what_youd_see", "child_voice", "parent_question",
    )),
    Section("next", _("When it is not enough"), _("The steps, and what comes next."), (
        "apdr", "step_up_after", "step_up_to",
    )),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found("beside", "resources", "concerns"),
    KEEPING,
)  # fmt: skip
