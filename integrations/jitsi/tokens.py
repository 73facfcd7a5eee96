"""Tokens that the council's Jitsi lets people in by: signed, for one room, one person, and one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from integrations.jitsi.settings import Council
from meetings.ports.conferencing import Guest

#: before and after the meeting, for tests and for a long evening
_BEFORE, _AFTER = timedelta(hours=13), timedelta(hours=12)


def written(council: Council, room: str, guest: Guest, begins: datetime, ends: datetime) -> str:
    """HS256, as Prosody checks it."""
    # Only where one is written: the library takes a moment to load.
    import jwt

    claims: dict[str, Any] = {
        "aud": "jitsi",
        "iss": council.app_id,
        "sub": council.domain.partition(":")[0],
        "room": room,
        "nbf": int((begins - _BEFORE).timestamp()),
        "exp": int((ends + _AFTER).timestamp()),
        "context": {
            "user": {
                "id": guest.key,
                "name": guest.name,
                "email": guest.email,
                "moderator": guest.host,
                "affiliation": "owner" if guest.host else "member",
                "lobby_bypass": guest.host,
            },
            "room": {"regex": False},
        },
    }
    return jwt.encode(claims, council.secret, algorithm="HS256")
