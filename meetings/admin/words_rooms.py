"""What the facts of the room's screens say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

WORDS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    "room.screen_link_made": lambda d, k: f"A link for the screen “{d['name']}” was made",
    "room.screen_link_revoked": lambda d, k: f"The link for the screen “{d['name']}” was revoked",
}
