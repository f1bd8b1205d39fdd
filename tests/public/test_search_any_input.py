"""Whatever stands in an address, a search answers 200 or a clear 400, never 500, and its page stays whole."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.public.search_request import KNOWN
from tests.web.page_client import PageClient

ANY = (
    st.text(max_size=60)
    | st.text(alphabet="\"'*?:()[]{}~^\\/&|+-<>=\x00\x1b\u200f\u202e\ud7ff ", max_size=60)
    | st.integers().map(str)
)
WORDS = st.lists(
    st.sampled_from(
        ["autism", "AND", "OR", "NOT", "age", "4", "near", "Exeter", "year", "in", "ehcp", "SEN", "-", "*", "dislexia"]
    ),
    max_size=9,
)
QUERY = ANY | WORDS.map(" ".join)
PAIRS = st.lists(st.tuples(st.sampled_from([*KNOWN, "unknown"]), QUERY), max_size=8)
HOSTILE = {
    "10,000 letters": "a" * 10_000,
    "10,000 words": "autism " * 1_500,
    "10,000 different words": " ".join(f"w{number}" for number in range(2_000)),
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\u2028",
    "right to left": "مساعدة التوحد \u202eautism\u202c",
    "emoji and marks": "👩‍👧‍👦 Z̷̢a̸l̵g̶o̷ ﷽",
    "wildcards": "*" * 500 + "?" * 500,
    "brackets": "(" * 1_000 + "[[[{{{",
    "field names": "title:autism kind:service -need:autism ^5 ~2",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>",
    "template": "{{ 7*7 }} {% raw %} ${x} %(num)s %s",
    "path": "../../../../etc/passwd",
    "SQL": "'; DROP TABLE entry; --",
    "lone surrogate": "\udcff",
    "null": "\x00",
    "postcode-like": "EX1 " * 500,
    "ages": "age 999999999999999999999 year -1 1e309",
}


def ask(client: PageClient, path: str, pairs) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    answer = client.ask(f"{path}?{query}")
    assert answer.status_code in (200, 400), f"{path}?{query[:300]} answered {answer.status_code}."


@pytest.mark.parametrize(
    "path",
    ["/search", "/search.json", "/suggest.json", "/bases/", "/bases/compare", "/provision/", "/settings/", "/feedback"],
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS)
def test_any_address_of_any_length_is_answered(page_client, path, pairs):
    more = {
        "/bases/compare": ["base", "near"],
        "/provision/": ["concern", "part", "section", "view"],
        "/settings/": ["district", "phase_type"],
        "/feedback": ["about"],
    }
    renamed = [
        (more[path][at % len(more[path])], value) if path in more and at % 2 else (name, value)
        for at, (name, value) in enumerate(pairs)
    ]
    ask(page_client, path, renamed)


@pytest.mark.parametrize("name", ["q", "near", "age", "page", "within", "sort", "kind", "need"])
@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_in_any_place_is_answered(page_client, name, what):
    ask(page_client, "/search", [("q", "autism"), (name, HOSTILE[what])] if name != "q" else [(name, HOSTILE[what])])


@pytest.mark.parametrize("what", HOSTILE)
def test_the_page_stays_whole_and_shows_hostile_text_as_text(page_client, what):
    query = urlencode([("q", HOSTILE[what]), ("near", HOSTILE[what][:80])], errors="surrogatepass")
    page = page_client.get(f"/search?{query}", without={"typography", "title"})
    assert "alert(1)" not in "".join(script.get_text() for script in page.select("script"))
    assert not page.select("img[onerror]")


@pytest.mark.parametrize("what", HOSTILE)
def test_suggestions_and_concerns_take_hostile_text(page_client, what):
    for path, name in (
        ("/suggest.json", "q"),
        ("/provision/", "concern"),
        ("/bases/", "near"),
        ("/bases/compare", "base"),
        ("/feedback", "about"),
        ("/feedback/wrong", "about"),
        ("/", "lang"),
    ):
        ask(page_client, path, [(name, HOSTILE[what])])


@pytest.mark.parametrize(
    "path",
    [
        "/topics/%00",
        "/stages/%F0%9F%98%80",
        "/services/%2e%2e",
        "/guides/..%2f..",
        "/glossary/%ff%fe",
        "/static/../app.py",
        "/static/%2e%2e/settings.py",
    ],
)
def test_hostile_paths_are_not_found(page_client, path):
    assert page_client.ask(path).status_code in (400, 404)
