"""Who was connected, from Zoom's report or, without one, from its list of participants: each sitting of a meeting."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from integrations.zoom.client import Client, in_path
from integrations.zoom.errors import NO_SCOPE, NOT_PAID
from integrations.zoom.rooms import moment
from integrations.zoom.seats import is_ours
from meetings.ports.conferencing import Connection
from meetings.ports.providers import Account, Gone, Permanent, Retryable

#: Zoom counts for some minutes after the end.
_STILL_COUNTING = timedelta(minutes=5)
_PHONE = re.compile(r"\+?[\d\s()*.-]{7,}")


def connections(
    client: Client, account: Account, ref: str, now: Callable[[], datetime]
) -> tuple[Connection, ...]:
    """Every stretch of every sitting. Raises Retryable while Zoom still counts."""
    sittings = instances(client, account, ref)
    if not sittings:
        raise Retryable(
            "Zoom does not list this meeting as held yet.",
            code="counting",
            not_before=now() + _STILL_COUNTING,
        )
    found: dict[tuple[str, str, datetime], Connection] = {}
    for uuid in sittings:
        for row in _rows(client, account, uuid):
            if _uncounted(row):
                raise Retryable(
                    "Zoom is still counting who was connected.",
                    code="counting",
                    not_before=now() + _STILL_COUNTING,
                )
            stretch = _connection(uuid, row)
            if stretch is not None:
                found[stretch.key, stretch.room, stretch.joined_at] = stretch
    return tuple(sorted(found.values(), key=lambda x: (x.joined_at, x.key, x.room)))


def instances(client: Client, account: Account, ref: str) -> tuple[str, ...]:
    """The UUIDs of a meeting's sittings: one each time it was opened and ended, the first first."""
    try:
        answer = client.ask(account, "GET", f"/past_meetings/{in_path(ref)}/instances")
    except Gone:
        return ()
    held = [x for x in answer.get("meetings") or [] if isinstance(x, dict) and x.get("uuid")]
    held.sort(key=lambda x: str(x.get("start_time") or ""))
    return tuple(dict.fromkeys(str(x["uuid"]) for x in held))


def _rows(client: Client, account: Account, uuid: str) -> list[dict[str, Any]]:
    path = in_path(uuid)
    try:
        rows = list(
            client.every(
                account,
                f"/report/meetings/{path}/participants",
                "participants",
                include_fields="registrant_id",
            )
        )
    except Gone:
        rows = []
    except Permanent as refused:
        # The report wants a permission and a plan that not every account has.
        if refused.code not in (NO_SCOPE, NOT_PAID):
            raise
        rows = []
    # The report leaves out a meeting in which there was one person only.
    return rows or _lighter(client, account, path)


def _lighter(client: Client, account: Account, path: str) -> list[dict[str, Any]]:
    try:
        return list(client.every(account, f"/past_meetings/{path}/participants", "participants"))
    except Gone:
        return []


def _uncounted(row: Mapping[str, Any]) -> bool:
    joined, left = moment(row.get("join_time")), moment(row.get("leave_time"))
    if row.get("duration") or joined is None:
        return False
    return left is None or left - joined > timedelta(seconds=1)


def _connection(uuid: str, row: Mapping[str, Any]) -> Connection | None:
    joined = moment(row.get("join_time"))
    if joined is None:
        return None
    name, address = str(row.get("name") or ""), str(row.get("user_email") or "")
    return Connection(
        key=connection_key(uuid, row.get("user_id")),
        room=_room(row),
        joined_at=joined,
        left_at=moment(row.get("leave_time")),
        name=name,
        email="" if is_ours(address) else address,
        seat_ref=str(row.get("registrant_id") or ""),
        user_ref=user_ref(row),
        phone=phone_in(name),
    )


def connection_key(uuid: str, user_id: object) -> str:
    """Of one device's stretch in one sitting; the same in the news and in the report. Zoom gives a new `user_id` at
    each return. A digest: Zoom's own UUIDs look like secrets to who takes those out of what is kept."""
    return hashlib.sha256(f"{uuid}:{user_id}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def user_ref(row: Mapping[str, Any]) -> str:
    """The id of the person's own Zoom account, when they were signed in; empty for guests."""
    return str(row.get("participant_user_id") or row.get("id") or "")


def phone_in(name: str) -> str:
    """A caller's number, which Zoom shows in the place of a name; its middle may be starred out."""
    return name.strip() if _PHONE.fullmatch(name.strip()) else ""


def _room(row: Mapping[str, Any]) -> str:
    if row.get("status") == "in_waiting_room":
        return "waiting_room"
    return "breakout" if row.get("bo_mtg_id") else "meeting"
