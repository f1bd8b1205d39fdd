"""Addresses are promises: links to them stand on council pages, in letters and on fridges for years.

``PROMISED`` is every address this site answers, with one to try. Taking a line out breaks somebody’s link: put a redirect
at the old address first. A new route gets its line here.
"""

import pytest
from flask import Flask

from localoffer.records.registry import KINDS
from tests.web.page_client import PageClient

FOLDERS = (
    "organisations", "settings", "bases", "services", "guides", "provision", "glossary", "dashboard", "plans", "board",
    "you-said-we-did", "events", "news",
)  # fmt: skip
ENTRY = "/<any({}):folder>/<slug>".format(",".join(f'"{folder}"' for folder in FOLDERS))
#: rule -> an address to try; {kind} stands for the address of the first entry of that kind
PROMISED = {
    "/": "/",
    "/search": "/search?q=sleep&kind=service&need=autism&age=7&phase=primary&topic=sleep&category=health&place=exeter&near=EX1&within=10"
    "&feature=wheelchair_access&cost=free&referral=self&sort=distance&page=1",
    "/search.json": "/search.json?q=sleep",
    "/suggest.json": "/suggest.json?q=sp",
    ENTRY: "{service}",
    f"{ENTRY}/quick-read": "{guide}/quick-read",
    f"{ENTRY}/version/<int(max=999999):number>": "{provision}/version/1",
    "/bases/": "/bases/",
    "/dashboard/": "/dashboard/",
    "/dashboard/<slug>.csv": "{indicator}.csv",
    "/bases/compare": "/bases/compare",
    "/settings/": "/settings/",
    "/guides/": "/guides/",
    "/glossary/": "/glossary/",
    "/plans/": "/plans/",
    "/plans/<slug>/actions/<key>": "/plans/send-improvement-plan-2023/actions/3-1",
    "/provision/": "/provision/",
    "/provision/graduated-approach": "/provision/graduated-approach",
    "/topics/": "/topics/",
    "/topics/<key>": "/topics/anxiety",
    "/stages/<key>": "/stages/early-years",
    "/about": "/about",
    "/accessibility": "/accessibility",
    "/privacy": "/privacy",
    "/feedback": "/feedback",
    "/feedback/wrong": "/feedback/wrong",
    "/feedback/status/<token>": "/feedback/status/from-an-old-letter",
    "/events/": "/events/?month=2027-01&place=exeter&type=engagement&need=autism&when=past",
    "/events/<slug>.ics": "{event}.ics",
    "/events/calendar.ics": "/events/calendar.ics?place=exeter&type=engagement&need=autism",
    "/news/": "/news/?year=2024",
    "/news/feed.atom": "/news/feed.atom",
    "/you-said-we-did/": "/you-said-we-did/?theme=ehc_plans&year=2025&status=done&page=1",
    "/you-said-we-did/report/<int(fixed_digits=4):year>": "/you-said-we-did/report/2025",
    "/you-said-we-did/report/<int(fixed_digits=4):year>.csv": "/you-said-we-did/report/2025.csv",
    "/take-part": "/take-part",
    "/sitemap": "/sitemap",
    "/sitemap.xml": "/sitemap.xml",
    "/robots.txt": "/robots.txt",
    "/board/": "/board/",
    "/files/<name>": "/files/5242ec55dada61d56b8768c7be425cb90bc9847200b9ed7974b2d407ab8d3bc4.pdf",
    "/coverage": "/coverage",
    "/still-right/<token>": "/still-right/from-an-old-letter",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
    "/metrics": "/metrics",
    "/static/<path:filename>": "/static/built/manifest.json",
}
#: What an address answers that is there and yet shows nothing to everybody: switched off, or a link without its secret.
SHUT = {"/coverage": 404, "/still-right/from-an-old-letter": 410, "/feedback/status/from-an-old-letter": 410}
ENTRIES = [f"{{{kind}}}{tail}" for kind in KINDS for tail in ("", "/quick-read", "/version/1")]


@pytest.fixture
def filled(entries_of):
    """Puts the address of a real entry for each {kind}."""
    return lambda path: (
        path.format(**{kind: f"/{entries_of(kind)[0].address}" for kind in KINDS}) if "{" in path else path
    )


def test_no_promised_address_was_removed(site_app: Flask):
    gone = sorted(set(PROMISED) - {rule.rule for rule in site_app.url_map.iter_rules()})
    assert not gone, f"{gone[0]} is gone. People hold links to it: answer there with a redirect to what replaces it."


def test_every_address_is_on_the_list_of_promises(site_app: Flask):
    public = {rule.rule for rule in site_app.url_map.iter_rules() if not rule.rule.startswith("/editor")}
    new = sorted(public - set(PROMISED))  # those of the desk stand in tests/web/test_doors.py
    assert not new, f"{new[0]} is new. Is it a good address for ten years? Then add it to PROMISED, with one to try."


def test_every_kind_keeps_its_folder():
    assert sorted(kind.folder for kind in KINDS.values()) == sorted(FOLDERS), (
        "A kind's folder is part of every link to it."
    )


@pytest.mark.parametrize("path", [*PROMISED.values(), *ENTRIES])
def test_a_promised_address_answers_to_a_look_a_peek_and_a_question(page_client: PageClient, filled, path):
    path = filled(path)
    looked = page_client.ask(path)
    peeked = page_client.ask(path, method="HEAD")
    status = SHUT.get(path, 200)
    assert (looked.status_code, peeked.status_code) == (status, status)
    assert looked.data
    assert not peeked.data
    assert peeked.mimetype == looked.mimetype
    looked.close()
    peeked.close()
    if not path.startswith("/static/"):
        asked = page_client.ask(path, method="OPTIONS")
        assert asked.status_code == 200
        assert "GET" in asked.headers["Allow"]


@pytest.mark.parametrize("path", [path for path in PROMISED.values() if not path.startswith("/static/")])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed_by_a_visitor(page_client: PageClient, filled, path, method):
    # those are forms for whoever holds a link (tests/public/test_still_right) or wants to tell us something
    if method != "POST" or not path.startswith(("/still-right/", "/feedback")):
        assert page_client.ask(filled(path), method=method).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/bases",
        "/settings",
        "/guides",
        "/glossary",
        "/provision",
        "/topics",
        "/dashboard",
        "/plans",
        "/board",
        "/you-said-we-did",
        "/events",
        "/news",
    ],
)
def test_a_list_without_its_last_slash_leads_to_the_list(page_client: PageClient, path):
    answer = page_client.ask(f"{path}?need=autism")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith(f"{path}/?need=autism")


def test_a_removed_address_is_named_with_what_to_do(site_app: Flask, monkeypatch):
    monkeypatch.setitem(PROMISED, "/old-page", "/old-page")
    with pytest.raises(
        AssertionError, match=r"/old-page is gone\. People hold links to it: answer there with a redirect"
    ):
        test_no_promised_address_was_removed(site_app)
