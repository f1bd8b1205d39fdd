"""One page's whole life on the desk, in a real browser with real mail: from an invitation to an old version brought back."""

import re
import threading
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pyotp
import pytest
import time_machine
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from localoffer.records.queries import find_entry
from tests.browser.axe import violations
from tests.browser.places import DESK
from tests.mail.conftest import Receiver, free_port
from tests.web.people_fixtures import create_person, session_cookie

ORGANISATION, SLUG = "wheels-and-wings", "adapted-cycling-cullompton"
PASSWORD = "three quiet purple trikes"
SUMMARY, ELIGIBILITY, COST = "What it is, in one or two sentences", "Who can use it?", "How much, and what helps to pay"


class Server(ThreadingMixIn, WSGIServer):
    """Werkzeug’s own server closes an answer only once the browser hangs up, and mail is sent when an answer is closed."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_: object) -> None:
        pass


class Journey:
    """A served site, its mail, and the people who come to it, each in a browser of their own."""

    def __init__(self, site, address, receiver, browser, axe_source):
        self.site, self.address, self.receiver, self.browser, self.axe_source = (
            site,
            address,
            receiver,
            browser,
            axe_source,
        )
        self.contexts = []

    def visitor(self) -> Page:
        context = self.browser.new_context(viewport=DESK, base_url=self.address, locale="en-GB")
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return context.new_page()

    def somebody(self, role: str, name: str) -> Page:
        """A person of the council who is signed in already."""
        cookie = session_cookie(self.site, create_person(self.site, role, name=name))
        page = self.visitor()
        page.context.add_cookies([{"name": "session", "value": cookie, "url": self.address}])
        return page

    def mail_to(self, address: str, about: str) -> str:
        """The text of the newest mail that a person got, once it has arrived."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            mails = [message_from_bytes(raw, policy=policy.default) for to, raw in self.receiver.mails if to == address]
            found = [mail for mail in mails if about in mail["Subject"]]
            if found:
                return str(found[-1].get_content())
            time.sleep(0.05)
        raise AssertionError(f"{address} got no mail about “{about}”: {len(self.receiver.mails)} mails in all.")

    def jobs(self) -> None:
        outcome = self.site.app.test_cli_runner().invoke(args=["jobs", "run"])
        assert outcome.exit_code == 0, outcome.output

    def good(self, page: Page) -> None:
        """Axe finds nothing, and nothing is wider than the window."""
        assert violations(page, self.axe_source) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def journey(create_site, browser, axe_source):
    receiver = Receiver()
    controller = Controller(receiver, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    site = create_site(base_url=address, mail_url=f"smtp://127.0.0.1:{controller.port}?from=desk@example.org&tls=none")
    server = make_server("127.0.0.1", port, site.app, server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Journey(site, address, receiver, browser, axe_source)
    yield made
    for context in made.contexts:
        context.close()
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()
    controller.stop(no_assert=True)


def link_in(text: str, part: str) -> str:
    return re.search(rf"https?://\S*{part}\S*", text)[0]


def come_in(journey: Journey, link: str) -> Page:
    """Accept an invitation, sign in, set up the second step, and keep the recovery codes."""
    page = journey.visitor()
    page.goto(link)
    journey.good(page)
    page.get_by_label("Your name").fill("Priya Provider")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.locator("#email").fill("priya@example.org")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Set up your second step")
    page.get_by_role("button", name="I have an app").click()
    journey.good(page)
    key = page.locator(".lo-sign-in__key").inner_text().replace("-", "").replace(" ", "")
    page.get_by_label("Code from your app").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    journey.good(page)
    return page


def write(page: Page, page_id: str, section: str, label: str, text: str) -> None:
    page.goto(f"/editor/page/{page_id}/write/{section}")
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save and back to the list").click()


def invited(journey: Journey) -> str:
    """An administrator invites a provider; gives the link in the mail."""
    admin = journey.somebody("admin", "Ada Admin")
    admin.goto("/editor/people/invite")
    admin.get_by_label("Their e-mail address").fill("priya@example.org")
    admin.get_by_label("Provider", exact=False).first.check()
    admin.get_by_label("The organisation they write for").select_option(ORGANISATION)
    admin.get_by_role("button", name="Send the invitation").click()
    return link_in(journey.mail_to("priya@example.org", "invit"), "/editor/invitation/")


def change_two_parts_and_send(journey: Journey, provider: Page, page_id: str) -> None:
    provider.goto("/editor/")
    journey.good(provider)
    write(provider, page_id, "basics", SUMMARY, "Ride a zebracycle on a safe track, with helpers, for ages 5 to 25.")
    write(provider, page_id, "who", ELIGIBILITY, "Everybody may come, whatever they need.")
    provider.goto(f"/editor/page/{page_id}/send")
    journey.good(provider)
    provider.get_by_role("button", name="Send for review").click()
    expect(provider.locator("h1")).to_contain_text("sent", ignore_case=True)
    journey.good(provider)


def accept_one_part_and_return_the_other(journey: Journey, reviewer: Page) -> None:
    reviewer.goto("/editor/review")
    journey.good(reviewer)
    reviewer.get_by_role("link", name=re.compile("Trikes and tandems")).first.click()
    journey.good(reviewer)
    wrong = reviewer.locator(".lo-change").filter(has_text="Everybody may come")
    wrong.get_by_label("Send back").check()
    wrong.get_by_label("Why do you send it back?").fill("Say which ages you take.")
    reviewer.get_by_role("button", name="Send your answer").click()
    expect(reviewer.locator(".lo-said")).to_be_visible()


def found_within_a_second(family: Page) -> None:
    """What was accepted is public and in search; what went back is not."""
    started = time.monotonic()
    family.goto("/search?q=zebracycle")
    expect(family.locator(".lo-card").first).to_contain_text("zebracycle")
    assert time.monotonic() - started < 1
    family.goto(f"/services/{SLUG}")
    expect(family.locator("main")).to_contain_text("zebracycle")
    expect(family.locator("main")).not_to_contain_text("Everybody may come")


def reminded_and_confirmed(journey: Journey, family: Page, late: datetime) -> None:
    """After the due day the owner is reminded, and confirms by the link without signing in."""
    with time_machine.travel(late, tick=True):
        journey.jobs()
        reminder = journey.mail_to("priya@example.org", "still right")
        owner = journey.visitor()
        owner.goto(link_in(reminder.partition("Trikes and tandems")[2], "/still-right/"))
        journey.good(owner)
        owner.get_by_role("button", name="Yes, this is still right").click()
        expect(owner.locator("h1")).not_to_have_text("Is this page still right?")
        journey.good(owner)
        family.goto(f"/services/{SLUG}")
        expect(family.locator("main")).to_contain_text(f"Checked on {late.day} {late:%B %Y}")


def stale_save_refused(journey: Journey, page_id: str) -> None:
    """Two editors open the same part; the second save is refused, both versions are shown, nothing is lost."""
    first, second = journey.somebody("editor", "Eddie Editor"), journey.somebody("editor", "Emma Editor")
    for editor in (first, second):
        editor.goto(f"/editor/page/{page_id}/write/cost")
    for editor, price in ((first, "£5 for 45 minutes."), (second, "£6 for an hour.")):
        editor.get_by_label(COST).fill(price)
        editor.get_by_role("button", name="Save and back to the list").click()
        heading = "Trikes and tandems" if editor is first else "Somebody else changed this too"
        expect(editor.locator("h1")).to_contain_text(heading)
    journey.good(second)
    expect(second.locator("main")).to_contain_text("£5 for 45 minutes.")
    expect(second.locator("main")).to_contain_text("£6 for an hour.")
    second.get_by_label("What you wrote").check()
    second.get_by_role("button", name="Save what I chose").click()
    expect(second.locator("h1")).not_to_have_text("Somebody else changed this too")
    second.goto(f"/editor/page/{page_id}/write/cost")
    expect(second.get_by_label(COST)).to_have_value("£6 for an hour.")


def brought_back(journey: Journey, reviewer: Page, family: Page, page_id: str) -> None:
    """A reviewer restores the first version; what came since is gone from page and search."""
    reviewer.goto(f"/editor/page/{page_id}/history")
    journey.good(reviewer)
    reviewer.goto(f"/editor/page/{page_id}/history/1/restore")
    journey.good(reviewer)
    reviewer.get_by_role("button", name="Bring it back").click()
    expect(reviewer.locator(".lo-said")).to_be_visible()
    for path in (f"/services/{SLUG}", "/search?q=zebracycle"):
        family.goto(path)
        expect(family.locator("main")).not_to_contain_text("Ride a zebracycle")


@pytest.mark.timeout(300)
def test_a_pages_life_from_an_invitation_to_an_old_version_brought_back(journey: Journey):
    with journey.site.database.session() as session:
        entry = find_entry(session, "service", SLUG)
        page_id, due = entry.id, entry.review_due
    family = journey.visitor()
    provider = come_in(journey, invited(journey))
    change_two_parts_and_send(journey, provider, page_id)
    family.goto("/search?q=zebracycle")
    expect(family.locator("main")).not_to_contain_text("Ride a zebracycle")
    reviewer = journey.somebody("reviewer", "Rhona Reviewer")
    accept_one_part_and_return_the_other(journey, reviewer)
    found_within_a_second(family)
    provider.goto(f"/editor/page/{page_id}")
    expect(provider.locator("main")).to_contain_text("Say which ages you take.")
    assert "Say which ages you take." in journey.mail_to("priya@example.org", "Trikes and tandems")
    late = datetime.combine(due, datetime.min.time(), UTC) + timedelta(days=1, hours=12)
    reminded_and_confirmed(journey, family, late)
    stale_save_refused(journey, page_id)
    brought_back(journey, reviewer, family, page_id)
