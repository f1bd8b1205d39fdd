"""The form of an event: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.events import Booking, EventDocument

EVENT = {
    "event_type": Said(_("What kind of event is it?")),
    "organisation": Said(_("Who runs it?"), _("Type part of the organisation’s name, then choose it.")),
    "day": Said(_("On which day is it?"), _("The first day, if it goes on for longer.")),
    "last_day": Said(
        _("What is its last day?"), _("Only if it goes on for longer than a day, as a consultation does.")
    ),
    "starts": Said(_("When does it start?"), _("For example 09:30. Leave it empty if there is no set time.")),
    "ends": Said(_("When does it end?"), _("For example 12:00.")),
    "attendance": Said(_("Do people go there or join online?")),
    "online_note": Said(_("How do people join online?"), _("What they need, and when the link comes."), control=TEXT),
    "access_support": Said(
        _("What support is there to take part?"),
        _("Steps, hearing loop, signers, interpreters, a quiet room, help with travel. Say by when to ask for it."),
        control=TEXT,
    ),
    "booking": Said(_("How do people book?")),
    "capacity": Said(_("How many places are there?"), _("Leave it empty if there is no limit.")),
    "status": Said(_("Is it on?"), _("Change this as soon as you know. Calendars that families use then change too.")),
    "status_note": Said(
        _("Why is it postponed or cancelled, and what happens now?"),
        _("Say it in one or two sentences. Leave it empty while it is on."), control=TEXT,
    ),
    "outcome": Said(
        _("What did we do about what people said?"),
        _("Pages of “You said, we did”. Type part of a name, then choose the page."), one=_("Page"),
    ),
    "outcome_note": Said(
        _("What came of it?"), _("How many came, what they said, what happens next. Name nobody."), control=TEXT
    ),
}  # fmt: skip
WORDS: Words = {
    EventDocument: EVENT,
    Booking: {
        "how": Said(_("How to book, in words"), _("For example: just come, or book by 1 December."), control=TEXT),
        "url": Said(_("Where to book online"), _("A whole web address, starting https://.")),
        "phone": Said(_("Phone number to book"), _("A number that many people may ring.")),
    },
}
SECTIONS = (
    Section(
        "basics", _("What it is"), _("Its name, what kind of event it is, and whether it is on."),
        ("title", "summary", "event_type", "organisation", "status", "status_note"),
    ),
    Section(
        "when", _("When and how"), _("The day, the time, and how people take part."),
        ("day", "last_day", "starts", "ends", "attendance", "online_note"),
    ),
    PLACE,
    Section(
        "booking", _("Booking and support"), _("How to book, how many places there are, what helps people to come."),
        ("booking", "capacity", "access_support"),
    ),
    who(),
    CONTACTS,
    TEXT_SECTION,
    Section(
        "result", _("What came of it"), _("Fill this in soon after the event. Families want to know."),
        ("outcome", "outcome_note"),
    ),
    found(),
    KEEPING,
)  # fmt: skip
