"""``flask db``: bring the database to this version's shape."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlmodel import SQLModel

from localoffer.commands.saying import plainly
from localoffer.db import migrate
from localoffer.records import entries, people, posts, upkeep  # noqa: F401 - all tables must be known to migrations
from localoffer.settings import make_folder
from localoffer.web.site import site

group = AppGroup("db", help="The database and its versions.")


@group.command("upgrade")
@plainly
def upgrade() -> None:
    """Run every migration the database has not had. Nothing is lost."""
    make_folder(site().settings.instance_dir)
    before = migrate.version_of(site().database)
    migrate.upgrade(site().database)
    after = migrate.version_of(site().database)
    click.echo("The database is up to date." if before == after else f"The database is now at version {after}.")


@group.command("revision")
@click.argument("message")
@plainly
def revision(message: str) -> None:
    """For developers: write a migration from what changed in the records."""
    migrate.write_migration(site().database, SQLModel.metadata, message)


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
