"""What the settings are called, and which of them stand together in one form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from flask import current_app
from flask_babel import lazy_gettext as _

from localoffer.editor.forms import every_kind, kinds
from localoffer.editor.forms.fields import TEXT, Book, Said
from localoffer.publishing.references import fields_of_kind
from localoffer.records.authority import Authority, HelpPanel, Shortcut
from localoffer.records.desk_rules import DeskRules, KindRules
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabulary, VocabularyTerm
from localoffer.web.labels import SLOT_LABELS


@dataclass(frozen=True)
class Part:
    """A form of the settings: top-level fields of one reference document. ``key`` stands in addresses."""

    key: str
    title: Any
    hint: Any
    document: str
    fields: tuple[str, ...]


PARTS = (
    Part("names", _("Names"), _("What the site and the council are called."), "authority",
         ("site_name", "strapline", "name", "area", "council_url")),
    Part("colours", _("Colours"), _("The colours of headings, buttons and bands."), "authority",
         ("brand_colour", "brand_shade")),
    Part("contacts", _("Who families can ring"), _("Shown at the end of every page."), "authority",
         ("who_to_ring", "report_email", "paper_copies")),
    Part("front-page", _("Front page"), _("Short ways to what people look for."), "authority",
         ("people_look_for", "audiences")),
    Part("languages", _("Languages and distance"), _("Which languages there are, and how far “near me” is."),
         "authority", ("languages", "default_radius")),
    Part("checks", _("Checks and reminders"), _("When we ask whether a page is still right."), "desk",
         ("changing_days", "ask_on", "escalate_on", "late_after", "hide_after")),
    Part("desk", _("Reviews, sign-in and numbers"), _("How the desk works."), "desk",
         ("four_eyes", "session_minutes", "public_coverage", "few_results", "smallest_count")),
    Part("feedback", _("Comments and reports"), _("When we answer, and how long we keep what people wrote."), "desk",
         ("answer_days", "contact_days", "words_days")),
)  # fmt: skip
#: What is asked of a help panel, a kind’s rules and a term. The rest of them stays as it is.
PANEL_FIELDS = ("title", "lines", "contacts", "links", "phrases")
RULES_FIELDS = ("review_days", "trusted_fields")
TERM_FIELDS = ("label", "short_label", "hint", "words", "hidden")
PLACE_FIELDS = (*TERM_FIELDS, "lat", "lon")

AUTHORITY = {
    "site_name": Said(_("Name of the site")),
    "strapline": Said(_("One line below the name")),
    "name": Said(_("Name of the council")),
    "area": Said(_("Name of the area")),
    "council_url": Said(_("The council’s own site")),
    "brand_colour": Said(
        _("Main colour"), _("A # and six letters or numbers, like #0b5563. White must be easy to read on it.")
    ),
    "brand_shade": Said(_("Darker colour"), _("For the band at the top. White must be easy to read on it.")),
    "who_to_ring": Said(_("Who to ring"), _("The best one first."), one=_("Contact")),
    "report_email": Said(_("Where people write when something is wrong"), _("An e-mail address.")),
    "paper_copies": Said(_("Who sends paper copies")),
    "people_look_for": Said(_("People often look for"), one=_("Short way")),
    "audiences": Said(_("Who is reading"), one=_("Short way")),
    "default_radius": Said(_("How many miles “near me” is"), _("From 1 to 50.")),
}  # fmt: skip
SHORTCUT = {
    "label": Said(_("Words")),
    "path": Said(_("Where it leads"), _("A page of this site, like /guides/ or /search?q=sleep.")),
    "hint": Said(_("One line below")),
    "icon": Said(_("Name of its picture"), _("Leave it as it is if you are not sure.")),
}
PANEL = {
    "title": Said(_("Title")),
    "lines": Said(_("What it says"), _("Short sentences."), one=_("Sentence")),
    "contacts": Said(_("Who to ring"), _("The most urgent first."), one=_("Contact")),
    "links": Said(_("Pages that help"), _("Type part of a name, then choose the page."), one=_("Page")),
    "phrases": Said(
        _("It is shown when somebody searches for"),
        _("One on each line, in small letters. Take one away only if you are sure."),
    ),
}
TERM = {
    "key": Said(_("Key"), _("Small letters, numbers and _. It can never be changed.")),
    "label": Said(_("Name")),
    "short_label": Said(_("Short name"), _("For small spaces.")),
    "hint": Said(_("What it means, in one sentence"), control=TEXT),
    "words": Said(_("What people type when they mean it"), _("One on each line. Families never see these.")),
    "hidden": Said(_("Is it hidden?"), _("Then nobody can choose it any more. Pages that have it keep it.")),
    "lat": Said(_("Latitude"), _("For example 50.72600.")),
    "lon": Said(_("Longitude"), _("For example −3.52750. Write it with the minus sign.")),
}
RULES = {
    "changing_days": Said(
        _("Days between checks of pages with a wait, a place or a price"), _("At most 184: that is half a year.")
    ),
    "ask_on": Said(
        _("Days on which we ask the owner"),
        _("One on each line, counted from the day the check is due. −14 is two weeks before."),
    ),
    "escalate_on": Said(_("Days after which the reviewers are told")),
    "late_after": Said(_("Days after which a page is shown as late")),
    "hide_after": Said(_("Days after which a page is hidden"), _("Leave it empty to hide none.")),
    "four_eyes": Said(_("Must somebody else review what a reviewer wrote?")),
    "session_minutes": Said(_("Minutes after which somebody who does nothing is signed out"), _("From 5 to 720.")),
    "public_coverage": Said(_("May everybody see how the legal checklist is met?")),
    "few_results": Said(_("So many results are “few”"), _("For the list of gaps.")),
    "answer_days": Said(_("Days within which a comment must be answered"), _("The law says: at least once a year.")),
    "contact_days": Said(
        _("Days until we delete how to reach somebody who wrote"), _("Counted from the day the matter is closed.")
    ),
    "words_days": Said(
        _("Days until we delete the private words of a comment or report"),
        _("Counted from the day the matter is closed. The public words stay."),
    ),
    "smallest_count": Said(_("Counts below this are never shown"), _("At least 5, so that nobody can be recognised.")),
}
#: Our own refusals, and what a browser’s user should be told instead of a pattern.
TOLD = [
    (r"This colour is too light: .* has (?P<found>[\d.]+) to 1\.",
     _("This colour is too light. White on it has a contrast of %(found)s to 1. It needs 4.5 to 1.")),
    (r"Write a whole e-mail address\.", _("Write a whole e-mail address, like ana@example.org.")),
    (r"We know no language “(?P<code>.*)”\.", _("We know no language “%(code)s”.")),
    (r"This must lead to a page of this site, like /guides/\.",
     _("This must lead to a page of this site, like /guides/.")),
    (r"One of these pages is not there\. Choose another\.", _("One of these pages is not there. Choose another.")),
    (r"An urgent panel needs somebody to ring\.", _("An urgent panel needs somebody to ring.")),
    (r"“(?P<key>.*)” cannot go: (?P<count>\d+) pages? uses? it\. Hide it instead\.",
     _("“%(key)s” cannot go. Pages that use it: %(count)s. Hide it instead.")),
    (r"“(?P<key>.*)” cannot go: “(?P<leaning>.*)” belongs to it\.",
     _("“%(key)s” cannot go: “%(leaning)s” belongs to it.")),
    (r"There is no field “(?P<name>.*)”\.", _("There is no field “%(name)s”.")),
]  # fmt: skip
PATTERNS = {
    "brand_colour": _("Write a # and six letters or numbers, like #0b5563."),
    "brand_shade": _("Write a # and six letters or numbers, like #0b5563."),
    "path": _("This must lead to a page of this site, like /guides/."),
    "key": _("Use letters, numbers, _ and hyphens, and begin with a letter or number."),
}


@cache
def book() -> Book:
    """What every setting is called."""
    languages = Said(_("Languages of the site"), _("The first is used when a browser asks for none of them."),
                     answers=_translated())  # fmt: skip
    return Book(
        every_kind.WORDS,
        {
            Authority: AUTHORITY | {"languages": languages}, Shortcut: SHORTCUT, HelpPanel: PANEL,
            Vocabulary: {"label": Said(_("Heading of the list"))}, VocabularyTerm: TERM, DeskRules: RULES,
        },
    )  # fmt: skip


def _translated() -> dict[str, str]:
    """Languages that the interface is translated into, by code, each called by its own name."""
    codes = {str(locale) for locale in current_app.extensions["babel"].instance.list_translations()}
    return {code: str(Locale.parse(code).get_display_name(code)) for code in sorted({"en", *codes})}


@cache
def rules_book(kind: str) -> Book:
    """What the rules of one kind are called: its own fields are what trust can cover."""
    answers = {name: label_of_field(kind, name) for name in fields_of_kind(kind) if _can_be_trusted(kind, name)}
    words = {
        "review_days": Said(_("Days between checks")),
        "trusted_fields": Said(
            _("What trusted providers may change without a review"),
            _("Tick only what can do no harm."),
            answers=answers,
        ),
    }
    return Book({KindRules: words})


def _can_be_trusted(kind: str, name: str) -> bool:
    """What some form asks of providers; never what decides whose page it is or where it stands."""
    if name.startswith("quick_read.") or name == "closed":
        return True
    return bool(kinds.section_of(kind, name)) and name not in {*every_kind.DESK_ONLY, "organisation", "title"}


def label_of_field(kind: str, name: str) -> Any:
    """What the form of a kind calls a field, or a slot of the quick read."""
    slot = name.removeprefix("quick_read.")
    if slot != name:
        return _("Quick read: %(slot)s", slot=SLOT_LABELS[slot])
    said = kinds.BOOK.find(KINDS[kind].document, name)
    return said.label if said else name


def told(problems: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Problems with our own sentences in the reader’s language; those we do not know stay for ``forms.problems``."""
    return [(field, str(_in_words(field, sentence))) for field, sentence in problems]


def _in_words(field: str, sentence: str) -> Any:
    if sentence.startswith("String should match pattern"):
        return PATTERNS.get(field.rpartition(".")[2], sentence)
    for pattern, said in TOLD:
        if match := re.fullmatch(pattern, sentence):
            return _(said._args[0], **match.groupdict()) if match.groupdict() else said
    return sentence
