"""A first draft of a quick read, put together from what the form holds. Somebody must read it and confirm it.

It says nothing that is not in the fields: a slot whose fields are empty gets no draft. It is content, so it is English.
Every sentence passes the plain-language check; one that would not is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from localoffer.quickread import lint, plan_draft
from localoffer.quickread.glossary import NOTHING_AROUND, Around
from localoffer.quickread.wordings import ages, joined, list_of, number, school_years, sentence, sentences_of, text_of
from localoffer.records.registry import KINDS
from localoffer.text import readability

Raw = Mapping[str, Any]
#: (vocabulary, key) -> the label families see.
Labels = Callable[[str, str], str]
Lines = Iterator[str]
#: Words a sentence of a draft may have, and sentences a slot may have.
MOST_WORDS_IN_SENTENCE, MOST_SENTENCES = 19, 2
MOST_NEEDS, MOST_ROUTES, MOST_NAMED = 3, 2, 2
SPOKEN_TO = ("phone", "relay_uk")
WAYS = (*SPOKEN_TO, "sms", "email", "web")


class Draft:
    """Writes the slots of one page. ``titles``: address -> title of pages that the fields name."""

    def __init__(self, kind: str, raw: Raw, labels: Labels, titles: Mapping[str, str], around: Around) -> None:
        self.kind, self.raw, self.labels, self.titles, self.around = kind, raw, labels, titles, around

    def text(self, name: str) -> str:
        """A text field, empty when there is none."""
        return text_of(self.raw, name)

    def label(self, vocabulary: str, name: str) -> str:
        """The label of a field's value, empty when there is none."""
        key = self.text(name)
        return self.labels(vocabulary, key) if key else ""

    def named(self, name: str) -> list[str]:
        """Titles of the pages that a field names, those we know."""
        return [self.titles[each] for each in list_of(self.raw, name) if isinstance(each, str) and each in self.titles]


def draft(
    kind: str, raw: Raw, labels: Labels, *, titles: Mapping[str, str] | None = None, around: Around = NOTHING_AROUND
) -> dict[str, str]:
    """Slot -> draft, for the slots that the fields of a document (whole or not) say something about."""
    words = Draft(kind, raw, labels, titles or {}, around)
    explained: set[str] = set()
    slots: dict[str, str] = {}
    for slot in KINDS[kind].document.slots():
        if found := _plain(slot, _candidates(slot, words), explained):
            slots[slot] = " ".join(found)
    return _short_enough(slots)


def _candidates(slot: str, words: Draft) -> Iterable[str]:
    if words.kind == "plan":
        return plan_draft.lines(slot, words.raw)
    return _OWN.get((words.kind, slot), _COMMON.get(slot, _nothing))(words)


def _plain(slot: str, candidates: Iterable[str], explained: set[str]) -> list[str]:
    """The first sentences that the check lets pass."""
    kept: list[str] = []
    for each in candidates:
        known = set(explained)
        if _said(each, kept) or not _is_short(each) or len(readability.sentences(each)) != 1:
            continue
        if not lint.check_slot(slot, each, known):
            kept.append(each)
            explained |= known
        if len(kept) == MOST_SENTENCES:
            break
    return kept


def _is_short(text: str) -> bool:
    return 0 < len(readability.words(text)) <= MOST_WORDS_IN_SENTENCE


def _said(candidate: str, kept: list[str]) -> bool:
    """Whether a sentence that was kept says it already, and perhaps more."""
    return any(each.startswith(candidate.rstrip(".")) for each in kept)


def _short_enough(slots: dict[str, str]) -> dict[str, str]:
    """The slots with their second sentences taken away, from the longest on, until the whole is not too hard."""
    while any(finding.rule in ("words", "grade") for finding in lint.check_whole("\n".join(slots.values()))):
        long = [slot for slot, text in slots.items() if len(readability.sentences(text)) > 1]
        if not long:
            break
        slot = max(long, key=lambda each: len(slots[each]))
        slots[slot] = readability.sentences(slots[slot])[0]
    return slots


# --- what every kind says ---


def _what_it_is(words: Draft) -> Lines:
    short = [each for each in sentences_of(words.text("summary")) if _is_short(each)]
    yield from short or [sentence(words.text("title"))]


