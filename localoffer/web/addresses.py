"""Changing one thing in an address and keeping the rest: filters survive in the URL and come off one by one."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import urlencode

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

#: Control characters and code points that no HTML may hold; typed by nobody, sent by machines.
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff\U0001fffe\U0001ffff]")
Pairs = list[tuple[str, str]]
#: The last page of a long list that anybody may ask for.
MOST_PAGES = 99_999


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


class CleanRequest(Request):
    """A request whose query holds nothing that could not stand on a page."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query, cleaned."""
        given = super().args.items(multi=True)
        return ImmutableMultiDict((UNFIT.sub(" ", name), UNFIT.sub(" ", value)) for name, value in given)


def whole_number(text: str, least: int, most: int) -> int | None:
    """The number, held within bounds; None when it is none."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return None
    return max(least, min(most, int(digits[:9])))


def page_asked(args: Mapping[str, str]) -> int:
    """The number of the page that ``page`` asks for, from 1 on; 1 for what is no number."""
    return whole_number(args.get("page", ""), 1, MOST_PAGES) or 1


def is_own_path(address: str) -> bool:
    """True for a path on this site; False for what a browser may take for another: ``//…``, backslashes, spaces."""
    plain = address.isprintable() and "\\" not in address and " " not in address
    return plain and address.startswith("/") and not address.startswith("//")
