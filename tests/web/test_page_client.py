"""The page checks themselves: each finds what it is for, says so in a sentence, and is silent on a good page."""

import pytest
from flask import Response
from sqlalchemy import text

from localoffer.web.site import session, site
from tests.web.page_checks import CHECKS, MOST_BYTES, Page, problems
from tests.web.page_client import PageClient, PageProblem

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-abc'; style-src 'self' 'nonce-abc'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "private, no-cache",
}  # fmt: skip
GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Sleep help – Our site</title>
<link rel="stylesheet" href="/static/site.css"><style nonce="abc">:root{--brand:#000}</style></head>
<body><a href="#main">Skip to main content</a>
<header><nav aria-label="Menu"><a href="/guides/">Guides</a></nav></header>
<main id="main"><h1>Sleep help</h1><p>It’s “free” – ring us.</p>
<h2 id="ask">Ask</h2><section aria-labelledby="ask"><h3>How</h3><ul><li>Ring us</li></ul></section>
<form action="/search" method="get"><label for="q">Words</label><input id="q" name="q" aria-describedby="hint"><p id="hint">Any words</p>
<button type="submit">Search</button></form><img src="/static/bed.svg" alt="A bed"><svg aria-hidden="true"></svg></main>
<footer><nav aria-label="About"><a href="/about">About</a></nav></footer></body></html>"""

#: check, what to replace, with what, and words of the sentence it must say
BROKEN = [
    ("valid_html", "<p>It’s", "<p><b>It’s", "mend its HTML"),
    ("valid_html", "<!doctype html>\n", "", "mend its HTML"),
    ("nesting", "<p>It’s", "<span><div>x</div></span><p>It’s", "<div> stands inside <span>"),
    ("nesting", "<ul><li>Ring us</li></ul>", "<li>Ring us</li>", "<li> stands inside <section>"),
    ("nesting", "<ul><li>Ring us</li></ul>", "<ul><li>Ring us</li><span>x</span></ul>", "right inside <ul>"),
    ("nesting", "<ul><li>Ring us</li></ul>", "<ul> </ul>", "empty list"),
    ("nesting", "Guides</a>", "<button type=button>Guides</button></a>", "inside another link or button"),
    ("one_h1", "<h2 id=\"ask\">Ask</h2>", "<h1 id=\"ask\">Ask</h1>", "2 h1 headings"),
    ("one_h1", "<h1>Sleep help</h1>", "", "0 h1 headings"),
    ("one_h1", "<h3>How</h3>", "<h3> </h3>", "empty heading"),
    ("title", "<title>Sleep help – Our site</title>", "<title>Our site</title>", "does not hold the words of its h1"),
    ("title", "<title>Sleep help – Our site</title>", "<title></title>", "has no title"),
    ("language", 'lang="en" ', "", "no lang"),
    ("language", ' dir="ltr"', "", "no dir"),
    ("unique_ids", '<p id="hint">', '<b id="ask"></b><p id="hint">', "“ask” stands 2 times"),
    ("unique_ids", "<h3>How", '<h3 id="a b">How', "has a space"),
    ("references", 'for="q"', 'for="r"', "label “Words” is for “r”"),
    ("references", 'for="q"', 'for="hint"', "takes no label"),
    ("references", 'aria-labelledby="ask"', 'aria-labelledby="gone"', "points to “gone” (aria-labelledby)"),
    ("references", 'aria-describedby="hint"', 'aria-describedby="hint gone"', "points to “gone” (aria-describedby)"),
    ("references", '<a href="/about">', '<a href="#gone">', "leads to #gone"),
    ("references", '<button type="submit">', '<button type="submit" form="gone">', "belongs to the form “gone”"),
    ("pictures", ' alt="A bed"', "", "has no alt"),
    ("pictures", '<svg aria-hidden="true">', "<svg>", "neither hidden from screen readers"),
    ("labels", '<label for="q">Words</label>', "", "has no label"),
    ("labels", 'name="q" ', "", "never sent"),
    ("forms", ' action="/search"', "", "no action"),
    ("forms", ' method="get"', "", "no method"),
    ("forms", '<button type="submit">Search</button>', "", "no button to send it"),
    ("names", ">About</a>", "></a>", "has no words"),
    ("names", '<a href="/about">', "<a>", "without an address"),
    ("landmarks", "<header>", "<div>", "0 <header>"),
    ("landmarks", '<a href="#main">Skip to main content</a>', "", "skip link first"),
    ("landmarks", '<nav aria-label="About">', "<nav>", "has no name"),
    ("headings", "<h3>How</h3>", "<h4>How</h4>", "is an h4 after an h2"),
    ("typography", "It’s", "It's", "typewriter’s '"),
    ("typography", "“free”", '"free"', 'typewriter’s "'),
    ("typography", "– ring", "-- ring", "typewriter’s --"),
    ("typography", "– ring", "... ring", "typewriter’s ..."),
    ("typography", 'alt="A bed"', "alt=\"A child's bed\"", "typewriter’s '"),
    ("no_inline_code", "<h3>", '<h3 style="color:red">', "style attribute"),
    ("no_inline_code", "<h3>", '<h3 onclick="go()">', "onclick="),
    ("no_inline_code", 'href="/about"', 'href="javascript:go()"', "leads to a script"),
    ("no_inline_code", 'nonce="abc"', 'nonce="old"', "nonce"),
    ("own_resources", "/static/bed.svg", "https://pictures.example.org/bed.svg", "fetches from pictures.example.org"),
    ("own_resources", "/static/site.css", "//fonts.example.org/site.css", "fetches from fonts.example.org"),
]  # fmt: skip


def page(text_of: str = GOOD, **changes: object) -> Page:
    return Page("/sleep", 200, text_of, **{"headers": HEADERS, **changes})


def test_a_good_page_passes_every_check():
    assert problems(page()) == []


@pytest.mark.parametrize(("check", "old", "new", "sentence"), BROKEN, ids=[f"{each[0]}: {each[3]}" for each in BROKEN])
def test_a_check_finds_what_it_is_for_and_says_so(check, old, new, sentence):
    assert old in GOOD, "The table must change something."
    found = [each for each in problems(page(GOOD.replace(old, new, 1))) if each.startswith(f"{check}: ")]
    assert any(sentence in each for each in found), problems(page(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize(
    "name",
    [
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Content-Security-Policy",
        "Cache-Control",
    ],
)
def test_a_header_that_is_missing_is_found(name):
    assert any(
        each.startswith("headers: ")
        for each in problems(page(headers={key: value for key, value in HEADERS.items() if key != name}))
    )


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "https:", "*"])
def test_a_policy_that_lets_anything_in_is_found(source):
    loose = POLICY.replace("script-src 'self'", f"script-src 'self' {source}")
    assert any(
        f"lets in {source}" in each for each in problems(page(headers=HEADERS | {"Content-Security-Policy": loose}))
    )


def test_a_heavy_page_is_found_with_what_makes_it_heavy():
    heavy = page(wire=20_000, resources=[("/static/big.js", MOST_BYTES - 19_999)])
    assert any("big.js" in each for each in problems(heavy))
    light = page(wire=20_000, resources=[("/static/big.js", MOST_BYTES - 20_000)])
    assert problems(light) == []


def test_every_check_is_shown_to_fail():
    shown = {check for check, *_ in BROKEN} | {"headers", "weight"}
    assert shown == set(CHECKS)


def test_a_check_is_switched_off_by_its_name():
    broken = GOOD.replace("It’s", "It's")
    assert problems(page(broken), frozenset({"typography"})) == []


# --- the client ---


@pytest.fixture
def odd_client(small_site) -> PageClient:
    """A site with pages that do what no page may."""

    def write() -> str:
        with site().database.transaction() as changing:
            changing.execute(text("DELETE FROM entry_change"))
        return GOOD

    def only_commit() -> str:
        session().execute(text("SELECT 1"))
        session().commit()
        return GOOD

    small_site.app.add_url_rule("/writes", view_func=write)
    small_site.app.add_url_rule("/commits", view_func=only_commit)
    small_site.app.add_url_rule("/plain", "plain", view_func=lambda: Response("text", mimetype="text/plain"))
    small_site.app.add_url_rule(
        "/lost", "lost", view_func=lambda: GOOD.replace("/static/bed.svg", "/static/not-there.svg")
    )
    return small_site.client


def test_the_client_says_which_status_came_instead(page_client):
    with pytest.raises(PageProblem, match="/not-there answered 404, not 200"):
        page_client.get("/not-there")


def test_the_client_takes_no_data_for_a_page(odd_client):
    with pytest.raises(PageProblem, match="answered text/plain, not a page"):
        odd_client.get("/plain")


def test_the_client_knows_its_checks_by_name(page_client):
    with pytest.raises(ValueError, match="no check called spelling"):
        page_client.get("/", without={"spelling"})


@pytest.mark.parametrize("path", ["/writes", "/commits"])
def test_the_client_fails_when_looking_writes(odd_client, path):
    with pytest.raises(PageProblem, match="Looking never writes"):
        odd_client.ask(path)


def test_the_client_fails_when_a_page_needs_a_file_that_is_not_there(odd_client):
    with pytest.raises(PageProblem, match=r"asks for /static/not-there\.svg, which answers 404"):
        odd_client.get("/lost")


def test_the_client_weighs_what_travels_not_what_is_unpacked(page_client):
    fetched = page_client.get("/")
    assert 0 < fetched.wire < len(fetched.text.encode()) / 2
    assert {address.rpartition(".")[2] for address, _ in fetched.resources} == {"css", "js", "svg"}
