"""Marked matches: the right words, and never a tag that we did not write."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.search.analysis import tokens
from localoffer.search.highlight import SNIPPET_LENGTH, Highlighter


def marker(text):
    return Highlighter(token.stem for token in tokens(text))


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sleep", "Sleep help. Sleeping well, asleep or not.", ["Sleep", "Sleeping"]),
        ("communicate", "Communication and communicating; community.", ["Communication", "communicating"]),
        ("child", "Children, a child’s day, childminder", ["Children", "child"]),
        ("OT", "OT for you, not another", ["OT"]), ("autism", "autistic people", ["autistic"]),
        ("café", "A cafe and a Café", ["cafe", "Café"]), ("", "nothing", []), ("sleep", "", []), ("1", "1 of 10", ["1"]),
    ],
)  # fmt: skip
def test_words_with_the_same_stem_are_marked(query, text, marked):
    assert re.findall(r"<mark>(.*?)</mark>", marker(query).mark(text)) == marked


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('sleep')</script>", "<mark>sleep</mark>", "sleep & rest", '"><img src=x onerror=sleep>',
        "&lt;sleep&gt;", "<b onclick='sleep'>", "\u202esleep\u202c", "a<sleep>b",
    ],
)  # fmt: skip
def test_hostile_text_is_escaped(text):
    marked = marker("sleep").mark(text)
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert "<script" not in marked


def test_a_snippet_starts_where_most_words_stand_together():
    text = "We are here. " * 30 + "Sleep help for autistic children is free. " + "Goodbye now. " * 30
    snippet = marker("autism sleep").snippet(text)
    assert snippet.startswith("<mark>Sleep</mark> help for <mark>autistic</mark> children")
    assert snippet.endswith(" …")


def test_without_a_match_a_snippet_is_the_beginning():
    assert marker("zebra").snippet("One two. Three four.") == "One two. Three four."


@given(st.text(max_size=600), st.text(max_size=30))
def test_nothing_but_marks_is_added_to_any_text(text, query):
    highlighter = marker(query)
    assert highlighter.mark(text).replace("<mark>", "").replace("</mark>", "") == escape(text)
    snippet = highlighter.snippet(text).replace("<mark>", "").replace("</mark>", "").removesuffix(" …")
    assert snippet in escape(text)
    assert len(snippet) <= len(escape("&" * SNIPPET_LENGTH))


@given(st.text(alphabet="<>&\"' sleep", max_size=80))
def test_marks_are_whole_and_never_nested(text):
    marked = marker("sleep").mark(text)
    assert re.sub(r"<mark>[^<>]*</mark>", "", marked).count("<") == 0
