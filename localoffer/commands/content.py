"""``flask content``: load the content store into the database, or write it back out."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from localoffer.commands.saying import plainly, progress
from localoffer.db.migrate import require_current
from localoffer.errors import ContentError
from localoffer.importers.content_store import entry_files, read_vocabularies
from localoffer.importers.dump import dump
from localoffer.importers.load import Report, load
from localoffer.web.site import site

group = AppGroup("content", help="The content store.")


@group.command("load")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Also replace what editors have changed since.")
@plainly
def load_content(folder: Path | None, overwrite: bool) -> None:
    """Load FOLDER (the site's own content store unless named). Bad files are named and skipped; the rest is loaded."""
    folder = folder or site().settings.content_dir
    require_current(site().database)
    if not folder.is_dir():
        raise ContentError("there is no such folder", path=str(folder))
    vocabularies = read_vocabularies(folder)
    with progress("Loading content", sum(1 for _ in entry_files(folder))) as done:
        report = load(
            site().database, folder, locate=site().locator(vocabularies), overwrite=overwrite,
            progress=lambda count, _: done(count),
        )  # fmt: skip
    _tell(report)


def _tell(report: Report) -> None:
    for problem in report.problems:
        click.echo(str(problem), err=True)
    for note in report.notes:
        click.echo(f"Note: {note}", err=True)
    for address in report.kept:
        click.echo(f"{address}: kept, because an editor changed it. Use --overwrite to replace it.", err=True)
    counts = ", ".join(
        f"{count} {decision.value.partition(':')[0]}" for decision, count in sorted(report.counts.items())
    )
    click.echo(f"Content: {counts or 'nothing to load'}.")
    if report.problems:
        raise click.ClickException(f"{len(report.problems)} file(s) could not be loaded; they are named above.")


@group.command("dump")
@click.argument("folder", type=click.Path(path_type=Path))
@plainly
def dump_content(folder: Path) -> None:
    """Write every published entry, and all vocabularies, into FOLDER, which must be empty or new."""
    require_current(site().database)
    with site().database.session() as session:
        count = dump(session, folder)
    click.echo(f"Wrote {count} entries to {folder}.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
