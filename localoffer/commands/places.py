"""``flask places``: build the postcode file."""

import click
from flask import Flask
from flask.cli import AppGroup

from localoffer.commands.saying import plainly, progress
from localoffer.importers.content_store import read_authority
from localoffer.places.postcodes import build
from localoffer.web.site import site

group = AppGroup("places", help="Postcodes and places.")
FILES = 24


@group.command("build")
@click.option("--again", is_flag=True, help="Build even if the file is there.")
@plainly
def build_postcodes(again: bool) -> None:
    """Write the postcode file for the council's areas, unless it is there already."""
    path = site().settings.postcode_file
    if path.exists() and not again:
        click.echo("The postcode file is there already.")
        return
    areas = read_authority(site().settings.content_dir).postcode_areas
    with progress("Reading postcodes", FILES) as done:
        count = 0

        def one_more(_: str) -> None:
            nonlocal count
            count += 1
            done(count)

        codes = build(path, areas, one_more)
    click.echo(f"Wrote {codes:,} postcodes and outcodes for {', '.join(areas)}.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
