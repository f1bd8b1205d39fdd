"""Plans, board, figures, events, news and answers are found by the words families have for them, and by day."""

from datetime import date

import pytest

from localoffer.records.queries import entries_by_id


@pytest.fixture
def kinds_and_slugs(site):
    """The first results of a question, in order."""

    def ask(text, **asked):
        page = site.find(text, **asked).page
        entries = entries_by_id(site.session, [hit.entry_id for hit in page.hits])
        return [(entries[hit.entry_id].kind, entries[hit.entry_id].slug) for hit in page.hits]

    return ask


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("are EHC plans on time in Devon?", ("indicator", "ehc-plans-in-20-weeks")),
        ("board minutes january 2023", ("meeting", "january-2023")),
        ("you said we did letters", ("response", "clearer-letters-about-ehc-plans")),
        ("newsletter july 2024", ("news", "devon-july-2024")),
        ("SEND improvement plan", ("plan", "send-improvement-plan-2023")),
    ],
)
def test_a_question_about_what_was_promised_is_answered_among_the_first(kinds_and_slugs, text, first):
    assert first in kinds_and_slugs(text)[:3]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("what's on", "event"), ("whats on in exeter", "event"), ("newsletter", "news")],
)
def test_a_word_for_a_kind_alone_finds_every_page_of_that_kind(site, kinds_and_slugs, text, kind):
    found = kinds_and_slugs(text, page_size=10)
    assert found
    assert {each for each, _ in found} == {kind}


def test_days_narrow_a_search_and_put_what_comes_in_order(site, kinds_and_slugs):
    events = {"kind": frozenset({"event"})}
    coming = site.find(filters=events, when="upcoming", today=date(2026, 11, 22), page_size=100)
    past = site.find(filters=events, when="past", today=date(2026, 11, 22), page_size=100)
    every = site.find(filters=events, page_size=100)
    assert 0 < coming.page.total < every.page.total
    assert coming.page.total + past.page.total >= every.page.total
    entries = entries_by_id(site.session, [hit.entry_id for hit in coming.page.hits])
    days = [entries[hit.entry_id].fields["day"] for hit in coming.page.hits]
    assert days == sorted(days)


def test_a_day_that_cannot_be_understood_is_said_and_changes_nothing(site):
    found = site.find("sleep", when="soon")
    assert found.problems == ("Write a year like 2026, a month like 2026-12, or a day like 2026-12-03.",)
    assert found.page.total == site.find("sleep").page.total


def test_days_that_leave_nothing_can_be_let_go_of(site):
    found = site.find("newsletter", when="1999")
    assert found.page.total == 0
    assert ("when", "1999") in [(each.name, each.value) for each in found.relaxations]
