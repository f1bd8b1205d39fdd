"""The authority this site is for: name, area, contacts, colours, the words on its home page. Content, not code."""

from typing import Annotated

from pydantic import Field

from localoffer.records.shapes import Address, Contact, Line, Shape, Slug, Text, Url

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Shortcut(Shape):
    """A link people often need: a label and where it leads (a path on this site, such as ``/search?q=…``)."""

    label: Line
    path: Annotated[str, Field(pattern=r"^/[^\s]*$")]
    hint: str = ""
    icon: str = ""


class WordRule(Shape):
    """Words that together mean danger, in any order: one of every group in ``all_of``, and none of ``unless``."""

    all_of: Annotated[list[Annotated[list[Line], Field(min_length=1)]], Field(min_length=2)]
    unless: list[Line] = []


class HelpPanel(Shape):
    """A panel shown above results when a search holds one of ``phrases`` (whole words, any word form) or fits one of
    ``word_rules``.

    ``unless`` are longer phrases that mean something else (crisis loan). ``urgent`` panels come first and are never
    hidden. ``lines`` are plain sentences; ``contacts`` can be tapped.
    """

    key: Slug
    title: Line
    urgent: bool = False
    phrases: Annotated[list[Line], Field(min_length=1)]
    word_rules: list[WordRule] = []
    unless: list[Line] = []
    lines: Annotated[list[Text], Field(min_length=1)]
    contacts: list[Contact] = []
    links: list[Address] = []


class Confusable(Shape):
    """Two words families mix up, explained when one is searched for. ``terms`` are glossary slugs."""

    terms: Annotated[list[Slug], Field(min_length=2, max_length=2)]
    title: Line
    text: Text
    link: Address


class Fallback(Shape):
    """Where to send a search that found nothing: the first whose ``phrases`` fit, or the one without phrases."""

    phrases: list[Line] = []
    links: Annotated[list[Address], Field(min_length=1)]


class Authority(Shape):
    """One council's Local Offer. ``districts_gss``: none; the area is its places and postcode areas."""

    name: Line
    area: Line
    site_name: Line
    strapline: Line
    demonstration: bool
    brand_colour: Colour
    brand_shade: Colour
    postcode_areas: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")]], Field(min_length=1)]
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]], Field(min_length=1)] = ["en"]
    default_radius: Annotated[int, Field(ge=1, le=50)] = 15
    who_to_ring: Annotated[list[Contact], Field(min_length=1)]
    people_look_for: list[Shortcut] = []
    audiences: list[Shortcut] = []
    help_panels: list[HelpPanel] = []
    confusables: list[Confusable] = []
    fallbacks: list[Fallback] = []
    report_email: Line
    paper_copies: Contact
    council_url: Url
