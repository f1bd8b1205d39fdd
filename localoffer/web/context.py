"""What every template can reach: the council's names and numbers, the menu, the language, formats and labels."""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _

from localoffer.search.site_search import NothingLoaded
from localoffer.web import formats
from localoffer.web.labels import FACET_LABELS, KIND_LABELS, SLOT_LABELS
from localoffer.web.locale import choose, languages, text_direction
from localoffer.web.section_menus import progress_menu, taking_part_menu
from localoffer.web.security import nonce
from localoffer.web.site import hint, label, reference

BARE_SITE: dict[str, Any] = {
    "name": "Local Offer", "strapline": "", "demonstration": False, "brand_colour": "#1d4f5c",
    "brand_shade": "#123a44", "who_to_ring": [],
}  # fmt: skip


def _site_words() -> dict[str, Any]:
    """The council's own words; neutral ones on a site that has no content yet."""
    try:
        authority = reference().authority
    except NothingLoaded:
        return BARE_SITE
    rings = [formats.contact_view(contact, label("contact_kind", contact.kind)) for contact in authority.who_to_ring]
    return {
        "name": authority.site_name, "strapline": authority.strapline, "area": authority.area,
        "authority": authority.name, "demonstration": authority.demonstration,
        "brand_colour": authority.brand_colour, "brand_shade": authority.brand_shade, "who_to_ring": rings,
    }  # fmt: skip


def _menu() -> list[dict[str, Any]]:
    """The main menu, with the page's own part marked."""
    links: list[tuple[str, str, str | tuple[str, ...]]] = [
        (_("Find support"), url_for("search.results", kind="service"), "/search"),
        (_("Help in school"), url_for("provision.index"), "/provision/"),
        (_("Resource bases"), url_for("bases.index"), "/bases/"),
        (_("Schools and settings"), url_for("settings.index"), "/settings/"),
        (_("Guides"), url_for("guides.index"), "/guides/"),
        (_("Words explained"), url_for("glossary.index"), "/glossary/"),
        (_("What we promised"), url_for("dashboard.index"), ("/dashboard/", "/plans/", "/board/", "/you-said-we-did/")),
        (_("Events and news"), url_for("events.index"), ("/events/", "/news/", "/take-part")),
    ]
    return [{"label": text, "url": url, "current": request.path.startswith(start)} for text, url, start in links]


def init_app(app: Flask) -> None:
    """Give templates their surroundings."""

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        return {
            "site": _site_words(), "nav": _menu(), "languages": languages(), "locale_code": choose(),
            "text_direction": text_direction(), "csp_nonce": nonce(), "content_language": formats.content_language(),
        }  # fmt: skip

    app.jinja_env.filters.update(
        day=formats.day,
        clock=formats.clock,
        day_and_time=formats.day_and_time,
        markdown=formats.markdown,
        line=formats.line,
        miles=formats.miles,
        number=formats.number,
        results_said=formats.results_said,
    )
    app.jinja_env.globals.update(
        label=label, hint=hint, ages=formats.ages, kind_labels=KIND_LABELS, facet_labels=FACET_LABELS,
        slot_labels=SLOT_LABELS, contact_view=formats.contact_view, progress_menu=progress_menu,
        taking_part_menu=taking_part_menu,
    )  # fmt: skip
