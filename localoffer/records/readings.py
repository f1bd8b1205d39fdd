"""What figures say: the newest, which way it went, how others did at the same time. Pure, so it is always true."""

from dataclasses import dataclass, field
from datetime import date

from localoffer.records.indicators import ENGLAND, NEIGHBOUR, REGION, Figure, IndicatorDocument, Series

#: Which way a figure went, from the one before it.
BETTER, WORSE, SAME, HIGHER, LOWER = "better", "worse", "same", "higher", "lower"
#: Whom families most often ask to be compared with, first.
BESIDE = (ENGLAND, REGION, NEIGHBOUR)
#: Figures are told with one decimal; what looks the same there is the same.
DECIMALS = 1


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time that figures are about. Two with the same days are the same, whatever their ``label``."""

    starts_on: date
    ends_on: date
    label: str = field(compare=False)


@dataclass(frozen=True)
class Reading:
    """What our own figures say.

    ``newest`` is the newest figure, with a value or not; ``latest`` the newest with a value; ``before`` the one with a
    value before that. ``change`` is one of the words above, empty without ``before``. ``target_met`` is None where
    there is no target, no figure, or neither up nor down is better.
    """

    local: Series
    newest: Figure | None = None
    latest: Figure | None = None
    before: Figure | None = None
    change: str = ""
    target_met: bool | None = None


def read(document: IndicatorDocument) -> Reading:
    """What the figures of our own area say."""
    local = document.local
    own = figures_of(document, local)
    valued = [each for each in own if each.value is not None]
    latest = valued[-1] if valued else None
    before = valued[-2] if len(valued) > 1 else None
    return Reading(
        local, own[-1] if own else None, latest, before,
        change(document.better, before, latest), _target_met(document, latest),
    )  # fmt: skip


def figures_of(document: IndicatorDocument, series: Series) -> list[Figure]:
    """The figures of a series, the oldest first."""
    return sorted((each for each in document.figures if each.series == series.key), key=lambda each: each.starts_on)


def change(better: str, before: Figure | None, latest: Figure | None) -> str:
    """Which way it went: better or worse where one of them is, else higher or lower; empty without two figures."""
    if before is None or latest is None or before.value is None or latest.value is None:
        return ""
    step = round(latest.value, DECIMALS) - round(before.value, DECIMALS)
    if step == 0:
        return SAME
    up, down = {"up": (BETTER, WORSE), "down": (WORSE, BETTER)}.get(better, (HIGHER, LOWER))
    return up if step > 0 else down


def _target_met(document: IndicatorDocument, latest: Figure | None) -> bool | None:
    if latest is None or latest.value is None or document.target is None or document.better == "none":
        return None
    value, target = round(latest.value, DECIMALS), round(document.target, DECIMALS)
    return value >= target if document.better == "up" else value <= target


def beside(document: IndicatorDocument, figure: Figure) -> tuple[Series, Figure] | None:
    """England’s figure of the very same period, or the region’s, or a neighbour’s; None when nobody has one."""
    same = {each.series: each for each in document.figures if period_of(each) == period_of(figure)}
    for level in BESIDE:
        for series in document.series:
            other = same.get(series.key)
            if series.level == level and other is not None and other.value is not None:
                return series, other
    return None


def period_of(figure: Figure) -> Period:
    """The period a figure is about."""
    return Period(figure.starts_on, figure.ends_on, figure.period)


def grid(document: IndicatorDocument) -> list[tuple[Period, dict[str, Figure]]]:
    """The table of all figures: each period, the oldest first, with its figures by key of the series."""
    rows: dict[Period, dict[str, Figure]] = {}
    for each in document.figures:
        rows.setdefault(period_of(each), {})[each.series] = each
    return sorted(rows.items(), key=lambda row: row[0])
