"""A real browser on a real server: Chromium from the system (or Playwright’s own), the site on the content that ships.

Every page a test opens is watched: an error in the console, a broken content policy, a failed or foreign request fails the
test that caused it.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from localoffer.settings import ROOT
from tests.browser.axe import AXE
from tests.browser.places import DESK
from tests.browser.serving import serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 10_000  # milliseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(site_app: Flask) -> Iterator[str]:
    """Where the site is served, on a free port."""
    with serving(site_app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Watch:
    """What went wrong in the pages of one test. ``expected`` are parts of messages that a test provokes."""

    address: str
    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"Console {message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"Asked another site: {request.url}")

    def follow(self, page: Page) -> None:
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.troubles.append(f"Script error: {error}"))
        page.on("request", self.asked)
        page.on("requestfailed", self.failed)

    def failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page left while it was still asking
            self.troubles.append(f"Failed: {request.url} ({request.failure})")

    def unexpected(self) -> list[str]:
        return [each for each in self.troubles if not any(part in each for part in self.expected)]


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """Watches all pages of a test."""
    watching = Watch(address)
    yield watching
    assert not watching.unexpected(), "\n".join(watching.unexpected())


@pytest.fixture
def visit(browser: Browser, address: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``visit("/search?q=sleep", viewport=PHONE)``: a new visitor opens a page of the site."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, "base_url": address, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The checker, as it was installed with the front end."""
    path = ROOT / AXE
    assert path.exists(), "axe-core is not installed yet. Run `make assets`."
    return path.read_text(encoding="utf-8")


@pytest.fixture
def first(entries_of) -> Callable[[str], str]:
    """The address of the first entry of a kind."""
    return lambda kind: f"/{entries_of(kind)[0].address}"
