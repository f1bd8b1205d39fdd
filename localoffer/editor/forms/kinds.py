"""The forms of all kinds: which sections a page has, for whom, and what their fields are."""

from collections.abc import Mapping
from typing import Any

from localoffer.editor.forms import (
    bases,
    events,
    every_kind,
    guides,
    indicators,
    meetings,
    news,
    organisations,
    plans,
    provision,
    responses,
    services,
    settings,
    terms,
)
from localoffer.editor.forms.every_kind import DESK_ONLY
from localoffer.editor.forms.fields import Book, Raw, Specs, pick, spec
from localoffer.editor.forms.sections import Section
from localoffer.records.registry import KINDS
from localoffer.records.services import PROFILES

_MODULES: Mapping[str, Any] = {
    "service": services, "base": bases, "setting": settings, "organisation": organisations, "guide": guides,
    "provision": provision, "term": terms, "plan": plans, "meeting": meetings, "indicator": indicators,
    "response": responses, "event": events, "news": news,
}  # fmt: skip
#: What every field of every kind is called.
BOOK = Book(every_kind.WORDS, *(module.WORDS for module in _MODULES.values()))


def sections(kind: str) -> tuple[Section, ...]:
    """All sections of a kind, in order."""
    found: tuple[Section, ...] = _MODULES[kind].SECTIONS
    return found


def fields(kind: str) -> Specs:
    """All fields of a kind."""
    return spec(KINDS[kind].document, BOOK)


def asked(kind: str, section: Section, words: Raw, *, for_desk: bool) -> Specs:
    """The fields of a section that are asked of somebody: of the whole desk or of a provider, as the page is now."""
    names = [name for name in section.fields if for_desk or name not in DESK_ONLY]
    return pick(fields(kind), [name for name in names if _applies(name, words)])


def _applies(name: str, words: Raw) -> bool:
    """Details that only some categories have are asked only of those, and where somebody has filled them in."""
    if name not in PROFILES.values() or words.get(name):
        return True
    return any(PROFILES.get(category) == name for category in words.get("categories") or [])


def shown(kind: str, words: Raw, *, for_desk: bool) -> list[tuple[Section, Specs]]:
    """Sections with something to ask, each with its fields."""
    found = [(each, asked(kind, each, words, for_desk=for_desk)) for each in sections(kind)]
    return [(section, specs) for section, specs in found if specs]


def section_of(kind: str, dotted: str) -> str:
    """The key of the section that asks for a field; empty for one that no section asks for."""
    name = dotted.partition(".")[0]
    return next((each.key for each in sections(kind) if name in each.fields), "")
