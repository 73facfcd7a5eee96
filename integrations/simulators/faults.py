"""Faults to order: the next request of an operation is refused, fails, or is done and never answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong. A simulator puts the refusal in its provider's own shape."""

    #: 429, each with another form of Retry-After
    LATER_SECONDS = "later_seconds"
    LATER_DATE = "later_date"
    LATER_ISO = "later_iso"
    LATER = "later"
    #: the allowance of the day is used up, as this provider says it
    QUOTA = "quota"
    BROKEN = "broken"
    #: done, and the line is cut before the answer
    ACT_THEN_HANG_UP = "act_then_hang_up"
    #: not done, and the line is cut
    HANG_UP = "hang_up"
    EXPIRED_TOKEN = "expired_token"
    REVOKED_SCOPE = "revoked_scope"


#: In plain words, for the control page.
WORDS: dict[FaultKind, str] = {
    FaultKind.LATER_SECONDS: "Too many requests: come back in so many seconds",
    FaultKind.LATER_DATE: "Too many requests: come back at a moment (HTTP date)",
    FaultKind.LATER_ISO: "Too many requests: come back at a moment (ISO)",
    FaultKind.LATER: "Too many requests: not said when to come back",
    FaultKind.QUOTA: "The allowance of the day is used up",
    FaultKind.BROKEN: "The provider has a fault (500)",
    FaultKind.ACT_THEN_HANG_UP: "Done, but the answer never comes",
    FaultKind.HANG_UP: "Not done, and the line is cut",
    FaultKind.EXPIRED_TOKEN: "The access token has expired",
    FaultKind.REVOKED_SCOPE: "A permission was taken away",
}


@dataclass(frozen=True)
class Fault:
    """Armed for the next requests. Empty `simulator` or `operation`: whichever comes next."""

    kind: FaultKind
    simulator: str = ""
    operation: str = ""
    #: how often it strikes; 0: until it is taken away
    times: int = 1
    #: how far the moment to come back lies ahead
    seconds: int = 30

    def retry_after(self, now: datetime) -> dict[str, str]:
        """The header with which a provider says when to come back, if this fault says it."""
        when = (now + timedelta(seconds=self.seconds)).replace(microsecond=0)
        said = {
            FaultKind.LATER_SECONDS: str(self.seconds),
            FaultKind.LATER_DATE: format_datetime(when, usegmt=True),
            FaultKind.LATER_ISO: when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }.get(self.kind)
        return {} if said is None else {"Retry-After": said}

    @property
    def status(self) -> int:
        """The status of its answer."""
        if self.kind in (FaultKind.BROKEN, FaultKind.HANG_UP, FaultKind.ACT_THEN_HANG_UP):
            return 500
        if self.kind is FaultKind.EXPIRED_TOKEN:
            return 401
        return 403 if self.kind is FaultKind.REVOKED_SCOPE else 429


class Faults:
    """Those that are armed, in the order in which they strike."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        """Have it strike."""
        self._armed.append(fault)

    def take(self, simulator: str, operation: str) -> Fault | None:
        """The one that strikes now, used up by one."""
        for place, fault in enumerate(self._armed):
            if fault.simulator in ("", simulator) and fault.operation in ("", operation):
                if fault.times == 1:
                    del self._armed[place]
                elif fault.times > 1:
                    self._armed[place] = replace(fault, times=fault.times - 1)
                return fault
        return None

    def every(self) -> tuple[Fault, ...]:
        """All that wait."""
        return tuple(self._armed)

    def clear(self) -> None:
        """None strikes any more."""
        self._armed.clear()
