"""The form of news: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import MARKDOWN, TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.news import NewsDocument, Story

WORDS: Words = {
    NewsDocument: {
        "edition": Said(_("Which edition is it?"), _("For example: July 2024. Leave it empty for a single story.")),
        "day": Said(_("On which day was it told?"), _("If only the month is known, give the first day of it.")),
        "stories": Said(_("The stories"), _("Up to four are easy to read."), one=_("Story")),
    },
    Story: {
        "key": Said(
            _("Short name for its address"), _("Small letters, numbers and hyphens. Never change it afterwards.")
        ),
        "title": Said(_("Headline"), _("Say what is new for families.")),
        "quick_read": Said(
            _("In short"), _("Two or three short sentences. They stand in the list of all news."), control=TEXT
        ),
        "text": Said(
            _("The story"), _("Leave an empty line between paragraphs. Start a heading with ###."), control=MARKDOWN
        ),
        "links": Said(
            _("What it tells of"),
            _("The page of the action, decision or help. Type part of a name, then choose the page."),
            one=_("Page"),
        ),
    },
}
SECTIONS = (
    Section(
        "basics", _("What it is"), _("Its name, the edition and the day."), ("title", "summary", "edition", "day")
    ),
    Section("stories", _("The stories"), _("Each with a headline, a few sentences and the text."), ("stories",)),
    who(),
    CONTACTS,
    PLACE,
    TEXT_SECTION,
    found(),
    KEEPING,
)  # fmt: skip
