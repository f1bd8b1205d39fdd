"""The geometry of charts: nothing leaves the drawing, gaps stay gaps, and words do not stand on one another."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.web.chart import (
    FLOOR,
    LABEL_STEP,
    MOST_PERIODS,
    MOST_SERIES,
    TOP,
    Drawn,
    bar_chart,
    line_chart,
    mark,
    spark,
    spread,
    ticks,
)

AMOUNT = st.floats(0, 1e15, allow_nan=False)
VALUE = st.one_of(st.none(), AMOUNT, st.just(0.0), st.just(50.0))
TARGET = st.one_of(st.none(), AMOUNT)
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@st.composite
def drawings(draw):
    """(series, words below the axis) of the same length."""
    count = draw(st.integers(0, 15))
    series = draw(st.lists(st.lists(VALUE, min_size=count, max_size=count), min_size=1, max_size=7))
    names = draw(
        st.lists(st.sampled_from([("2024",), ("Sep", "2026"), ("سبتمبر", "2026")]), min_size=count, max_size=count)
    )
    return [Drawn(f"Place {number}", tuple(values)) for number, values in enumerate(series)], names


def lines_of(series, names, target=None):
    return line_chart(series, names, target=target, write=lambda value: f"{value:g}")


def points_in(path):
    """The absolute points of a path made of M and L."""
    numbers = [float(found) for found in NUMBERS.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def starts_of(marks):
    return [tuple(float(found) for found in NUMBERS.findall(each)[:2]) for each in marks]


@given(drawings(), TARGET)
def test_nothing_ever_leaves_the_drawing_and_everything_is_a_number(drawing, target):
    series, names = drawing
    chart = lines_of(series, names, target)
    assert "nan" not in repr(chart)
    assert "inf" not in repr(chart)
    for line in chart.lines:
        for x, y in [point for path in (*line.paths, line.leader) for point in points_in(path)] + starts_of(line.marks):
            assert 0 <= x <= chart.width
            assert 0 <= y <= chart.height
        assert TOP <= line.label_at[1] <= FLOOR
        assert line.label_at[0] < chart.width
    assert all(TOP <= level.at <= FLOOR for level in chart.levels)
    assert all(chart.left <= period.at <= chart.right for period in chart.periods)
    assert chart.target is None or 12 <= chart.target_text <= FLOOR


@given(drawings())
def test_each_value_has_a_mark_and_no_line_crosses_a_gap(drawing):
    series, names = drawing
    chart = lines_of(series, names)
    drawn = [each for each in series[:MOST_SERIES] if any(value is not None for value in each.values[-MOST_PERIODS:])]
    assert [line.label for line in chart.lines] == [each.label for each in drawn]
    for line, each in zip(chart.lines, drawn, strict=True):
        values = each.values[-MOST_PERIODS:]
        assert len(line.marks) == sum(value is not None for value in values)
        steps = sum(a is not None and b is not None for a, b in itertools.pairwise(values))
        assert sum(len(points_in(path)) - 1 for path in line.paths) == steps


def test_the_larger_value_stands_higher_and_later_ones_stand_further_right():
    chart = lines_of([Drawn("Devon", (32.1, 54.2, 3.2))], [("2019",), ("2020",), ("2024",)])
    first, highest, last = points_in(chart.lines[0].paths[0])
    assert highest[1] < first[1] < last[1]
    assert first[0] < highest[0] < last[0]


def test_equal_values_make_a_level_line():
    chart = lines_of([Drawn("Devon", (7.0, 7.0))], [("2023",), ("2024",)])
    (_, before), (_, after) = points_in(chart.lines[0].paths[0])
    assert before == after


def test_one_figure_alone_is_a_mark_without_a_line():
    line = lines_of([Drawn("Devon", (7.0,))], [("2024",)]).lines[0]
    assert (line.paths, len(line.marks)) == ((), 1)


@given(st.lists(AMOUNT, max_size=12))
def test_the_axis_begins_at_nothing_and_reaches_the_largest_in_a_few_round_steps(values):
    found = ticks(values)
    assert found[0] == 0
    assert found[-1] >= max(values, default=0)
    assert 2 <= len(found) <= 6
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("values", "axis"),
    [
        ([], [0, 1]),
        ([0], [0, 1]),
        ([60, 32.1], [0, 20, 40, 60]),
        ([100], [0, 25, 50, 75, 100]),
        ([19], [0, 5, 10, 15, 20]),
        ([3], [0, 1, 2, 3]),
    ],
)
def test_axes_people_can_read(values, axis):
    assert ticks(values) == axis


@given(st.lists(st.floats(TOP, FLOOR), max_size=MOST_SERIES))
def test_labels_stand_apart_inside_the_chart_and_in_the_order_of_their_lines(heights):
    found = spread(heights)
    assert all(TOP - 0.1 <= each <= FLOOR + 0.1 for each in found)
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = [found[place] for place in order]
    assert all(below - above >= LABEL_STEP - 0.2 for above, below in itertools.pairwise(placed))


def test_a_label_that_had_to_move_is_tied_to_its_point():
    chart = lines_of([Drawn("Kent", (10.0, 32.3)), Drawn("South West", (40.0, 31.0))], [("2023",), ("2024",)])
    kent, south_west = chart.lines
    assert (kent.leader, kent.label_mark) == ("", "")
    assert south_west.leader
    assert south_west.label_mark


def test_words_below_the_axis_are_thinned_until_they_fit_and_the_newest_stays():
    years = [(str(2010 + number),) for number in range(12)]
    chart = lines_of([Drawn("Devon", tuple(float(each) for each in range(12)))], years)
    places = [period.at for period in chart.periods]
    assert all(after - before >= 4 * 7 for before, after in itertools.pairwise(places))
    assert chart.periods[-1].lines == ("2021",)


def test_the_words_of_the_target_keep_clear_of_the_points():
    names = [("2023",), ("2024",), ("2025",), ("2026",)]
    above = lines_of([Drawn("Devon", (20.0, 20.0, 20.0, 20.0))], names, target=52)
    below = lines_of([Drawn("Devon", (56.0, 58.0, 60.0, 62.0))], names, target=52)
    assert above.target_text < above.target
    assert below.target_text > below.target


def test_each_series_has_a_mark_of_its_own_shape():
    assert len({mark(number, 0, 0) for number in range(1, MOST_SERIES + 1)}) == MOST_SERIES


@given(st.lists(VALUE, min_size=1, max_size=7), TARGET)
def test_bars_stay_inside_and_a_missing_value_has_words_but_no_bar(values, target):
    series = [Drawn(f"Place {number}", (value,)) for number, value in enumerate(values)]
    chart = bar_chart(series, target=target, texts=["so much"] * len(values))
    assert len(chart.bars) == min(len(values), MOST_SERIES)
    for bar, value in zip(chart.bars, values, strict=False):
        assert 0 <= bar.width <= chart.width
        assert bar.y + 18 <= chart.height
        assert bar.text_at[0] < chart.width
        assert value is not None or (bar.width == 0 and bar.text == "so much")
    assert chart.target is None or 0 <= chart.target <= chart.width


def test_the_longest_bar_is_the_largest_value():
    bars = bar_chart([Drawn("A", (10.0,)), Drawn("B", (40.0,))], target=None, texts=["10", "40"]).bars
    assert bars[1].width == pytest.approx(4 * bars[0].width, abs=0.5)


@given(st.lists(VALUE, max_size=15))
def test_a_sparkline_stays_inside_and_marks_the_newest_value(values):
    found = spark(values)
    for path in found.paths:
        for x, y in points_in(path):
            assert 0 <= x <= found.width
            assert 0 <= y <= found.height
    assert len(found.marks) == any(value is not None for value in values[-MOST_PERIODS:])
    assert "nan" not in repr(found)
