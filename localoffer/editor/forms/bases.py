"""The form of a resource base: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.bases import BaseDocument

WORDS: Words = {
    BaseDocument: {
        "school": Said(_("Which school is it at?"), _("Type part of the school’s name, then choose it.")),
        "gias_urn": Said(_("Register number"), _("Six digits, from the register of schools.")),
        "is_separate_institution": Said(_("Is the base a school of its own in the register?")),
        "local_name": Said(_("What people call it"), _("For example: The Orchard.")),
        "base_type": Said(_("What kind of base is it?")),
        "designation_needs": Said(_("Which needs is it set up for?"), _("The main one is shown first.")),
        "also_considers": Said(_("Which other needs may it take?"), _("Tick all that fit.")),
        "key_stages": Said(_("Which key stages?"), _("Tick all that fit.")),
        "year_from": Said(_("First school year"), _("Write -1 for nursery and 0 for Reception.")),
        "year_to": Said(_("Last school year"), _("For example 6, or 11.")),
        "sex": Said(_("Who is it for?")),
        "places_commissioned": Said(_("How many places does the council pay for?")),
        "places_capacity": Said(_("How many children could it hold?")),
        "places_on_roll": Said(
            _("How many children are there now?"), _("Families never see a number below 6: it could point at a child.")
        ),
        "places_as_at": Said(_("On which day were these numbers true?")),
        "vacancies": Said(_("Are there free places?")),
        "next_intake": Said(_("When do children start next?")),
        "vacancies_note": Said(_("More about places"), control=TEXT),
        "time_in_mainstream": Said(_("How much time do children spend in ordinary classes?")),
        "admission_route": Said(_("How does a child get a place?"), _("Tick all that fit.")),
        "decided_by": Said(_("Who decides?")),
        "eligibility": Said(_("Who can have a place?"), _("Say the rule in plain words.")),
        "how_to_ask": Said(_("How to ask, step by step"), _("One thing to do in each step."), one=_("Step")),
        "staffing": Said(_("Who works there?"), _("Tick all that fit.")),
        "therapy_on_site": Said(_("Which therapy is there?"), _("Tick all that fit.")),
        "environment": Said(_("What is the building like?"), _("Tick all that fit.")),
        "visits": Said(_("How can families visit?")),
        "outreach": Said(_("Does it help other schools too?")),
        "outreach_note": Said(_("How does it help other schools?"), control=TEXT),
        "transport_note": Said(_("Getting there")),
        "lifecycle": Said(_("Is it open?")),
        "lifecycle_effective_on": Said(_("From which day?"), _("Only if it is not simply open.")),
        "decision_url": Said(_("Where is the decision about it?"), _("A whole web address, starting https://.")),
    }
}
SECTIONS = (
    Section("basics", _("What it is"), _("Its name, its school and what kind of base it is."), (
        "title", "local_name", "summary", "school", "base_type", "gias_urn", "is_separate_institution",
    )),
    who("designation_needs", "also_considers", "key_stages", "year_from", "year_to", "sex", "eligibility"),
    Section("places", _("Places"), _("How many there are, and whether some are free."), (
        "places_commissioned", "places_capacity", "places_on_roll", "places_as_at", "vacancies", "next_intake",
        "vacancies_note",
    )),
    Section("getting", _("How to get a place"), _("The way in, who decides and how to visit."), (
        "admission_route", "decided_by", "how_to_ask", "visits", "transport_note",
    )),
    Section("day", _("What a day is like"), _("Staff, therapy, rooms and time in class."), (
        "time_in_mainstream", "staffing", "therapy_on_site", "environment", "outreach", "outreach_note",
    )),
    PLACE,
    CONTACTS,
    TEXT_SECTION,
    Section("life", _("Open or changing"), _("Whether it is open, planned or closing."), (
        "lifecycle", "lifecycle_effective_on", "decision_url",
    )),
    found(),
    KEEPING,
)  # fmt: skip
