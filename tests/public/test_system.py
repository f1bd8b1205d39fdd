"""Addresses for machines: sitemap, robots, metrics."""

import re
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from localoffer.records.registry import KINDS
from tests.web.site_fixtures import BASE_URL

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_is_valid_and_holds_every_entry_with_its_day(page_client, entries_of):
    answer = page_client.ask("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{SITEMAP}urlset"
    urls = [each.findtext(f"{SITEMAP}loc") for each in root]
    assert len(urls) == len(set(urls)) < 50_000
    assert all(url.startswith(f"{BASE_URL}/") for url in urls)
    wanted = {f"{BASE_URL}/{entry.address}" for kind in KINDS for entry in entries_of(kind)}
    assert wanted <= set(urls)
    days = [day for each in root if (day := each.findtext(f"{SITEMAP}lastmod"))]
    assert len(days) == len(wanted)
    assert all(date.fromisoformat(day) for day in days)


def test_robots_may_read_entries_but_not_searches(page_client):
    answer = page_client.ask("/robots.txt")
    assert answer.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == [f"{BASE_URL}/sitemap.xml"]
    assert robots.can_fetch("*", "/guides/annual-review")
    assert not robots.can_fetch("*", "/search?q=my+child")
    assert not robots.can_fetch("*", "/suggest.json?q=my")


def test_metrics_count_entries_and_never_visitors(page_client, entries_of):
    page_client.ask("/search?q=secretword")
    text = page_client.ask("/metrics").text
    counts = {kind: int(count) for kind, count in re.findall(r'localoffer_entries\{kind="(\w+)"\} (\d+)', text)}
    assert counts == {kind: len(entries_of(kind)) for kind in KINDS}
    assert f"localoffer_index_entries {sum(counts.values())}" in text
    assert "secretword" not in text


def test_the_index_is_level_with_the_outbox(page_client):
    page_client.ask("/search")
    numbers = dict(re.findall(r"localoffer_(index|outbox)_seq (\d+)", page_client.ask("/metrics").text))
    assert numbers["index"] == numbers["outbox"]
