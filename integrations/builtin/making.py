"""The room as Janus is asked for it."""

from __future__ import annotations

from typing import Any

from integrations.builtin.janus import ROOM_EXISTS, Janus
from integrations.machine.secrets import derived
from meetings.ports.providers import Permanent

#: devices in one room; a council, not a congress
MOST_PEOPLE = 100
#: of one picture, in bits a second
_BITS = 400_000


def make(janus: Janus, known: dict[str, str], ref: str, inside: dict[str, str]) -> None:
    """Make it; one that is there is made."""
    try:
        janus.videoroom(**_wish(known, ref, inside))
    except Permanent as refused:
        if refused.code != str(ROOM_EXISTS):
            raise


def _wish(known: dict[str, str], ref: str, inside: dict[str, str]) -> dict[str, Any]:
    return {
        "request": "create",
        "admin_key": known["admin"],
        "room": ref,
        "description": inside.get("title", "")[:200],
        "secret": inside["secret"],
        "pin": inside["pin"],
        "is_private": True,
        # Only who is in the room may watch it, and who is put out sees nothing more.
        "require_pvtid": True,
        "publishers": MOST_PEOPLE,
        "bitrate": _BITS,
        "fir_freq": 10,
        "audiocodec": "opus",
        "videocodec": "vp8",
        "audiolevel_event": True,
        "audio_active_packets": 25,
        "audio_level_average": 55,
        "notify_joining": True,
        "lock_record": True,
        # Nobody's token: from the first moment nobody comes in who is not on the list.
        "allowed": [derived(known["seats"], ref, "")],
    }
