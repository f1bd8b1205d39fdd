"""News by year, each story in short, with links to what it reports."""

import pytest

from tests.factories import data_of
from tests.web.taking_part import put


def story(**changes):
    return data_of("news")["stories"][0] | changes


@pytest.fixture
def filled(small_site):
    """A site with news of two years."""
    put(small_site, "news", slug="march", title="News of March", edition="", day="2026-03-09")
    put(small_site, "news", slug="july", title="News of July", edition="July 2026", day="2026-07-01",
        stories=[story(), story(key="two", title="Second story", quick_read="In a few words.")])  # fmt: skip
    put(small_site, "news", slug="old", title="Old news", edition="January 2023", day="2023-01-01")
    return small_site.client


def editions(page):
    return page.texts(".lo-edition__title")


def test_the_newest_edition_comes_first_under_its_year(filled):
    page = filled.get("/news/")
    assert page.texts("main section > h2")[:2] == ["2026", "2023"]
    assert editions(page) == ["News of July", "News of March", "Old news"]
    assert page.texts(".lo-edition__day") == ["July 2026", "9 March 2026", "January 2023"]


def test_each_story_is_told_in_short_and_leads_to_itself(filled):
    page = filled.get("/news/")
    first = page.select(".lo-edition")[0]
    assert [each["href"] for each in first.select("li a")] == ["/news/july#letters", "/news/july#two"]
    assert "In a few words." in first.get_text()


def test_a_year_can_be_chosen(filled):
    page = filled.get("/news/?year=2023")
    assert (page.h1, editions(page)) == ("News of 2023", ["Old news"])
    assert page.one(".lo-years [aria-current]").get_text(" ", strip=True) == "2023 (1)"


@pytest.mark.parametrize("year", ["1999", "x", "20261", "%3Cb%3E"])
def test_a_year_without_news_is_said_and_the_newest_stays(filled, year):
    page = filled.get(f"/news/?year={year}")
    assert "There is no news of the year" in page.words
    assert len(editions(page)) == 3


def test_years_of_news_do_not_make_the_first_page_heavy(small_site):
    for year in range(2001, 2027):
        put(small_site, "news", slug=f"news-{year}", title=f"News of {year}", day=f"{year}-01-01")
    page = small_site.client.get("/news/")
    assert len(editions(page)) == 24
    assert "2 older editions are kept under their years above." in page.words
    assert editions(small_site.client.get("/news/?year=2001")) == ["News of 2001"]


def test_a_story_has_an_address_of_its_own_a_quick_read_and_links_to_what_it_reports(small_site):
    put(small_site, "response")
    put(small_site, "plan")
    links = ["you-said-we-did/clearer-letters", "plans/improvement-plan/1-1", "plans/no-such-plan", "guides/nothing"]
    put(small_site, "news", stories=[story(links=links), story(key="two", title="Second story", links=[])])
    page = small_site.client.get("/news/summer-2026")
    assert page.one("h2#letters").get_text(strip=True) == "Clearer letters"
    first, second = page.select(".lo-story")
    assert (
        first.select_one(".lo-story__quick").get_text(" ", strip=True)
        == "In short Letters about EHC plans are clearer."
    )
    assert [each["href"] for each in first.select(".lo-story__links a")] == [
        "/you-said-we-did/clearer-letters", "/plans/improvement-plan/actions/1-1",
    ]  # fmt: skip
    assert not second.select(".lo-story__links")
    assert {"#letters", "#two"} <= set(page.links())


def test_hostile_words_of_a_story_stay_words(small_site):
    put(small_site, "news", stories=[story(title="<img src=x onerror=alert(1)>", quick_read="<script>x</script>", text="<script>alert(1)</script>[x](javascript:alert(1))")])  # fmt: skip
    for path in ("/news/", "/news/summer-2026"):
        page = small_site.client.get(path)
        assert not page.select("img[onerror]")
        assert not any("javascript:" in each for each in page.links())
        assert "<img src=x onerror=alert(1)>" in page.words


def test_a_site_without_news_says_so(small_site):
    page = small_site.client.get("/news/")
    assert "There is no news yet" in page.words
    assert "/events/" in page.links()


def test_the_news_that_ships_is_dated_attributed_and_leads_somewhere(page_client, entries_of):
    news = entries_of("news")
    assert len(news) >= 13
    assert all(1 <= len(each.fields["stories"]) <= 4 for each in news)
    assert all("Facts: " in each.source_note or "Made up for the demonstration" in each.source_note for each in news)
    for entry in news:
        page = page_client.get(f"/news/{entry.slug}")
        wanted = sum(len(each.get("links", [])) for each in entry.fields["stories"])
        assert len(page.select(".lo-story__links a")) == wanted
