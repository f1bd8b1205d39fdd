"""``flask serve``: the site on one machine, with a clear sentence when the port is taken."""

import os
import socket
import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from localoffer.commands.saying import plainly
from localoffer.db.migrate import require_current
from localoffer.errors import SettingsError
from localoffer.web.site import site


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@with_appcontext
@plainly
def serve(port: int, host: str, workers: int) -> None:
    """Serve the site until stopped."""
    require_current(site().database)
    refuse_taken_port(host, port)
    click.echo(f"The site is on http://{host}:{port} – stop it with Ctrl+C.")
    if sys.platform == "win32":
        from waitress import serve as waitress_serve  # only installed there

        waitress_serve(current_app.wsgi_app, host=host, port=port, threads=8)
        return
    # one heap for all threads of a worker: they share an interpreter anyway, and each worker is 10 MB lighter
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    # where nobody has set it, links in mail and calendars lead to where it is served
    os.environ.setdefault("LOCALOFFER_BASE_URL", f"http://{host}:{port}")
    arguments = ["--workers", str(workers), "--threads", "4", "--bind", f"{host}:{port}", "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments, "app:app"])  # noqa: S606 - no shell, our own words


def refuse_taken_port(host: str, port: int) -> None:
    """Raises SettingsError when something listens there already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise SettingsError(
                f"Port {port} is in use. Stop what uses it, or choose another: make run PORT=8001."
            ) from None


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(serve)
