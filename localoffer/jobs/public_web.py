"""Which addresses we may ask for: the public web only, whatever a link, a name server or a redirect says."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
#: Names that belong to nobody (RFC 2606, 6761, 6762, 7686, 8375 and ICANN's .internal): nothing public answers there.
RESERVED = (
    "example", "example.com", "example.net", "example.org", "test", "invalid", "localhost", "local", "localdomain",
    "internal", "onion", "home.arpa",
)  # fmt: skip
#: The only IPv6 addresses given out for the internet (RFC 4291 2.4); 6to4 and Teredo among them hide an IPv4 one.
INTERNET = ipaddress.ip_network("2000::/3")
#: Services for machines inside a cloud, and relays, that stand among public addresses (RFC 6890, RFC 7526, Azure).
INSIDE = [ipaddress.ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]

Resolve = Callable[[str, int], list[str]]
Allow = Callable[[str], bool]


class Refused(Exception):
    """This address leads somewhere that is not the public web, or cannot be read; the sentence says which."""


class NotChecked(Exception):
    """This address is never asked for, and that is no fault of the page's."""


@dataclass(frozen=True)
class Target:
    """An address taken apart: ``host`` in ASCII, ``path`` with its query, ready to be sent."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """The parts of an address that may be asked for. Raises Refused or NotChecked."""
    if any(character.isspace() or ord(character) < 33 for character in url) or "\\" in url:
        raise Refused("There is a space or another wrong character in it.")
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        raise Refused("It is not a web address.") from None
    if scheme not in PORTS or not host:
        raise Refused("It is not a web address.")
    if "@" in parts.netloc:
        raise Refused("There is a user name in it.")
    if port not in (None, *PORTS.values()):
        raise NotChecked("Only the usual ports of the web are checked.")
    if is_reserved(host):
        raise NotChecked("This is a demonstration address, so it is not checked.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|^`")
    return Target(scheme, host, port or PORTS[scheme], f"{path}?{query}" if query else path)


def is_reserved(host: str) -> bool:
    """True for names such as ``www.example.org`` that can belong to nobody."""
    return any(host == name or host.endswith("." + name) for name in RESERVED)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))


def is_public(address: str) -> bool:
    """True for an IP address that anybody on the internet may ask: not private, loopback, link-local, metadata …"""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip not in INTERNET or ip.sixtofour or ip.teredo:
            return False
    inside = ip.is_multicast or ip.is_reserved or any(ip in network for network in INSIDE)
    return ip.is_global and not inside


def addresses_of(target: Target, resolve: Resolve, allow: Allow) -> list[str]:
    """The IP addresses to connect to. They are looked up once, so a name cannot change its answer in between.

    Raises Refused when any address of the name is not public, and OSError when the name has none.
    """
    addresses = resolve(target.host, target.port)
    if not addresses:
        raise OSError("no address")
    if not all(allow(each) for each in addresses):
        raise Refused("It leads to an address that is not on the public web.")
    return addresses
