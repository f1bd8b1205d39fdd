"""Gaps: what families looked for and did not find, by need, age and place, as evidence for whoever plans services."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, lazy_gettext
from flask_babel import gettext as _

from localoffer.publishing.gaps import BANDS, LITTLE, NO_AGE, NOTHING, Evidence, Row, evidence, months_kept
from localoffer.records.people import EDITOR
from localoffer.text.spreadsheets import to_csv
from localoffer.web.doors import opened_to
from localoffer.web.formats import all_of
from localoffer.web.site import label, reference, session, today

blueprint = Blueprint("gaps", __name__, url_prefix="/editor/gaps")
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.A)
#: How many months are shown unless others are asked for, and how many names a sentence holds.
MONTHS_SHOWN, MOST_NAMED = 12, 3
BAND_LABELS = {
    "0-4": lazy_gettext("0 to 4"),
    "5-10": lazy_gettext("5 to 10"),
    "11-15": lazy_gettext("11 to 15"),
    "16-25": lazy_gettext("16 to 25"),
    NO_AGE: lazy_gettext("No age given"),
}
#: What a search found -> which counts that takes in.
FOUND = {"": (NOTHING, LITTLE), NOTHING: (NOTHING,)}


@dataclass(frozen=True)
class Asked:
    """The months that are looked at (their first days), all that could be, and what searches found."""

    first: date
    last: date
    months: list[date]
    found: str

    @property
    def address(self) -> dict[str, str]:
        """The same as values of an address."""
        return {"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}", "found": self.found}


@blueprint.get("/")
@opened_to(EDITOR)
def index() -> ResponseReturnValue:
    """The page for whoever plans services."""
    asked = _asked()
    seen = _evidence(asked)
    return render_template(
        "editor/gaps/index.html",
        asked=asked, seen=seen, bands=BAND_LABELS, readings=_readings(seen), smallest=seen.smallest,
        few=reference().desk.few_results, need_label=_need, place_label=_place, month_label=_month, number=_number,
        months=_months_said(asked),
    )  # fmt: skip


def _asked() -> Asked:
    """What the address asks for; whatever is wrong in it gives the last twelve months."""
    months = _months()
    last = _chosen("to", months) or months[-1]
    first = _chosen("from", months) or months[-MONTHS_SHOWN:][0]
    first, last = min(first, last), max(first, last)
    found = request.args.get("found", "")
    return Asked(first, last, months, found if found in FOUND else "")


def _months() -> list[date]:
    """Every month from the first with counts to this one, oldest first."""
    this = today().replace(day=1)
    kept = months_kept(session())
    first = min(kept[0], this) if kept else this
    numbers = range(first.year * 12 + first.month - 1, this.year * 12 + this.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _chosen(name: str, months: list[date]) -> date | None:
    match = MONTH.fullmatch(request.args.get(name, ""))
    month = date(int(match[1]), int(match[2]), 1) if match else None
    return month if month in months else None


def _evidence(asked: Asked) -> Evidence:
    smallest = reference().desk.smallest_count
    return evidence(session(), first=asked.first, last=asked.last, smallest=smallest, found=FOUND[asked.found])


def _need(key: str) -> str:
    return label("need", key) if key else _("No need named")


def _place(outcode: str) -> str:
    return outcode or _("No postcode given")


def _month(month: date) -> str:
    """> November 2026"""
    return format_date(month, "MMMM y")


def _months_said(asked: Asked) -> str:
    if asked.first == asked.last:
        return _month(asked.first)
    return _("%(first)s to %(last)s", first=_month(asked.first), last=_month(asked.last))


def _number(count: int | None, smallest: int) -> str:
    """> fewer than 5, > 15 or more"""
    return _("fewer than %(smallest)s", smallest=smallest) if count is None else _("%(count)s or more", count=count)


def _readings(seen: Evidence) -> list[str]:
    """What the numbers say, in sentences made of nothing but what is shown."""
    named = [row for row in seen.rows if row.need]
    readings = list(_by_age(named))
    if top := _top({_need(row.need): row.total for row in named}):
        words = _("At any age, families most often found too little for: %(names)s (%(count)s times or more).",
                  names=all_of(top[0]), count=top[1])  # fmt: skip
        readings.append(words)
    if top := _top({code: count for code, count in seen.outcodes if code}):
        words = _("Postcodes that were given most often began with %(names)s (%(count)s times or more).",
                  names=all_of(top[0]), count=top[1])  # fmt: skip
        readings.append(words)
    return readings


def _by_age(rows: list[Row]) -> Iterator[str]:
    for band in BANDS:
        if top := _top({_need(row.need): count for row in rows if (count := row.by_age[band])}):
            yield _(
                "Families of children and young people of %(ages)s years most often found too little for: "
                "%(names)s (%(count)s times or more).",
                ages=BAND_LABELS[band], names=all_of(top[0]), count=top[1],
            )  # fmt: skip


def _top(counts: Mapping[str, int]) -> tuple[list[str], int] | None:
    """The names with the highest count, and that count; None where too many share it for a sentence to mean much."""
    most = max(counts.values(), default=0)
    names = sorted(name for name, count in counts.items() if count == most)
    return (names, most) if 0 < len(names) <= MOST_NAMED else None


@blueprint.get("/gaps.csv")
@opened_to(EDITOR)
def table() -> ResponseReturnValue:
    """The same numbers for a spreadsheet, no more and no finer."""
    asked = _asked()
    name = f"gaps-{asked.first:%Y-%m}-to-{asked.last:%Y-%m}.csv"
    return Response(
        to_csv(_cells(asked, _evidence(asked))), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _cells(asked: Asked, seen: Evidence) -> Iterator[list[object]]:
    yield [_("From"), _("To"), _("Counted by"), _("Need"), _("Age"), _("Place"), _("At least so many searches")]
    months = [f"{asked.first:%Y-%m}", f"{asked.last:%Y-%m}"]
    few = _number(None, seen.smallest)
    for row in seen.rows:
        for band, count in row.by_age.items():
            yield [*months, _("Need and age"), _need(row.need), BAND_LABELS[band], "", count or few]
        yield [*months, _("Need"), _need(row.need), "", "", row.total]
    for outcode, count in seen.outcodes:
        yield [*months, _("Place"), "", "", _place(outcode), count]
