"""What every page must be, check by check. Each returns sentences that say what is wrong and what to do; none when all
is well. ``CHECKS`` is the list the page client goes through; a test may switch one off by its name.

A little over 400 lines: the checks share one reading of a page, and one list to read through is worth more than a split.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

MOST_BYTES = 60_000
UNSEEN = {"script", "style", "template", "noscript", "code", "pre", "kbd", "samp"}
NAMING = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-activedescendant",
    "headers",
    "list",
)
READ_OUT = ("aria-label", "alt", "title", "placeholder", "aria-description")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Directives a page's policy must hold, and what must never stand in it.
POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*")
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
#: Elements that hold words and inline elements only.
INLINE_ONLY = {
    "p",
    "span",
    "button",
    "label",
    "strong",
    "em",
    "b",
    "i",
    "abbr",
    "bdi",
    "cite",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
}
ONLY_INSIDE = {
    "li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"tbody", "thead", "tfoot"},
    "option": {"select", "optgroup", "datalist"}, "legend": {"fieldset"}, "summary": {"details"}, "caption": {"table"},
}  # fmt: skip
ONLY_CHILDREN = {
    "ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"dt", "dd", "div", "script", "template"},
}  # fmt: skip


@dataclass
class Page:
    """A fetched page: its address, its text as a browser would read it, and the headers it came with.

    ``resources`` are the (address, bytes on the wire) of what a browser fetches with it; ``wire`` its own bytes.
    """

    url: str
    status: int
    text: str
    headers: dict[str, str]
    wire: int = 0
    resources: list[tuple[str, int]] = field(default_factory=list)

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    @cached_property
    def parse_errors(self) -> list[str]:
        """What a browser has to mend in silence."""
        parser = html5lib.HTMLParser()
        parser.parse(self.text)
        return [f"line {line}: {code} {data or ''}".strip() for (line, _), code, data in parser.errors]

    @cached_property
    def tags(self) -> list[Tag]:
        """Every element, in order. Checks walk it rather than ask selectors: it is many times quicker."""
        return self.soup.find_all(True)

    @cached_property
    def _by_name(self) -> dict[str, list[Tag]]:
        return _grouped((tag.name, tag) for tag in self.tags)

    @cached_property
    def _by_attribute(self) -> dict[str, list[Tag]]:
        return _grouped((name, tag) for tag in self.tags for name in tag.attrs)

    def named(self, *names: str) -> list[Tag]:
        """Elements of these names; of one name in order."""
        return [tag for name in names for tag in self._by_name.get(name, ())]

    def having(self, attribute: str) -> list[Tag]:
        """Elements with an attribute, in order."""
        return self._by_attribute.get(attribute, [])

    @cached_property
    def ids(self) -> dict[str, Tag]:
        """Elements by id, the first where there are two."""
        return {str(tag["id"]): tag for tag in reversed(self.having("id"))}

    @cached_property
    def headings(self) -> list[Tag]:
        return [tag for tag in self.tags if re.fullmatch("h[1-6]", tag.name)]

    @cached_property
    def fields(self) -> list[Tag]:
        """What is typed into, chosen or ticked."""
        unseen = ("hidden", "submit", "button", "reset")
        return [tag for tag in self.named("input", "select", "textarea") if tag.get("type") not in unseen]

    @cached_property
    def h1(self) -> str:
        found = self.soup.select_one("h1")
        return words(found) if found else ""

    @cached_property
    def words(self) -> str:
        """Everything a person can read on it, with single spaces."""
        return " ".join(" ".join(text for text in seen_texts(self.soup)).split())

    def select(self, selector: str) -> list[Tag]:
        return self.soup.select(selector)

    def one(self, selector: str) -> Tag:
        """The only element that fits. Raises AssertionError, saying how many there are, otherwise."""
        found = self.soup.select(selector)
        assert len(found) == 1, f"{self.url} has {len(found)} of “{selector}”, not one."
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return [words(each) for each in self.soup.select(selector)]

    def links(self) -> list[str]:
        """Where its links lead, in order."""
        return [str(each["href"]) for each in self.soup.select("a[href]")]


def _grouped(pairs: Iterable[tuple[str, Tag]]) -> dict[str, list[Tag]]:
    groups: dict[str, list[Tag]] = {}
    for key, tag in pairs:
        groups.setdefault(key, []).append(tag)
    return groups


def words(tag: Tag) -> str:
    """The text of an element with single spaces."""
    return " ".join(tag.get_text(" ").split())


def seen_texts(soup: BeautifulSoup) -> Iterator[str]:
    """Texts that are shown: not scripts, styles or code."""
    body = soup.body or soup
    for text in body.find_all(string=True):
        is_text = isinstance(text, NavigableString) and not isinstance(text, Comment | Doctype) and text.strip()
        if is_text and not any(parent.name in UNSEEN for parent in text.parents):
            yield str(text)


def shown(tag: Tag) -> str:
    """An element's opening tag, short enough for a sentence."""
    return re.sub(r"\s+", " ", str(tag).partition(">")[0])[:90] + ">"


