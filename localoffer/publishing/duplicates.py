"""Likely duplicates: two pages of a kind that may be about one thing, with the reasons. Pure, and quick for thousands.

Only pages that share a way to reach somebody, a postcode or an uncommon word of their title are compared at all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

#: Words in titles that tell nothing apart.
STOP_WORDS = frozenset({
    "a", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "your", "child", "children",
    "young", "people", "family", "families", "parents", "carers", "service", "services", "support", "help", "group",
    "team", "send", "sen", "project", "local",
})  # fmt: skip
WORD = re.compile(r"[a-z0-9]+")
OWNED = re.compile(r"[’'](?:s\b)?")  # Otter’s and Otter are one
#: A phone or word that more pages than this share tells nothing: the council's own number, “autism”.
MOST_SHARING = 40
LEAST_SIMILAR_NAME = 72
#: From this likeness of letters on two words are one: Otter and Otters.
SAME_WORD = 85
#: From this score on two pages are shown to somebody.
LIKELY = 80
SAME_NAME, SAME_PHONE, SAME_EMAIL = "name", "phone", "email"
SAME_WEBSITE, SAME_POSTCODE, SAME_TOWN, NEAR_NAME = "website", "postcode", "town", "near_name"
#: Kinds whose pages are about something with a phone, an address and a post box of its own. Guides and words share
#: them with all others, and the bases of a school with one another: of those only names are compared.
WITH_OWN_CONTACTS = {"service", "organisation", "setting"}
#: Items of a framework are alike on purpose.
NEVER_COMPARED = {"provision"}
#: What each thing in common adds to the likeness of two names.
WEIGHTS = {SAME_PHONE: 20, SAME_EMAIL: 20, SAME_WEBSITE: 12, SAME_POSTCODE: 15, SAME_TOWN: 5}
NAME_WEIGHT, OTHER_TOWN = 0.8, 40


@dataclass(frozen=True)
class Thing:
    """What is compared of a page. ``common`` are (WEIGHTS key, value) pairs that another may share."""

    id: str
    kind: str
    title: str
    common: frozenset[tuple[str, str]] = frozenset()
    town: str = ""


@dataclass(frozen=True)
class Pair:
    """Two pages that are likely one. ``score`` is 0 to 100; ``reasons`` are SAME_ and NEAR_ names."""

    one: str
    other: str
    score: int
    reasons: tuple[str, ...]


def thing(id: str, kind: str, title: str, venue: dict[str, object] | None, contacts: Iterable[dict[str, str]]) -> Thing:
    """What is compared of a page, from its columns."""
    venue = venue or {}
    town = str(venue.get("town") or "")
    if kind not in WITH_OWN_CONTACTS:
        return Thing(id, kind, title, town=town)
    common = {(SAME_POSTCODE, str(venue["postcode"]))} if venue.get("postcode") else set()
    for contact in contacts:
        value = contact["value"].lower()
        if contact["kind"] in ("phone", "relay_uk", "sms"):
            common.add((SAME_PHONE, value.replace(" ", "")))
        elif contact["kind"] == "email":
            common.add((SAME_EMAIL, value))
        elif contact["kind"] == "web":
            common.add((SAME_WEBSITE, value.partition("://")[2].removeprefix("www.").rstrip("/")))
    return Thing(id, kind, title, frozenset(common), town)


def find(things: Sequence[Thing], places: Iterable[str]) -> list[Pair]:
    """Pairs that are likely one thing, the likeliest first. ``places`` are names of towns: titles that differ in
    nothing else are compared as the same."""
    without = STOP_WORDS | {word for place in places for word in WORD.findall(place.lower())}
    names = {each.id: _core(each.title, without) for each in things}
    by_id = {each.id: each for each in things}
    pairs = (_compare(by_id[one], by_id[other], names) for one, other in _candidates(things, names))
    return sorted((pair for pair in pairs if pair), key=lambda pair: (-pair.score, by_id[pair.one].title, pair.other))


def _core(title: str, without: Iterable[str]) -> str:
    """The words of a title that tell it from others, in order of the alphabet; all of them when none does."""
    words = WORD.findall(OWNED.sub("", title.lower()))
    kept = [word for word in words if word not in without]
    return " ".join(sorted(kept or words))


def _candidates(things: Sequence[Thing], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of ids that share something uncommon, each once."""
    blocks: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    words = Counter(word for name in names.values() for word in set(name.split()))
    for each in things:
        if each.kind in NEVER_COMPARED:
            continue
        for what, value in each.common:
            blocks[each.kind, what, value].append(each.id)
        for word in set(names[each.id].split()):
            if words[word] <= MOST_SHARING:
                blocks[each.kind, "word", word].append(each.id)
        blocks[each.kind, "whole name", names[each.id]].append(each.id)
    seen: set[tuple[str, str]] = set()
    for shared in blocks.values():
        if 1 < len(shared) <= MOST_SHARING:
            seen.update((one, other) for one, other in combinations(sorted(shared), 2))
    yield from seen


def _likeness(one: str, other: str) -> float:
    """0 to 100, by letters and by words: “swimming club” and “climbing club” share most letters, but one word only."""
    by_letters = fuzz.ratio(one, other, score_cutoff=LEAST_SIMILAR_NAME)
    if by_letters in (0, 100):
        return by_letters
    words, others = one.split(), other.split()
    found = sum(any(fuzz.ratio(word, each) >= SAME_WORD for each in others) for word in words)
    return min(by_letters, 200 * found / (len(words) + len(others)))


def _compare(one: Thing, other: Thing, names: dict[str, str]) -> Pair | None:
    alike = _likeness(names[one.id], names[other.id])
    if alike < LEAST_SIMILAR_NAME:
        return None
    shared = sorted({what for what, _ in one.common & other.common}, key=lambda what: -WEIGHTS[what])
    if one.town and one.town == other.town:
        shared.append(SAME_TOWN)
    score = alike * NAME_WEIGHT + sum(WEIGHTS[what] for what in shared)
    if one.town and other.town and one.town != other.town:
        score -= OTHER_TOWN
    if alike == 100 and not (one.town or other.town):
        score += WEIGHTS[SAME_TOWN]
    if score < LIKELY:
        return None
    name = SAME_NAME if alike == 100 else NEAR_NAME
    return Pair(one.id, other.id, min(100, round(score)), (name, *shared))
