"""Where the lines, bars and words of a chart stand: geometry alone, in the units of a drawing as wide as a phone.

Series are told apart by dashes, by the shape of their marks and by a label beside them; colour only helps. Time runs
from left to right in every language: numbers and years are written so in Arabic too.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_SERIES, MOST_PERIODS = 5, 12
WIDTH = 330.0
LEFT, RIGHT, TOP, FLOOR, HEIGHT = 40.0, 212.0, 22.0, 212.0, 250.0
#: Between the last period and the labels beside the lines; between one label and the next.
TO_LABEL, LABEL_STEP = 11.0, 16.0
#: How wide a letter below the axis is, and the least space between the words of two periods.
LETTER, GAP = 7.2, 5.0
MARK = 4.0
#: Room for the words beside the line of the target.
TARGET_WIDTH = 95.0
BAR_LEFT, BAR_RIGHT, BAR_STEP, BAR_HEIGHT = 1.0, 250.0, 48.0, 18.0
SPARK_WIDTH, SPARK_HEIGHT = 96.0, 32.0
#: Nothing smaller can be seen or written.
SMALLEST = 1e-6
STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 4

Values = Sequence[float | None]
Point = tuple[float, float]
Write = Callable[[float], str]


@dataclass(frozen=True)
class Drawn:
    """What a series is called and its values, one for each period; None where there is a gap."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Tick:
    """A line across the chart and what stands beside it, or a place below it and the lines of its words."""

    at: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A series as drawn. ``number`` is 1 for the first; ``paths`` are its pieces between gaps; ``marks`` its points."""

    number: int
    paths: tuple[str, ...]
    marks: tuple[str, ...]
    label: str
    label_at: Point
    #: where the label does not stand beside the newest point: its mark again, and a thin line to it from that point
    label_mark: str = ""
    leader: str = ""


@dataclass(frozen=True)
class LineChart:
    """Lines over time. ``target`` is how far down its line is, ``target_text`` the foot of its words."""

    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    lines: tuple[Line, ...]
    target: float | None
    target_text: float = 0
    left: float = LEFT
    right: float = RIGHT + MARK
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class Bar:
    """A bar with its label above it and its value, or why there is none, behind it."""

    number: int
    label: str
    label_y: float
    y: float
    width: float
    text: str
    text_at: Point


@dataclass(frozen=True)
class BarChart:
    """Bars of one period. ``target`` is how far along its line is."""

    bars: tuple[Bar, ...]
    target: float | None
    height: float
    width: float = WIDTH


@dataclass(frozen=True)
class Spark:
    """A tiny line without words, and the mark of its newest value."""

    paths: tuple[str, ...]
    marks: tuple[str, ...]
    width: float = SPARK_WIDTH
    height: float = SPARK_HEIGHT


def line_chart(
    series: Sequence[Drawn], periods: Sequence[tuple[str, ...]], *, target: float | None, write: Write
) -> LineChart:
    """Lines of up to five series over the last twelve periods. ``periods`` are the words below the axis, line by line.

    ``write`` writes a value of the axis. Values must not be below 0. Series without any value are left out.
    """
    shown = [_last(each) for each in series[:MOST_SERIES]]
    names = list(periods)[-MOST_PERIODS:]
    levels = ticks([*_known(shown), *([] if target is None else [target])])
    across = _across(len(names))
    drawn = [(number, each) for number, each in enumerate(shown, start=1) if _known([each])]
    ends = [_end(each, across, levels[-1]) for _, each in drawn]
    label_ys = spread([y for _, y in ends])
    lines = tuple(
        _line(number, each, across, levels[-1], end, label_y)
        for (number, each), end, label_y in zip(drawn, ends, label_ys, strict=True)
    )
    at = None if target is None else down(target, levels[-1])
    points = [
        (x, down(value, levels[-1]))
        for _, each in drawn
        for x, value in zip(across, each.values, strict=True)
        if value is not None
    ]
    return LineChart(
        tuple(Tick(down(level, levels[-1]), (write(level),)) for level in levels),
        tuple(Tick(across[place], names[place]) for place in _named(names)),
        lines, at, 0 if at is None else _beside_target(at, points),
    )  # fmt: skip


def _beside_target(at: float, points: Sequence[Point]) -> float:
    """The foot of the target’s words: above its line, or below it where only there no point is in the way."""
    near = [y for x, y in points if x < LEFT + TARGET_WIDTH]
    is_free_above = not any(at - LABEL_STEP < y < at for y in near)
    is_free_below = at + LABEL_STEP < FLOOR and not any(at < y < at + LABEL_STEP for y in near)
    return round(at + LABEL_STEP - MARK if is_free_below and not is_free_above else at - MARK - 1, 1)


def _last(series: Drawn) -> Drawn:
    return Drawn(series.label, series.values[-MOST_PERIODS:])


def _known(series: Sequence[Drawn]) -> list[float]:
    return [value for each in series for value in each.values if value is not None]


def ticks(values: Sequence[float]) -> list[float]:
    """Round values from 0 to at least the largest, a few steps apart. Never empty, and the last is above 0."""
    largest = max(values, default=0)
    if largest < SMALLEST:
        return [0, 1]
    power = 10.0 ** math.floor(math.log10(largest / MOST_STEPS))
    step = next(each * power for each in (*STEPS, 20) if each * power * MOST_STEPS >= largest)
    if largest >= MOST_STEPS / 2:
        step = max(step, 1)  # nothing is counted in halves
    return [step * number for number in range(math.ceil(largest / step - 1e-9) + 1)]


def down(value: float, top: float) -> float:
    """How far down a value stands when ``top`` is the uppermost."""
    return _kept(FLOOR - value / top * (FLOOR - TOP), TOP, FLOOR)


def _kept(value: float, low: float, high: float) -> float:
    """The value in the box, whatever rounding did, to a tenth."""
    return round(min(max(value, low), high), 1)


def _across(count: int) -> list[float]:
    """How far along each period stands; one alone stands in the middle."""
    if count == 1:
        return [(LEFT + RIGHT) / 2]
    inner = LEFT + MARK * 2
    return [round(inner + (RIGHT - inner) * place / (count - 1), 1) for place in range(count)]


def _named(names: Sequence[tuple[str, ...]]) -> list[int]:
    """Periods whose words have room below the axis: every one, or every second, third … back from the last."""
    letters = max((len(line) for name in names for line in name), default=1)
    room = (RIGHT - LEFT) / max(len(names) - 1, 1)
    every = max(1, math.ceil((letters * LETTER + GAP) / room))
    return sorted(range(len(names) - 1, -1, -every))


def _end(series: Drawn, across: Sequence[float], top: float) -> Point:
    """Where the newest value of a series stands."""
    place = max(place for place, value in enumerate(series.values) if value is not None)
    value = series.values[place]
    assert value is not None
    return across[place], down(value, top)


def spread(heights: Sequence[float]) -> list[float]:
    """The same heights moved apart as far as labels need it, in the same order from top to bottom, inside the chart."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    found = [0.0] * len(heights)
    lowest = TOP - LABEL_STEP
    for place in order:
        lowest = found[place] = max(heights[place], lowest + LABEL_STEP)
    highest = FLOOR + LABEL_STEP
    for place in reversed(order):
        highest = found[place] = min(found[place], highest - LABEL_STEP)
    return [round(each, 1) for each in found]


