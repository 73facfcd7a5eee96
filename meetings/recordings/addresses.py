"""Addresses of recordings: which may be published, how they are embedded, and how they open at a moment."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LONGEST = 500
#: What lets whoever has the address in: it has no place in something that is published.
_KEYS = frozenset(
    {"pwd", "passcode", "password", "token", "access_token", "tk", "sig", "signature", "startkey"}
)
_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")


def address_problem(url: str) -> str:
    """Why an address cannot be that of a public recording; empty if it can."""
    if len(url) > LONGEST or any(c.isspace() for c in url):
        return "Enter one web address, such as https://www.youtube.com/watch?v=…"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "Enter a web address that begins with https://"
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        return "Enter a web address that begins with https://"
    keys = {k.casefold() for k, _ in parse_qsl(f"{parts.query}&{parts.fragment}")}
    if keys & _KEYS:
        return "This address carries a passcode: whoever reads it gets in. Make one that is public, or fetch the file"
    return ""


def youtube_id(url: str) -> str:
    """The id of a video at YouTube; empty for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    found = ""
    if host == "youtu.be":
        found = parts.path.strip("/").split("/")[0]
    elif host in ("youtube.com", "youtube-nocookie.com") or host.endswith(
        (".youtube.com", ".youtube-nocookie.com")
    ):
        first, _, rest = parts.path.strip("/").partition("/")
        found = rest.split("/")[0] if first in ("live", "embed", "shorts", "v") else ""
        found = found or dict(parse_qsl(parts.query)).get("v", "")
    return found if _ID.fullmatch(found) else ""


def embed_of(url: str) -> str:
    """An address for a frame that sets no cookies before it is played; empty: there is none."""
    video = youtube_id(url)
    if video:
        return f"https://www.youtube-nocookie.com/embed/{video}"
    parts = urlsplit(url)
    if (parts.hostname or "").lower() in ("vimeo.com", "www.vimeo.com"):
        number = parts.path.strip("/").split("/")[0]
        return (
            f"https://player.vimeo.com/video/{number}?dnt=1" if number.isascii() and number.isdigit() else ""
        )
    return ""


def address_at(url: str, seconds: float) -> str:
    """The same recording, opened so many seconds in; empty for a service whose addresses cannot say when."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host, whole = (parts.hostname or "").lower(), int(seconds)
    if parts.scheme not in ("https", "http") or parts.username is not None:
        return ""
    if host in ("youtu.be", "youtube.com") or host.endswith(".youtube.com"):
        kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "t"]
        query = urlencode([*kept, ("t", f"{whole}s")])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    if host == "vimeo.com" or host.endswith(".vimeo.com"):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, f"t={whole}s"))
    return ""
