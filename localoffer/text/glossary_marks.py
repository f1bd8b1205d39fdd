"""Inline explanations: link the first use of each glossary word in HTML to its meaning at the foot of the page."""

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement

#: Words inside these are left alone.
LEFT_ALONE = {"a", "h1", "h2", "h3", "h4", "code", "abbr", "mark"}


def mark_words(html: str, pattern: re.Pattern[str], anchor: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """``html`` with the first use of each word linked, and the anchors linked to, in the order met.

    ``pattern`` finds candidate words; ``anchor`` gives the name of the place a word leads to, or None to leave it.
    """
    soup = BeautifulSoup(html, "html.parser")
    met: list[str] = []
    for node in list(soup.find_all(string=pattern)):
        if isinstance(node, NavigableString) and not any(parent.name in LEFT_ALONE for parent in node.parents):
            pieces = list(_pieces(soup, str(node), pattern, anchor, met))
            if len(pieces) > 1:
                node.replace_with(*pieces)
    return str(soup), met


def _pieces(
    soup: BeautifulSoup, text: str, pattern: re.Pattern[str], anchor: Callable[[str], str | None], met: list[str]
) -> Iterable[PageElement]:
    at = 0
    for match in pattern.finditer(text):
        name = anchor(match[0])
        if name is None or name in met:
            continue
        met.append(name)
        yield NavigableString(text[at : match.start()])
        link = soup.new_tag("a", href=f"#word-{name}", attrs={"class": "govuk-link lo-word"})
        link.string = match[0]
        yield link
        at = match.end()
    yield NavigableString(text[at:])
