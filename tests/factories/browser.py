"""One chromium for all tests that look at pages, and axe to judge them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
_JUDGE = AXE.read_text(encoding="utf-8")
_RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"


def program() -> str:
    """The browser's engine without the browser around it where there is one: the same pages in less time."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
    return found or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once: two sync Playwrights cannot live in one process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def violations(page: Page) -> list[tuple[str, Any]]:
    """What axe finds wrong: rule and the places. It comes in beside the page, which keeps its own policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_JUDGE)
    how = f"{{runOnly: {_RULES}, resultTypes: ['violations']}}"
    found = page.evaluate(f"axe.run(document, {how}).then((judged) => judged.violations)")
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def overflow(page: Page) -> int:
    """How many pixels the page could be scrolled sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
