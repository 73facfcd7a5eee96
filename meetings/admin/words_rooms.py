"""What the facts of the room's screens, and of the council's own video room, say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

WORDS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    "room.screen_link_made": lambda d, k: f"A link for the screen “{d['name']}” was made",
    "room.screen_link_revoked": lambda d, k: f"The link for the screen “{d['name']}” was revoked",
    "video.person_let_in": lambda d, k: f"{d['name']} was let into the video room",
    "video.person_put_out": lambda d, k: f"{d['name']} was put out of the video room",
    "video.room_emptied": lambda d, k: "The video room was ended for everybody",
}
