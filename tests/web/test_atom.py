"""The news feed, read as a news reader reads it: by the rules of RFC 4287."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
import time_machine

from tests.factories import data_of
from tests.web.taking_part import draft, put, take_down

FEED = "/news/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def root_of(site, path=FEED):
    answer = site.client.ask(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ElementTree.fromstring(answer.data)


def text(element, name):
    found = element.findall(ATOM + name)
    assert len(found) == 1, f"{name} stands {len(found)} times"
    return found[0].text


def links(element):
    return {each.get("rel"): each.get("href") for each in element.findall(ATOM + "link")}


def moment(value):
    found = datetime.fromisoformat(value)
    assert found.tzinfo is not None
    return found


def test_the_feed_has_all_that_a_feed_must_have(small_site):
    put(small_site, "news")
    feed = root_of(small_site)
    assert feed.tag == ATOM + "feed"
    assert text(feed, "id").startswith("tag:local-offer.example.org,2026:")
    assert text(feed, "title") == "SEND support in Devon: news"
    assert text(feed.find(ATOM + "author"), "name") == "Devon demonstration council"
    assert links(feed) == {
        "self": "https://local-offer.example.org/news/feed.atom", "alternate": "https://local-offer.example.org/news/",
    }  # fmt: skip
    moment(text(feed, "updated"))


def test_an_edition_has_all_that_an_entry_must_have(small_site):
    entry = put(small_site, "news")
    (found,) = root_of(small_site).findall(ATOM + "entry")
    assert text(found, "id") == f"urn:uuid:{entry.id}"
    assert text(found, "title") == "News, summer 2026"
    assert text(found, "summary").startswith("Help with sleep. ")
    assert links(found) == {"alternate": "https://local-offer.example.org/news/summer-2026"}
    assert moment(text(found, "published")).isoformat() == "2026-06-30T23:00:00+00:00"  # midnight in England
    moment(text(found, "updated"))


def test_the_content_is_escaped_html_with_links_that_work_elsewhere(small_site):
    put(small_site, "guide", slug="annual-review-2", title="Yearly review")
    story = data_of("news")["stories"][0] | {
        "title": "Tea & <b>cake</b>", "text": "Read [the guide](/guides/x). <script>alert(1)</script>",
        "links": ["guides/annual-review-2", "plans/no-such-plan"],
    }  # fmt: skip
    put(small_site, "news", stories=[story])
    (found,) = root_of(small_site).findall(ATOM + "entry")
    content = found.find(ATOM + "content")
    assert content.get("type") == "html"
    assert len(content) == 0
    assert "Tea &amp; &lt;b&gt;cake&lt;/b&gt;" in content.text
    assert 'href="https://local-offer.example.org/guides/x"' in content.text
    assert '<a href="https://local-offer.example.org/guides/annual-review-2">Yearly review</a>' in content.text
    assert "<script>" not in content.text
    assert 'href="/' not in content.text


def test_the_newest_comes_first_and_ids_stay(small_site):
    for month in ("2026-05", "2026-09", "2026-07"):
        put(small_site, "news", slug=f"news-{month}", title=f"News {month}", day=f"{month}-01")
    entries = root_of(small_site).findall(ATOM + "entry")
    assert [text(each, "title") for each in entries] == ["News 2026-09", "News 2026-07", "News 2026-05"]
    before = {text(each, "id") for each in entries}
    put(small_site, "news", slug="news-2026-05", title="News of May", day="2026-05-01")
    assert {text(each, "id") for each in root_of(small_site).findall(ATOM + "entry")} == before


def test_only_published_news_is_told(small_site):
    put(small_site, "news")
    put(small_site, "news", slug="gone", title="Taken down")
    take_down(small_site, "news", "gone")
    draft(small_site, "news", title="Nearly ready")
    draft(small_site, "news", slug="new", title="Nearly ready too")
    assert [text(each, "title") for each in root_of(small_site).findall(ATOM + "entry")] == ["News, summer 2026"]


def test_a_feed_without_news_is_a_feed_still(small_site):
    feed = root_of(small_site)
    assert feed.findall(ATOM + "entry") == []
    moment(text(feed, "updated"))


def test_a_reader_that_has_it_all_is_sent_nothing(small_site):
    with time_machine.travel("2026-11-22T10:00Z", tick=False):
        put(small_site, "news")
        put(small_site, "news", slug="other", title="Other news")
    first = small_site.client.ask(FEED)
    headers = [{"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}]
    assert [small_site.client.ask(FEED, headers=each).status_code for each in headers] == [304, 304]
    take_down(small_site, "news", "other")
    assert [small_site.client.ask(FEED, headers=each).status_code for each in headers] == [200, 200]


@pytest.mark.parametrize("path", ["/news/", "/news/summer-2026"])
def test_pages_of_news_lead_to_the_feed(small_site, path):
    put(small_site, "news")
    page = small_site.client.get(path)
    link = page.one('link[rel="alternate"][type="application/atom+xml"]')
    assert link["href"] == FEED