def valid_html(page: Page) -> Iterator[str]:
    for error in page.parse_errors[:5]:
        yield f"A browser has to mend its HTML ({error}). Close what you opened, and put nothing where it may not stand."


def nesting(page: Page) -> Iterator[str]:
    for tag in page.tags:
        parent = tag.parent.name if tag.parent else ""
        if tag.name in BLOCKS and parent in INLINE_ONLY:
            yield f"<{tag.name}> stands inside <{parent}>, which may hold words only. Use a <div> around it."
        if tag.name in ONLY_INSIDE and parent not in ONLY_INSIDE[tag.name]:
            yield f"<{tag.name}> stands inside <{parent}>; it belongs inside <{'> or <'.join(sorted(ONLY_INSIDE[tag.name]))}>."
        if parent in ONLY_CHILDREN and tag.name not in ONLY_CHILDREN[parent]:
            yield f"<{tag.name}> stands right inside <{parent}>, which a screen reader counts as a list. Put it in an item."
        if tag.name in ("ul", "ol", "dl") and not tag.find(True):
            yield f"{shown(tag)} is an empty list. Leave the whole list out when it has no item."
        if tag.name in ("a", "button") and tag.find_parent(["a", "button"]):
            yield f"{shown(tag)} stands inside another link or button: nobody can tell which was pressed."


def one_h1(page: Page) -> Iterator[str]:
    found = [words(tag) for tag in page.named("h1")]
    if len(found) != 1:
        yield f"It has {len(found)} h1 headings ({', '.join(found) or 'none'}). A page has exactly one, saying what it is."
    for heading in page.headings:
        if not words(heading):
            yield f"{shown(heading)} is an empty heading. Give it words or leave it out."


def title(page: Page) -> Iterator[str]:
    found = page.soup.title
    text = words(found) if found else ""
    if not text:
        yield "It has no title. The title is the first thing a screen reader says and what a bookmark is called."
    elif page.h1 and page.h1.lower() not in text.lower():
        yield f"Its title “{text}” does not hold the words of its h1 “{page.h1}”. Begin the title with them."


def language(page: Page) -> Iterator[str]:
    html = page.soup.html
    if html is None or not html.get("lang"):
        yield "<html> has no lang: a screen reader would read it in the wrong voice."
    if html is None or html.get("dir") not in ("ltr", "rtl"):
        yield "<html> has no dir=“ltr” or dir=“rtl”: a page in Arabic would not be mirrored."


def unique_ids(page: Page) -> Iterator[str]:
    counts = Counter(str(tag["id"]) for tag in page.having("id"))
    for name, count in counts.items():
        if count > 1:
            yield f"The id “{name}” stands {count} times. An id is a promise of one: number them."
        if not name or re.search(r"\s", name):
            yield f"The id “{name}” is empty or has a space in it, so nothing can point to it."


