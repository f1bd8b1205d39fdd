"""The form of an organisation: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.organisations import OrganisationDocument

WORDS: Words = {
    OrganisationDocument: {
        "demonstration": Said(_("Is it made up, to show how this site works?")),
        "sector": Said(_("What kind of organisation is it?")),
        "charity_number": Said(_("Charity number")),
        "website": Said(_("Website"), _("A whole web address, starting https://.")),
        "complaints_url": Said(_("Where can families complain?"), _("A whole web address, starting https://.")),
    }
}
SECTIONS = (
    Section("basics", _("What it is"), _("Its name and what kind of organisation it is."), (
        "title", "summary", "sector", "charity_number", "website", "complaints_url", "demonstration",
    )),
    who(),
    PLACE,
    CONTACTS,
    TEXT_SECTION,
    found(),
    KEEPING,
)  # fmt: skip
