"""A page of every kind and every state that a visitor can meet; tests of looks go through them all."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def open_filters(page: Page) -> None:
    """Filters open with every group and everything folded away in it."""
    page.evaluate(
        "document.querySelectorAll('.lo-filters, .lo-filters details').forEach((each) => { each.open = true })"
    )
    expect(page.locator(".lo-filters__form")).to_be_visible()


def open_everything(page: Page) -> None:
    """Every disclosure in the page opened."""
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })")


def open_foot_form(page: Page) -> None:
    """The form at the foot of every page opened."""
    page.locator(".lo-tell summary").click()
    expect(page.locator(".lo-tell textarea")).to_be_visible()


def type_for_suggestions(page: Page) -> None:
    """Suggestions showing, the second one chosen with the arrows."""
    page.locator("main form[role=search] input[name=q]").press_sequentially("auti", delay=20)
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")


def open_menu(page: Page) -> None:
    """The main menu opened on a phone."""
    button = page.locator(".govuk-service-navigation__toggle")
    if button.is_visible():
        button.click()


def tick_two(page: Page) -> None:
    """Two bases ticked for comparing."""
    for box in page.locator(".lo-card input[type=checkbox]").all()[:2]:
        box.check()


@dataclass(frozen=True)
class Place:
    """An address and what to do there. ``{kind}`` in a path is the address of the first entry of a kind."""

    name: str
    path: str
    act: Callable[[Page], None] = field(default=lambda _: None)
    status: int = 200
    options: dict[str, object] = field(default_factory=dict)

    def filled(self, first: Callable[[str], str]) -> str:
        kind = self.path[1:].partition("}")[0]
        return self.path.replace(f"{{{kind}}}", first(kind)) if self.path.startswith("{") else self.path


KINDS = ("service", "base", "setting", "organisation", "provision", "guide", "term")
PLACES = [
    Place("home", "/"),
    Place("home with suggestions", "/", type_for_suggestions),
    Place("home with the menu open", "/", open_menu),
    Place("home in Arabic", "/?lang=ar"),
    Place("results", "/search?q=autism"),
    Place("results with filters open", "/search?q=club&need=autism&cost=free&age=7", open_filters),
    Place("results near a place", "/search?q=support&near=Exeter&sort=distance"),
    Place("results with an unknown place", "/search?q=support&near=Atlantis", open_filters),
    Place("results with a help panel", "/search?q=suicidal"),
    Place("results with a correction", "/search?q=dislexia"),
    Place("results with words told apart", "/search?q=EOTAS"),
    Place("results in Arabic", "/search?q=autism&near=Exeter&need=autism&lang=ar", open_filters),
    Place("nothing found", "/search?q=zzzzqqqq"),
    Place("nothing found for filters", "/search?q=autism&kind=term&cost=free"),
    *[Place(f"a {kind}", f"{{{kind}}}") for kind in KINDS],
    Place("a guide in Arabic", "{guide}?lang=ar"),
    Place("a quick read", "{service}/quick-read"),
    Place("a version", "{provision}/version/1"),
    Place("bases", "/bases/?near=Exeter", tick_two),
    Place(
        "bases compared",
        "/bases/compare?base=elm-silver-ford&base=anchor-tidewater&base=arch-bridge-hill&base=ash-silver-ford&near=Exeter",
    ),
    Place("no bases to compare", "/bases/compare"),
    Place("settings", "/settings/"),
    Place("guides", "/guides/"),
    Place("the glossary", "/glossary/"),
    Place("the framework", "/provision/", open_everything),
    Place("the framework from a concern", "/provision/?concern=covers+ears+in+assembly"),
    Place("the framework for parents", "/provision/?view=parent&part=targeted"),
    Place("the graduated approach", "/provision/graduated-approach"),
    Place("topics", "/topics/"),
    Place("a topic", "/topics/anxiety"),
    Place("a stage of life", "/stages/primary"),
    Place("all pages", "/sitemap", open_everything),
    Place("about", "/about"),
    Place("accessibility", "/accessibility"),
    Place("privacy", "/privacy"),
    Place("feedback", "/feedback?about=guides/annual-review", open_everything),
    Place("what is wrong", "/feedback/wrong?about=guides/annual-review"),
    Place("what is wrong in Arabic", "/feedback/wrong?about=guides/annual-review&lang=ar"),
    Place("a private link that does not work", "/feedback/status/none", status=410),
    Place("the form at the foot", "/about", open_foot_form),
    Place("a missing page", "/not-there", status=404),
]
