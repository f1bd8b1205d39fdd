"""News as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlmodel import Session

from localoffer.records.entries import Entry
from localoffer.records.news import NewsDocument, Story
from localoffer.web import formats, pointers
from localoffer.web.cards import entry_url
from localoffer.web.feeds import in_utc, whole
from localoffer.web.site import ENGLAND, reference, site

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
#: What stands in a feed without any news, which must still say when it was updated.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed(session: Session, news: Sequence[tuple[Entry, NewsDocument]], *, changed: datetime | None) -> bytes:
    """The feed of these editions, in their order; ``changed``: when any of them, or one now gone, last did."""
    authority = reference().authority
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", f"tag:{urlsplit(site().settings.base_url).hostname},2026:news")
    _add(root, "title", _("%(site)s: news", site=authority.site_name))
    _add(root, "updated", _moment(changed or NEVER))
    _link(root, "self", "application/atom+xml", whole(url_for("news.feed")))
    _link(root, "alternate", "text/html", whole(url_for("news.index")))
    _add(SubElement(root, "author"), "name", authority.name)
    for entry, document in news:
        _edition(root, session, entry, document)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _edition(root: Element, session: Session, entry: Entry, document: NewsDocument) -> None:
    made = SubElement(root, "entry")
    _add(made, "id", f"urn:uuid:{entry.id}")
    _add(made, "title", document.title)
    _add(made, "published", _moment(datetime.combine(document.day, time(), ENGLAND)))
    _add(made, "updated", _moment(entry.updated_at))
    _link(made, "alternate", "text/html", whole(entry_url(entry)))
    _add(made, "summary", " ".join(text for _slot, text in document.quick_read.filled()))
    content = SubElement(made, "content", {"type": "html"})
    content.text = "".join(_story_html(session, entry, each) for each in document.stories)


def _story_html(session: Session, entry: Entry, story: Story) -> str:
    """One story as HTML whose links work wherever it is read."""
    html = Markup('<h2><a href="{}">{}</a></h2><p><strong>{}</strong></p>').format(
        f"{entry_url(entry)}#{story.key}", story.title, story.quick_read
    )
    html += formats.markdown(story.text)
    links = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(each.url, each.label)
        for each in pointers.follow(session, story.links)
    )
    if links:
        html += Markup("<ul>{}</ul>").format(links)
    return str(html).replace('href="/', f'href="{whole("/")}')


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, rel: str, kind: str, href: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _moment(moment: datetime) -> str:
    """> 2026-11-22T10:00:00Z"""
    return in_utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
