"""Browser windows of the people in a journey, each with its own cookies; all that goes wrong in them is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

DESKTOP = (1280, 900)
PHONE = (375, 720)
#: the browser's note that our own page gave up a connection that took too long and began another; that screens follow
#: is asked of the screens themselves
_ANOTHER_TRY = "WebSocket is closed before the connection is established"
#: refusals by the content security policy reach the console, whatever the browser calls them
_WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy refused ${event.violatedDirective}: ${event.blockedURI}`));"""


@dataclass
class Screen:
    """A window, and what it may complain of at the moment because the test has made it so."""

    name: str
    context: BrowserContext
    page: Page
    problems: list[str]
    expected: tuple[str, ...] = ()

    @contextmanager
    def may_say(self, *words: str) -> Iterator[None]:
        """While this stands, the console may say these words: a refusal or a lost network is the point of the step."""
        self.expected = words
        yield
        self.page.wait_for_timeout(50)
        self.expected = ()

    def heard(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning of the console."""
        if message.type not in ("error", "warning") or _ANOTHER_TRY in message.text:
            return
        if not any(words in message.text for words in self.expected):
            self.problems.append(f"{self.name}: {message.type}: {message.text} ({message.location})")

    def answered(self, response: Response) -> None:
        """Keep an answer that says that the server failed."""
        if response.status >= 500:
            self.problems.append(f"{self.name}: {response.status} {response.request.method} {response.url}")

    def look(self, name: str) -> None:
        """A picture of the page for people to look at, where a folder for pictures is named in the environment."""
        folder = os.environ.get("WITAN_PICTURES")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@dataclass
class Screens:
    """All windows of a journey."""

    browser: Browser
    address: str
    problems: list[str] = field(default_factory=list)
    opened: list[Screen] = field(default_factory=list)

    def open(self, name: str, path: str = "", token: str = "", size: tuple[int, int] = DESKTOP) -> Screen:
        """A window, signed in where a session's token is given."""
        phone = size[0] < 500
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            has_touch=phone,
            is_mobile=phone,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        context.add_init_script(_WATCH)
        if token:
            context.add_cookies([{"name": "witan", "value": token, "url": self.address}])
        screen = Screen(name, context, context.new_page(), self.problems)
        context.on("console", screen.heard)
        context.on("weberror", lambda error: self.problems.append(f"{name}: {error.error}"))
        context.on("response", screen.answered)
        self.opened.append(screen)
        if path:
            screen.page.goto(path)
        return screen

    def close(self) -> None:
        """Close every window."""
        for screen in self.opened:
            screen.context.close()
