"""Suggestions while typing."""

import pytest

from localoffer.search.suggest import Suggester, Suggestion


def kinds(found):
    return [(each.kind, each.slug) for each in found]


@pytest.fixture
def suggester():
    return Suggester(
        [
            (Suggestion("EHC plan", "term", "ehcp", 0.5), ["EHCP", "education health and care plan"]),
            (Suggestion("Sleep clinic", "service", "sleep-clinic", 0.7), ()),
            (Suggestion("Sleep", "guide", "sleep", 0.6), ()),
            (Suggestion("Help with sleep", "service", "help-sleep", 0.7), ()),
            (Suggestion("Exeter", "place", "exeter", 0.8), ()),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sl", ("guide", "sleep")), ("SLEEP C", ("service", "sleep-clinic")), ("ehcp", ("term", "ehcp")), ("care p", ("term", "ehcp")), ("exe", ("place", "exeter"))],
)  # fmt: skip
def test_beginnings_of_words_are_found(suggester, typed, first):
    assert kinds(suggester.suggest(typed))[0] == first


def test_titles_that_begin_so_come_before_those_that_only_hold_the_word(suggester):
    assert kinds(suggester.suggest("sleep")) == [
        ("guide", "sleep"),
        ("service", "sleep-clinic"),
        ("service", "help-sleep"),
    ]


@pytest.mark.parametrize("typed", ["", "   ", "zzz", "<script>", "\x00", "'; --", "x" * 10_000])
def test_nothing_is_suggested_for_nothing(suggester, typed):
    assert suggester.suggest(typed) == []


def test_no_more_than_asked_for_and_each_once(suggester):
    assert len(suggester.suggest("s", 2)) == 2
    assert len(set(suggester.suggest("plan"))) == len(suggester.suggest("plan"))


@pytest.mark.parametrize(
    ("typed", "kind", "slug"),
    [("autis", "term", "autism"), ("ehcp", "term", "ehcp"), ("exet", "place", "exeter"), ("school transp", "guide", "school-transport"), ("dislexia", "term", "dyslexia"), ("sendias", "term", "sendiass")],
)  # fmt: skip
def test_the_shipped_content_is_suggested(site, typed, kind, slug):
    assert (kind, slug) in kinds(site.search.suggest(site.session, typed))
