"""Changing one thing in an address and keeping the rest: filters survive in the URL and come off one by one."""

from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = list[tuple[str, str]]


def query_url(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """``path`` with the pairs that say something as its query."""
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path


def without(pairs: Iterable[tuple[str, str]], name: str, value: str | None = None) -> Pairs:
    """The pairs without one (or, with no value given, without any of that name), and without a page number."""
    return [(each, held) for each, held in pairs if each != "page" and not (each == name and value in (None, held))]


def having(pairs: Iterable[tuple[str, str]], name: str, value: str) -> Pairs:
    """The pairs with this one in place of any others of its name."""
    return [*without(pairs, name), (name, value)]