def references(page: Page) -> Iterator[str]:
    for label in page.having("for"):
        target = page.ids.get(str(label["for"]))
        if target is None:
            yield f"The label “{words(label)}” is for “{label['for']}”, which is not on the page. Give the field that id."
        elif target.name not in ("input", "select", "textarea", "button", "output", "meter", "progress"):
            yield f"The label “{words(label)}” is for a <{target.name}>, which takes no label."
    for attribute in NAMING:
        for tag in page.having(attribute):
            for name in str(tag[attribute] if isinstance(tag[attribute], str) else " ".join(tag[attribute])).split():
                if name not in page.ids:
                    yield f"{shown(tag)} points to “{name}” ({attribute}), which is not on the page."
    for tag in page.having("form"):
        owner = page.ids.get(str(tag["form"]))
        if owner is None or owner.name != "form":
            yield f"{shown(tag)} belongs to the form “{tag['form']}”, which is not on the page: it would never be sent."
    for link in page.named("a"):
        name = str(link.get("href", ""))
        if name.startswith("#") and (name := name[1:]) not in page.ids:
            yield f"The link “{words(link)}” leads to #{name}, which is not on the page."


def pictures(page: Page) -> Iterator[str]:
    for image in page.named("img"):
        if image.get("alt") is None:
            yield f"{shown(image)} has no alt. Say what it shows, or alt=“” when it only decorates."
    for image in page.named("svg"):
        if image.get("aria-hidden") != "true" and not (
            image.get("role") == "img" and (image.get("aria-label") or image.find("title"))
        ):
            yield f"{shown(image)} is neither hidden from screen readers (aria-hidden) nor named (role=img and a title)."


def labels(page: Page) -> Iterator[str]:
    labelled = {str(label["for"]) for label in page.having("for") if words(label)}
    for control in page.fields:
        wrapped = control.find_parent("label")
        if not (
            control.get("id") in labelled or wrapped or control.get("aria-label") or control.get("aria-labelledby")
        ):
            yield f"{shown(control)} has no label. A placeholder is none: it is gone when you type."
        if not control.get("name"):
            yield f"{shown(control)} has no name, so what is typed there is never sent."


def forms(page: Page) -> Iterator[str]:
    for form in page.named("form"):
        if not form.get("action"):
            yield f"{shown(form)} has no action. Without one it sends to whatever address the page happens to have."
        if str(form.get("method", "")).lower() not in ("get", "post"):
            yield f"{shown(form)} has no method. Say get (looking) or post (changing)."
        own = form.get("id")
        senders = [
            tag
            for tag in page.named("button", "input")
            if tag.get("type", "submit" if tag.name == "button" else "") == "submit"
        ]
        if not any(tag.find_parent("form") is form or (own and tag.get("form") == own) for tag in senders):
            yield f"{shown(form)} has no button to send it: not everybody can press Enter."


def names(page: Page) -> Iterator[str]:
    for tag in page.named("a", "button", "summary"):
        if tag.name == "a" and not tag.has_attr("href"):
            yield f"{shown(tag)} is a link without an address, so no keyboard reaches it."
            continue
        spoken = words(tag) or tag.get("aria-label") or tag.get("aria-labelledby") or tag.get("title")
        if not spoken and not any(image.get("alt") for image in tag.find_all("img")):
            yield f"{shown(tag)} has no words: a screen reader can only say “link”."


def landmarks(page: Page) -> Iterator[str]:
    for name in ("main", "header", "footer"):
        count = sum(name == "main" or tag.parent is page.soup.body for tag in page.named(name))
        if count != 1:
            yield f"It has {count} <{name}> landmarks; a page has one, so that people can jump to it."
    first = next(
        (
            tag
            for tag in page.tags
            if tag.name in ("a", "button", "select", "textarea", "summary", "input") and tag.get("type") != "hidden"
        ),
        None,
    )
    main = page.soup.main
    if first is None or first.name != "a" or main is None or first.get("href") != f"#{main.get('id')}":
        yield "The first thing the Tab key reaches is not a link to <main>. Put the skip link first."
    unnamed = [nav for nav in page.named("nav") if not (nav.get("aria-label") or nav.get("aria-labelledby"))]
    if unnamed and len(page.named("nav")) > 1:
        yield f"{shown(unnamed[0])} has no name, and there is more than one <nav>. Give each an aria-label."


