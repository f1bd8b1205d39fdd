"""What figures say: the newest, which way it went, who is beside it – whatever the figures are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.records.readings import beside, grid, read
from tests.factories import create

SERIES = [
    {"key": "devon", "label": "Devon", "level": "local", "dfe_code": "878"},
    {"key": "kent", "label": "Kent", "level": "neighbour", "dfe_code": "886"},
    {"key": "south-west", "label": "South West", "level": "region"},
    {"key": "england", "label": "England", "level": "england"},
]
AMOUNTS = st.one_of(st.none(), st.floats(0, 100))


def figure(year, value, series="devon"):
    told = {"missing": value} if isinstance(value, str) else {"value": value}
    return {"series": series, "period": str(year), "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", **told}


def indicator(*figures, **others):
    return create("indicator", **{"series": SERIES, "figures": list(figures), "target": None} | others)


def test_the_newest_figure_is_told_whatever_the_order_they_are_written_in():
    said = read(indicator(figure(2024, 3.2), figure(2019, 32.1), figure(2023, 4.9)))
    assert (said.latest.value, said.before.value, said.local.label) == (3.2, 4.9, "Devon")


def test_without_figures_nothing_is_said():
    said = read(indicator(figure(2024, 45.9, "england")))
    assert (said.newest, said.latest, said.before, said.change, said.target_met) == (None, None, None, "", None)


@pytest.mark.parametrize(
    ("better", "before", "latest", "change"),
    [
        ("up", 3, 4, "better"), ("up", 4, 3, "worse"), ("down", 3, 4, "worse"), ("down", 4, 3, "better"),
        ("none", 3, 4, "higher"), ("none", 4, 3, "lower"), ("up", 4, 4, "same"), ("down", 3.21, 3.24, "same"),
    ],
)  # fmt: skip
def test_which_way_it_went(better, before, latest, change):
    assert read(indicator(figure(2023, before), figure(2024, latest), better=better)).change == change


def test_a_missing_newest_figure_is_told_and_the_last_one_kept():
    said = read(indicator(figure(2022, 11.8), figure(2023, 4.9), figure(2024, "suppressed")))
    assert (said.newest.missing, said.latest.period, said.before.period) == ("suppressed", "2023", "2022")


@pytest.mark.parametrize(
    ("better", "target", "met"),
    [
        ("up", 3.2, True),
        ("up", 3.3, False),
        ("down", 3.2, True),
        ("down", 3.1, False),
        ("none", 3.2, None),
        ("up", None, None),
    ],
)
def test_whether_the_target_is_met(better, target, met):
    assert read(indicator(figure(2024, 3.2), better=better, target=target)).target_met is met


def test_england_is_told_before_the_region_and_the_region_before_a_neighbour():
    figures = [
        figure(2024, 3.2),
        figure(2024, 32.3, "kent"),
        figure(2024, 31, "south-west"),
        figure(2024, 45.9, "england"),
    ]
    for found, left in (("England", 4), ("South West", 3), ("Kent", 2)):
        document = indicator(*figures[:left])
        series, _ = beside(document, read(document).newest)
        assert series.label == found
    assert beside(indicator(*figures[:1]), read(indicator(*figures[:1])).newest) is None


def test_a_figure_of_another_period_or_without_a_value_is_not_beside():
    document = indicator(figure(2024, 3.2), figure(2023, 49.1, "england"), figure(2024, "not_available", "south-west"))
    assert beside(document, read(document).newest) is None


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=12))
def test_the_table_has_every_figure_once_in_the_order_of_time(pairs):
    figures = []
    for place, pair in enumerate(pairs):
        for key, amount in zip(("devon", "england"), pair, strict=True):
            figures.append(figure(2010 + place, "not_available" if amount is None else amount, key))
    rows = grid(indicator(*reversed(figures)))
    assert [period.label for period, _ in rows] == [str(2010 + place) for place in range(len(pairs))]
    assert sum(len(row) for _, row in rows) == len(figures)
