"""The settings that the web needs, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class WebConfig:
    """Set once at start."""

    timezone: ZoneInfo
    demo: bool = False
    secure_cookies: bool = False
    public_url: str = ""
    source_url: str = ""
    max_paper_bytes: int = 100 * 1024 * 1024
    read_back_seconds: float = 5.0
    #: seconds after which a member's lost connection is a fact
    lost_after_seconds: float = 20.0
    #: in the diagram of a vote: "none", or "neutral" colours that are no party's
    group_colours: str = "none"

    @property
    def session_cookie(self) -> str:
        """The cookie's name; the prefix makes browsers hold it to this host and https (RFC 6265bis, 4.1.3.2)."""
        return "__Host-witan" if self.secure_cookies else "witan"

    @property
    def device_cookie(self) -> str:
        """The cookie that says that somebody has signed in on this device before."""
        return "__Host-witan-device" if self.secure_cookies else "witan-device"
