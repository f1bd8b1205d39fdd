"""How a draft puts values into words; from what makes no sense in a half-filled form it makes nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from localoffer.text import readability

Raw = Mapping[str, Any]
IN_BRACKETS = re.compile(r" \([^()]*\)")
#: First words of labels that keep their capital inside a sentence.
NAMES = {"Down", "Tourette’s"}
CHILD = 11
GROWN = 25


def text_of(raw: Raw, name: str) -> str:
    """A text without spaces around it; empty when the value is none."""
    value = raw.get(name)
    return value.strip() if isinstance(value, str) else ""


def list_of(raw: Raw, name: str) -> list[Any]:
    """A list; empty when the value is none."""
    value = raw.get(name)
    return value if isinstance(value, list) else []


def number(value: object) -> str:
    """> 4, > 11.5; empty for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}"


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, an end at its end."""
    text = " ".join(text.split())
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?”" else text + "."


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, each made whole."""
    for each in readability.placed_sentences(text):
        yield sentence(text[each.start : each.end])


def joined(labels: list[str]) -> str:
    """> autism, ADHD, sleep: labels after a colon, without what stands in brackets."""
    names = list(dict.fromkeys(_inside(IN_BRACKETS.sub("", label)) for label in labels))
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _inside(label: str) -> str:
    first = label.partition(" ")[0]
    plain = first not in NAMES and (len(first) < 2 or first[1:].islower())
    return label[:1].lower() + label[1:] if plain else label


def ages(raw: Raw) -> str:
    """> For children aged 4 to 11. Empty where any age may come or the ages make no sense."""
    low, high = raw.get("age_min", 0) or 0, raw.get("age_max", GROWN)
    if not number(low) or not number(high) or low > high or (low, high) == (0, GROWN):
        return ""
    who = "children" if high <= CHILD else "young people" if low > CHILD else "children and young people"
    if low == 0:
        return f"For {who} up to age {number(high)}."
    if high == GROWN:
        return f"For {who} from age {number(low)}."
    return f"For {who} aged {number(low)}." if low == high else f"For {who} aged {number(low)} to {number(high)}."


def school_years(raw: Raw) -> str:
    """> For children in Reception to Year 6. Empty where the years are not known."""
    first, last = raw.get("year_from"), raw.get("year_to")
    if isinstance(first, bool) or isinstance(last, bool) or not isinstance(first, int) or not isinstance(last, int):
        return ""
    if last < first:
        return ""
    return f"For children in {_year(first)}." if first == last else f"For children in {_year(first)} to {_year(last)}."


def _year(year: int) -> str:
    return "Nursery" if year < 0 else f"Year {year}" if year else "Reception"
