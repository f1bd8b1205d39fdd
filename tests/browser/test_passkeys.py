"""Signing in in a real browser: with a code, and with passkeys of a virtual authenticator, under our content policy."""

import time

import pyotp
import pytest
import time_machine
from playwright.sync_api import expect
from sqlmodel import select

from localoffer.records.people import AuditLine
from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE, Watch
from tests.browser.places import DESK, PHONE
from tests.browser.serving import serving
from tests.web.people_fixtures import create_person

PASSWORD = "three blue herons"
BUILT_IN = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
PLUGGED_IN = {"protocol": "u2f", "transport": "usb", "automaticPresenceSimulation": True}


@pytest.fixture
def desk(small_site):
    """Where a desk of a test's own is served. Passkeys need a name, not a number: localhost."""
    with serving(small_site.app, "localhost") as address:
        yield address


@pytest.fixture
def open_desk(browser, desk):
    """``open_desk(authenticator)``: a page of a new visitor; an authenticator is plugged in when one is given."""
    watching, contexts = Watch(desk), []

    def open_page(authenticator=None, viewport=DESK):
        context = browser.new_context(viewport=viewport, base_url=desk, locale="en-GB")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watching.follow(page)
        if authenticator:
            devtools = context.new_cdp_session(page)
            devtools.send("WebAuthn.enable")
            devtools.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not watching.unexpected(), "\n".join(watching.unexpected())


@pytest.fixture
def good(axe_source):
    """Says that axe finds nothing on a page as it stands."""

    def check(page):
        found = violations(page, axe_source)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def ada(small_site):
    return create_person(small_site, "editor", name="Ada Byron", email="ada@example.org", password=PASSWORD)


def give_password(page, start="/editor/sign-in?next=/editor/account"):
    page.goto(start)
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def come_in(page, good=lambda page: None):
    """The first way in: password, then an app. Returns the app's key."""
    give_password(page)
    good(page)
    page.get_by_role("button", name="I have an app").click()
    good(page)
    key = page.locator(".lo-sign-in__key").inner_text().replace("-", "")
    page.get_by_label("Code from your app").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Make new codes").click()
    good(page)
    page.get_by_role("button", name="I have kept them").click()
    return key


def add_passkey(page, name, way):
    page.goto("/editor/account/passkeys")
    page.get_by_label("A name for it").fill(name)
    page.get_by_label(way).check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text(f"The passkey “{name}” is ready.")).to_be_visible()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/editor/sign-in")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_way_in_with_an_app_is_a_row_of_good_pages(open_desk, ada, good, viewport):
    page = open_desk(viewport=viewport)
    page.goto("/editor/sign-in")
    good(page)
    come_in(page, good)
    page.goto("/editor/account")
    good(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your account"
    for path in (
        "/editor/account/passkeys",
        "/editor/account/password",
        "/editor/sign-in/app",
        "/editor/account?lang=ar",
    ):
        page.goto(path)
        good(page)


def test_a_passkey_built_into_a_laptop_replaces_password_and_code(open_desk, ada, good):
    page = open_desk(BUILT_IN)
    come_in(page)
    add_passkey(page, "Work laptop", "Instead of your password and code")
    good(page)
    sign_out(page)
    page.get_by_role("link", name="Sign in with a passkey instead").click()
    good(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/editor/*")
    page.goto("/editor/account")
    expect(page.get_by_text("Work laptop")).to_be_visible()
    page.goto("/editor/account/passkeys")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey “Work laptop” is removed.")).to_be_visible()


def test_a_key_to_plug_in_replaces_the_code_after_the_password(open_desk, ada, good):
    page = open_desk(PLUGGED_IN)
    come_in(page)
    add_passkey(page, "Blue key", "After your password, instead of a code")
    sign_out(page)
    give_password(page)
    good(page)
    page.get_by_label("With a passkey").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/editor/account")


def test_a_passkey_shows_that_it_is_still_you(open_desk, ada, good):
    page = open_desk(BUILT_IN)
    come_in(page)
    add_passkey(page, "Work laptop", "Instead of your password and code")
    with time_machine.travel(time.time() + 40 * 60, tick=True):
        page.goto("/editor/account/passkeys")
        page.get_by_role("link", name="Use a passkey").click()
        good(page)
        page.get_by_role("button", name="Use your passkey").click()
        expect(page.get_by_role("heading", name="Your passkeys")).to_be_visible()


def test_somebody_who_was_removed_cannot_come_back_with_a_passkey(small_site, open_desk, ada):
    page = open_desk(BUILT_IN)
    come_in(page)
    add_passkey(page, "Work laptop", "Instead of your password and code")
    sign_out(page)

    def shut(session):
        session.get(type(ada), ada.id).active = False

    small_site.change(shut)
    page.goto("/editor/sign-in/passkey")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("This account has been closed.")).to_be_visible()
    with small_site.database.session() as session:
        lines = session.exec(select(AuditLine.action).where(AuditLine.action == "sign-in.done")).all()
    assert len(lines) == 1, "the way in with the app, and no other"
    page.goto("/editor/account")
    assert "/editor/sign-in" in page.url


def test_a_passkey_that_does_not_answer_leaves_a_way_on(open_desk, ada, good):
    """An authenticator that holds none: the browser gives up at once, and the page says so."""
    page = open_desk(BUILT_IN)
    page.goto("/editor/sign-in/passkey")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("That did not work, or was stopped. Try again.")).to_be_visible()
    good(page)
    page.get_by_role("link", name="Sign in with your password instead").click()


def test_the_way_in_works_without_scripts(browser, desk, ada):
    context = browser.new_context(base_url=desk, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    key = come_in(page)
    sign_out(page)
    with time_machine.travel(time.time() + 60, tick=True):
        give_password(page)
        page.get_by_label("Code from your app").fill(pyotp.TOTP(key).now())
        page.get_by_role("button", name="Sign in", exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text() == "Your account"
    context.close()
