"""Numbers and tables: percentiles, ratios, Markdown."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean, median


@dataclass
class Times:
    """Milliseconds of many runs of one thing."""

    name: str
    all: list[float] = field(default_factory=list)

    def measure(self, run: Callable[[], object]) -> object:
        """Run once, on the clock."""
        started = time.perf_counter()
        result = run()
        self.all.append((time.perf_counter() - started) * 1000)
        return result

    def at(self, share: float) -> float:
        """The value that ``share`` of all runs stay at or below."""
        return _at(self.all, share)

    def middles(self, rounds: int) -> list[float]:
        """The middle of each question's times, when all of them were asked in ``rounds`` rounds: a process that was
        merely made to wait by its neighbours does not show in it."""
        count = len(self.all) // rounds
        return [median(self.all[place::count]) for place in range(count)]

    def steady_p95(self, rounds: int) -> float:
        """The 95th percentile of the questions' middle times."""
        return _at(self.middles(rounds), 0.95)

    @property
    def p50(self) -> float:
        return self.at(0.50)

    @property
    def p95(self) -> float:
        return self.at(0.95)

    @property
    def mean(self) -> float:
        return mean(self.all)


def _at(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def ms(value: float) -> str:
    """> 0.42, > 12.3, > 153"""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


@dataclass(frozen=True)
class Target:
    """What issue 2 asks for, what came out, and whether that is enough."""

    what: str
    wanted: str
    reached: str
    met: bool

    def row(self) -> list[str]:
        return [self.what, self.wanted, self.reached, "yes" if self.met else "**no**"]
