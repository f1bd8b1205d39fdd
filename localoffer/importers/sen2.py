"""The DfE’s SEN2 figures: read the CSV file, decide which figures of it belong to an indicator, take them in.

The files are published at explore-education-statistics.service.gov.uk; one row is one place in one year. Marks for no
value are those of the Government Statistical Service: x not available, z not applicable, c suppressed.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from localoffer.errors import ContentError, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import has_drifted, public_words
from localoffer.publishing.fields import changed, text_digest
from localoffer.publishing.operations import hold
from localoffer.publishing.review import publish_words
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.indicators import (
    ENGLAND,
    LOCAL,
    NEIGHBOUR,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    REGION,
    SUPPRESSED,
    Figure,
    IndicatorDocument,
    Series,
    fits_unit,
)
from localoffer.records.queries import open_revision

SOURCE = "DfE SEN2 file"
FEED = "sen2:"
LARGEST_FILE = 32 * 1024 * 1024
#: What tells a row’s time and place, whatever else the file has.
TIME, LEVEL, REGION_NAME, COUNCIL = "time_period", "geographic_level", "region_name", "old_la_code"
#: Levels of the file -> those of our series.
LEVELS = {"national": (ENGLAND,), "regional": (REGION,), "local authority": (LOCAL, NEIGHBOUR)}
MISSING = {"x": NOT_AVAILABLE, "z": NOT_APPLICABLE, "c": SUPPRESSED}
NUMBER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,12})?")
#: Counts that could point at somebody are never shown (DOMAIN.md 2.6).
SMALL_COUNTS = range(1, 6)
#: Parts of these are nobody’s.
WHOLE_NUMBERS = "count"


@dataclass(frozen=True)
class Row:
    """One row of the file: its number (the headings are row 1) and its cells by column, names in small letters."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Refused:
    """A row that could not be used, and why, in a sentence."""

    row: int
    reason: str


