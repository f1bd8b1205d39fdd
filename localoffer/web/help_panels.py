"""A help panel as a page shows it: what to do and whom to ring when somebody may be in danger."""

from dataclasses import dataclass

from sqlmodel import Session

from localoffer.records.authority import HelpPanel
from localoffer.records.queries import published_at
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats
from localoffer.web.cards import entry_url


@dataclass(frozen=True)
class PanelLink:
    """A label and where it leads."""

    label: str
    url: str


def panel_view(session: Session, vocabularies: Vocabularies, panel: HelpPanel) -> dict[str, object]:
    """What components/help_panel.html takes."""
    return {
        "title": panel.title,
        "urgent": panel.urgent,
        "lines": panel.lines,
        "contacts": [
            formats.contact_view(contact, vocabularies.label("contact_kind", contact.kind))
            for contact in panel.contacts
        ],
        "links": [PanelLink(entry.title, entry_url(entry)) for entry in published_at(session, panel.links)],
    }
