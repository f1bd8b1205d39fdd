"""The form of a word of the glossary: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.terms import TermDocument

WORDS: Words = {
    TermDocument: {
        "definition": Said(_("What it means"), _("One or two short sentences.")),
        "expansions": Said(_("The long form"), _("What the letters stand for. One on each line.")),
        "synonyms": Said(_("Other names for the same thing"), _("One on each line.")),
        "user_phrases": Said(_("What people type when they mean it"), _("One on each line. Families never see these.")),
        "see_also": Said(_("Words to read too"), _("Type part of a word, then choose it."), one=_("Word")),
        "see": Said(_("The name used today"), _("Only for an old name.")),
        "term_category": Said(_("What is it about?")),
        "term_status": Said(_("Is the word in use?")),
    }
}
SECTIONS = (
    Section("basics", _("What it means"), _("The word and its meaning."), (
        "title", "summary", "definition", "term_category", "term_status", "see",
    )),
    Section("names", _("Other names"), _("What people type when they mean it."), (
        "expansions", "synonyms", "user_phrases", "see_also",
    )),
    who(),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)  # fmt: skip