@dataclass
class Table:
    """The rows of a file that can be understood, and those that cannot."""

    columns: frozenset[str]
    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_table(path: Path) -> Table:
    """The table in a file. Raises ContentError when it is no CSV file of the DfE: the sentence says what is wrong."""
    lines = _text(path).splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error as error:
        raise ContentError(f"this is not a CSV file ({error})", path=str(path)) from None
    if not rows:
        raise ContentError("the file is empty", path=str(path))
    names = [name.strip().lower() for name in rows[0]]
    absent = [name for name in (TIME, LEVEL, COUNCIL, REGION_NAME) if name not in names]
    if absent:
        raise ContentError(
            f"these are not figures of the DfE: there is no column “{absent[0]}”", path=str(path), line=1
        )
    table = Table(frozenset(names))
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = Row(number, dict(zip(names, (cell.strip() for cell in cells), strict=False)))
        reason = _cannot_be_read(row, len(cells), len(names))
        if reason:
            table.refused.append(Refused(number, reason))
        else:
            table.rows.append(row)
    return table


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ContentError(f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB", path=str(path))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError("the file is not UTF-8 text", path=str(path)) from None
    except OSError as error:
        raise ContentError(f"the file cannot be read ({error.strerror})", path=str(path)) from None


def _cannot_be_read(row: Row, cells: int, columns: int) -> str:
    """Why a row cannot be understood; empty when it can."""
    if cells != columns:
        return f"it has {cells} cells, and there are {columns} columns"
    if _level(row) not in LEVELS:
        return f"“{row.cells[LEVEL][:40]}” is not a level we know"
    if period_of(row.cells[TIME]) is None:
        return f"“{row.cells[TIME][:40]}” is not a year we can read"
    return ""


def _level(row: Row) -> str:
    return row.cells[LEVEL].lower()


def period_of(text: str) -> tuple[str, date, date] | None:
    """Name, first day and last day of a year: 2024 is a calendar year, 202425 a school year. None for anything else."""
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        year = int(text)
        return text, date(year, 1, 1), date(year, 12, 31)
    if re.fullmatch(r"(19|20)[0-9]{4}", text) and (int(text[:4]) + 1) % 100 == int(text[4:]):
        year = int(text[:4])
        return f"{year}/{text[4:]}", date(year, 9, 1), date(year + 1, 8, 31)
    return None


@dataclass
class Found:
    """Figures that a file has for one indicator, and the rows that could not be used for it."""

    figures: list[Figure] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    #: labels of series that no row is about
    without: list[str] = field(default_factory=list)


def column_of(document: IndicatorDocument) -> str:
    """The column an indicator is fed from, in small letters; empty when it is fed from none."""
    return document.feed.removeprefix(FEED).lower() if document.feed.startswith(FEED) else ""


def figures_for(document: IndicatorDocument, table: Table) -> Found:
    """The figures of a table that belong to an indicator: joined on the DfE code of a council, on the name of a region.

    Two rows about the same that say the same count once; where they differ, neither is used.
    """
    found = Found()
    for series in document.series:
        by_year: dict[date, list[tuple[Row, Figure]]] = {}
        own = [row for row in table.rows if belongs(row, series)]
        for row in own:
            figure = _figure(document, series, row)
            if isinstance(figure, Refused):
                found.refused.append(figure)
            else:
                by_year.setdefault(figure.starts_on, []).append((row, figure))
        if not own:
            found.without.append(series.label)
        for told in by_year.values():
            _keep_one(told, found)
    found.refused.sort(key=lambda each: each.row)
    return found


def belongs(row: Row, series: Series) -> bool:
    """True for a row about the place of a series."""
    if series.level not in LEVELS[_level(row)]:
        return False
    if series.level == REGION:
        return row.cells[REGION_NAME].casefold() == series.label.casefold()
    return series.level == ENGLAND or (series.dfe_code != "" and row.cells[COUNCIL] == series.dfe_code)


def _figure(document: IndicatorDocument, series: Series, row: Row) -> Figure | Refused:
    period = period_of(row.cells[TIME])
    assert period is not None
    written, about = row.cells[column_of(document)], f"{series.label}, {period[0]}"
    at = {"series": series.key, "period": period[0], "starts_on": period[1], "ends_on": period[2]}
    if written.lower() in MISSING:
        return Figure.model_validate(at | {"missing": MISSING[written.lower()]})
    if not NUMBER.fullmatch(written):
        return Refused(row.number, f"{about}: “{written[:40]}” is not a number" if written else f"{about}: it is empty")
    value = float(written.replace(",", ""))
    if not fits_unit(value, document.unit) or (document.unit == WHOLE_NUMBERS and value != int(value)):
        return Refused(row.number, f"{about}: {written} cannot be right ({column_of(document)})")
    if document.unit == WHOLE_NUMBERS and value in SMALL_COUNTS:
        return Figure.model_validate(at | {"missing": SUPPRESSED})
    return Figure.model_validate(at | {"value": value})


def _keep_one(told: list[tuple[Row, Figure]], found: Found) -> None:
    """Keep what rows about the same agree on."""
    first, figure = told[0]
    if all(other == figure for _row, other in told):
        found.figures.append(figure)
        found.refused += [Refused(row.number, f"it says the same as row {first.number}") for row, _ in told[1:]]
        return
    for row, _other in told:
        others = ", ".join(str(other.number) for other, _ in told if other is not row)
        found.refused.append(Refused(row.number, f"it says otherwise than row {others}, so neither is used"))


def merged(held: Iterable[Figure], new: Iterable[Figure]) -> list[Figure]:
    """The figures held with those of the same series and period replaced, and new periods added behind their series."""
    fresh = {(each.series, each.starts_on): each for each in new}
    kept = [fresh.pop((each.series, each.starts_on), each) for each in held]
    return [*kept, *sorted(fresh.values(), key=lambda each: (each.series, each.starts_on))]


@dataclass(frozen=True)
class Taken:
    """What became of an indicator: how many figures are new or differ, of how many the file had."""

    changed: int
    of: int
    published: bool


def take_in(desk: Desk, entry: Entry, figures: list[Figure], published_on: date | None) -> Taken:
    """Publish the figures with those held before. Nothing is written when that changes nothing.

    What an editor is writing goes on from them. Raises WrongState when that is about the figures themselves, or when
    the entry is not public any more; InvalidEntry.
    """
    hold(desk.session, entry)
    document = entry.document()
    if entry.state != PUBLISHED or not isinstance(document, IndicatorDocument):
        raise WrongState(f"“{entry.title}” is not published any more.")
    figures_now = merged(document.figures, figures)
    differing = sum(each not in document.figures for each in figures_now)
    public = public_words(entry)
    words = public | {"figures": [each.model_dump(mode="json") for each in figures_now]}
    if published_on and figures:
        words["figures_published_on"] = published_on.isoformat()
    if words == public:
        return Taken(0, len(figures), published=False)
    _refuse_while_written(desk, entry, public)
    basis = entry.quick_read_basis
    if basis and not has_drifted(public, basis):
        basis = text_digest(words)  # a quick read tells no figures: new ones are no reason to look at it again
    publish_words(desk, entry, words, note=f"Figures from the {SOURCE}.", quick_read_basis=basis)
    desk.note("entry.take-in-figures", entry.address, number=differing)
    return Taken(differing, len(figures), published=True)


def _refuse_while_written(desk: Desk, entry: Entry, public: dict[str, object]) -> None:
    """What somebody writes about the figures would be put on top of the new ones, and undo them."""
    waiting = open_revision(desk.session, entry.id)
    if waiting is None:
        return
    touched = {"figures", "figures_published_on", "series", "unit"} & set(changed(public, waiting.document))
    if touched:
        raise WrongState(
            f"{waiting.made_by} is changing the figures of “{entry.title}” at the desk. "
            "Publish or give up those changes first, then import again."
        )
