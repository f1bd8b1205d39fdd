"""Glossary words in a text, linked to what they mean."""

import re

import pytest

from localoffer.text.glossary_marks import mark_words

PATTERN = re.compile(r"\b(?:SENCo|EHC plan|annual review)\b", re.I)
ANCHORS = {"senco": "senco", "ehc plan": "ehc-plan"}


def marked(html):
    return mark_words(html, PATTERN, lambda word: ANCHORS.get(word.lower()))


def link(word, name):
    return f'<a class="govuk-link lo-word" href="#word-{name}">{word}</a>'


def test_the_first_use_of_a_word_is_linked_and_later_ones_are_not():
    html, met = marked("<p>Ask the SENCo. The senco helps.</p><p>SENCo</p>")
    assert html.replace(
        ' href="#word-senco" class="govuk-link lo-word"', ' class="govuk-link lo-word" href="#word-senco"'
    ) == (f"<p>Ask the {link('SENCo', 'senco')}. The senco helps.</p><p>SENCo</p>")
    assert met == ["senco"]


def test_words_are_named_in_the_order_they_are_met():
    assert marked("<p>An EHC plan and a SENCo</p>")[1] == ["ehc-plan", "senco"]


@pytest.mark.parametrize("tag", ["a", "h2", "h3", "code", "abbr", "mark"])
def test_words_in_links_and_headings_are_left_alone(tag):
    html = f"<{tag}>SENCo</{tag}>"
    assert marked(html) == (html, [])


@pytest.mark.parametrize("html", ["", "<p>Nothing here</p>", "<p>SENCos and annual review</p>"])
def test_words_that_are_not_explained_are_left_alone(html):
    assert marked(html) == (html, [])


def test_signs_in_the_text_stay_signs():
    assert marked("<p>2 &lt; 3 &amp; a SENCo</p>")[0].startswith("<p>2 &lt; 3 &amp; a <a ")
