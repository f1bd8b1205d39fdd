"""How complete a page is: what a family needs to know and does not find on it. Pure: it judges plain words.

A check says yes, no, or nothing where it does not apply. Weights are how much a family misses it; the score is the
weight of what is there, out of 100 of all that applies. docs/desk.md explains each check to editors.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from localoffer.publishing.drafts import has_drifted
from localoffer.publishing.links import urls_in
from localoffer.quickread.lint import check as plain_language
from localoffer.records.documents import Document
from localoffer.records.events import HELD
from localoffer.records.plans import PlanDocument
from localoffer.records.services import DECIDED_BY_OTHERS
from localoffer.text.readability import words as words_in

Raw = dict[str, Any]
#: Below this score a page is called incomplete.
COMPLETE = 80
FEWEST_WORDS = 40
SPOKEN = {"phone", "relay_uk", "sms"}
#: Ways of helping that need no place to go to.
WITHOUT_A_PLACE = {"home", "online", "phone", "school"}


@dataclass(frozen=True)
class Check:
    """One question about a page. ``field`` is where it is mended; ``kinds`` are those it is asked of (empty: all)."""

    name: str
    field: str
    weight: int
    answer: Callable[[Raw], bool | None]
    kinds: tuple[str, ...] = ()


def _public_contacts(words: Raw) -> list[Raw]:
    return [each for each in words.get("contacts") or [] if each.get("public", True)]


def _phone(words: Raw) -> bool:
    return any(each.get("kind") in SPOKEN for each in _public_contacts(words))


def _written(words: Raw) -> bool:
    return any(each.get("kind") in ("email", "web") for each in _public_contacts(words))


def _hours(words: Raw) -> bool | None:
    """Where somebody answers or opens at certain times: when."""
    phones = [each for each in _public_contacts(words) if each.get("kind") in SPOKEN]
    if words.get("schedule") or words.get("crisis"):
        return True
    return all(each.get("hours") for each in phones) if phones else None


def _has_place(words: Raw) -> bool | None:
    if words.get("delivery") and set(words["delivery"]) <= WITHOUT_A_PLACE:
        return None
    venue = words.get("venue") or {}
    return bool(venue.get("postcode") or venue.get("hide_exact_address") or words.get("coverage") not in (None, "all"))


def _access(words: Raw) -> bool | None:
    """A base tells it by its environment, a school in its accessibility plan."""
    venue = words.get("venue") or {}
    told = venue.get("access_note") or words.get("environment") or words.get("accessibility_plan_url")
    return None if not venue or venue.get("hide_exact_address") else bool(told)


def _wait(words: Raw) -> bool | None:
    decided = DECIDED_BY_OTHERS & set(words.get("referral_route") or []) or words.get("health_diagnosis")
    return bool((words.get("wait") or {}).get("as_at")) if decided else None


def _cost_told(words: Raw) -> bool | None:
    return None if words.get("cost") == "free" else bool(words.get("cost") and words.get("cost_note"))


def _found_by_topic(words: Raw) -> bool:
    return bool(words.get("topics")) or any(need != "ALL" for need in words.get("needs") or [])


def _plain(words: Raw) -> bool:
    slots = {slot: text for slot, text in (words.get("quick_read") or {}).items() if isinstance(text, str)}
    kind = PlanDocument if slots.keys() & set(PlanDocument.slots()) else Document
    return not plain_language(kind.quick_read_of(slots))


def _text(words: Raw) -> bool:
    long = sum(map(len, map(words_in, (words.get("body") or "").splitlines()))) >= FEWEST_WORDS
    return long or len(words.get("steps") or []) > 1


def _rights(words: Raw) -> bool | None:
    return bool(words.get("rights_if_no")) if words.get("time_limits") else None


def _reported(words: Raw) -> bool | None:
    """Where there are actions: whether anybody has told how they go."""
    return bool(words.get("updates")) if words.get("actions") else None


def _outcome(words: Raw) -> bool | None:
    """Where an event was held: what came of it."""
    return bool(words.get("outcome") or words.get("outcome_note")) if words.get("status") == HELD else None


def _given(*names: str) -> Callable[[Raw], bool]:
    return lambda words: any(words.get(name) for name in names)


VISITED = ("service", "base", "setting")
REACHED = (*VISITED, "organisation")
ACCOUNTED = ("indicator", "plan", "meeting", "response", "event", "news")
CHECKS = (
    Check("phone", "contacts", 10, _phone, REACHED),
    Check("email", "contacts", 5, _written, REACHED),
    Check("hours", "contacts", 5, _hours, REACHED),
    Check("eligibility", "eligibility", 8, _given("eligibility"), ("service", "base")),
    Check("if_not_eligible", "if_not_eligible", 6, _given("if_not_eligible"), ("service",)),
    Check("wait", "wait", 8, _wait, ("service",)),
    Check("cost_note", "cost_note", 6, _cost_told, ("service",)),
    Check("place", "venue", 6, _has_place, VISITED),
    Check("access_note", "venue", 6, _access, VISITED),
    Check("staffing", "staffing", 4, _given("staffing"), ("base",)),
    Check("environment", "environment", 4, _given("environment"), ("base",)),
    Check("senco", "senco_contact", 8, _given("senco_contact"), ("setting",)),
    Check("report", "sen_info_report_url", 8, _given("sen_info_report_url"), ("setting",)),
    Check("complaints", "complaints_url", 4, _given("complaints_url"), ("organisation",)),
    Check("website", "website", 4, _given("website"), ("organisation",)),
    Check("rights", "rights_if_no", 6, _rights, ("guide",)),
    Check("concerns", "concerns", 6, _given("concerns"), ("provision",)),
    Check("other_words", "synonyms", 4, _given("synonyms", "expansions", "user_phrases"), ("term",)),
    Check("text", "body", 8, _text, ("service", "base", "organisation", "guide")),
    Check("topics", "topics", 6, _found_by_topic, ("service", "guide", "provision", *ACCOUNTED)),
    Check("figures", "figures", 10, _given("figures"), ("indicator",)),
    Check("target", "target", 4, _given("target", "target_note"), ("indicator",)),
    Check("actions", "actions", 10, _given("actions", "commitments"), ("plan",)),
    Check("reported", "updates", 8, _reported, ("plan",)),
    Check("minutes", "minutes", 10, _given("minutes"), ("meeting",)),
    Check("decisions", "decisions", 6, _given("decisions"), ("meeting",)),
    Check("answered", "we_did", 10, _given("we_did"), ("response",)),
    Check("outcome", "outcome", 8, _outcome, ("event",)),
    Check("booking", "booking", 8, _given("booking"), ("event",)),
    Check("stories", "stories", 10, _given("stories"), ("news",)),
    Check("plain", "quick_read", 8, _plain),
    Check("source", "source_url", 4, _given("source_url", "source_note"), ("guide",)),
)  # fmt: skip
#: What the words alone do not tell: how the page is kept.
KEEPING = (
    Check("drifted", "quick_read", 8, lambda kept: not kept["drifted"]),
    Check("links", "contacts", 8, lambda kept: not kept["broken_link"]),
    Check("overdue", "reviewed_on", 12, lambda kept: not kept["overdue"]),
    Check("owner", "owner_id", 8, lambda kept: not kept["unowned"]),
)
BY_NAME = {check.name: check for check in (*CHECKS, *KEEPING)}


@dataclass(frozen=True)
class Reading:
    """What the words of a page alone tell. It changes only with the words, so it may be kept."""

    missing: tuple[str, ...]
    weight: int
    drifted: bool
    #: web addresses the page holds
    links: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quality:
    """``score`` is 0 to 100; ``missing`` are names of checks in BY_NAME, what is missed most first."""

    score: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """True when little that a family needs is missing."""
        return self.score >= COMPLETE


def read(kind: str, words: Raw, basis: str) -> Reading:
    """Go through the words of a page. ``basis`` is the digest of the text that its quick read was confirmed beside."""
    answers = {check.name: check.answer(words) for check in CHECKS if not check.kinds or kind in check.kinds}
    return Reading(
        tuple(name for name, answer in answers.items() if answer is False),
        sum(BY_NAME[name].weight for name, answer in answers.items() if answer is not None),
        has_drifted(words, basis),
        frozenset(urls_in(words)),
    )


def judge(reading: Reading, *, overdue: bool, unowned: bool, broken: Set[str] = frozenset()) -> Quality:
    """The score of a page, from what its words tell and from how it is kept. ``broken``: links that do not work."""
    broken_link = not reading.links.isdisjoint(broken)
    kept = {"drifted": reading.drifted, "overdue": overdue, "unowned": unowned, "broken_link": broken_link}
    missing = [*reading.missing, *(check.name for check in KEEPING if not check.answer(kept))]
    missing.sort(key=lambda name: -BY_NAME[name].weight)
    total = reading.weight + sum(check.weight for check in KEEPING)
    lost = sum(BY_NAME[name].weight for name in missing)
    return Quality(round(100 * (total - lost) / total), tuple(missing))
