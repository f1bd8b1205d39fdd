"""Ages inside a query: “age 4”, “6 year old”, “year 9”, “KS1”, “teenager”, “18 months”.

School years by age: Reception begins at 4, Year 1 at 5 … Year 13 at 17 (England). Key stages: national curriculum.
"""

import re
from dataclasses import dataclass

from localoffer.search.analysis import Token

OLDEST = 25
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBER_WORDS = {word: number for number, word in enumerate(NUMBERS)}
KEY_STAGES = {1: (5, 7), 2: (7, 11), 3: (11, 14), 4: (14, 16), 5: (16, 19)}
STAGE_WORDS = {
    "baby": (0, 1), "babies": (0, 1), "newborn": (0, 1), "toddler": (1, 3), "toddlers": (1, 3), "preschooler": (3, 4),
    "teenager": (13, 19), "teenagers": (13, 19), "teen": (13, 19), "teens": (13, 19), "teenage": (13, 19),
    "tween": (10, 12), "reception": (4, 5),
}  # fmt: skip
UNITS = {"year", "years", "yr", "yrs", "y", "yo"}
MONTHS = {"month", "months", "mth", "mths"}
#: “9yo”, “9yrs”, “18mths”, “y9”, “yr9”, “ks2”
STUCK = re.compile(r"(?P<number>\d{1,2})(?P<unit>yo|yrs?|y|mths?)|(?:yr?|year)(?P<year>\d{1,2})|ks(?P<stage>[1-5])")


@dataclass(frozen=True)
class AgeRange:
    """Years from and to (both counted), the words they came from, and those words' places in the query.

    ``stage``: a word such as toddler, which says more than an age and is searched for as well.
    """

    low: float
    high: float
    words: str
    start: int
    end: int
    stage: bool = False


def find_age(tokens: list[Token]) -> AgeRange | None:
    """The first age in a query, or None."""
    for start in range(len(tokens)):
        for reader in (_stuck, _key_stage, _school_year, _year_old, _after_age, _under, _stage):
            if found := reader(tokens, start):
                low, high, end = found
                if 0 <= low <= high <= OLDEST:
                    return AgeRange(
                        low, high, " ".join(token.raw for token in tokens[start:end]), start, end, reader is _stage
                    )
    return None


Found = tuple[float, float, int] | None


def _number(tokens: list[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    word = tokens[at].word
    return int(word) if word.isdecimal() and len(word) <= 2 else NUMBER_WORDS.get(word)


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""


def _stuck(tokens: list[Token], at: int) -> Found:
    match = STUCK.fullmatch(tokens[at].word)
    if not match:
        return None
    if match["stage"]:
        return (*KEY_STAGES[int(match["stage"])], at + 1)
    if match["year"]:
        return _in_year(int(match["year"]), at + 1)
    if match["unit"].startswith("mth"):
        return int(match["number"]) / 12, int(match["number"]) / 12, at + 1
    end = at + 2 if _word(tokens, at + 1) in ("old", "olds") else at + 1
    return int(match["number"]), int(match["number"]), end


def _key_stage(tokens: list[Token], at: int) -> Found:
    number = _number(tokens, at + 2)
    if (_word(tokens, at), _word(tokens, at + 1)) == ("key", "stage") and number in KEY_STAGES:
        return (*KEY_STAGES[number], at + 3)
    return None


def _school_year(tokens: list[Token], at: int) -> Found:
    number = _number(tokens, at + 1)
    if _word(tokens, at) in ("year", "yr") and number is not None and 1 <= number <= 14:
        return _in_year(number, at + 2)
    return None


def _in_year(year: int, end: int) -> Found:
    return (year + 4, year + 5, end) if 1 <= year <= 14 else None


def _year_old(tokens: list[Token], at: int) -> Found:
    number, unit, after = _number(tokens, at), _word(tokens, at + 1), _word(tokens, at + 2)
    if number is None:
        return None
    second_at = at + (2 if unit in ("to", "and") else 1)
    second = _number(tokens, second_at)
    if second is not None and second > number and _word(tokens, second_at + 1) in UNITS:
        return number, second, second_at + (3 if _word(tokens, second_at + 2) in ("old", "olds") else 2)
    if unit in MONTHS:
        return number / 12, number / 12, at + (3 if after == "old" else 2)
    if unit in UNITS:
        end = at + (3 if after in ("old", "olds") else 2)
        return number, number, end
    return None


def _after_age(tokens: list[Token], at: int) -> Found:
    number = _number(tokens, at + 1)
    if _word(tokens, at) in ("age", "aged", "ages") and number is not None:
        last_at = at + (3 if _word(tokens, at + 2) in ("to", "and") else 2)
        last = _number(tokens, last_at)
        return (number, last, last_at + 1) if last is not None and last > number else (number, number, at + 2)
    return None


def _under(tokens: list[Token], at: int) -> Found:
    number, word = _number(tokens, at + 1), _word(tokens, at + 1)
    if number is None and word.endswith("s"):  # under fives, under 5s
        number = int(word[:-1]) if re.fullmatch(r"\d{1,2}s", word, re.A) else NUMBER_WORDS.get(word[:-1])
    if number is None or number > OLDEST:
        return None
    if _word(tokens, at) == "under":
        return 0, number, at + 2
    return (number, OLDEST, at + 2) if _word(tokens, at) == "over" else None


def _stage(tokens: list[Token], at: int) -> Found:
    stage = STAGE_WORDS.get(tokens[at].word)
    return (*stage, at + 1) if stage else None
