"""What is wrong with a form, each at its very field, in words for people rather than for those who write content."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.fields import GROUP, GROUPS, LINES, FieldSpec, Specs

#: A sentence of a rule -> where it belongs ("+x": the part x of where it was found) and how a form says it.
#: What the groups of the pattern find fills the gaps.
RULES: list[tuple[str, str, Any]] = [
    (r"Fill this in\.", "", _("Fill this in.")),
    (r"Write something here\.", "", _("Write something here.")),
    (r"Write a little more here\.", "", _("Write a little more here.")),
    (r"Keep this to (?P<most>\d+) letters\.", "", _("Keep this to %(most)s letters.")),
    (r"Choose or add at least one\.", "", _("Choose or add at least one.")),
    (r"Write a whole number\.", "", _("Write a whole number.")),
    (r"Write a number\.", "", _("Write a number.")),
    (r"Write a real date\.", "", _("Write a real date, like 27 3 2026.")),
    (r"Choose one of the answers\.", "", _("Choose one of the answers.")),
    (r"Choose yes or no\.", "", _("Choose yes or no.")),
    (r"Input should be greater than or equal to (?P<least>\S+)\.", "", _("This must be %(least)s or more.")),
    (r"Input should be less than or equal to (?P<most>\S+)\.", "", _("This must be %(most)s or less.")),
    (r"String should match pattern '\^\(\[01\].*", "", _("Write a time like 09:30 or 17:00.")),
    (r"String should match pattern '\^\\d.*", "", _("Write three numbers with dots, like 1.0.0.")),
    (r"String should match pattern '\^#.*", "", _("Write a colour like #1d4f5c.")),
    (r"String should match pattern .*", "", _("This is not written as it must be.")),
    (r"Write a whole web address, starting https://\.", "", _("Write a whole web address, starting https://.")),
    (
        r"Write a whole postcode in capitals with one space, like EX1 1AA\.", "",
        _("Write a whole postcode in capitals with one space, like EX1 1AA."),
    ),
    (r"Write folder/slug, like .*", "", _("We have no page like that. Choose one from the list.")),
    (r"Use small letters, numbers and single hyphens\.", "", _("Use small letters, numbers and single hyphens.")),
    (r"A phone number is digits and spaces.*", "+value", _("Write a phone number with digits and spaces.")),
    (r"A (?:text|Relay UK) number is digits and spaces.*", "+value", _("Write a number with digits and spaces.")),
    (r"An e-mail address has one @ and a domain.*", "+value", _("Write an email address, like name@example.org.")),
    (r"A web contact starts https://.*", "+value", _("Write a whole web address, starting https://.")),
    (r"Give a postcode, a town or a point\.", "+postcode", _("Give a postcode, a town or a point on the map.")),
    (r"Give both lat and lon, or neither\.", "+lat", _("Give both numbers of the point, or neither.")),
    (r"Until must not come before since\.", "+until", _("The last day must not come before the first.")),
    (r"Age_max must not be below age_min\.", "age_max", _("The oldest age must not be below the youngest.")),
    (r"Coverage is districts, so name the districts\.", "districts", _("Choose the districts it covers.")),
    (r"Coverage is towns, so name the places\.", "places", _("Choose the towns it covers.")),
    (r"At least one contact must be public\.", "contacts", _("Show families at least one way to get in touch.")),
    (r"The quick read has nothing in: .*", "quick_read", _("Some parts of the quick read are still empty.")),
    (r"A service in \w+ needs its (?P<at>\w+) details\.", "at", _("This kind of support needs these details.")),
    (r"It is not free, so cost_note must say .*", "cost_note", _("It is not free, so say what it costs.")),
    (r"Somebody decides, so decision_maker .*", "decision_maker", _("Somebody else decides, so say who.")),
    (r"Year_to must not be below year_from\.", "year_to", _("The last school year must not be below the first.")),
    (r"Unless it is open, say from when.*", "lifecycle_effective_on", _("Say from which day.")),
    (
        r"A special setting must name its designated_needs\.", "designated_needs",
        _("A special school must say which needs it is for."),
    ),
    (
        r"With sen_info_report_url give .*", "sen_info_report_checked_on",
        _("Say on which day you checked the SEN information report."),
    ),
    (r"A made-up school has no register number\.", "gias_urn", _("A made-up school has no register number.")),
    (r"A real setting needs its gias_urn or ofsted_urn\.", "gias_urn", _("Give the register number.")),
    (r"A universal item stands under a principle\.", "principle", _("Choose a principle.")),
    (r"A targeted item also needs (?P<at>\w+).*", "at", _("An item for some children needs this too.")),
    (
        r"It is answered, so we_did and responded_on .*", "we_did",
        _("Say what you do about it, and on which day you answered."),
    ),
    (r"Say why it cannot be done\.", "cannot_reason", _("Say why it cannot be done.")),
    (r"Responded_on must not come before heard_on\.", "responded_on", _("You cannot answer before you heard it.")),
    (r"Last_day must not come before day\.", "last_day", _("The last day must not come before the first.")),
    (r"It has an end, so say when it starts\.", "starts", _("It has an end, so say when it starts.")),
    (r"It must end after it starts\.", "ends", _("It must end after it starts.")),
    (r"People go there, so say where.*", "venue", _("People go there, so say where it is.")),
    (r"People join online, so say how.*", "online_note", _("People join online, so say how.")),
    (
        r"Say why it is postponed or cancelled, and what happens now\.", "status_note",
        _("Say why it is postponed or cancelled, and what happens now."),
    ),
    (r"Two stories have the same key\.", "stories", _("Two stories have the same short name.")),
    (r"Write a time like 09:30, or nothing\.", "", _("Write a time like 09:30, or nothing.")),
    (r"Write folder/slug or folder/slug/part\.", "", _("We have no page like that. Choose one from the list.")),
    (
        r"Write the minutes on the page too: .*", "minutes",
        _("Write the minutes here too: not everybody can read a file."),
    ),
    (r"Next_day must come after the meeting\.", "next_day", _("The next meeting must come after this one.")),
    (r"“(?P<key>.*)” is written twice\.", "terms", _("“%(key)s” is there twice.")),
    (r"Due must not come before start\.", "+due", _("The day it is due must not come before its first day.")),
    (r"Ends_on must not come before starts_on\.", "+ends_on", _("The last day must not come before the first.")),
    (r"Say the reason: the action is at risk, late or stopped\.", "+reason", _("Say why. Families read this first.")),
    (r"The key “(?P<key>.*)” is used twice\.", "actions", _("The short name “%(key)s” is there twice.")),
    (
        r"Action “(?P<key>.*)” stands in an area “(?P<area>.*)” that the plan does not have\.", "actions",
        _("The plan has no area “%(area)s”, which the action “%(key)s” names."),
    ),
    (
        r"An update is about an action “(?P<key>.*)” that the plan does not have\.", "actions",
        _("Put the action “%(key)s” back: something has been reported on it."),
    ),
    (
        r"What was reported about an action stays as it was .*", "updates",
        _("What families could read about an action stays as it was. Add a new update instead."),
    ),
    (r"Hide_after must come after .*", "hide_after", _("This must come later than the reminders to reviewers.")),
]  # fmt: skip
_PATTERNS = [(re.compile(pattern, re.S), place, said) for pattern, place, said in RULES]
Problems = Iterable[tuple[str, str]]


def placed(specs: Specs, problems: Problems) -> dict[str, Any]:
    """Sentences by the dotted name of the field they are about; of several about one field the first.

    What is about no field of the form stands under its own name, which no field has.
    """
    found: dict[str, Any] = {}
    for dotted, sentence in problems:
        place, said = told(dotted, sentence)
        found.setdefault(nearest(specs, place), said)
    return found


def told(dotted: str, sentence: str) -> tuple[str, Any]:
    """Where a problem belongs, and how a form says it; a sentence that no rule knows stays as it is."""
    for pattern, place, said in _PATTERNS:
        if match := pattern.fullmatch(sentence):
            gaps = match.groupdict()
            where = gaps.pop("at", "") if place == "at" else place
            where = f"{dotted}.{where[1:]}".lstrip(".") if where.startswith("+") else where or dotted
            return where, _(said._args[0], **gaps) if gaps else said
    return dotted, sentence


def nearest(specs: Specs, dotted: str) -> str:
    """The field of the form that a dotted name leads to, or comes closest to: types add parts of their own to it."""
    parts = dotted.split(".")
    each: FieldSpec | None = next((spec for spec in specs if spec.name == parts[0]), None)
    if each is None or len(parts) == 1:
        return dotted
    rest = parts[1:]
    if each.control in (GROUPS, LINES) and rest[0].isdecimal():
        if each.control == LINES or len(rest) == 1:
            return f"{each.name}.{rest[0]}"
        return f"{each.name}.{rest[0]}.{_within(each, rest[1:])}".rstrip(".")
    if each.control == GROUP:
        return f"{each.name}.{_within(each, rest)}".rstrip(".")
    return each.name


def _within(each: FieldSpec, rest: list[str]) -> str:
    return nearest(each.members, ".".join(rest)) if rest[0] in {member.name for member in each.members} else ""
