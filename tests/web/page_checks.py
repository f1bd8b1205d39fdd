"""What every page must be, check by check. Each returns sentences that say what is wrong and what to do; none when all
is well. ``CHECKS`` is the list the page client goes through; a test may switch one off by its name."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

MOST_BYTES = 60_000
UNSEEN = {"script", "style", "template", "noscript", "code", "pre", "kbd", "samp"}
TYPED_INTO = "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]), select, textarea"
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "headers", "list")
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
INLINE_ONLY = {"p", "span", "button", "label", "strong", "em", "b", "i", "abbr", "bdi", "cite", "h1", "h2", "h3", "h4", "h5", "h6", "dt"}
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


def words(tag: Tag) -> str:
    """The text of an element with single spaces."""
    return " ".join(tag.get_text(" ").split())


def seen_texts(soup: BeautifulSoup) -> Iterator[str]:
    """Texts that are shown: not scripts, styles or code."""
    body = soup.body or soup
    for text in body.find_all(string=True):
        if isinstance(text, NavigableString) and not isinstance(text, Comment | Doctype) and text.strip():
            if not any(parent.name in UNSEEN for parent in text.parents):
                yield str(text)


def shown(tag: Tag) -> str:
    """An element's opening tag, short enough for a sentence."""
    return re.sub(r"\s+", " ", str(tag).partition(">")[0])[:90] + ">"


def valid_html(page: Page) -> Iterator[str]:
    for error in page.parse_errors[:5]:
        yield f"A browser has to mend its HTML ({error}). Close what you opened, and put nothing where it may not stand."


def nesting(page: Page) -> Iterator[str]:
    for tag in page.soup.find_all(True):
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
    found = page.texts("h1")
    if len(found) != 1:
        yield f"It has {len(found)} h1 headings ({', '.join(found) or 'none'}). A page has exactly one, saying what it is."
    for heading in page.soup.select("h1, h2, h3, h4, h5, h6"):
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
    counts = Counter(str(tag["id"]) for tag in page.select("[id]"))
    for name, count in counts.items():
        if count > 1:
            yield f"The id “{name}” stands {count} times. An id is a promise of one: number them."
        if not name or re.search(r"\s", name):
            yield f"The id “{name}” is empty or has a space in it, so nothing can point to it."


def references(page: Page) -> Iterator[str]:
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    for label in page.select("label[for]"):
        target = page.soup.find(id=label["for"])
        if target is None:
            yield f"The label “{words(label)}” is for “{label['for']}”, which is not on the page. Give the field that id."
        elif target.name not in ("input", "select", "textarea", "button", "output", "meter", "progress"):
            yield f"The label “{words(label)}” is for a <{target.name}>, which takes no label."
    for attribute in NAMING:
        for tag in page.select(f"[{attribute}]"):
            for name in str(tag[attribute] if isinstance(tag[attribute], str) else " ".join(tag[attribute])).split():
                if name not in ids:
                    yield f"{shown(tag)} points to “{name}” ({attribute}), which is not on the page."
    for tag in page.select("[form]"):
        if not page.soup.find("form", id=tag["form"]):
            yield f"{shown(tag)} belongs to the form “{tag['form']}”, which is not on the page: it would never be sent."
    for link in page.select('a[href^="#"]'):
        name = str(link["href"])[1:]
        if name not in ids:
            yield f"The link “{words(link)}” leads to #{name}, which is not on the page."


def pictures(page: Page) -> Iterator[str]:
    for image in page.select("img"):
        if image.get("alt") is None:
            yield f"{shown(image)} has no alt. Say what it shows, or alt=“” when it only decorates."
    for image in page.select("svg"):
        if image.get("aria-hidden") != "true" and not (image.get("role") == "img" and (image.get("aria-label") or image.find("title"))):
            yield f"{shown(image)} is neither hidden from screen readers (aria-hidden) nor named (role=img and a title)."


def labels(page: Page) -> Iterator[str]:
    labelled = {str(label["for"]) for label in page.select("label[for]") if words(label)}
    for control in page.select(TYPED_INTO):
        wrapped = control.find_parent("label")
        if not (control.get("id") in labelled or wrapped or control.get("aria-label") or control.get("aria-labelledby")):
            yield f"{shown(control)} has no label. A placeholder is none: it is gone when you type."
        if not control.get("name"):
            yield f"{shown(control)} has no name, so what is typed there is never sent."


