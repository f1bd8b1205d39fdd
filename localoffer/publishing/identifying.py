"""What in a text may tell who somebody is: advice for whoever makes a comment public. It never decides by itself.

Pure. It errs on the side of marking too much: a moderator who looks at a harmless word loses a second.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from localoffer.text.phones import DATE, FEWEST_DIGITS, LOOKS_LIKE_ONE
from localoffer.text.postcodes import OUTCODE

EMAIL, PHONE, BIRTH, POSTCODE, SCHOOL, AGE, NAME = "email", "phone", "birth", "postcode", "school", "age", "name"
#: What stands in place of something that was taken out.
GAP = "[…]"

_EMAIL = re.compile(r"[^\s@<>()\",;]{1,64}@[^\s@<>()\",;]{1,250}\.[a-z]{2,24}\b", re.I)
_POSTCODE = re.compile(rf"(?<![^\W_])({OUTCODE})\s?[0-9][A-Z]{{2}}(?![^\W_])", re.I | re.A)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_BIRTH = (
    re.compile(r"\b\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})\b", re.A),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:19|20)\d\d\b", re.I | re.A),
    re.compile(
        rf"\bborn (?:on |in )?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:of )?(?:{_MONTH} ?)?(?:19|20)?\d\d\b",
        re.I | re.A,
    ),
)  # fmt: skip
_SCHOOL = re.compile(
    r"\b(?:[A-Z][\w’'.-]{1,30} ){1,4}(?:(?:C of E|CE|RC|Primary|Junior|Infants?|Special|High|Community|Free) ){0,3}"
    r"(?:School|Academy|College|Nursery|Preschool|Pre-school|Primary|Juniors|Infants)\b"
)
_AGE = (
    re.compile(
        r"\b(?:aged?|turned|turns|is|was|just) \d{1,2}\b(?!\s?(?:%|weeks?|months?|days?|hours?|miles?|minutes?))",
        re.I | re.A,
    ),
    re.compile(r"\b\d{1,2}[ -]?(?:years?|yrs?)[ -]?old\b", re.I | re.A),
    re.compile(r"\bin (?:reception|nursery|year \d{1,2})\b", re.I | re.A),
)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:son|daughter|child|boy|girl|brother|sister|twins?|grandson|granddaughter|grandchild|nephew|niece|husband|wife|"
    r"partner|mum|mother|dad|father|lad|called|named|name is|mr|mrs|ms|miss|mx|dr|doctor|professor|sir)\b[.,:]? ",
    re.I,
)  # fmt: skip
#: After these a name may be written small.
_INTRODUCED = re.compile(r"\b(?:name is|name’s|name's|named) ", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: Words that are written with a capital and name nobody, and words that sentences often begin with.
_HARMLESS_WORDS = """
a about above add adhd after again all also although always am an and another any anyone anything april are as
ask asked at august autism be because been before being best better born both britain british but by call can
can't cannot can’t carer carers change child children christmas clear clearer college come confusing could
council dad daughter day dear december did didn't didn’t do does doesn't doesn’t don't don’t during each
easter easy ehc either email england english even ever every everyone everything facebook families family
february few finally find first for found friday from get give go god good google got gp great had half hard
has have having he hello help her here hi his hope how however i i'd i'll i'm i've if in information instead
internet is it it's its it’s i’d i’ll i’m i’ve january july june just kind know last later let letter letters
like link links local look looked lots love lovely make making many march may maybe missing monday more most
mostly much mum must my need never new next nhs no nobody none nor not nothing november now nursery october of
offer often ok on once one only or other others our out over page pages parent parents people perhaps phone
phones please print put read really reception regards respite ring same saturday school schools search see sen
senco send september service services several shame she should show since site so some somebody someone
something sometimes son soon sorry staff still such sunday support take teacher teachers tell term terms text
thank thanks that that's that’s the their them then there there's there’s these they they're they’re thing
things think this those though through thursday to today together told tomorrow too transport tried tuesday
two uk under until up us use useful very wait waited waiting was we we're we've website wednesday well went
were we’re we’ve what what's what’s when where which while who why will wish with without wonderful word words
would wrong year yes yesterday yet you you're young your you’re
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())
#: Of these, what may be somebody’s name where a name is to be expected.
_ALSO_NAMES = frozenset({"april", "august", "easter", "hope", "june", "may", "will"})


