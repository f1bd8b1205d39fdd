"""Facts and figures as families see them: the list of questions, a page for each, and its figures as a file."""

import csv
import io
import re

import pytest
import time_machine

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.queries import find_entry
from tests.factories import create
from tests.web.page_checks import words

TODAY = "2026-11-22T10:00:00Z"
DEVON = {"key": "devon", "label": "Devon", "level": "local", "dfe_code": "878"}
ENGLAND = {"key": "england", "label": "England", "level": "england"}
KENT = {"key": "kent", "label": "Kent", "level": "neighbour", "dfe_code": "886"}
CHECKED = {"reviewed_on": "2026-11-01", "review_due": "2027-10-01"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=True):
        yield


def figure(year, value, series="devon"):
    told = {"missing": value} if isinstance(value, str) else {"value": value}
    return {"series": series, "period": str(year), "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", **told}


ON_TIME = {
    "measured": "of new EHC plans came within 20 weeks", "series": [DEVON, KENT, ENGLAND],
    "figures": [
        figure(2022, 11.8), figure(2023, 4.9), figure(2024, 3.2), figure(2023, "suppressed", "kent"), figure(2024, 32.3, "kent"),
        figure(2023, 49.1, "england"), figure(2024, 45.9, "england"),
    ],
}  # fmt: skip


def indicator(**others):
    return create("indicator", **CHECKED | {"target": None} | others)


def put(site, *documents):
    """Publish documents as the content store would."""

    def change(session):
        for document in documents:
            publish(session, save_draft(session, document, by="content store"), locate=lambda _document: None)

    site.change(change)


def said(site, **others):
    """The reading of an indicator, on its own page."""
    put(site, indicator(**others))
    return words(site.client.get("/dashboard/plans-in-20-weeks").one(".lo-reading__said"))


def rows(page):
    return [[words(cell) for cell in row.select("th, td")] for row in page.select(".lo-figures__table tr")]


# --- the reading ---


def test_the_newest_figure_the_one_before_and_england_are_told(small_site):
    assert said(small_site, **ON_TIME) == (
        "In Devon in 2024, 3.2% of new EHC plans came within 20 weeks. That is worse than in 2023 (4.9%). England had 45.9%."
    )


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"figures": []}, "There are no figures yet."),
        ({"figures": [figure(2024, 3.2)]}, "In 2024, the figure for Devon was 3.2%."),
        ({"figures": [figure(2023, 1), figure(2024, "suppressed")]}, "The figure for Devon in 2024 is too small to show. The last figure is 1%, from 2023."),
        ({"figures": [figure(2024, "not_available")]}, "There is no figure for Devon in 2024."),
        ({"figures": [figure(2024, "not_applicable")]}, "In 2024 this does not apply to Devon."),
        (
            {"unit": "weeks", "better": "down", "measured": "was the usual wait", "figures": [figure(2023, 1), figure(2024, 18)]},
            "In Devon in 2024, 18 weeks was the usual wait. That is worse than in 2023 (1 week).",
        ),
        (
            {"unit": "count", "better": "none", "measured": "new plans came out.", "figures": [figure(2023, 1435), figure(2024, 1277), figure(2024, 90392, "england")]},
            "In Devon in 2024, 1,277 new plans came out. That is less than in 2023 (1,435).",
        ),
        ({"unit": "pounds", "better": "down", "measured": "was owed", "figures": [figure(2024, 164000000)]}, "In Devon in 2024, £164 million was owed."),
        ({"unit": "minutes", "better": "down", "figures": [figure(2023, 6), figure(2024, 6)]}, "In 2024, the figure for Devon was 6 minutes. That is the same as in 2023."),
        ({"unit": "days", "better": "down", "figures": [figure(2023, 2.5), figure(2024, 1)]}, "In 2024, the figure for Devon was 1 day. That is better than in 2023 (2.5 days)."),
        ({"unit": "score", "better": "none", "figures": [figure(2023, 7.1), figure(2024, 7.4)]}, "In 2024, the figure for Devon was 7.4. That is more than in 2023 (7.1)."),
    ],
)  # fmt: skip
def test_readings_of_all_shapes(small_site, others, sentence):
    assert said(small_site, series=[DEVON, ENGLAND], **others) == sentence