def _who_for(words: Draft) -> Lines:
    if told := ages(words.raw):
        yield told
    yield from _needs(words, "needs", "It helps with: {}.")
    yield from sentences_of(words.text("eligibility"))


def _needs(words: Draft, name: str, frame: str) -> Lines:
    keys = [each for each in list_of(words.raw, name) if isinstance(each, str) and each != "ALL"]
    if keys:
        yield frame.format(joined([words.labels("need", key) for key in keys[:MOST_NEEDS]]))


def _nothing(_words: Draft) -> Lines:
    return iter(())


def _contact(words: Draft) -> Lines:
    public = [each for each in list_of(words.raw, "contacts") if isinstance(each, Mapping) and each.get("public", True)]
    known = [each for each in public if each.get("kind") in WAYS and text_of(each, "value")]
    for each in sorted(known, key=lambda each: WAYS.index(each["kind"])):
        yield _way_to_reach(each)
        if each["kind"] in SPOKEN_TO and (hours := text_of(each, "hours")):
            yield sentence(f"Call times: {hours}")
        return


def _way_to_reach(contact: Raw) -> str:
    value = text_of(contact, "value")
    if contact["kind"] == "web":
        value = _short_address(value)
    return {
        "phone": "Ring {}.", "relay_uk": "Ring Relay UK on {}.", "sms": "Send a text message to {}.",
        "email": "Write to {}.", "web": "Go to {}.",
    }[contact["kind"]].format(value)  # fmt: skip


