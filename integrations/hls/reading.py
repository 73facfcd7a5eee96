"""Reads the stream server as anybody does."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit


def read(base: str, path: str) -> tuple[int, str]:
    """Status and text; status 0: nobody answered."""
    parts = urlsplit(base)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read(200_000).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()


def encoders_address(listens: str, site: str) -> str:
    """Where an encoder sends its picture: one that listens everywhere is found at the site's name."""
    host, _, port = listens.rpartition(":")
    known = urlsplit(site).hostname
    if host in ("0.0.0.0", "[::]", "*", "") and known:
        host = known
    return f"rtmp://{host}:{port}/live"
