"""Phone numbers in a text, as our content writes them: what of it can be tapped, and what only looks like a number."""

import re

#: 01632 960101, 0808 157 0100, 116 123, 999, 111
TAPPABLE = re.compile(r"(?<![\w/:])(0\d{2,4}(?: ?\d{3,4}){1,3}|116 123|999|111)(?![\w-])")
#: Digits enough for a number, however they are set: (01632) 960-101, +44 1632 960101
LOOKS_LIKE_ONE = re.compile(r"(?<![\w£/:.])[+(]{0,2}\d[\d ().-]{7,20}\d(?![\w%])")
DATE = re.compile(r"\d{1,4}[-.]\d{1,2}[-.]\d{1,4}")
FEWEST_DIGITS = 9


def untappable(text: str) -> list[re.Match[str]]:
    """What looks like a phone number in a text and is not written so that it can be tapped."""
    return [match for match in LOOKS_LIKE_ONE.finditer(text) if _is_number(match[0]) and not _can_be_tapped(match[0])]


def _is_number(found: str) -> bool:
    return sum(map(str.isdigit, found)) >= FEWEST_DIGITS and not DATE.fullmatch(found)


def _can_be_tapped(found: str) -> bool:
    """Whether all of it can be, but for a digit or two of what stands after it."""
    return bool(TAPPABLE.search(found)) and sum(map(str.isdigit, TAPPABLE.sub("", found))) < 3
