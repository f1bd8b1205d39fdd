"""One entry as its page shows it: quick read first, then facts, contacts, words explained, and where to go next."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlmodel import Session

from localoffer.records.bases import BaseDocument
from localoffer.records.documents import Document
from localoffer.records.entries import Entry
from localoffer.records.feedback_queries import reported_since
from localoffer.records.guides import GuideDocument
from localoffer.records.moments import day_in_england
from localoffer.records.provision import Framework, ProvisionDocument
from localoffer.records.queries import published_at, tagged
from localoffer.records.registry import KINDS, address_of
from localoffer.records.services import ServiceDocument
from localoffer.records.terms import TermDocument
from localoffer.search.contract import Query
from localoffer.search.site_search import Ready
from localoffer.web import entry_facts, formats
from localoffer.web.cards import Card, card, entry_url
from localoffer.web.cards import Section as Section  # also for the pages of kinds, which import it from here
from localoffer.web.event_page import EventPage
from localoffer.web.indicator_page import IndicatorPage
from localoffer.web.labels import SLOT_LABELS
from localoffer.web.meeting_page import MeetingPage
from localoffer.web.news_page import NewsPage
from localoffer.web.plan_page import PlanPage
from localoffer.web.response_page import ResponsePage
from localoffer.web.site import site
from localoffer.web.words_explained import Explained, explain, mark

SLOT_ICONS = {
    "what_it_is": "what", "who_for": "who", "how_to_get": "how", "cost": "cost", "how_long": "time",
    "contact": "contact", "what_next": "next", "we_said": "talk", "we_did": "checked", "changed": "heart",
    "late_why": "due", "next_date": "time",
}  # fmt: skip
MOST_ALIKE = 3


class EntryPage:
    """Everything an entry's template asks for, by name. ``document`` may be an older version than the row shows."""

    def __init__(
        self, session: Session, ready: Ready, entry: Entry, document: Document, today: date, version: int = 0
    ) -> None:
        self.entry, self.document, self.today = entry, document, today
        self._session, self._ready, self._version = session, ready, version
        self.vocabularies = ready.words.reference.vocabularies
        self.kind = KINDS[entry.kind]
        self.url = entry_url(entry)
        self.quick_read_url = url_for("entries.quick_read", folder=self.kind.folder, slug=entry.slug)

    # --- the top of the page ---

    def breadcrumbs(self) -> list[dict[str, str]]:
        """From home to the list this entry stands in."""
        lists = {
            "service": (_("Find support"), url_for("search.results", kind="service")),
            "base": (_("Resource bases"), url_for("bases.index")),
            "setting": (_("Schools and settings"), url_for("settings.index")),
            "organisation": (_("Organisations"), url_for("search.results", kind="organisation")),
            "guide": (_("Guides"), url_for("guides.index")),
            "provision": (_("Help in school"), url_for("provision.index")),
            "term": (_("Words explained"), url_for("glossary.index")),
            "indicator": (_("Facts and figures"), url_for("dashboard.index")),
            "plan": (_("Plans"), url_for("plans.index")),
            "meeting": (_("The board"), url_for("board.index")),
            "response": (_("You said, we did"), url_for("register.index")),
            "event": (_("Events"), url_for("events.index")),
            "news": (_("News"), url_for("news.index")),
        }
        label, url = lists[self.entry.kind]
        return [{"label": _("Home"), "url": url_for("home.show")}, {"label": label, "url": url}]

    def slots(self) -> list[dict[str, object]]:
        """The quick read, slot by slot, with words of the glossary linked."""
        return [
            {"key": SLOT_ICONS[slot], "label": SLOT_LABELS[slot], "text_html": self._slot_html(text)}
            for slot, text in self.document.quick_read.filled()
        ]

    def _slot_html(self, text: str) -> Markup:
        return formats.as_content(self._explained_html(formats.tappable(formats.line(text))))

    def plain_slots(self) -> list[dict[str, object]]:
        """The quick read without links, for paper."""
        return [
            {
                "key": SLOT_ICONS[slot],
                "label": SLOT_LABELS[slot],
                "text_html": formats.as_content(formats.tappable(formats.line(text))),
            }
            for slot, text in self.document.quick_read.filled()
        ]

    def report_url(self) -> str:
        """Where to say that something here is wrong."""
        return url_for("feedback.wrong", about=address_of(self.entry.kind, self.entry.slug))

    @property
    def framework(self) -> Framework | None:
        """The framework of a provision item."""
        return self._ready.words.reference.framework

    def version_number(self) -> int:
        """Which public version this page shows."""
        return self._version or self.entry.revision

    def version_url(self) -> str:
        """The address of exactly this version, for ever."""
        return url_for("entries.version", folder=self.kind.folder, slug=self.entry.slug, number=self.version_number())

    def beside(self) -> list[dict[str, str]]:
        """Items of the other part of the framework that belong beside this one."""
        assert isinstance(self.document, ProvisionDocument)
        found = published_at(self._session, [address_of("provision", slug) for slug in self.document.beside])
        return [
            {
                "title": each.title,
                "url": entry_url(each),
                "part": each.fields["part"],
                "expectation": each.fields["expectation"],
            }
            for each in found
        ]

    def contacts(self) -> list[dict[str, str]]:
        """Public contacts; made to be tapped."""
        return [
            formats.contact_view(contact, self.vocabularies.label("contact_kind", contact.kind))
            for contact in self.document.contacts
            if contact.public
        ]

    @property
    def overdue(self) -> bool:
        """True when the next check is past its day."""
        return self.document.review_due < self.today

    def checked_text(self) -> str:
        """> Checked on 5 October 2026 by the NHS."""
        day, by = formats.day(self.document.reviewed_on), self.document.verified_by
        if by == "unverified":
            return _("Written on %(day)s. Nobody from this service has checked it yet.", day=day)
        if by == "feed":
            return _("Copied from a public register on %(day)s.", day=day)
        return _("Checked on %(day)s by %(who)s.", day=day, who=self.vocabularies.label("verified_by", by))

    def due_text(self) -> str:
        """> Next check due by 31 March 2027."""
        if self.document.is_record:
            return _("This is a record of something past. It stays as it was.")
        day = formats.day(self.document.review_due)
        return _("A check was due by %(day)s.", day=day) if self.overdue else _("Next check due by %(day)s.", day=day)

    def reported_text(self) -> str:
        """> Somebody told us on 3 November 2026 …; empty while no report is open, and on older versions."""
        if self.version_number() != self.entry.revision:
            return ""
        since = reported_since(self._session, self.entry.id)
        if since is None:
            return ""
        day = formats.day(day_in_england(since))
        return _("Somebody told us on %(day)s that something here may be wrong. We are checking it.", day=day)

    def closed_text(self) -> str:
        """> Closed until 3 May 2027; empty while it is open."""
        return formats.closed(self.document.closed, self.today)

    # --- the body ---

    @cached_property
    def body(self) -> Markup:
        """The full text with words of the glossary linked."""
        return self._explained_html(formats.markdown(self.document.body)) if self.document.body else Markup("")

    def prose(self, text: str, top: int = 2) -> Markup:
        """A longer text of this entry, in Markdown, with words of the glossary linked; headings begin at ``top``."""
        return formats.as_content(self._explained_html(formats.markdown(text, top)), "div")

    def rich(self, text: str) -> Markup:
        """A text of this entry with words of the glossary linked."""
        return formats.as_content(self._explained_html(formats.line(text)))

    def _explained_html(self, html: Markup) -> Markup:
        besides = self.entry.slug if self.entry.kind == "term" else ""
        marked, slugs = mark(self._ready.words, html, besides)
        self._met.extend(slugs)
        return marked

    @cached_property
    def _met(self) -> list[str]:
        """Glossary words met so far, in order."""
        return []

    def words(self) -> list[Explained]:
        """Meanings of the words linked on this page. Ask for it last: it knows what was shown before."""
        return explain(self._ready.words, self._met)

    def facts(self) -> list[entry_facts.Row]:
        """The facts table."""
        return self.own.facts() if self.own else entry_facts.rows(self.document, self.vocabularies)

    @cached_property
    def own(self) -> "Own | None":
        """What only pages of this kind show; None for kinds that need no more than an entry has."""
        return _OWN[self.entry.kind](self) if self.entry.kind in _OWN else None

    def opening_times(self) -> list[dict[str, str]]:
        """Regular sessions of a service."""
        if not isinstance(self.document, ServiceDocument):
            return []
        rows = []
        for each in self.document.schedule:
            season = self.vocabularies.label("season", each.season) if each.season != "all_year" else ""
            hours = _("%(opens)s to %(closes)s", opens=each.opens, closes=each.closes)
            note = ". ".join(part for part in (season, each.note) if part)
            rows.append({"days": self.vocabularies.label("day", each.day), "hours": hours, "note": note})
        return rows

    def address_lines(self) -> list[str]:
        """The address line by line; only the town where the exact address is kept private."""
        venue = self.document.venue
        if venue is None:
            return []
        town = self.vocabularies.label("place", venue.town) if venue.town else ""
        if venue.hide_exact_address:
            return [town or (venue.postcode or "").partition(" ")[0]]
        return [line for line in (venue.name, venue.address, town, venue.postcode) if line]

    def map_url(self) -> str:
        """The place on a public map, for those who want one; empty where the exact address is kept private."""
        venue = self.document.venue
        if venue is None or venue.hide_exact_address or self.entry.lat is None:
            return ""
        return f"https://www.openstreetmap.org/?mlat={self.entry.lat}&mlon={self.entry.lon}#map=16/{self.entry.lat}/{self.entry.lon}"

    def labels(self, vocabulary: str, keys: Sequence[str]) -> list[str]:
        """Labels of vocabulary values."""
        return [self.vocabularies.label(vocabulary, key) for key in keys]

    # --- where to go next ---

    def sections(self) -> list[Section]:
        """Entries that belong to this one, kind by kind, then what is like it."""
        found = self.own.sections() if self.own else _SECTIONS[self.entry.kind](self)
        shown = {each.url for section in found for each in section.cards}
        related = [
            each for each in self.cards(published_at(self._session, self.document.related)) if each.url not in shown
        ]
        if not related and not found and self.entry.kind != "term":
            related = self._alike()
        found.append(Section(_("You may also want"), related))
        return [section for section in found if section.cards]

    def cards(self, entries: Sequence[Entry]) -> list[Card]:
        """Cards of entries."""
        return [card(entry, self.vocabularies, today=self.today) for entry in entries]

    def at(self, addresses: Sequence[str]) -> list[Card]:
        """Cards of the published entries at these addresses."""
        return self.cards(published_at(self._session, addresses))

    def tagged(self, kind: str, facet: str, value: str) -> list[Card]:
        """Cards of the published entries of a kind with a tag, without this one."""
        return self.cards([each for each in tagged(self._session, kind, facet, value) if each.id != self.entry.id])

    def _alike(self) -> list[Card]:
        """A few of the same kind with the same need."""
        need = next((key for key in self.document.needs if key != "ALL"), None)
        if need is None:
            return []
        filters = {"kind": frozenset([self.entry.kind]), "need": frozenset([need])}
        hits = site().search.answer(self._session, Query(filters=filters, limit=MOST_ALIKE + 1)).hits
        from_ids = [hit.entry_id for hit in hits if hit.entry_id != self.entry.id][:MOST_ALIKE]
        entries = [entry for entry_id in from_ids if (entry := self._session.get(Entry, entry_id))]
        return self.cards(entries)


