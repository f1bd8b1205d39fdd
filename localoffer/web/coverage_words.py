"""The legal checklist in plain words: states, what a rule looks for, and where in the law a duty stands."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from localoffer.publishing.coverage import AWAITS, JUDGE_AGAIN, TO_JUDGE, Standing
from localoffer.records.checklist import MET, NOT_MET, OUT_OF_AREA, PARTLY, ChecklistItem, Held, Part
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats
from localoffer.web.labels import KIND_LABELS

STATE_LABELS = {
    MET: _("Met"),
    PARTLY: _("Partly met"),
    NOT_MET: _("Not met"),
    TO_JUDGE: _("A person must judge"),
    JUDGE_AGAIN: _("Judge again"),
    AWAITS: _("Waits for a later part of this site"),
}
#: What a state looks like; words always stand beside it.
STATE_COLOURS = {
    MET: "green", PARTLY: "yellow", NOT_MET: "red", TO_JUDGE: "blue", JUDGE_AGAIN: "orange", AWAITS: "grey",
}  # fmt: skip
DUTY_LABELS = {"must": _("Must"), "should": _("Should"), "may": _("May")}
#: field a rule looks into -> the vocabulary its values are in
VOCABULARIES = {
    "topics": "topic", "categories": "category", "provider_group": "provider_group", "phase_type": "phase_type",
    "tier": "tier",
}  # fmt: skip
FIELD_LABELS = {"eligibility": _("Who can get it"), "sen_info_report_url": _("SEN information report")}
#: How a source begins -> what that means for whoever reads the duty.
VERIFIED = {
    "primary-part": _("Part of this was checked against the law."),
    "primary-copy": _("This was checked against a copy of the law."),
    "primary": _("This was checked against the law."),
    "secondary": _("This was taken from somebody who writes about the law. It has not been checked against the law."),
    "memory": _("The paragraph number has not been checked against the law."),
}
#: How a key begins -> which part of the law that is, in the order of the checklist.
LAWS = {
    "CFA": _("Children and Families Act 2014"),
    "SCH": _("SEND Regulations 2014, Schedule 2"),
    "REG": _("SEND Regulations 2014, Part 4"),
    "CoP": _("SEND Code of Practice, chapter 4"),
}
#: Kinds that the law asks for and a later part of the site will hold.
KINDS_TO_COME = {
    "response": _("Answer to comments"), "event": _("Event"), "meeting": _("Meeting"), "plan": _("Plan"),
}  # fmt: skip
#: How many of the pages that satisfy an item are named at first.
MOST_SHOWN = 3
NUMBER = re.compile(r"([A-Za-z]+)([0-9]+)\.?([0-9]*)([a-z]?)")


class ItemView:
    """An item as pages show it. ``page_url`` gives the address of a page that satisfies it."""

    def __init__(
        self, standing: Standing, vocabularies: Vocabularies, page_url: Callable[[Held], str], shown: int = MOST_SHOWN
    ) -> None:
        self.standing, self.item, self.state = standing, standing.item, standing.state
        self.label, self.key = self.item.label, self.item.key
        self.state_label, self.colour = str(STATE_LABELS[self.state]), STATE_COLOURS[self.state]
        self.duty_label = str(DUTY_LABELS[self.item.duty])
        self.count = len(standing.evidence)
        self.first = [(held, page_url(held)) for held in standing.evidence[:shown]]
        self.rest = self.count - len(self.first)
        self.page_url, self._vocabularies = page_url, vocabularies

    @property
    def place(self) -> str:
        """Where in the law it stands."""
        return place_in_law(self.item)

    @property
    def verified(self) -> str:
        """What was checked against the law."""
        return verified_words(self.item)

    @property
    def number_is_checked(self) -> bool:
        """See number_is_checked."""
        return number_is_checked(self.item)

    @property
    def rule(self) -> list[str]:
        """What the site looks for, or what a person has to judge."""
        return rule_words(self.item, self._vocabularies)

    @property
    def parts(self) -> list[tuple[str, bool, int]]:
        """(sentence, whether it is met, by how many pages) of each part of the rule."""
        if not self.standing.finding:
            return []
        found = self.standing.finding.parts
        return [(words, part.met, part.count) for words, part in zip(self.rule, found, strict=True)]

    @property
    def missing(self) -> list[str]:
        """The parts that are not met."""
        return [words for words, met, _ in self.parts if not met]

    @property
    def checked(self) -> str:
        """> Checked 5 October 2026, > Checked between 4 June 2026 and 15 November 2026; empty without any page."""
        if not self.standing.checked:
            return ""
        first, last = map(formats.day, self.standing.checked)
        if first == last:
            return gettext("Checked %(day)s", day=first)
        return gettext("Checked between %(first)s and %(last)s", first=first, last=last)


@dataclass(frozen=True)
class Law:
    """Items of one part of the law."""

    key: str
    name: str
    items: list[ItemView]


def by_law(items: Iterable[ItemView]) -> list[Law]:
    """Items put together by the law they come from, in its order."""
    return [
        Law(prefix.lower(), str(LAWS.get(prefix, prefix)), list(group))
        for prefix, group in groupby(items, lambda item: item.key[:3])
    ]


def number_is_checked(item: ChecklistItem) -> bool:
    """True when somebody read the paragraph number in the law itself or in a copy of it."""
    return item.verified.startswith("primary")


def verified_words(item: ChecklistItem) -> str:
    """What was checked against the law, in a sentence."""
    return next((str(words) for start, words in VERIFIED.items() if item.verified.startswith(start)), item.verified)


def place_in_law(item: ChecklistItem) -> str:
    """> Section 30(2)(e), > Schedule 2, paragraph 4(b), > Regulation 57(2)(a), > Chapter 4"""
    match = NUMBER.fullmatch(item.key)
    if not match:
        return gettext("Chapter 4")
    law, whole, part, letter = match.groups()
    letter = f"({letter})" if letter else ""
    if law == "SCH":
        return gettext("Schedule 2, paragraph %(number)s", number=part + letter)
    if law == "CoP":
        return gettext("Paragraph %(number)s", number=f"{whole}.{part}")
    number = whole + (f"({part})" if part else "") + letter
    if law == "REG":
        return gettext("Regulation %(number)s", number=number)
    return gettext("Section %(number)s", number=number)


def rule_words(item: ChecklistItem, vocabularies: Vocabularies) -> list[str]:
    """What the site looks for, a sentence for each part; or what a person has to judge."""
    if item.rule is None:
        return [item.judgement]
    return [part_words(part, item.rule.kinds, vocabularies) for part in item.rule.parts()]


def part_words(part: Part, kinds: Sequence[str], vocabularies: Vocabularies) -> str:
    """One part of a rule as a sentence."""
    known = KIND_LABELS | KINDS_TO_COME
    names = formats.one_of([_quoted(str(known.get(kind, kind))) for kind in kinds])
    labels = [_quoted(vocabularies.label(VOCABULARIES.get(part.field, ""), value)) for value in part.values]
    named = {"kinds": names, "values": formats.one_of(labels), "field": _field(part.field)}
    if part.every:
        return gettext("Every page of the kind %(kinds)s says something under “%(field)s”.", **named)
    if part.field == OUT_OF_AREA:
        return gettext("At least one page of the kind %(kinds)s is about help outside our area.", **named)
    if part.field == "topics":
        return gettext("At least one page of the kind %(kinds)s has the topic %(values)s.", **named)
    if part.field == "categories":
        return gettext("At least one page of the kind %(kinds)s has the type of support %(values)s.", **named)
    if part.field == "provider_group":
        return gettext("At least one page of the kind %(kinds)s is about this group: %(values)s.", **named)
    if part.values:
        return gettext("At least one page of the kind %(kinds)s is marked %(values)s.", **named)
    if part.field:
        return gettext("At least one page of the kind %(kinds)s says something under “%(field)s”.", **named)
    return gettext("There is at least one page of the kind %(kinds)s.", **named)


def _field(name: str) -> str:
    return str(FIELD_LABELS.get(name, name.replace("_", " ").capitalize()))


def _quoted(name: str) -> str:
    return gettext("“%(name)s”", name=name)
