"""One visit to a web address, short and polite: HEAD, then GET if need be, few redirects, little data, little time."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from localoffer.jobs import public_web
from localoffer.jobs.public_web import Allow, NotChecked, Refused, Resolve, Target

TIMEOUT = 10.0
#: Seconds after which a request is cut off, however slowly it trickles.
LONGEST = 20.0
MOST_REDIRECTS = 5
MOST_BYTES = 64 * 1024
#: Answers that say something about machines that look, not about the page.
KEEPS_MACHINES_OUT = {401, 403, 407, 418, 429, 451, 999}


@dataclass(frozen=True)
class Answer:
    """What a visit found. ``status`` is 0 when nothing answered; ``said`` is an English sentence.

    ``unreachable``: nothing could be connected to, which may be our own fault.
    """

    works: bool
    status: int
    said: str
    unreachable: bool = False


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Visitor:
    """Visits addresses. ``pause`` seconds lie between two requests to one host."""

    user_agent: str
    resolve: Resolve = public_web.resolve
    allow: Allow = public_web.is_public
    pause: float = 1.0
    timeout: float = TIMEOUT
    longest: float = LONGEST
    tls: Callable[[], ssl.SSLContext] = _tls
    read: Callable[[str], Target] = public_web.target_of
    _last: dict[str, float] = field(default_factory=dict)

    def visit(self, url: str) -> Answer:
        """What an address answers. Never raises for any address or any answer."""
        try:
            status = self._ask("HEAD", url)
            if status >= 400:  # many sites know no HEAD, or answer it with nonsense
                status = self._ask("GET", url)
        except NotChecked as reason:
            return Answer(True, 0, str(reason))
        except Refused as reason:
            return Answer(False, 0, str(reason))
        except TimeoutError:
            return Answer(False, 0, "It took too long to answer.", unreachable=True)
        except socket.gaierror:
            return Answer(False, 0, "There is no site of this name.", unreachable=True)
        except ssl.SSLError:
            return Answer(False, 0, "Its certificate is not valid.")
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(False, 0, "Nothing answers there.", unreachable=True)
        return _judged(status)

    def _ask(self, method: str, url: str) -> int:
        """The status at the end of the redirects. Every address on the way is looked at anew."""
        for _ in range(MOST_REDIRECTS + 1):
            target = self.read(url)
            status, location = self._once(method, target)
            if status not in (301, 302, 303, 307, 308) or not location:
                return status
            url = urljoin(url, location)
        raise Refused("It leads from one address to the next without an end.")

    def _once(self, method: str, target: Target) -> tuple[int, str]:
        self._wait_for(target.host)
        connection = http.client.HTTPConnection(target.host, target.port, timeout=self.timeout)
        connection.auto_open = 0  # it must never look the name up by itself
        connection.sock = self._connect(target)
        # a server that sends a byte now and then would keep us for ever
        guillotine = threading.Timer(self.longest, _cut, [connection])
        guillotine.start()
        try:
            if target.scheme == "https":
                connection.sock = secured = self.tls().wrap_socket(
                    connection.sock, server_hostname=target.host, do_handshake_on_connect=False
                )
                secured.do_handshake()
            host = f"[{target.host}]" if ":" in target.host else target.host
            connection.request(method, target.path, headers={"Host": host, "User-Agent": self.user_agent})
            answer = connection.getresponse()
            answer.read(MOST_BYTES)
            return answer.status, _as_utf8(answer.headers.get("Location", ""))
        finally:
            guillotine.cancel()
            connection.close()

    def _connect(self, target: Target) -> socket.socket:
        trouble: OSError = OSError("no address")
        for address in public_web.addresses_of(target, self.resolve, self.allow):
            try:
                return socket.create_connection((address, target.port), timeout=self.timeout)
            except OSError as problem:
                trouble = problem
        raise trouble

    def _wait_for(self, host: str) -> None:
        left = self._last.get(host, 0.0) + self.pause - time.monotonic()
        if host in self._last and left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _as_utf8(header: str) -> str:
    """Headers are read as Latin-1; servers write addresses in UTF-8."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")


def _judged(status: int) -> Answer:
    if status < 400:
        return Answer(True, status, "It works.")
    if status in KEEPS_MACHINES_OUT:
        return Answer(True, status, "It does not let us look, so we cannot tell.")
    if status in (404, 410):
        return Answer(False, status, "There is no page at this address.")
    if status >= 500:
        return Answer(False, status, f"The site has a fault ({status}).")
    return Answer(False, status, f"It answers with an error ({status}).")