Own = PlanPage | MeetingPage | IndicatorPage | ResponsePage | EventPage | NewsPage
_OWN: dict[str, type[Own]] = {
    "plan": PlanPage, "meeting": MeetingPage, "indicator": IndicatorPage, "response": ResponsePage,
    "event": EventPage, "news": NewsPage,
}  # fmt: skip


def _service_sections(page: EntryPage) -> list[Section]:
    document = page.document
    assert isinstance(document, ServiceDocument)
    waiting = document.health_diagnosis.support_while_waiting if document.health_diagnosis else []
    return [
        Section(_("Help while you wait"), page.at(waiting)),
        Section(_("If this is not right for you"), page.at(document.if_not_eligible)),
        Section(_("Who runs it"), page.at([address_of("organisation", document.organisation)])),
    ]


def _base_sections(page: EntryPage) -> list[Section]:
    document = page.document
    assert isinstance(document, BaseDocument)
    return [
        Section(_("The school it is part of"), page.at([address_of("setting", document.school)])),
        Section(_("Other bases at this school"), page.tagged("base", "setting", document.school)),
    ]


def _setting_sections(page: EntryPage) -> list[Section]:
    return [Section(_("Resource bases here"), page.tagged("base", "setting", page.entry.slug))]


def _organisation_sections(page: EntryPage) -> list[Section]:
    return [Section(_("What they offer"), page.tagged("service", "organisation", page.entry.slug))]


def _guide_sections(page: EntryPage) -> list[Section]:
    document = page.document
    assert isinstance(document, GuideDocument)
    return [Section(_("If the answer is no"), page.at(document.rights_if_no))]


def _provision_sections(page: EntryPage) -> list[Section]:
    document = page.document
    assert isinstance(document, ProvisionDocument)
    return [
        Section(_("If this is not enough"), page.at(document.step_up_to)),
        Section(_("Things that help"), page.at(document.resources)),
    ]


def _term_sections(page: EntryPage) -> list[Section]:
    document = page.document
    assert isinstance(document, TermDocument)
    see = [address_of("term", document.see)] if document.see else []
    others = [address_of("term", slug) for slug in document.see_also]
    return [Section(_("The word used now"), page.at(see)), Section(_("Words that go with it"), page.at(others))]


_SECTIONS: dict[str, Callable[[EntryPage], list[Section]]] = {
    "service": _service_sections, "base": _base_sections, "setting": _setting_sections,
    "organisation": _organisation_sections, "guide": _guide_sections, "provision": _provision_sections,
    "term": _term_sections,
}  # fmt: skip
