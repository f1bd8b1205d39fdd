"""Markdown as it is shown: safe, and below the page's own heading."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from localoffer.text.markdown import GOVUK_CLASSES, TAGS, to_html, to_line


@pytest.mark.parametrize(
    ("text", "selector", "words"),
    [
        ("# Top", "h2.govuk-heading-m", "Top"),
        ("## Part", "h2.govuk-heading-m", "Part"),
        ("- one\n- two", "ul.govuk-list--bullet > li", "one"),
        ("1. one", "ol.govuk-list--number > li", "one"),
        ("Some **bold** words", "p.govuk-body > strong", "bold"),
        ("[Ring](tel:01632960001)", "a.govuk-link[href='tel:01632960001']", "Ring"),
        ("[us](https://a.example.org/?a=b&c)", "a[href='https://a.example.org/?a=b&c']", "us"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "table.govuk-table th.govuk-table__header", "A"),
    ],
)
def test_usual_markdown_is_shown_in_the_sites_looks(text, selector, words):
    assert BeautifulSoup(to_html(text), "html.parser").select_one(selector).get_text() == words


def test_no_text_has_a_second_main_heading():
    assert "<h1" not in to_html("# One\n\nTwo\n===\n")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](https://a.example.org/x.png)",
        "[x](data:text/html,hi)", "<a href='https://x' onclick='y'>z</a>", '[x](https://a.example.org "t\\" onclick=alert(1)")',
    ],
)  # fmt: skip
def test_what_could_do_harm_is_shown_as_words_or_left_out(text):
    soup = BeautifulSoup(to_html(text), "html.parser")
    assert soup.select("script, img, iframe") == []
    assert not [tag for tag in soup.find_all(True) if set(tag.attrs) - {"href", "class", "rel", "title"}]
    assert not [a["href"] for a in soup.select("a[href]") if not a["href"].startswith("https://")]


@given(st.text(max_size=300))
def test_any_text_gives_only_harmless_marks(text):
    soup = BeautifulSoup(to_html(text), "html.parser")
    assert {tag.name for tag in soup.find_all(True)} <= TAGS | set(GOVUK_CLASSES)


def test_a_short_text_is_shown_without_a_paragraph_of_its_own():
    assert to_line("Ring **us**") == "Ring <strong>us</strong>"
    assert to_line("One\n\nTwo").count("<p") == 2
