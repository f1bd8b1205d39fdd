"""The form of a school or setting: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.settings import SettingDocument

WORDS: Words = {
    SettingDocument: {
        "demonstration": Said(_("Is it made up, to show how this site works?")),
        "gias_urn": Said(_("Register number"), _("Six digits, from the register of schools.")),
        "ofsted_urn": Said(_("Ofsted number"), _("For early years and childcare.")),
        "setting_type": Said(_("What kind of place is it?")),
        "provider_group": Said(_("Who runs it?")),
        "phase_type": Said(_("Mainstream or special?")),
        "section41": Said(_("Is it approved under Section 41?")),
        "out_of_area": Said(_("Is it outside our area?")),
        "designated_needs": Said(_("Which needs is it set up for?"), _("Only for special schools.")),
        "senco_contact": Said(
            _("How to reach the SENCo"), _("A shared address, not one person’s own. Leave it empty if there is none.")
        ),
        "sen_info_report_url": Said(_("SEN information report"), _("A whole web address, starting https://.")),
        "sen_info_report_checked_on": Said(_("On which day did you check that report?")),
        "accessibility_plan_url": Said(_("Accessibility plan"), _("A whole web address, starting https://.")),
        "admissions_note": Said(_("How does a child get a place?")),
        "travel_note": Said(_("Getting there"), control=TEXT),
    }
}
SECTIONS = (
    Section("basics", _("What it is"), _("Its name, its numbers and what kind of place it is."), (
        "title", "summary", "setting_type", "provider_group", "phase_type", "section41", "out_of_area", "gias_urn",
        "ofsted_urn", "demonstration",
    )),
    who("designated_needs"),
    Section("getting", _("Places and getting there"), _("How a child gets a place."), (
        "admissions_note", "travel_note",
    )),
    Section("send", _("Help for children with SEND"), _("The SENCo, the report and the plan."), (
        "senco_contact", "sen_info_report_url", "sen_info_report_checked_on", "accessibility_plan_url",
    )),
    PLACE,
    CONTACTS,
    TEXT_SECTION,
    found(),
    KEEPING,
)  # fmt: skip
