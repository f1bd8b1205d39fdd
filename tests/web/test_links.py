"""Every link of the site answers: followed from home and from a page of each kind, each address asked for once."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from localoffer.records.registry import KINDS
from tests.web.page_client import PageClient

#: Pages whose links are followed, besides one of each kind.
FROM = [
    "/", "/search?q=autism&need=autism&age=7&near=Exeter", "/search?q=zzzzqq", "/bases/", "/bases/compare", "/settings/", "/guides/",
    "/glossary/", "/provision/", "/provision/graduated-approach", "/topics/", "/about", "/accessibility", "/privacy",
    "/feedback", "/feedback/wrong?about=guides/annual-review",
]  # fmt: skip


def links_of(client: PageClient, path: str) -> list[tuple[str, str]]:
    """(address, fragment) of every link within the site, but not to the same page in another language."""
    soup = BeautifulSoup(client.ask(path).text, "html.parser")
    found = []
    for link in soup.select("a[href]"):
        parts = urlsplit(urljoin(path, str(link["href"])))
        if (
            not parts.scheme
            and not parts.netloc
            and not (parts.query.endswith("lang=ar") or parts.query.endswith("lang=en"))
        ):
            found.append((parts.path + (f"?{parts.query}" if parts.query else ""), parts.fragment))
    return found


def first_of(entries_of, kind: str) -> str:
    return f"/{entries_of(kind)[0].address}"


def test_every_link_from_home_from_each_list_and_from_a_page_of_each_kind_answers(page_client, entries_of):
    sources = [*FROM, *(first_of(entries_of, kind) for kind in KINDS)]
    wanted: dict[str, str] = {}
    for source in sources:
        for address, _ in links_of(page_client, source):
            wanted.setdefault(address, source)
    assert len(wanted) > len(KINDS) * 20, "The crawl found hardly any link, so it proves nothing."
    broken = [
        f"{source} links to {address}, which answers {status}."
        for address, source in wanted.items()
        if (status := page_client.ask(address).status_code) != 200
    ]
    assert not broken, "\n".join(broken)


def test_links_to_a_part_of_another_page_reach_that_part(page_client, entries_of):
    for source in ["/guides/", "/glossary/", *(first_of(entries_of, kind) for kind in KINDS)]:
        for address, fragment in links_of(page_client, source):
            if fragment:
                soup = BeautifulSoup(page_client.ask(address).text, "html.parser")
                assert soup.find(id=fragment), f"{source} links to {address}#{fragment}, but there is no such part."


@pytest.mark.parametrize("kind", KINDS)
def test_links_inside_the_text_of_every_entry_answer(page_client, entries_of, kind):
    """Markdown bodies link by hand; a slip there is not seen by the importer."""
    known: dict[str, int] = {}
    broken = []
    for entry in entries_of(kind):
        for address in _written_links(entry.body):
            known.setdefault(address, page_client.ask(address).status_code if address.startswith("/") else 200)
            if known[address] != 200:
                broken.append(f"{entry.address} links to {address}, which answers {known[address]}.")
    assert not broken, "\n".join(broken)


def _written_links(markdown: str) -> list[str]:
    return [part.partition(")")[0].partition("#")[0].strip() for part in markdown.split("](")[1:]]
