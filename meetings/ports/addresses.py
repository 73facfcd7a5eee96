"""Addresses that officers paste: which of them are safe to send people to, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

LONGEST = 2000
_TEAMS = re.compile(r"/(l/meetup-join/|meet/)", re.IGNORECASE)
_MEET = re.compile(r"/[a-z]{3}-[a-z]{4}-[a-z]{3}/?", re.IGNORECASE)
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")


@dataclass(frozen=True)
class Recognised:
    """Whose address it is. `frame`: where it can be embedded without cookies; empty: it cannot."""

    service: str
    what: str
    frame: str = ""
    #: it opens the room as its host: not for others
    starts: bool = False

    @property
    def words(self) -> str:
        """For the officer, so that a wrong paste is seen at once."""
        return f"Recognised: {self.what}." if self.service else "This is not a service that is known here."


UNKNOWN = Recognised("", "an address of another service")


def trouble_with(address: str) -> str:
    """Why an address cannot be used, in words; empty: it can."""
    if not address:
        return "Paste the address"
    if len(address) > LONGEST:
        return f"Shorten the address to {LONGEST} characters"
    if any(c.isspace() or not c.isprintable() for c in address):
        return "The address has a space or a line break in it: paste only the address"
    parts = _split(address)
    if parts is None or not parts.hostname:
        return "This is not an address of the web. It should begin with https://"
    if parts.scheme.lower() != "https":
        return "Give an address that begins with https://"
    if parts.username or parts.password:
        return "Take the name and password out of the address"
    if "." not in parts.hostname:
        return "This is not an address that everybody can reach"
    return ""


def recognised(address: str) -> Recognised:
    """Whose room or broadcast an address leads to."""
    parts = _split(address)
    host = (parts.hostname or "").lower() if parts else ""
    if parts is None or not host:
        return UNKNOWN
    return next((f for f in (_zoom(host, parts), _teams(host, parts), _others(host, parts)) if f), UNKNOWN)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is(host: str, *domains: str) -> bool:
    return any(host == d or host.endswith(f".{d}") for d in domains)


def _zoom(host: str, parts: SplitResult) -> Recognised | None:
    if not _is(host, "zoom.us", "zoomgov.com", "zoom.com"):
        return None
    path = parts.path
    if path.startswith("/s/"):
        return Recognised("zoom", "a Zoom link that starts the meeting as its host", starts=True)
    if path.startswith(("/j/", "/w/", "/my/", "/wc/")):
        number = path.split("/")[2] if path.startswith(("/j/", "/w/")) else ""
        return Recognised("zoom", f"a Zoom meeting{f', number {number}' if number.isdigit() else ''}")
    return Recognised("zoom", "an address at Zoom")


def _teams(host: str, parts: SplitResult) -> Recognised | None:
    if not _is(host, "teams.microsoft.com", "teams.live.com", "teams.microsoft.us"):
        return None
    what = "a Microsoft Teams meeting" if _TEAMS.search(parts.path) else "an address at Microsoft Teams"
    return Recognised("teams", what)


def _others(host: str, parts: SplitResult) -> Recognised | None:
    if _is(host, "meet.google.com"):
        what = "a Google Meet room" if _MEET.fullmatch(parts.path) else "an address at Google Meet"
        return Recognised("meet", what)
    if _is(host, "youtube.com", "youtube-nocookie.com", "youtu.be"):
        return _youtube(host, parts)
    if _is(host, "vimeo.com"):
        return Recognised("vimeo", "a video at Vimeo")
    if _is(host, "facebook.com"):
        return Recognised("facebook", "a page at Facebook, which asks people to sign in")
    if _is(host, "meet.jit.si"):
        return Recognised("jitsi", "a Jitsi room")
    if _is(host, "public-i.tv"):
        return Recognised("public-i", "a Public-i webcast")
    return None


def _youtube(host: str, parts: SplitResult) -> Recognised:
    video = ""
    if _is(host, "youtu.be"):
        video = parts.path.strip("/").split("/")[0]
    elif parts.path == "/watch":
        video = parse_qs(parts.query).get("v", [""])[0]
    elif parts.path.startswith(("/live/", "/embed/")):
        video = parts.path.split("/")[2]
    if _VIDEO.fullmatch(video):
        return Recognised("youtube", "a YouTube video", f"https://www.youtube-nocookie.com/embed/{video}")
    return Recognised("youtube", "a YouTube channel or page, not one video")


_LINK = re.compile(r"https://[^\s<>\"]+")
_CODE = re.compile(r"^\s*(?:meeting )?pass(?:code|word)\s*:\s*(\S{3,40})\s*$", re.IGNORECASE | re.MULTILINE)


def from_invitation(text: str) -> tuple[str, str]:
    """Link and passcode from what was pasted: a bare address, or the whole text of an invitation."""
    plain = text.strip()
    if not any(c.isspace() for c in plain):
        return plain, ""
    links = [found.rstrip(".,;)") for found in _LINK.findall(plain)]
    known = next((link for link in links if recognised(link).service), links[0] if links else plain)
    code = _CODE.search(plain)
    return known, code.group(1) if code else ""
