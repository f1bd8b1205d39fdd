"""Headers on every answer, and what is kept by whom."""

import re

import pytest

EVERYWHERE = [
    "/",
    "/search?q=sleep",
    "/search.json?q=sleep",
    "/suggest.json?q=sl",
    "/not-there",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/metrics",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_headers(page_client, path):
    headers = page_client.ask(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_each_answer_has_a_nonce_of_its_own(page_client):
    nonces = {
        re.search(r"'nonce-([^']+)'", page_client.get("/").headers["Content-Security-Policy"])[1] for _ in range(5)
    }
    assert len(nonces) == 5
    assert all(len(each) >= 20 for each in nonces)


@pytest.mark.parametrize("path", ["/", "/search?q=sleep", "/search.json?q=sleep", "/suggest.json?q=sl"])
def test_no_shared_cache_keeps_what_a_family_looked_for(page_client, path):
    assert page_client.ask(path).headers["Cache-Control"] == "private, no-cache"


def test_built_files_are_kept_for_ever_and_by_nobody_else(page_client):
    page = page_client.get("/")
    for address, _ in page.resources:
        answer = page_client.ask(address)
        assert "immutable" in answer.headers["Cache-Control"] or "max-age=31536000" in answer.headers["Cache-Control"]
        assert re.search(r"\.[0-9a-f]{12}\.", address), (
            f"{address} does not carry its content’s name, so it must not be kept for ever."
        )
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_only_production_asks_for_https_for_ever(create_site):
    assert "Strict-Transport-Security" not in create_site(small=True).client.ask("/healthz").headers
    assert (
        "max-age=31536000"
        in create_site(small=True, mode="production").client.ask("/healthz").headers["Strict-Transport-Security"]
    )


@pytest.mark.parametrize(
    "path",
    [
        "/static/built/%2e%2e/%2e%2e/settings.py",
        "/static/built/site.js.map",
        "/instance/secret_key",
        "/.git/config",
        "/content/authority.yaml",
    ],
)
def test_nothing_but_the_site_is_served(page_client, path):
    assert page_client.ask(path).status_code == 404
