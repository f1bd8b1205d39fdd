"""The papers are true: every setting, command, address of a document and make target that exists is written down."""

import re
import subprocess
from pathlib import Path

import pytest

from localoffer.factory import COMMANDS
from localoffer.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name):
    assert f"`LOCALOFFER_{name.upper()}`" in (ROOT / "docs/running.md").read_text()


@pytest.mark.parametrize("module", COMMANDS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_command_is_documented(module):
    text = (ROOT / "docs/running.md").read_text()
    group = getattr(module, "group", None)
    names = [f"flask {group.name} {name}" for name in group.commands] if group else ["flask serve"]
    for name in names:
        words = name.rpartition(" ")
        assert name in text or re.search(rf"{words[0]} [a-z|]*\b{words[2]}\b", text), f"docs/running.md lacks “{name}”"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


def test_every_decision_has_its_number_and_its_three_parts():
    for number, page in enumerate(sorted((ROOT / "docs/adr").glob("*.md")), start=1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), f"{page.name} should be decision {number}"
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), page.name


def test_make_help_names_what_the_readme_promises():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"  {target} " in listed for target in ("run", "test", "check", "bench"))
