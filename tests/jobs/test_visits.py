"""Visits to a real web server on this machine. The default rules stay; a test names the addresses it opens."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from localoffer.jobs import public_web
from localoffer.jobs.public_web import Refused, Target
from localoffer.jobs.visits import MOST_BYTES, Visitor


@dataclass
class Web:
    """A server that knows some paths; ``asked`` is every request it saw, as (method, path, Host, User-Agent)."""

    port: int = 0
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)
    sent: int = 0


def answers(handler: BaseHTTPRequestHandler, web: Web) -> None:
    method, path = handler.command, handler.path
    web.asked.append((method, path, handler.headers["Host"], handler.headers["User-Agent"]))
    status, headers = 200, {}
    if path.startswith("/status/"):
        status = int(path.rpartition("/")[2])
    elif path == "/no-head" and method == "HEAD":
        status = 405
    elif path.startswith("/to/"):
        status, headers["Location"] = 302, unquote(path.removeprefix("/to/"))
    elif path == "/round":
        status, headers["Location"] = 301, "/round"
    elif path == "/slow":
        time.sleep(3)
    elif path == "/huge" and method == "HEAD":
        status = 500
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    if path == "/huge" and method == "GET":
        send_without_end(handler, web)
    if path == "/drip":
        for _ in range(100):
            handler.wfile.write(b".")
            time.sleep(0.1)


def send_without_end(handler: BaseHTTPRequestHandler, web: Web) -> None:
    try:
        for _ in range(2000):
            web.sent += handler.wfile.write(b"x" * 10_000)
    except OSError:
        return


@pytest.fixture
def web() -> Iterator[Web]:
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answers(self, found)
            except OSError:
                return  # the visitor left

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(web: Web) -> Callable[..., object]:
    """``visit("/path")``: the site good.co.uk stands on the test's own server; every other name keeps the rules."""

    def resolve(host: str, port: int) -> list[str]:
        return {"good.co.uk": ["127.0.0.1"], "rebound.co.uk": ["127.0.0.2"]}.get(host) or public_web.resolve(host, port)

    def read(url: str) -> Target:
        target = public_web.target_of(url)
        return Target(target.scheme, target.host, web.port, target.path) if target.port == 80 else target

    def allow(address: str) -> bool:
        return address == "127.0.0.1" or public_web.is_public(address)

    def go(path: str, **settings: object) -> object:
        given = {"resolve": resolve, "allow": allow, "read": read, "pause": 0.0, "timeout": 2.0, "longest": 2.0}
        url = f"http://good.co.uk{path}" if path.startswith("/") else path
        return Visitor("Tests/1.0", **{**given, **settings}).visit(url)

    return go


def test_a_page_that_is_there_works(visit, web):
    answer = visit("/page?x=1")
    assert (answer.works, answer.status) == (True, 200)
    assert web.asked == [("HEAD", "/page?x=1", "good.co.uk", "Tests/1.0")]


def test_a_site_that_knows_no_head_is_asked_again(visit, web):
    assert visit("/no-head").works
    assert [method for method, *_ in web.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "works", "said"),
    [
        (404, False, "no page"), (410, False, "no page"), (500, False, "fault (500)"), (503, False, "fault (503)"),
        (400, False, "error (400)"), (403, True, "cannot tell"), (429, True, "cannot tell"), (401, True, "cannot tell"),
        (204, True, "works"),
    ],
)  # fmt: skip
def test_what_answers_mean(visit, status, works, said):
    answer = visit(f"/status/{status}")
    assert (answer.works, answer.status) == (works, status)
    assert said in answer.said


def test_redirects_are_followed_to_their_end(visit, web):
    assert visit("/to//to//status/404").status == 404
    assert visit("/to/http://good.co.uk/page").works


def test_redirects_in_a_circle_come_to_an_end(visit, web):
    answer = visit("/round")
    assert (answer.works, answer.status) == (False, 0)
    assert "without an end" in answer.said
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.2/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://2130706434/",
        "http://rebound.co.uk/", "http://10.0.0.1/", "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_a_redirect_into_a_private_network_is_not_followed(visit, web, where):
    answer = visit(f"/to/{where}")
    assert not answer.works
    assert "not on the public web" in answer.said
    assert len(web.asked) == 1


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://good.co.uk/", "http://a:b@good.co.uk/"])
def test_a_redirect_to_something_else_than_the_web_is_not_followed(visit, web, where):
    assert not visit(f"/to/{where}").works
    assert len(web.asked) == 1


def test_with_the_rules_as_they_ship_this_machine_is_never_asked(web):
    answer = Visitor("Tests/1.0", resolve=lambda *_: ["127.0.0.1"], pause=0.0).visit(f"http://good.co.uk:{80}/page")
    assert "not on the public web" in answer.said
    assert web.asked == []


def test_a_name_that_changes_its_answer_is_looked_up_once(visit, web):
    """DNS rebinding: good when it is looked at, private when it is connected to."""
    looked_up = []

    def changing(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["127.0.0.2"]

    assert visit("http://changing.co.uk/", resolve=changing).works
    assert looked_up == ["changing.co.uk"]
    assert "not on the public web" in visit("http://changing.co.uk/", resolve=changing).said


def test_demonstration_addresses_are_not_asked_for(visit, web):
    answer = visit("https://sleep.example.org/")
    assert (answer.works, answer.status, answer.unreachable) == (True, 0, False)
    assert "demonstration" in answer.said
    assert web.asked == []


def test_a_site_that_takes_too_long(visit):
    began = time.monotonic()
    answer = visit("/slow", timeout=0.5)
    assert not answer.works
    assert "too long" in answer.said
    assert time.monotonic() - began < 2


def test_a_site_that_trickles_is_left(visit):
    began = time.monotonic()
    visit("/drip", longest=0.6)
    assert time.monotonic() - began < 5


def test_only_the_beginning_of_a_page_is_read(visit, web):
    assert visit("/huge").works
    time.sleep(0.3)
    assert web.sent < 100 * MOST_BYTES


def test_no_site_of_that_name(visit):
    def unknown(*_: object) -> list[str]:
        raise Refused("never")

    assert not visit("http://unknown.co.uk/", resolve=unknown).works


def test_nothing_listens(visit):
    answer = visit("/", read=lambda _: Target("http", "good.co.uk", 9, "/"))
    assert (answer.works, answer.unreachable) == (False, True)


def test_one_host_is_asked_with_a_pause(visit, web):
    began = time.monotonic()
    visit("/no-head", pause=0.5)
    assert time.monotonic() - began >= 0.5