def test_what_the_content_says_is_shown_as_it_was_written_and_never_run(small_site):
    nasty = "<script>alert(1)</script> 50%(place)s"
    page = said(
        small_site, measured=nasty, series=[DEVON | {"label": nasty}], figures=[figure(2023, 1), figure(2024, 2)]
    )
    assert page.count(nasty) == 2
    assert not small_site.client.get("/dashboard/plans-in-20-weeks").select("main script")


# --- the page of an indicator ---


def test_the_chart_is_a_picture_with_its_words_and_the_table_has_the_same_figures(small_site):
    put(small_site, indicator(**ON_TIME | {"target": 60, "target_by": "2027-12-31"}))
    page = small_site.client.get("/dashboard/plans-in-20-weeks")
    chart = page.one("svg.lo-chart")
    assert chart["role"] == "img"
    told = [page.ids[name] for name in chart["aria-labelledby"].split()]
    assert [each.name for each in told] == ["title", "desc"]
    assert words(told[1]) == (
        "Devon went from 11.8% in 2022 to 3.2% in 2024. Kent had 32.3% in 2024. England went from 49.1% in 2023 to 45.9% in 2024."
    )
    assert "Target: 60%" in words(chart)
    assert rows(page) == [
        ["When", "Devon", "Kent", "England"],
        ["2024", "3.2%", "32.3%", "45.9%"],
        ["2023", "4.9%", "Too small to show", "49.1%"],
        ["2022", "11.8%", "Not available", "Not available"],
    ]
    assert "fewer than 6 people" in page.words
    assert "60% by 31 December 2027. This has not been met yet." in page.words


def test_one_period_is_shown_as_bars(small_site):
    put(small_site, indicator(series=[DEVON, KENT, ENGLAND], figures=[figure(2024, 27.4), figure(2024, "suppressed", "kent"), figure(2024, 31.5, "england")]))  # fmt: skip
    page = small_site.client.get("/dashboard/plans-in-20-weeks")
    assert len(page.select("svg.lo-chart rect")) == 2
    assert page.texts("svg.lo-chart .lo-chart__value") == ["27.4%", "Too small to show", "31.5%"]


@pytest.mark.parametrize("figures", [[], [figure(2024, 3.2)], [figure(2024, "suppressed"), figure(2023, "suppressed")]])
def test_nothing_is_drawn_where_there_is_nothing_to_compare(small_site, figures):
    put(small_site, indicator(series=[DEVON], figures=figures))
    assert not small_site.client.get("/dashboard/plans-in-20-weeks").select("svg.lo-chart")


def test_what_does_not_fit_the_chart_is_in_the_table(small_site):
    put(small_site, indicator(series=[DEVON], figures=[figure(2000 + year, year) for year in range(20)]))
    page = small_site.client.get("/dashboard/plans-in-20-weeks")
    assert len(rows(page)) == 21
    assert "The table has all of them." in page.words


def test_its_facts_say_what_is_counted_and_where_it_comes_from(small_site):
    put(small_site, indicator(**ON_TIME, source_note="From a file.", next_figures_on="2026-06-01"))
    facts = dict(
        zip(
            *(
                small_site.client.get("/dashboard/plans-in-20-weeks").texts(f".lo-facts-table {tag}")
                for tag in ("dt", "dd")
            ),
            strict=True,
        )
    )
    assert facts["What we count"] == "The share of new plans that came within 20 weeks."
    assert (facts["The part"], facts["Of the whole"]) == ("Plans within 20 weeks", "All new plans")
    assert facts["Where the figures come from"] == "From a file."
    assert facts["When these came out"] == "26 June 2025"
    assert facts["When the next are due"] == "They were due on 1 June 2026 and are late."


