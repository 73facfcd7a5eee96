"""Addresses of recordings: which may be published, how they are embedded, and how they open at a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 500
#: What lets whoever has the address in: it has no place in something that is published.
_KEYS = frozenset(
    {"pwd", "passcode", "password", "token", "access_token", "tk", "sig", "signature", "startkey"}
)
_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]{1,253})(?P<port>:\d{1,5})?(?P<path>/[^\s?#<>\"\\]*)?"
    r"(?:\?(?P<query>[^\s#<>\"\\]*))?(?:#(?P<fragment>[^\s<>\"\\]*))?",
    re.ASCII,
)


@dataclass(frozen=True)
class _Parts:
    start: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str

    def value(self, name: str) -> str:
        """The first value of this name."""
        return next((v for k, v in self.query if k == name), "")


def _parts(url: str) -> _Parts | None:
    found = _URL.fullmatch(url.strip())
    if found is None:
        return None
    query = [p.partition("=") for p in (found["query"] or "").split("&") if p]
    return _Parts(
        url.strip().partition("?")[0].partition("#")[0],
        found["host"].lower(),
        found["path"] or "",
        tuple((k, v) for k, _, v in query),
        found["fragment"] or "",
    )


def address_problem(url: str) -> str:
    """Why an address cannot be that of a public recording; empty if it can."""
    parts = _parts(url)
    if parts is None or len(url) > LONGEST:
        return "Enter one web address that begins with https://"
    keys = {k.casefold() for k, _ in parts.query}
    keys |= {p.partition("=")[0].casefold() for p in parts.fragment.split("&")}
    if keys & _KEYS:
        return "This address carries a passcode: whoever reads it gets in. Make one that is public, or fetch the file"
    return ""


def youtube_id(url: str) -> str:
    """The id of a video at YouTube; empty for any other address."""
    parts = _parts(url)
    if parts is None:
        return ""
    found = ""
    if parts.host == "youtu.be":
        found = parts.path.strip("/").split("/")[0]
    elif _at(parts.host, "youtube.com") or _at(parts.host, "youtube-nocookie.com"):
        first, _, rest = parts.path.strip("/").partition("/")
        found = rest.split("/")[0] if first in ("live", "embed", "shorts", "v") else parts.value("v")
    return found if _ID.fullmatch(found) else ""


def embed_of(url: str) -> str:
    """An address for a frame that sets no cookies before it is played; empty: there is none."""
    video = youtube_id(url)
    if video:
        return f"https://www.youtube-nocookie.com/embed/{video}"
    parts = _parts(url)
    if parts is not None and parts.host in ("vimeo.com", "www.vimeo.com"):
        number = parts.path.strip("/").split("/")[0]
        return (
            f"https://player.vimeo.com/video/{number}?dnt=1" if number.isascii() and number.isdigit() else ""
        )
    return ""


def address_at(url: str, seconds: float) -> str:
    """The same recording, opened so many seconds in; empty for a service whose addresses cannot say when."""
    parts = _parts(url)
    if parts is None:
        return ""
    query = [f"{k}={v}" if v else k for k, v in parts.query]
    if parts.host == "youtu.be" or _at(parts.host, "youtube.com"):
        kept = [p for p in query if not p.startswith("t=")]
        return f"{parts.start}?{'&'.join([*kept, f't={int(seconds)}s'])}"
    if _at(parts.host, "vimeo.com"):
        return f"{parts.start}{'?' if query else ''}{'&'.join(query)}#t={int(seconds)}s"
    return ""


def _at(host: str, name: str) -> bool:
    return host == name or host.endswith(f".{name}")
