"""One chromium for all tests that look at pages, and axe to judge them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
_JUDGE = AXE.read_text(encoding="utf-8")
_RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once: two sync Playwrights cannot live in one process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def violations(page: Page) -> list[tuple[str, Any]]:
    """What axe finds wrong: rule and the places. It comes in beside the page, which keeps its own policy."""
    page.evaluate(_JUDGE)
    how = f"{{runOnly: {_RULES}, resultTypes: ['violations']}}"
    found = page.evaluate(f"axe.run(document, {how}).then((judged) => judged.violations)")
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def overflow(page: Page) -> int:
    """How many pixels the page could be scrolled sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
