"""Built files by their plain names: the build writes hashed names and a manifest."""

import json
from pathlib import Path

from flask import Flask, url_for

from localoffer.errors import SettingsError

BUILT = "built"


def read_manifest(static: Path) -> dict[str, str]:
    """Plain name -> hashed name. Raises SettingsError, saying what to run, when nothing was built yet."""
    try:
        found: dict[str, str] = json.loads((static / BUILT / "manifest.json").read_text())
    except (OSError, ValueError):
        raise SettingsError("The style sheets are not built yet. Run `make assets`.") from None
    return found


def init_app(app: Flask, manifest: dict[str, str]) -> None:
    """Give templates ``asset(name)``."""

    @app.template_global()
    def asset(name: str) -> str:
        return url_for("static", filename=f"{BUILT}/{manifest[name]}")
