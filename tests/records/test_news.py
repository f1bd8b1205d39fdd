"""News stays as it was told, and each of its stories has an address of its own."""

from datetime import date

import pytest
from pydantic import ValidationError

from localoffer.records.documents import NO_MORE_CHECKS
from tests.factories import create, data_of


def story(**changes):
    return data_of("news")["stories"][0] | changes


def test_news_is_a_record_of_its_day_that_needs_no_check():
    news = create("news")
    assert news.is_record
    assert news.review_due == NO_MORE_CHECKS
    assert news.days == (date(2026, 7, 1), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("stories", "part"),
    [
        ([], "at least 1 item"),
        ([story(), story(title="Another")], "two stories have the same key"),
        ([story(quick_read="x" * 301)], "at most 300 characters"),
        ([story(quick_read="")], "at least 1 character"),
        ([story(key="Two Words")], "small letters"),
        ([story(links=["the plan"])], "folder/slug"),
    ],
)
def test_news_that_cannot_be_shown_is_refused(stories, part):
    with pytest.raises(ValidationError, match=part):
        create("news", stories=stories)


def test_search_reads_every_story():
    news = create("news", stories=[story(), story(key="two", title="More psychologists", text="They are back.")])
    assert {"Clearer letters", "Letters about EHC plans are clearer.", "More psychologists", "They are back."} <= set(
        news.own_text()
    )
