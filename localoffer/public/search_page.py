"""What the results page shows, made from what was found: cards, chips, filters, notes, ways on when nothing fits."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup
from sqlmodel import Session

from localoffer.records.authority import Confusable, Fallback
from localoffer.records.queries import entries_by_id, published_at
from localoffer.search.analysis import tokens
from localoffer.search.finder import FACETS, MILES, Found, Relaxation
from localoffer.search.site_search import Ready, SiteSearch
from localoffer.search.understanding import READABLE
from localoffer.search.when import PAST, UPCOMING, read_when
from localoffer.web import formats
from localoffer.web.addresses import Pairs, having, query_url, without
from localoffer.web.cards import Card, card, entry_url
from localoffer.web.help_panels import panel_view
from localoffer.web.labels import FACET_LABELS, FACET_VOCABULARIES, KIND_LABELS, SORT_LABELS
from localoffer.web.words_explained import Explained, explain

#: Filters that stand open; the others are a tap away.
OPEN = ("kind", "category", "need")
SHOWN_FACETS = (
    "kind", "category", "event_type", "theme", "need", "phase", "place", "cost", "referral", "feature", "topic",
    "audience",
)  # fmt: skip
#: Kinds that are about days.
DATED = {"event", "news", "meeting", "plan", "response", "indicator"}
#: How many years back the filter of days offers.
YEARS_BACK = 5


@dataclass(frozen=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str
    hint: str = ""


class SearchPage:
    """Everything the results template asks for, by name."""

    def __init__(
        self, session: Session, search: SiteSearch, ready: Ready, found: Found, pairs: Pairs, today: date
    ) -> None:
        self.found, self.pairs = found, pairs
        self._session, self._ready, self._today = session, ready, today
        self._vocabularies = ready.words.reference.vocabularies
        self._marks = ready.highlighter(found.understood)
        self.path = url_for("search.results")
        self.total, self.page, self.pages = found.page.total, found.request.page, found.pages

    def url(self, pairs: Pairs) -> str:
        """This search with other pairs."""
        return query_url(self.path, pairs)

    def cards(self) -> list[Card]:
        """The results of this page; an entry withdrawn this very moment is left out."""
        entries = entries_by_id(self._session, [hit.entry_id for hit in self.found.page.hits])
        marks = self._marks if self.found.understood.words else None
        return [
            card(entries[hit.entry_id], self._vocabularies, today=self._today, miles=hit.miles, marks=marks)
            for hit in self.found.page.hits
            if hit.entry_id in entries
        ]

    @property
    def heading(self) -> str:
        """> 12 results for “sleep”, > 575 results"""
        text = self.found.understood.corrected if self._mended else self.found.understood.text
        if not text:
            return ngettext("%(num)s result", "%(num)s results", self.total)
        return ngettext("%(num)s result for “%(text)s”", "%(num)s results for “%(text)s”", self.total, text=text)

    @property
    def _mended(self) -> bool:
        return bool(self.found.understood.corrected) and not self.found.request.as_typed

    def correction(self) -> dict[str, object] | None:
        """What was mended, and the way back to what was typed."""
        if not self._mended:
            return None
        return {
            "corrected_html": Markup("<strong>{}</strong>").format(self.found.understood.corrected),
            "original": self.found.understood.text,
            "original_url": self.url(having(self.pairs, "exact", "1")),
        }

    def notes(self) -> list[str]:
        """Sentences about what could not be used, or was let go of."""
        notes = list(self.found.problems)
        if self.found.understood.shortened:
            notes.append(gettext("Your question was long, so we used the first part of it."))
        if self.found.loosened:
            parts = {"age": gettext("the age"), "phase": gettext("the stage"), "place": gettext("the place")}
            what = ", ".join(parts[name] for name in self.found.loosened)
            notes.append(gettext("Nothing matched everything, so we left out %(what)s.", what=what))
        if self.found.request.sort == "distance" and not self.found.place:
            notes.append(gettext("Type a postcode or town to see what is nearest."))
        return notes

    def chip_views(self) -> list[dict[str, str]]:
        """The chips as their component shows them."""
        return [{"label": chip.label, "remove_url": chip.url} for chip in self.chips()]

    def clear_url(self) -> str:
        """The same question without any filter; empty when there is none to clear."""
        words = [("words", part) for part in READABLE]
        kept = [(name, value) for name, value in self.pairs if name in ("q", "exact")]
        return self.url([*kept, *words]) if self.chips() else ""

    def chips(self) -> list[Link]:
        """Every filter in force, each with the address that takes it off."""
        chips = [
            Link(self.value_label(name, value), self.url(without(self.pairs, name, value)))
            for name, value in self.pairs
            if name in FACETS
        ]
        chips += [*self._age_chip(), *self._when_chip(), *self._place_chip(), *self._phase_chips()]
        return chips

    def _age_chip(self) -> list[Link]:
        if not self.found.age:
            return []
        label = formats.ages(*self.found.age)
        if self.found.request.age:
            return [Link(label, self.url(without(self.pairs, "age")))]
        return [Link(label, self.url([*without(self.pairs, "page"), ("words", "age")]))]

    def _when_chip(self) -> list[Link]:
        if not self.found.days:
            return []
        return [Link(self._when_label(self.found.request.when), self.url(without(self.pairs, "when")))]

    def _when_label(self, when: str) -> str:
        """> Still to come, > In 2026, > In December 2026, > On 3 December 2026"""
        asked = when.strip().lower()
        if asked in (UPCOMING, PAST):
            return gettext("Still to come") if asked == UPCOMING else gettext("In the past")
        days, _problem = read_when(asked, self._today)
        if days is None:
            return when
        if days[0] == days[1]:
            return gettext("On %(day)s", day=formats.day(days[0]))
        return gettext("In %(month)s", month=asked if len(asked) == len("2026") else formats.month(days[0]))

    def _place_chip(self) -> list[Link]:
        place = self.found.place
        if not place or (not self.found.request.near and "place" in self.found.request.filters):
            return []
        label = gettext("Within %(miles)s miles of %(place)s", miles=self.found.within, place=place.label)
        if self.found.request.near:
            return [Link(label, self.url(without(without(self.pairs, "near"), "within")))]
        return [Link(label, self.url([*without(self.pairs, "page"), ("words", "place")]))]

    def _phase_chips(self) -> list[Link]:
        if "phase" in self.found.loosened or "phase" in self.found.request.filters:
            return []
        address = self.url([*without(self.pairs, "page"), ("words", "phase")])
        return [Link(self.value_label("phase", key), address) for key in self.found.understood.phases]

    def value_label(self, facet: str, value: str) -> str:
        """The label of a facet's value."""
        if facet == "kind":
            return str(KIND_LABELS.get(value, value))
        if facet == "place" and value in self._vocabularies["place"] and value not in self._vocabularies["district"]:
            return self._vocabularies.label("place", value)
        return self._vocabularies.label(FACET_VOCABULARIES[facet], value)

    def filters(self) -> list[dict[str, object]]:
        """Filter groups with counts; values that would find nothing are left out unless they are ticked."""
        groups = []
        for name in SHOWN_FACETS:
            ticked = self.found.request.filters.get(name, frozenset())
            counts = dict(self.found.page.facets.get(name, {}))
            options = [
                {
                    "value": value,
                    "label": self.value_label(name, value),
                    "count": counts.get(value, 0),
                    "checked": value in ticked,
                }
                for value in [*counts, *(each for each in sorted(ticked) if each not in counts)]
                if value in ticked or not self._hidden(name, value)
            ]
            options.sort(key=lambda option: (not option["checked"], -int(str(option["count"])), str(option["label"])))
            if options:
                is_open = name in OPEN or bool(ticked)
                groups.append(
                    {
                        "name": name,
                        "label": FACET_LABELS[name],
                        "open": is_open,
                        "kind": "checkboxes",
                        "options": options,
                    }
                )
        return groups

    def _hidden(self, facet: str, value: str) -> bool:
        term = self._vocabularies[FACET_VOCABULARIES.get(facet, "")].get(value)
        return bool(term and term.hidden)

    def form(self) -> dict[str, object]:
        """The fields beside the tick boxes: where, how far, in what order."""
        request = self.found.request
        error = next(iter(self.found.problems), "") if request.near and not self.found.place else ""
        return {
            "near": {"value": request.near, "error": error, "hint": gettext("Like EX1 1AA or Tiverton")},
            "within": [
                {
                    "value": str(each),
                    "label": ngettext("%(num)s mile", "%(num)s miles", each),
                    "checked": each == self.found.within,
                }
                for each in MILES
            ],
            "sort": [
                {"value": key, "label": text, "checked": key == request.sort} for key, text in SORT_LABELS.items()
            ],
        }

    def filter_groups(self) -> list[dict[str, object]]:
        """The age field, then every facet."""
        age = {
            "name": "age", "label": gettext("Age"), "open": bool(self.found.request.age), "kind": "text",
            "value": self.found.request.age, "hint": gettext("A number from 0 to 25, or from–to like 11-16"),
        }  # fmt: skip
        return [age, *self._when_filter(), *self.filters()]

    def _when_filter(self) -> list[dict[str, object]]:
        """To come, past, or one of the last years; also what an address asked for besides."""
        asked = self.found.request.when.strip().lower()
        if not asked and not DATED.intersection(self.found.page.facets.get("kind", {})):
            return []
        years = [str(self._today.year - back) for back in range(-1, YEARS_BACK)]
        values = [UPCOMING, PAST, *years]
        values += [asked] if self.found.days and asked not in values else []
        options = [{"value": "", "label": gettext("Any time"), "checked": not asked}]
        options += [{"value": each, "label": self._when_label(each), "checked": each == asked} for each in values]
        return [{
            "name": "when", "label": gettext("When"), "open": bool(asked), "kind": "select", "options": options,
        }]  # fmt: skip

    def panels(self) -> list[dict[str, object]]:
        """Help that must stand above everything else."""
        return [panel_view(self._session, self._vocabularies, panel) for panel in self.found.understood.panels]

    def confusables(self) -> list[tuple[Confusable, str]]:
        """Two words families mix up, explained, with the address of more."""
        found = []
        for each in self.found.understood.confusables:
            for entry in published_at(self._session, [each.link]):
                found.append((each, entry_url(entry)))
        return found

    def explained(self) -> list[Explained]:
        """Glossary words of the query."""
        return explain(self._ready.words, self.found.understood.explained[:2])

    def relaxations(self) -> list[Link]:
        """What to let go of when nothing was found, and how much each would find."""
        return [Link(*self._relaxation(each)) for each in self.found.relaxations]

    def _relaxation(self, each: Relaxation) -> tuple[str, str]:
        count = ngettext("%(num)s result", "%(num)s results", each.total)
        if each.name == "within":
            label = gettext("Look within %(miles)s miles", miles=each.value)
            pairs = having(self.pairs, "within", each.value)
        elif each.name == "near":
            label = gettext("Look in the whole county")
            pairs = [*without(without(self.pairs, "near"), "within"), ("words", "place")]
        elif each.name == "q":
            label = gettext("Search for “%(words)s” alone", words=each.value)
            pairs = having(self.pairs, "q", each.value)
        elif each.name == "age":
            label, pairs = gettext("Look at any age"), without(self.pairs, "age")
        elif each.name == "when":
            label, pairs = gettext("Look at any time"), without(self.pairs, "when")
        else:
            label = gettext("Leave out “%(filter)s”", filter=self.value_label(each.name, each.value))
            pairs = without(self.pairs, each.name)
        return f"{label} ({count})", self.url(pairs)

    def fallbacks(self) -> list[Link]:
        """Guides to read when nothing was found: those that fit a word of the question, else the general ones."""
        words = {token.stem for token in tokens(self.found.understood.text)}
        for each in self._ready.words.reference.authority.fallbacks:
            if not each.phrases or _meets(each, words):
                entries = published_at(self._session, each.links)
                return [Link(entry.title, entry_url(entry), entry.summary) for entry in entries]
        return []

    def page_url(self, page: int) -> str:
        """Another page of this search."""
        return self.url(having(self.pairs, "page", str(page) if page > 1 else ""))

    def hidden_fields(self) -> Pairs:
        """What the filter form must carry along unseen."""
        return [(name, value) for name, value in self.pairs if name in ("q", "words", "exact")]


def _meets(fallback: Fallback, words: set[str]) -> bool:
    return any(token.stem in words for phrase in fallback.phrases for token in tokens(phrase))
