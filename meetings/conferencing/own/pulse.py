"""Signs of life of the pages in the room: in this process's memory, written down when they end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from meetings.ports.own_video import seat_of

#: seconds for which a silent device is remembered
_REMEMBERED = 120.0
#: seconds after which it is no longer shown
_SHOWN = 12.0


@dataclass
class Sign:
    """One device, by the video server's session."""

    who: str
    meeting_id: str
    seen: float
    microphone: bool = False
    camera: bool = False


class Pulse:
    """What each session was last heard of. Every method is one step, safe from any thread."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._signs: dict[str, Sign] = {}

    def begin(self, session: str, who: str, meeting_id: str) -> None:
        """A page has begun a session."""
        now = self._clock()
        for key, sign in list(self._signs.items()):
            if now - sign.seen > _REMEMBERED:
                self._signs.pop(key, None)
        self._signs[session] = Sign(who, meeting_id, now)

    def owner(self, session: str) -> str:
        """Whose it is; empty: nobody's that we know."""
        sign = self._signs.get(session)
        return "" if sign is None else sign.who

    def alive(self, session: str) -> None:
        """Something came from the page, or its connection ended at this moment."""
        sign = self._signs.get(session)
        if sign is not None:
            sign.seen = self._clock()

    def beat(self, session: str, *, microphone: bool, camera: bool) -> None:
        """A sign of life, and what is switched on."""
        sign = self._signs.get(session)
        if sign is not None:
            sign.microphone, sign.camera, sign.seen = microphone, camera, self._clock()

    def seen(self, who: str) -> float | None:
        """When a device was last heard of, in seconds since 1970."""
        return max((s.seen for s in list(self._signs.values()) if s.who == who), default=None)

    def sessions(self, seat: str) -> int:
        """How many of one person were heard of just now, on all their devices."""
        since = self._clock() - _SHOWN
        return sum(s.seen >= since and seat_of(s.who) == seat for s in list(self._signs.values()))

    def of(self, meeting_id: str) -> dict[str, dict[str, bool]]:
        """What each device of a meeting has switched on."""
        since = self._clock() - _SHOWN
        return {
            s.who: {"microphone": s.microphone, "camera": s.camera}
            for s in list(self._signs.values())
            if s.meeting_id == meeting_id and s.seen >= since
        }


#: of this process: the gate hears, the pages and the news from the video server read
PULSE = Pulse()
