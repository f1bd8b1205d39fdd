"""Markdown to HTML that is safe to show: no raw HTML, headings moved below the page's own, only harmless links."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "code", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
LOWEST_HEADING = 4
GOVUK_CLASSES = {
    "p": "govuk-body", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s", "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number", "table": "govuk-table",
    "th": "govuk-table__header", "td": "govuk-table__cell", "tr": "govuk-table__row",
}  # fmt: skip


@lru_cache(maxsize=4096)
def to_html(text: str, top: int = 2) -> str:
    """A Markdown text as HTML. A ``#`` heading becomes an h2: every page has one h1, its title.

    ``top`` is the level at which headings begin, for a text that stands under a heading of the page. A ``##`` is as
    high as a ``#``, no level is left out on the way down, and none is below h4.
    """
    tokens = _PARSER.parse(text)
    _fit_headings(tokens, top)
    for token in tokens:
        _add_class(token)
        for child in token.children or []:
            _add_class(child)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "class"}, **{tag: {"class"} for tag in GOVUK_CLASSES if tag != "a"}},
        url_schemes={"https", "http", "mailto", "tel", "sms"},
        link_rel="noopener",
    )


def _fit_headings(tokens: list[Token], top: int) -> None:
    level = top - 1
    for token in tokens:
        if token.type == "heading_open":
            level = min(max(int(token.tag[1]) + top - 2, top), level + 1, LOWEST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _add_class(token: object) -> None:
    css = GOVUK_CLASSES.get(getattr(token, "tag", ""))
    if css and getattr(token, "nesting", 0) == 1:
        token.attrSet("class", css)  # type: ignore[attr-defined]


def to_line(text: str) -> str:
    """A short Markdown text as HTML without its paragraph tags."""
    html = to_html(text).strip()
    inner = html.removeprefix('<p class="govuk-body">').removesuffix("</p>")
    return html if "<p" in inner else inner
