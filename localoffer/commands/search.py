"""``flask search``: build, update and check the index."""

import time

import click
from flask import Flask
from flask.cli import AppGroup

from localoffer.commands.saying import plainly, progress
from localoffer.db.migrate import require_current
from localoffer.errors import IndexUnusable
from localoffer.records.queries import count_published
from localoffer.search.sync import differences
from localoffer.web.site import site

group = AppGroup("search", help="The search index.")


@group.command("rebuild")
@plainly
def rebuild_index() -> None:
    """Build the index anew, beside the live one, and swap it in."""
    require_current(site().database)
    _rebuild()


def _rebuild() -> None:
    started = time.monotonic()
    with site().database.session() as session:
        total = sum(count_published(session).values())
        with progress("Building the index", total) as done:
            count = site().search.rebuild(session, done)
    click.echo(f"The index holds {count} entries (built in {time.monotonic() - started:.1f} seconds).")


@group.command("update")
@plainly
def update_index() -> None:
    """Take in what has changed; rebuild when the index is missing, damaged, or was made with other words."""
    require_current(site().database)
    try:
        with site().database.session() as session:
            same_words = site().search.made_with_same_words(session)
            if same_words:
                site().search.flush(session)
    except IndexUnusable as trouble:
        click.echo(str(trouble))
        same_words = False
    if same_words:
        click.echo("The index is up to date.")
    else:
        _rebuild()


@group.command("check")
@plainly
def check_index() -> None:
    """Compare the index with the database; ends non-zero when they differ."""
    require_current(site().database)
    with site().database.session() as session:
        site().search.ready(session)
        published, indexed = differences(session, site().search.engine)
    if published != indexed:
        raise click.ClickException(
            f"{published} entries are published, {indexed} are in the index. Run `flask search rebuild`."
        )
    click.echo(f"All {published} published entries are in the index.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
