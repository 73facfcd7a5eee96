"""Screens that follow a meeting by its pushes alone, beside what they would show if they were loaded afresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from meetings.db.record import types_since
from meetings.kernel.secrecy import Audience
from meetings.runtime.live import changes, snapshot
from meetings.web.live import change_message, snapshot_message
from tests.factories.site import Site


@dataclass
class Screens:
    """One screen for each audience."""

    site: Site
    meeting_id: str
    version: int = 0
    shown: dict[Audience, dict[str, Any]] = field(default_factory=dict)

    def load(self) -> Screens:
        """As a page is loaded: the whole state."""
        for audience, (version, parts) in self._fresh().items():
            self.version, self.shown[audience] = version, parts
        return self

    def follow(self) -> list[str]:
        """Take the push for all facts since; what is then different from a page loaded afresh."""
        with self.site.parts.runner.read() as session:
            found = changes(session, self.meeting_id, self.version, list(Audience))
        for audience, change in found.items():
            message = change_message(self.site.parts.app, change)
            assert message["from"] == self.version, "a push begins where the screen stands"
            self.shown[audience] |= message["parts"]
        if found:
            self.version = next(iter(found.values())).to_version
        return self._differences()

    def facts(self) -> list[str]:
        """The names of the facts that the screens have not been told yet."""
        with self.site.parts.runner.read() as session:
            return [kind for _, kind in types_since(session, self.meeting_id, self.version)]

    def _fresh(self) -> dict[Audience, tuple[int, dict[str, Any]]]:
        fresh = {}
        with self.site.parts.runner.read() as session:
            for audience in Audience:
                message = snapshot_message(self.site.parts.app, snapshot(session, self.meeting_id, audience))
                fresh[audience] = (message["version"], message["parts"])
        return fresh

    def _differences(self) -> list[str]:
        different = []
        for audience, (version, parts) in self._fresh().items():
            if version != self.version:
                different.append(f"{audience}: at {self.version}, should be {version}")
            for name, part in parts.items():
                if part != self.shown[audience].get(name):
                    different.append(f"{audience}: {name}")
        return different