def test_what_the_board_decided_leads_to_the_minutes_newest_first(small_site):
    decision = {"key": "d-1", "text": "Hire two people.", "owner_role": "Head", "indicators": ["plans-in-20-weeks"]}
    older = create("meeting", slug="older", day="2026-01-04", decisions=[decision], **CHECKED)
    newer = create("meeting", slug="newer", day="2026-03-04", decisions=[decision | {"text": "Hire four."}], **CHECKED)
    put(small_site, indicator(**ON_TIME), older, newer)
    page = small_site.client.get("/dashboard/plans-in-20-weeks")
    board = page.one(".lo-board-said")
    assert words(board.select_one(".lo-board-said__newest")) == "Hire four."
    assert [each["href"] for each in board.select("a")] == ["/board/newer#d-1", "/board/older#d-1"]


def test_actions_measured_by_it_are_linked_with_how_they_go(small_site):
    plan = create("plan", **CHECKED)
    put(small_site, indicator(**ON_TIME), plan)
    page = small_site.client.get("/dashboard/plans-in-20-weeks")
    assert "/plans/improvement-plan/actions/1-1" in page.links()
    assert "Train every caseworker." in page.words
    assert "Late" in words(page.one("[aria-labelledby=what-is-being-done]"))


def test_an_older_version_shows_its_own_figures_and_offers_no_file(small_site):
    put(small_site, indicator(series=[DEVON], figures=[figure(2023, 4.9)]))
    put(small_site, indicator(series=[DEVON], figures=[figure(2023, 4.9), figure(2024, 3.2)]))
    page = small_site.client.get("/dashboard/plans-in-20-weeks/version/1")
    assert rows(page) == [["When", "Devon"], ["2023", "4.9%"]]
    assert not any(link.endswith(".csv") for link in page.links())


# --- the file ---


