"""What families can choose among when they tell us something, in their language.

The choices are vocabularies, so a council may put them in words of its own; those stay as they are written. The words
that ship are translated with the interface.
"""

from typing import NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from localoffer.records.vocabularies import Vocabularies

#: Labels of the vocabularies ``comment_kind`` and ``wrong`` as they ship, for the translators.
SHIPPED = (
    _("What is here or missing"),
    _("How easy it is to find and read"),
    _("How it was made and who was asked"),
    _("The phone number, email or address is wrong"),
    _("It has closed or moved"),
    _("Who it is for is wrong"),
    _("The cost, times or wait are wrong"),
    _("A link does not work"),
    _("I do not understand it"),
    _("Something else"),
)


class Choice(NamedTuple):
    """A key of a vocabulary and what it is called."""

    key: str
    label: str


def choices(vocabularies: Vocabularies, vocabulary: str) -> list[Choice]:
    """Everything that can be chosen, in the council's order."""
    return [Choice(key, said(vocabularies, vocabulary, key)) for key in vocabularies[vocabulary]]


def said(vocabularies: Vocabularies, vocabulary: str, key: str) -> str:
    """What one choice is called."""
    return gettext(vocabularies.label(vocabulary, key))
