"""``flask import …``: take in public figures from files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlmodel import Session

from localoffer.commands.saying import plainly
from localoffer.db.migrate import require_current
from localoffer.errors import ContentError, LocalOfferError
from localoffer.importers.sen2 import SOURCE, Refused, Table, Taken, column_of, figures_for, read_table, take_in
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import system
from localoffer.records.entries import Entry
from localoffer.records.indicators import Figure, IndicatorDocument
from localoffer.records.queries import published_of_kind
from localoffer.records.reference import reference_data
from localoffer.search.site_search import NothingLoaded
from localoffer.web.site import site, today

group = AppGroup("import", help="Take in public data from files.")
MOST_TOLD = 20


@group.command("sen2")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--published-on", type=click.DateTime(["%Y-%m-%d"]), help="The day the DfE published these figures: YYYY-MM-DD."
)
@plainly
def sen2(file: Path, published_on: datetime | None) -> None:
    """Take in a CSV file of the DfE's SEN2 figures: each indicator that is fed from a column of it gets its figures.

    Rows that cannot be used are named with the reason. Doing it twice changes nothing.
    """
    require_current(site().database)
    table = read_table(file)
    with site().database.session() as session:
        fed = _fed_from(session, table, file)
        refused, used, failed = list(table.refused), 0, 0
        for entry, document in fed:
            found = figures_for(document, table)
            refused += [each for each in found.refused if each not in refused]
            used += len(found.figures)
            for label in found.without:
                click.echo(f"{entry.address}: the file has no row for {label}.", err=True)
            failed += not _take(session, entry, found.figures, published_on)
    _tell(refused)
    if not used:
        raise ContentError("no row of it could be used: is it the right file?", path=str(file))
    if failed:
        raise click.ClickException(f"{failed} of {len(fed)} indicators could not be changed; they are named above.")


def _fed_from(session: Session, table: Table, file: Path) -> Sequence[tuple[Entry, IndicatorDocument]]:
    """The published indicators whose column the file has. Raises ContentError when there are none."""
    found, columns = [], []
    for entry in published_of_kind(session, "indicator"):
        document = entry.document()
        if isinstance(document, IndicatorDocument) and (column := column_of(document)):
            columns.append(column)
            if column in table.columns:
                found.append((entry, document))
    if not columns:
        raise ContentError("no published indicator is fed from SEN2 figures, so nothing can be taken in")
    if not found:
        names = ", ".join(sorted(set(columns)))
        raise ContentError(f"it has none of the columns that indicators are fed from ({names})", path=str(file), line=1)
    return found


def _take(session: Session, entry: Entry, figures: list[Figure], published_on: datetime | None) -> bool:
    """Take figures in, all or nothing, and say what became of it. False when it could not be done."""
    try:
        taken = take_in(_desk(session), entry, figures, published_on.date() if published_on else None)
        session.commit()
    except LocalOfferError as problem:
        session.rollback()
        click.echo(f"{entry.address}: {problem}", err=True)
        return False
    click.echo(f"{entry.address}: {_told(taken)}")
    return True


def _desk(session: Session) -> Desk:
    words = reference_data(session)
    if words is None:
        raise NothingLoaded("No content has been loaded yet. Run `flask content load`.")
    return Desk(session, system(SOURCE), words.vocabularies, words.desk, site().locator(words.vocabularies), today())


def _told(taken: Taken) -> str:
    if not taken.of:
        return "unchanged; the file has no figures for it."
    if taken.published and not taken.changed:
        return f"all {taken.of} figures were there already; the day they came out is new. Published."
    if not taken.published:
        return f"unchanged; all {taken.of} figures were there already."
    return f"{taken.changed} of {taken.of} figures are new or differ; published."


def _tell(refused: list[Refused]) -> None:
    for each in sorted(refused, key=lambda each: each.row)[:MOST_TOLD]:
        click.echo(f"Row {each.row}: {each.reason}.", err=True)
    if len(refused) > MOST_TOLD:
        click.echo(f"And {len(refused) - MOST_TOLD} more.", err=True)
    if refused:
        click.echo(f"Rows that could not be used: {len(refused)}.", err=True)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)
