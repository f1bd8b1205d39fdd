"""Tables for spreadsheet programs: CSV that opens with its letters right and in which no cell can run as a formula."""

import csv
import io
from collections.abc import Iterable

#: A cell that begins so is taken for a formula (OWASP, “CSV Injection”).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Tells spreadsheet programs that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def to_csv(rows: Iterable[Iterable[object]], *, marked: bool = True) -> bytes:
    """The rows as a CSV file in UTF-8. None becomes an empty cell; a text that looks like a formula gets a ’ before.

    ``marked``: with the byte order mark; without it for programs, which would take it for part of the first heading.
    """
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK if marked else "")
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")


def safe_cell(cell: object) -> object:
    """The cell as it may stand in a spreadsheet: numbers as they are, texts that cannot run."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return "'" + text if text.lstrip(" ").startswith(FORMULA_STARTS) else text
