"""``flask jobs``: what must be done regularly, from cron every few minutes."""

import click
from flask import Flask
from flask.cli import AppGroup

from localoffer.commands.saying import plainly
from localoffer.db.migrate import require_current
from localoffer.jobs.list import JOBS
from localoffer.jobs.run import Outcome, run_jobs
from localoffer.records.posts import JobRun
from localoffer.web.site import site

group = AppGroup("jobs", help="What must be done regularly.")


@group.command("run")
@click.option("--only", type=click.Choice([job.name for job in JOBS]), help="Do this one and no other.")
@plainly
def run(only: str | None) -> None:
    """Do every regular job once. Harmless when it is started twice; ends non-zero naming the jobs that failed."""
    require_current(site().database)
    failed = []

    def tell(outcome: Outcome) -> None:
        click.echo(f"{outcome.name}: {outcome.said}", err=outcome.failed)
        if outcome.failed:
            failed.append(outcome.name)

    if not run_jobs(site(), [job for job in JOBS if only in (None, job.name)], tell):
        click.echo("Another process is doing the jobs just now.")
    if failed:
        raise click.ClickException(f"These jobs failed: {', '.join(failed)}. What they said is above.")


@group.command("list")
@plainly
def list_jobs() -> None:
    """Every job, what it does, and what it said last."""
    require_current(site().database)
    with site().database.session() as session:
        for job in JOBS:
            click.echo(f"{job.name}: {job.does}")
            if last := session.get(JobRun, job.name):
                ended = "failed" if last.failed else "ran"
                click.echo(f"    {ended} on {last.ran_at:%d %B %Y at %H:%M} UTC: {last.said}")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
