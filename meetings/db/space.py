"""How much room is left where everything is kept, and from when on that is too little."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MB = 1024 * 1024
#: a tenth of a disk is little, but not if it is as much as this
PLENTY = 10 * 1024 * MB


@dataclass(frozen=True)
class Room:
    """What was found, in bytes, and the limits it is held to."""

    free: int
    total: int
    warn: int
    least: int

    @property
    def too_little(self) -> bool:
        """No vote is opened: its ballots might not fit."""
        return self.free < self.least

    @property
    def low(self) -> bool:
        """Somebody should make room before the next meeting."""
        return self.free < self.warn or self.free < min(self.total // 10, PLENTY)

    @property
    def words(self) -> str:
        """How it stands, as part of a sentence."""
        needed = f", and {self.least // MB} MB are needed" if self.too_little else ""
        return f"only {self.free // MB} MB are free on the server's disk{needed}"


@dataclass(frozen=True)
class Space:
    """A folder, and how much must be free on its disk."""

    folder: Path
    warn: int = 1024 * MB
    least: int = 200 * MB

    def look(self) -> Room | None:
        """How it stands now; None if the system does not say."""
        try:
            found = os.statvfs(self.folder)
        except OSError:
            return None
        size = found.f_frsize
        return Room(found.f_bavail * size, found.f_blocks * size, self.warn, self.least)