def _short_address(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _what_next(words: Draft) -> Lines:
    yield from _look_at(words, "related", "You may also want {}.")


def _look_at(words: Draft, name: str, frame: str) -> Lines:
    titles = [f"“{title}”" for title in words.named(name)[:MOST_NAMED]]
    if len(titles) > 1:
        yield frame.format(" or ".join(titles))
    for title in titles[:1]:
        yield frame.format(title)


# --- what one kind says ---


def _service_how(words: Draft) -> Lines:
    for key in list_of(words.raw, "referral_route")[:MOST_ROUTES]:
        if isinstance(key, str):
            yield sentence(words.labels("referral_route", key))
    yield from _steps(words, "referral_steps")


def _steps(words: Draft, name: str) -> Lines:
    for each in list_of(words.raw, name):
        if isinstance(each, str):
            yield from sentences_of(each)


def _service_cost(words: Draft) -> Lines:
    if words.text("cost") == "free":
        yield "It is free."
    else:
        yield sentence(words.label("cost", "cost"))
    yield from sentences_of(words.text("cost_note"))


def _service_wait(words: Draft) -> Lines:
    crisis = words.raw.get("crisis")
    if isinstance(crisis, Mapping):
        yield from sentences_of(text_of(crisis, "hours"))
    wait = words.raw.get("wait")
    if isinstance(wait, Mapping) and (told := _waited(wait)):
        yield told


def _waited(wait: Raw) -> str:
    on, value = _day(wait.get("as_at")), number(wait.get("value"))
    unit = text_of(wait, "unit")
    frame = {
        "median": "On {on} half of all families had waited {length} or less.",
        "typical": "On {on} most families waited about {length}.",
        "maximum": "On {on} nobody had waited longer than {length}.",
    }.get(text_of(wait, "kind"), "")
    if not (on and value and unit and frame):
        return ""
    return frame.format(on=on, length=f"{value} {unit.removesuffix('s') if value == '1' else unit}")


def _day(value: object) -> str:
    """> 5 October 2026; empty for what is no day."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _service_next(words: Draft) -> Lines:
    yield from _look_at(words, "if_not_eligible", "If it is not right for you, look at {}.")
    yield from _what_next(words)


def _base_who(words: Draft) -> Lines:
    if years := school_years(words.raw):
        yield years
    yield from _needs(words, "designation_needs", "Main needs: {}.")
    yield from sentences_of(words.text("eligibility"))


def _base_how(words: Draft) -> Lines:
    yield from _steps(words, "how_to_ask")


def _base_places(words: Draft) -> Lines:
    on, places = _day(words.raw.get("places_as_at")), number(words.raw.get("places_commissioned"))
    if on and words.text("vacancies") == "full":
        yield f"It was full on {on}."
    elif on and places:
        yield f"It had {places} {'place' if places == '1' else 'places'} in all on {on}."
    if intake := _day(words.raw.get("next_intake")):
        yield f"New children start on {intake}."


def _base_next(words: Draft) -> Lines:
    for each in sentences_of(words.text("visits")):
        yield f"Visits: {each}"
        break
    yield from _what_next(words)


def _setting_how(words: Draft) -> Lines:
    yield from sentences_of(words.text("admissions_note"))


def _setting_next(words: Draft) -> Lines:
    if words.text("sen_info_report_url"):
        yield "Read the school’s own SEN information report."
    if words.raw.get("senco_contact"):
        yield "Ask to speak to the SENCo."
    yield from _what_next(words)


def _organisation_how(words: Draft) -> Lines:
    if website := words.text("website"):
        yield f"Look at {_short_address(website)}."
    yield from _contact(words)


def _guide_how(words: Draft) -> Lines:
    for step in list_of(words.raw, "steps"):
        if isinstance(step, Mapping):
            yield from sentences_of(text_of(step, "do"))


def _guide_limits(words: Draft) -> Lines:
    for limit in list_of(words.raw, "time_limits"):
        if isinstance(limit, Mapping):
            label, days = text_of(limit, "label"), number(limit.get("days"))
            yield sentence(f"{label}: {days} {'day' if days == '1' else 'days'} by law" if days else label)


def _guide_next(words: Draft) -> Lines:
    yield from _look_at(words, "rights_if_no", "If the answer is no, look at {}.")
    yield from _what_next(words)


def _provision_what(words: Draft) -> Lines:
    yield from sentences_of(words.text("expectation"))
    yield from _what_it_is(words)


def _provision_who(words: Draft) -> Lines:
    if told := ages(words.raw):
        yield told
    yield from sentences_of(words.text("barrier"))


def _provision_how(words: Draft) -> Lines:
    for question in sentences_of(words.text("parent_question")):
        yield f"Ask the school: “{question}”"


def _provision_long(words: Draft) -> Lines:
    if after := words.text("step_up_after"):
        yield sentence(f"Ask for more help after {after}")


def _provision_next(words: Draft) -> Lines:
    yield from _look_at(words, "step_up_to", "If this is not enough, look at {}.")


def _term_what(words: Draft) -> Lines:
    yield from sentences_of(words.text("definition"))
    yield from _what_it_is(words)


def _term_next(words: Draft) -> Lines:
    for slug in list_of(words.raw, "see_also"):
        if title := words.titles.get(f"glossary/{slug}"):
            yield f"Look at “{title}” too."
            break
    yield from _what_next(words)


_COMMON: dict[str, Callable[[Draft], Lines]] = {
    "what_it_is": _what_it_is, "who_for": _who_for, "how_to_get": _nothing, "cost": _nothing, "how_long": _nothing,
    "contact": _contact, "what_next": _what_next,
}  # fmt: skip
_OWN: dict[tuple[str, str], Callable[[Draft], Lines]] = {
    ("service", "how_to_get"): _service_how, ("service", "cost"): _service_cost,
    ("service", "how_long"): _service_wait, ("service", "what_next"): _service_next,
    ("base", "who_for"): _base_who, ("base", "how_to_get"): _base_how, ("base", "how_long"): _base_places,
    ("base", "what_next"): _base_next,
    ("setting", "how_to_get"): _setting_how, ("setting", "what_next"): _setting_next,
    ("organisation", "how_to_get"): _organisation_how,
    ("guide", "how_to_get"): _guide_how, ("guide", "how_long"): _guide_limits, ("guide", "what_next"): _guide_next,
    ("provision", "what_it_is"): _provision_what, ("provision", "who_for"): _provision_who,
    ("provision", "how_to_get"): _provision_how, ("provision", "how_long"): _provision_long,
    ("provision", "what_next"): _provision_next,
    ("term", "what_it_is"): _term_what, ("term", "who_for"): _nothing, ("term", "contact"): _nothing,
    ("term", "what_next"): _term_next,
}  # fmt: skip
