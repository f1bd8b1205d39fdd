"""Commands as an operator runs them: in this process where that tells the same, in one of its own where it does not."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from localoffer.settings import ROOT
from tests.web.site_fixtures import TestSite


@pytest.fixture
def run() -> Callable[..., Result]:
    """``run(site, "content load")``: runs a command of a site in this process."""

    def invoke(site: TestSite, *words: object) -> Result:
        return site.app.test_cli_runner().invoke(args=[str(word) for word in words])

    return invoke


@pytest.fixture
def flask(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``flask("serve", "--port", 1, LOCALOFFER_…="…")``: runs a command in a process of its own, in ``tmp_path``."""

    def invoke(*words: object, **environment: object) -> subprocess.CompletedProcess[str]:
        own = {key: value for key, value in os.environ.items() if not key.startswith("LOCALOFFER_")}
        given = {
            "FLASK_APP": "app", "LOCALOFFER_INSTANCE_DIR": tmp_path / "instance", "LOCALOFFER_INDEX_DIR": tmp_path / "index",
            "LOCALOFFER_SECRET_KEY": "for tests only", **environment,
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "flask", *(str(word) for word in words)], cwd=ROOT, capture_output=True, text=True,
            timeout=60, env=own | {key: str(value) for key, value in given.items()}, check=False,
        )  # fmt: skip

    return invoke


def refusal(result: Result | subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that could not do its job. Fails when it ended well, or showed a traceback."""
    code = result.exit_code if isinstance(result, Result) else result.returncode
    said = result.output if isinstance(result, Result) else result.stderr
    assert code != 0, f"The command ended well: {said}"
    assert "Traceback" not in said, said
    last = said.strip().splitlines()[-1]
    assert last.startswith("Error: "), said
    return last.removeprefix("Error: ")