def headings(page: Page) -> Iterator[str]:
    level = 1
    for heading in page.headings:
        here = int(heading.name[1])
        if here > level + 1:
            yield f"“{words(heading)}” is an h{here} after an h{level}. Headings go down one step at a time."
        level = here


WEB_ADDRESS = re.compile(r"https?://\S+")


def typography(page: Page) -> Iterator[str]:
    texts = [*seen_texts(page.soup), page.soup.title.get_text() if page.soup.title else ""]
    texts += [str(tag[name]) for name in READ_OUT for tag in page.having(name)]
    for text in (WEB_ADDRESS.sub("", each) for each in texts):  # a private link may hold any letters
        for mark, better in (("'", "’"), ('"', "“ and ”"), ("--", "–"), ("...", "…")):
            if mark in text:
                at = text.index(mark)
                yield f"“{' '.join(text[max(0, at - 30) : at + 30].split())}” has a typewriter’s {mark} where {better} belongs."


def no_inline_code(page: Page) -> Iterator[str]:
    for tag in page.tags:
        if tag.has_attr("style"):
            yield f"{shown(tag)} has a style attribute, which our content policy blocks. Use a class."
        for name in tag.attrs:
            if name.startswith("on"):
                yield f"{shown(tag)} has {name}=, which our content policy blocks. Listen for it in assets/js."
        if str(tag.get("href", "")).strip().lower().startswith("javascript:"):
            yield f"{shown(tag)} leads to a script. Use a button."
    policy = page.headers.get("Content-Security-Policy", "")
    for tag in page.named("script", "style"):
        if not tag.get("src") and f"'nonce-{tag.get('nonce')}'" not in policy:
            yield f"{shown(tag)} does not carry this answer’s nonce, so a browser will not run it."


def headers(page: Page) -> Iterator[str]:
    for name, value in HEADERS.items():
        if page.headers.get(name) != value:
            yield f"Its header {name} is “{page.headers.get(name, '')}”, not “{value}”."
    policy = page.headers.get("Content-Security-Policy", "")
    for directive in POLICY:
        if directive not in policy:
            yield f"Its Content-Security-Policy does not say {directive}."
    for source in policy.replace(";", " ").split():
        if source in LOOSE:
            yield f"Its Content-Security-Policy lets in {source}, which undoes it."
    if "public" in page.headers.get("Cache-Control", "public"):
        yield "Its Cache-Control lets shared caches keep it; an address may hold what a family searched for."


def own_resources(page: Page) -> Iterator[str]:
    wanted = [(tag, str(tag["src"])) for tag in page.having("src")]
    wanted += [(tag, str(tag["href"])) for tag in page.named("link") if "canonical" not in (tag.get("rel") or [])]
    wanted += [(tag, part.split()[0]) for tag in page.having("srcset") for part in str(tag["srcset"]).split(",")]
    for tag, address in wanted:
        parts = urlsplit(address)
        if (parts.netloc or parts.scheme) and parts.scheme != "data":
            yield f"{shown(tag)} fetches from {parts.netloc or parts.scheme}: another site would learn who reads this page."


def weight(page: Page) -> Iterator[str]:
    total = page.wire + sum(size for _, size in page.resources)
    if total > MOST_BYTES:
        parts = ", ".join(
            f"{address.rpartition('/')[2]} {size:,}" for address, size in [(page.url, page.wire), *page.resources]
        )
        yield f"Its first view weighs {total:,} bytes compressed; at most {MOST_BYTES:,} may travel ({parts})."


Check = Callable[[Page], Iterator[str]]
CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        valid_html, nesting, one_h1, title, language, unique_ids, references, pictures, labels, forms, names, landmarks,
        headings, typography, no_inline_code, headers, own_resources, weight,
    )
}  # fmt: skip


def problems(page: Page, without: frozenset[str] = frozenset()) -> list[str]:
    """What every check not switched off finds wrong. Raises KeyError for the name of no check."""
    for name in without:
        CHECKS[name]
    return [f"{name}: {sentence}" for name, check in CHECKS.items() if name not in without for sentence in check(page)]