class Finding(NamedTuple):
    """A part of a text, from the letter ``start`` up to ``end``, and which kind of thing it may tell."""

    kind: str
    start: int
    end: int


def identifying(text: str, known: Collection[str] = frozenset()) -> list[Finding]:
    """What may identify somebody, in the order of the text; no two overlap.

    ``known`` are words in small letters that may have a capital and name no person: places, words of the glossary.
    """
    kept: list[Finding] = []
    for look in (_emails, _phones, _births, _postcodes, _schools_and_ages, lambda each: _names(each, known)):
        for found in look(text):
            if all(found.end <= other.start or found.start >= other.end for other in kept):
                kept.append(found)
    return _joined(text, sorted(kept, key=lambda found: found.start))


def reaches_somebody(text: str) -> bool:
    """Whether a text holds an email address, a phone number or a whole postcode: never to be made public."""
    return any(next(each(text), None) for each in (_emails, _phones, _postcodes))


def pieces(text: str, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """The whole text in parts, each with the kind of what it may tell; empty for what is harmless."""
    parts, at = [], 0
    for found in findings:
        parts += [(text[at : found.start], ""), (text[found.start : found.end], found.kind)]
        at = found.end
    return [part for part in [*parts, (text[at:], "")] if part[0]]


def taken_out(text: str, findings: Iterable[Finding]) -> str:
    """The text with a gap in place of each finding: a start for a public version, to be read by a person."""
    return "".join(GAP if kind else part for part, kind in pieces(text, findings))


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word of some texts, in small letters, as ``known`` wants them."""
    return {word.lower() for text in texts for word in _WORD.findall(text)}


def _emails(text: str) -> Iterator[Finding]:
    return (Finding(EMAIL, *match.span()) for match in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[Finding]:
    for match in LOOKS_LIKE_ONE.finditer(text):
        if sum(map(str.isdigit, match[0])) >= FEWEST_DIGITS and not DATE.fullmatch(match[0]):
            yield Finding(PHONE, *match.span())


def _births(text: str) -> Iterator[Finding]:
    return (Finding(BIRTH, *match.span()) for pattern in _BIRTH for match in pattern.finditer(text))


def _postcodes(text: str) -> Iterator[Finding]:
    return (Finding(POSTCODE, *match.span()) for match in _POSTCODE.finditer(text))


def _schools_and_ages(text: str) -> Iterator[Finding]:
    """Many children are nine; few of them go to one school. So ages count where a school is named."""
    schools = [Finding(SCHOOL, *match.span()) for match in _SCHOOL.finditer(text)]
    yield from schools
    if schools:
        yield from (Finding(AGE, *match.span()) for pattern in _AGE for match in pattern.finditer(text))


def _names(text: str, known: Collection[str]) -> Iterator[Finding]:
    after_relative = {match.end() for match in _RELATIVE.finditer(text)}
    introduced = {match.end() for match in _INTRODUCED.finditer(text)}
    for match in _WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() and match.start() not in introduced:
            continue
        bare = re.sub(r"[’']s$", "", word.lower())
        named = match.start() in after_relative and (bare not in _HARMLESS or bare in _ALSO_NAMES)
        like_a_name = len(word) > 1 and not word.isupper() and not _is_ordinary(bare, known)
        if named or like_a_name:
            yield Finding(NAME, *match.span())


def _is_ordinary(word: str, known: Collection[str]) -> bool:
    """True for a word in small letters that names nobody, also when it stands for several: Mondays."""
    return any(each in known or each in _HARMLESS for each in (word, word.removesuffix("s")))


def _joined(text: str, findings: list[Finding]) -> list[Finding]:
    """Names that follow each other are one."""
    found: list[Finding] = []
    for each in findings:
        last = found[-1] if found else None
        if last and last.kind == each.kind == NAME and text[last.end : each.start] == " ":
            found[-1] = Finding(NAME, last.start, each.end)
        else:
            found.append(each)
    return found
