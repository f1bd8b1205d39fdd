"""axe-core on a page: every rule it has, told as sentences."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path("localoffer/assets/node_modules/axe-core/axe.min.js")


def violations(page: Page, source: str) -> list[str]:
    """What axe finds wrong on the page as it stands, a line for each rule and place."""
    page.evaluate(source)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} – {node['html'][:150]} – {' '.join(str(node['failureSummary']).split())[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
