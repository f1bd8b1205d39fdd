"""Languages: asked for by address, kept in a cookie, else what the browser likes best; Arabic mirrors the page."""

import pytest

from tests.web.page_client import PageClient


def direction(page) -> tuple[str, str]:
    return page.soup.html["lang"], page.soup.html["dir"]


def test_a_language_asked_for_is_remembered(site_app):
    client = PageClient(site_app, cookies=True)
    assert direction(client.get("/")) == ("en", "ltr")
    asked = client.get("/?lang=ar")
    assert direction(asked) == ("ar", "rtl")
    cookie = asked.headers["Set-Cookie"]
    assert cookie.startswith("lang=ar;")
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert direction(client.get("/guides/")) == ("ar", "rtl")
    assert direction(client.get("/guides/?lang=en")) == ("en", "ltr")
    assert direction(client.get("/guides/")) == ("en", "ltr")


@pytest.mark.parametrize("lang", ["xx", "", "ar;q=1", "../en", "%00", "a" * 5_000])
def test_a_language_we_do_not_have_changes_nothing(page_client, lang):
    page = page_client.get(f"/?lang={lang}")
    assert direction(page) == ("en", "ltr")
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("ar", "ar"), ("fr, ar;q=0.8, en;q=0.5", "ar"), ("fr", "en"), ("en-GB", "en"), ("nonsense;;;", "en")],
)
def test_without_a_choice_the_browser_decides(page_client, accepted, lang):
    page = page_client.get("/", headers={"Accept-Language": accepted})
    assert page.soup.html["lang"] == lang
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in page.headers["Vary"].split(",")}


def test_a_cookie_counts_more_than_the_browser_and_an_address_more_than_a_cookie(page_client):
    arabic = {"Accept-Language": "ar"}
    assert page_client.get("/", headers={**arabic, "Cookie": "lang=en"}).soup.html["lang"] == "en"
    assert page_client.get("/?lang=ar", headers={"Cookie": "lang=en"}).soup.html["lang"] == "ar"
    assert page_client.get("/", headers={"Cookie": "lang=%00<x>"}).soup.html["lang"] == "en"


@pytest.mark.parametrize(
    "path", ["/", "/search?q=sleep&need=autism", "/bases/", "/guides/annual-review", "/provision/", "/not-there"]
)
def test_arabic_pages_are_mirrored_and_english_content_keeps_its_direction(page_client, path):
    status = 404 if path == "/not-there" else 200
    page = page_client.get(path, headers={"Cookie": "lang=ar"}, status=status)
    assert direction(page) == ("ar", "rtl")
    assert any("site.rtl." in str(link["href"]) for link in page.select("link[rel=stylesheet]"))


def test_an_entrys_own_words_say_that_they_are_english(page_client):
    page = page_client.get("/guides/annual-review", headers={"Cookie": "lang=ar"})
    assert (page.one("h1")["lang"], page.one("h1")["dir"]) == ("en", "ltr")
    assert not page_client.get("/guides/annual-review").one("h1").has_attr("lang")


def test_switching_keeps_the_search(page_client):
    page = page_client.get("/search?q=sleep+%26+rest&need=autism&need=adhd")
    link = next(str(each["href"]) for each in page.select("a[hreflang=ar], a[lang=ar], a[href*='lang=ar']"))
    switched = page_client.get(link)
    assert switched.one("main form.lo-search input[name=q]")["value"] == "sleep & rest"
    assert len(switched.select(".lo-chip")) == 2


@pytest.mark.parametrize("path", ["/services/%E2%82%AC%3Cb%3E%20x", "/%2F%2Fevil.example.org", "/topics/a%26b%3Dc"])
def test_a_strange_address_cannot_bend_the_language_links(page_client, path):
    page = page_client.get(path, status=404)
    for link in page.select("a[href*='lang=']"):
        assert not str(link["href"]).startswith("//"), "The link leaves the site."