def _line(number: int, series: Drawn, across: Sequence[float], top: float, end: Point, label_y: float) -> Line:
    runs = _runs(
        [(x, down(value, top)) if value is not None else None for x, value in zip(across, series.values, strict=True)]
    )
    points = [point for run in runs for point in run]
    label_x = RIGHT + TO_LABEL
    ended, moved = end[0] != across[-1], label_y != end[1]
    return Line(
        number, tuple(_path(run) for run in runs if len(run) > 1), tuple(mark(number, *point) for point in points),
        series.label, (label_x + MARK + 4, label_y),
        mark(number, label_x, label_y) if ended or moved else "",
        _path([(end[0] + MARK, end[1]), (label_x - MARK, label_y)]) if moved and not ended else "",
    )  # fmt: skip


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The points in pieces, cut where one is missing."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def mark(number: int, x: float, y: float) -> str:
    """The path of a mark around a point: circle, square, triangle, diamond, cross."""
    r = MARK
    shapes = (
        f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z",
        f"M{x - r:g} {y - r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}z",
        f"M{x:g} {y - r:g}l{r:g} {2 * r:g}h{-2 * r:g}z",
        f"M{x:g} {y - r:g}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}z",
        f"M{x - r:g} {y - r:g}l{2 * r:g} {2 * r:g}m0 {-2 * r:g}l{-2 * r:g} {2 * r:g}",
    )
    return shapes[(number - 1) % len(shapes)]


def bar_chart(series: Sequence[Drawn], *, target: float | None, texts: Sequence[str]) -> BarChart:
    """Bars of up to five series in one period. ``texts`` stand behind them: the value, or why there is none."""
    shown = series[:MOST_SERIES]
    largest = max([*_known(shown), *([] if target is None else [target])], default=0) or 1
    bars = []
    for place, (each, text) in enumerate(zip(shown, texts[:MOST_SERIES], strict=True)):
        value = each.values[-1] if each.values else None
        label_y = 14 + place * BAR_STEP
        width = 0.0 if value is None else _kept(value / largest * (BAR_RIGHT - BAR_LEFT), 0, BAR_RIGHT - BAR_LEFT)
        y = label_y + 7
        bars.append(Bar(place + 1, each.label, label_y, y, width, text, (BAR_LEFT + width + 6, y + BAR_HEIGHT / 2)))
    along = None if target is None else _kept(BAR_LEFT + target / largest * (BAR_RIGHT - BAR_LEFT), 0, BAR_RIGHT)
    return BarChart(tuple(bars), along, 14 + len(bars) * BAR_STEP)


def spark(values: Values) -> Spark:
    """A tiny line through the last twelve values, with a mark on the newest; gaps stay gaps."""
    last = list(values)[-MOST_PERIODS:]
    known = [value for value in last if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    edge = MARK + 1
    wide, tall = SPARK_WIDTH - 2 * edge, SPARK_HEIGHT - 2 * edge
    points: list[Point | None] = []
    for place, value in enumerate(last):
        part = place / (len(last) - 1) if len(last) > 1 else 0.5
        height = 0.5 if high == low else (value - low) / (high - low) if value is not None else 0
        at = (round(edge + part * wide, 1), _kept(SPARK_HEIGHT - edge - height * tall, edge, SPARK_HEIGHT - edge))
        points.append(None if value is None else at)
    runs = _runs(points)
    return Spark(
        tuple(_path(run) for run in runs if len(run) > 1), tuple(mark(1, *run[-1]) for run in runs[-1:])
    )  # fmt: skip