def forms(page: Page) -> Iterator[str]:
    for form in page.select("form"):
        if not form.get("action"):
            yield f"{shown(form)} has no action. Without one it sends to whatever address the page happens to have."
        if str(form.get("method", "")).lower() not in ("get", "post"):
            yield f"{shown(form)} has no method. Say get (looking) or post (changing)."
        own = form.get("id")
        if not form.select("button:not([type=button]), input[type=submit]") and not page.select(f'button[form="{own}"]'):
            yield f"{shown(form)} has no button to send it: not everybody can press Enter."


def names(page: Page) -> Iterator[str]:
    for tag in page.select("a[href], button, summary"):
        spoken = words(tag) or tag.get("aria-label") or tag.get("aria-labelledby") or tag.get("title")
        if not spoken and not tag.select("img[alt]:not([alt=''])"):
            yield f"{shown(tag)} has no words: a screen reader can only say “link”."
    for tag in page.select("a:not([href])"):
        yield f"{shown(tag)} is a link without an address, so no keyboard reaches it."


def landmarks(page: Page) -> Iterator[str]:
    for selector, name in (("main", "main"), ("body > header", "header"), ("body > footer", "footer")):
        count = len(page.select(selector))
        if count != 1:
            yield f"It has {count} <{name}> landmarks; a page has one, so that people can jump to it."
    first = page.soup.select_one("body a[href], body button, body input:not([type=hidden]), body select, body textarea, body summary")
    main = page.soup.select_one("main")
    if first is None or first.name != "a" or main is None or first.get("href") != f"#{main.get('id')}":
        yield "The first thing the Tab key reaches is not a link to <main>. Put the skip link first."
    unnamed = [nav for nav in page.select("nav") if not (nav.get("aria-label") or nav.get("aria-labelledby"))]
    if unnamed and len(page.select("nav")) > 1:
        yield f"{shown(unnamed[0])} has no name, and there is more than one <nav>. Give each an aria-label."


def headings(page: Page) -> Iterator[str]:
    level = 1
    for heading in page.soup.select("h1, h2, h3, h4, h5, h6"):
        here = int(heading.name[1])
        if here > level + 1:
            yield f"“{words(heading)}” is an h{here} after an h{level}. Headings go down one step at a time."
        level = here


def typography(page: Page) -> Iterator[str]:
    texts = [*seen_texts(page.soup), page.soup.title.get_text() if page.soup.title else ""]
    texts += [str(tag[name]) for name in READ_OUT for tag in page.select(f"[{name}]")]
    for text in texts:
        for mark, better in (("'", "’"), ('"', "“ and ”"), ("--", "–"), ("...", "…")):
            if mark in text:
                at = text.index(mark)
                yield f"“{' '.join(text[max(0, at - 30) : at + 30].split())}” has a typewriter’s {mark} where {better} belongs."


def no_inline_code(page: Page) -> Iterator[str]:
    for tag in page.soup.find_all(True):
        if tag.has_attr("style"):
            yield f"{shown(tag)} has a style attribute, which our content policy blocks. Use a class."
        for name in tag.attrs:
            if name.startswith("on"):
                yield f"{shown(tag)} has {name}=, which our content policy blocks. Listen for it in assets/js."
        if str(tag.get("href", "")).strip().lower().startswith("javascript:"):
            yield f"{shown(tag)} leads to a script. Use a button."
    policy = page.headers.get("Content-Security-Policy", "")
    for tag in page.select("script, style"):
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
    wanted = [(tag, str(tag.get("src"))) for tag in page.select("[src]")]
    wanted += [(tag, str(tag["href"])) for tag in page.select("link[href]") if "canonical" not in (tag.get("rel") or [])]
    wanted += [(tag, part.split()[0]) for tag in page.select("[srcset]") for part in str(tag["srcset"]).split(",")]
    for tag, address in wanted:
        parts = urlsplit(address)
        if (parts.netloc or parts.scheme) and parts.scheme != "data":
            yield f"{shown(tag)} fetches from {parts.netloc or parts.scheme}: another site would learn who reads this page."


def weight(page: Page) -> Iterator[str]:
    total = page.wire + sum(size for _, size in page.resources)
    if total > MOST_BYTES:
        parts = ", ".join(f"{address.rpartition('/')[2]} {size:,}" for address, size in [(page.url, page.wire), *page.resources])
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
