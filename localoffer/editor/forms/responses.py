"""The form of a response: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.responses import ResponseAction, ResponseDocument

WORDS: Words = {
    ResponseDocument: {
        "theme": Said(_("Which theme is it?"), _("Families can look for answers by theme.")),
        "you_said": Said(
            _("What did families say?"),
            _("In words that identify nobody. Keep their own words where you can."), control=TEXT,
        ),
        "source": Said(_("How did we hear it?")),
        "comment_kind": Said(_("What was it about?")),
        "heard_on": Said(_("On which day did we hear it?"), _("The first day, if several people said it.")),
        "anonymised_confirmed": Said(_("Nobody can be recognised"), _("Tick it once you have checked every word.")),
        "status": Said(
            _("What came of it?"), _("As long as we only look at it, what families said counts as not answered.")
        ),
        "we_did": Said(
            _("What do we do about it?"), _("Say what we did or will do. Write it for families, in short sentences."),
            control=TEXT,
        ),
        "cannot_reason": Said(
            _("Why can we not do it?"), _("Only if we cannot. Be honest: families want to know."), control=TEXT
        ),
        "responded_on": Said(_("On which day did we answer?")),
        "actions": Said(
            _("What we will do, step by step"), _("One step in each. Give a day to those that are still to do."),
            one=_("Step"),
        ),
        "about": Said(
            _("Which pages is it about?"), _("Type part of a page’s name, then choose it."), one=_("Page")
        ),
    },
    ResponseAction: {
        "text": Said(_("What we will do"), _("Start with a verb.")),
        "due": Said(_("By when?")),
        "done_on": Said(_("Done on"), _("Leave it empty until it is done.")),
    },
}  # fmt: skip
SECTIONS = (
    Section("basics", _("What it is about"), _("Its name, a short summary and its theme."), (
        "title", "summary", "theme",
    )),
    Section("said", _("You said"), _("What families told us, and how we heard it."), (
        "you_said", "source", "comment_kind", "heard_on", "about", "anonymised_confirmed",
    )),
    Section("did", _("We did"), _("What came of it, what we will do and by when – or why we cannot."), (
        "status", "we_did", "cannot_reason", "responded_on", "actions",
    )),
    who(),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)  # fmt: skip