def table_at(site, path="/dashboard/plans-in-20-weeks.csv"):
    answer = site.client.ask(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8"), newline="")))


def test_the_file_has_every_figure_and_why_one_is_missing(small_site):
    put(small_site, indicator(**ON_TIME, source_note="From a file."))
    found = table_at(small_site)
    assert list(found[0]) == [
        "series", "level", "period", "starts_on", "ends_on", "value", "missing", "unit", "source",
    ]  # fmt: skip
    assert len(found) == len(ON_TIME["figures"])
    assert found[2] == {
        "series": "Devon", "level": "local", "period": "2024", "starts_on": "2024-01-01", "ends_on": "2024-12-31",
        "value": "3.2", "missing": "", "unit": "percent", "source": "From a file.",
    }  # fmt: skip
    assert (found[3]["value"], found[3]["missing"]) == ("", "suppressed")


def test_no_cell_of_the_file_can_run_as_a_formula(small_site):
    nasty = '=HYPERLINK("https://example.org")'
    put(small_site, indicator(series=[DEVON | {"label": nasty}], figures=[figure(2024, 1)], source_note="+1"))
    assert [table_at(small_site)[0][name] for name in ("series", "source")] == ["'" + nasty, "'+1"]


@pytest.mark.parametrize("slug", ["nothing-here", "annual-review", "../plans"])
def test_there_is_no_file_of_what_is_not_there(small_site, slug):
    assert small_site.client.ask(f"/dashboard/{slug}.csv").status_code == 404


def test_a_withdrawn_indicator_has_neither_page_nor_file_nor_place_in_the_list(small_site):
    put(small_site, indicator(**ON_TIME))
    small_site.change(lambda session: withdraw(session, find_entry(session, "indicator", "plans-in-20-weeks")))
    assert small_site.client.ask("/dashboard/plans-in-20-weeks.csv").status_code == 410
    assert "There are no figures here yet." in small_site.client.get("/dashboard/").words


# --- the list ---


def test_questions_stand_by_theme_in_their_order_with_what_the_figures_say(small_site):
    put(
        small_site,
        indicator(**ON_TIME, position=2),
        indicator(slug="first", title="First of all", question="Is it first?", position=1, figures=[]),
        indicator(slug="wait", title="The wait", question="How long?", indicator_theme="health", unit="weeks", better="down", figures=[figure(2023, 4), figure(2024, 3)]),
    )  # fmt: skip
    page = small_site.client.get("/dashboard/")
    assert page.texts(".lo-section h2") == ["EHC plans", "Health and waiting"]
    assert page.texts(".lo-indicator h3") == ["Is it first?", "Are EHC plans on time?", "How long?"]
    on_time = page.select(".lo-indicator")[1]
    assert "That is worse than in 2023 (4.9%)." in words(on_time)
    assert "Newest figure 3.2% (2024)" in words(on_time)
    assert "Compared with before Worse than in 2023" in words(on_time)
    assert on_time.select_one("svg.lo-spark")["aria-hidden"] == "true"
    assert "Devon went from 11.8% in 2022 to 3.2% in 2024." in words(on_time)


def test_a_target_that_is_met_is_told(small_site):
    put(small_site, indicator(**ON_TIME | {"better": "down", "target": 5}))
    assert "Target 5%. This has been met." in small_site.client.get("/dashboard/").words


def test_the_last_decision_and_the_plans_in_numbers_stand_in_the_list(small_site):
    put(small_site, indicator(**ON_TIME), create("meeting", **CHECKED), create("plan", **CHECKED))
    page = small_site.client.get("/dashboard/")
    assert "/board/march-2026#decision-1" in page.links()
    assert "Hire two more caseworkers." in page.words
    assert "/plans/improvement-plan" in page.links()
    assert words(page.one("[aria-labelledby=plans-in-numbers] dl")) == "Late 1"


def test_in_another_language_the_content_is_marked_as_english(small_site):
    put(small_site, indicator(**ON_TIME))
    page = small_site.client.get("/dashboard/plans-in-20-weeks?lang=ar")
    marked = page.one(".lo-reading__said").select("[lang=en][dir=ltr]")
    assert "of new EHC plans came within 20 weeks" in [words(each) for each in marked]
    assert page.one("svg.lo-chart")["direction"] == "ltr"


# --- the content that ships ---


def test_every_indicator_that_ships_has_a_good_page(page_client, entries_of):
    assert len(entries_of("indicator")) >= 9
    for entry in entries_of("indicator"):
        assert page_client.get(f"/{entry.address}").texts(".lo-reading__said")


def test_the_figures_of_devon_and_england_are_those_of_the_dfe(page_client):
    page = page_client.get("/dashboard/ehc-plans-in-20-weeks")
    by_year = {row[0]: dict(zip(rows(page)[0][1:], row[1:], strict=True)) for row in rows(page)[1:]}
    assert [by_year[str(year)]["Devon"] for year in range(2019, 2025)] == [
        "32.1%",
        "54.2%",
        "38.8%",
        "11.8%",
        "4.9%",
        "3.2%",
    ]
    assert [by_year[str(year)]["Kent"] for year in range(2019, 2025)] == [
        "28.9%",
        "31.1%",
        "41.3%",
        "40.9%",
        "18%",
        "32.3%",
    ]
    assert (by_year["2023"]["England"], by_year["2024"]["England"]) == ("49.1%", "45.9%")


def test_made_up_figures_say_so_where_people_read_first(entries_of):
    for entry in entries_of("indicator"):
        if not entry.source_url and "made up" in entry.source_note:
            assert "made up" in entry.quick_read["what_it_is"], entry.slug
            assert "Made-up figures." in entry.summary, entry.slug
    assert sum("made up for the demonstration. They" in entry.source_note for entry in entries_of("indicator")) >= 5


def test_from_home_the_figures_on_time_and_the_last_decision_are_at_most_three_clicks_away(page_client):
    home = page_client.get("/")
    assert "/dashboard/" in home.links()
    overview = page_client.get("/dashboard/")
    question = next(each for each in overview.select(".lo-indicator h3 a") if words(each) == "Are EHC plans on time?")
    page = page_client.get(question["href"])
    link = page.select(".lo-board-said a")[0]
    newest = link["href"]
    minutes = page_client.get(newest.partition("#")[0])
    assert minutes.ids[newest.partition("#")[2]]
    assert re.fullmatch(r"See the meeting of \d+ \w+ \d{4}", words(link))
