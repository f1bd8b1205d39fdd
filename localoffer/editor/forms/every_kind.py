"""What the fields are called that every kind of page has, and the sections that are the same for all."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.fields import MARKDOWN, TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.documents import Document
from localoffer.records.shapes import Closed, Contact, ProgressRead, QuickRead, Venue
from localoffer.web.labels import SLOT_LABELS

DOCUMENT = {
    "slug": Said(
        _("Address of the page"), _("Small letters, numbers and hyphens. An old address leads to the new one.")
    ),
    "title": Said(_("Name"), _("What families would call it. No short forms.")),
    "summary": Said(
        _("What it is, in one or two sentences"), _("Families see this first, in the list of results."), control=TEXT
    ),
    "quick_read": Said(_("Quick read")),
    "body": Said(
        _("Everything else families should know"),
        _(
            "Leave an empty line between paragraphs. Start a heading with ## and a point of a list with a hyphen. "
            "Write a link as [its words](https://example.org)."
        ),
        control=MARKDOWN,
    ),
    "audience": Said(_("Who is it written for?"), _("Tick all that fit.")),
    "needs": Said(_("Which needs is it for?"), _("Tick all that fit, or “All needs”.")),
    "age_min": Said(_("Youngest age"), _("In years. Write 0 for a baby.")),
    "age_max": Said(_("Oldest age"), _("In years, up to 25.")),
    "phases": Said(_("Which stages of life?"), _("Tick all that fit.")),
    "topics": Said(_("What is it about?"), _("Tick what families may look for. You can tick none.")),
    "coverage": Said(_("Which area is it for?")),
    "districts": Said(_("Which districts?"), _("Only if it is for some districts.")),
    "places": Said(_("Which towns and villages?"), _("Only if it is for some towns.")),
    "venue": Said(
        _("The place people go to"), _("Leave all of this empty if people do not go to a place."), place=True
    ),
    "contacts": Said(
        _("Ways to get in touch"),
        _("Put the best way first. Never give the private number of one person."), one=_("Contact"),
    ),
    "related": Said(
        _("Pages that go with this one"), _("Type part of a name, then choose the page."), one=_("Page")
    ),
    "formats": Said(_("Other ways to read or hear it"), _("Tick what people can ask you for.")),
    "owner_team": Said(_("Who keeps this page right?"), _("A team or an organisation.")),
    "published_on": Said(_("First published on")),
    "reviewed_on": Said(_("Checked on")),
    "review_due": Said(_("Check again by")),
    "verified_by": Said(_("Checked by")),
    "source_url": Said(_("Where the facts come from"), _("A whole web address, starting https://.")),
    "source_note": Said(_("Note about the source"), _("Families see it at the end of the page."), control=TEXT),
    "licence": Said(_("Who owns the words?")),
    "closed": Said(_("Closed for a while")),
}  # fmt: skip
CONTACT = {
    "kind": Said(_("What kind of contact is it?")),
    "value": Said(_("Number or address"), _("A phone number, an email address, a web address or where to come.")),
    "label": Said(_("Who answers?"), _("For example: front desk, sleep nurse.")),
    "hours": Said(_("When?"), _("For example: Monday to Friday, 9am to 5pm.")),
    "public": Said(_("May families see it?")),
}
VENUE = {
    "name": Said(_("Name of the building")),
    "address": Said(_("Street and number")),
    "town": Said(_("Town or village")),
    "postcode": Said(_("Postcode"), _("We use it to show how far away it is.")),
    "lat": Said(_("Latitude of the point"), _("Only if the postcode is not exact. For example 50.72600.")),
    "lon": Said(_("Longitude of the point"), _("For example −3.52750. Write it with the minus sign.")),
    "hide_exact_address": Said(
        _("Keep the exact address private?"),
        _("Families then see only the town. Choose this where somebody could be in danger if it was known."),
    ),
    "access_note": Said(
        _("Getting in and around"), _("Parking, steps, quiet times, where to ring the bell."), control=TEXT
    ),
}
CLOSED = {
    "since": Said(_("First day it is closed")),
    "until": Said(_("Last day it is closed"), _("Leave it empty if nobody knows yet.")),
    "note": Said(_("Why, in one sentence")),
}
WORDS: Words = {
    Document: DOCUMENT, Contact: CONTACT, Venue: VENUE, Closed: CLOSED,
    **{
        shape: {slot: Said(SLOT_LABELS[slot], control=TEXT) for slot in shape.SLOTS}
        for shape in (QuickRead, ProgressRead)
    },
}  # fmt: skip

#: Fields of every kind that no section asks for: the quick read has a page of its own, dates and who checked are kept
#: by the desk, a page is closed for a while where its standing is set, and files are uploaded on a page of their own
#: – as updates of a plan’s actions are written on one.
NOT_ASKED = {"quick_read", "published_on", "reviewed_on", "review_due", "verified_by", "closed", "papers", "updates"}
#: Fields that only editors see and change.
DESK_ONLY = {"slug", "owner_team", "licence", "source_url", "source_note", "demonstration"}

PLACE = Section(
    "place", _("Where it is"), _("The area it covers, and the place people go to."),
    ("coverage", "districts", "places", "venue"),
)  # fmt: skip
CONTACTS = Section("contacts", _("How to get in touch"), _("Phone, email, web and post."), ("contacts",))
TEXT_SECTION = Section("text", _("The full text"), _("What families read below the quick read."), ("body",))
KEEPING = Section(
    "keeping", _("Keeping the page"), _("Its address, who keeps it right and where the facts come from."),
    ("slug", "owner_team", "licence", "source_url", "source_note"),
)  # fmt: skip


def found(*more: str) -> Section:
    """How families find the page."""
    return Section(
        "found", _("How families find it"), _("Topics, pages that go with it and other formats."),
        ("topics", "related", "formats", *more),
    )  # fmt: skip


def who(*more: str) -> Section:
    """Who the page is for."""
    return Section(
        "who", _("Who it is for"), _("Needs, ages and stages."),
        ("audience", "needs", "age_min", "age_max", "phases", *more),
    )  # fmt: skip
