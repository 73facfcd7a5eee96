"""Pure rules of the calendar: who looks at a body's meetings as what, and how a meeting is called."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission, allowed
from meetings.kernel.secrecy import Audience

#: The one answer for a meeting that is not there and for one that this person may not know of.
NO_MEETING = (
    "There is no meeting at this address. It may have been mistyped, or the meeting is not public yet."
)
LONGEST_MINUTES = 24 * 60
#: a meeting a week for a year, and some to spare
MOST_IN_SERIES = 60
#: A start time this long ago is still "now": forms are filled in slowly.
GRACE = timedelta(minutes=15)

_OFFICER = (Permission.PREPARE_MEETING, Permission.RUN_MEETING)


def audience_of(actor: Actor, body_id: str, on: date) -> Audience:
    """As what somebody looks at the meetings of a body: officer, chair, member, or one of the public."""
    if any(actor.may(permission, body_id, on) for permission in _OFFICER):
        return Audience.OFFICER
    if actor.may(Permission.PRESIDE, body_id, on):
        return Audience.CHAIR
    if actor.may(Permission.READ_RESTRICTED, body_id, on):
        return Audience.MEMBER
    return Audience.PUBLIC


def bodies_for(actor: Actor, permission: Permission, on: date) -> frozenset[str] | None:
    """The bodies for which the permission is held; None: for all."""
    if actor.is_system:
        return None
    held = [g for g in actor.grants if allowed([g], permission, g.body_id, on)]
    if any(g.body_id is None for g in held):
        return None
    return frozenset(g.body_id for g in held if g.body_id is not None)


def title_of(body_name: str, kind: str) -> str:
    """What a meeting is called: "Planning Committee", "Council: annual meeting"."""
    return body_name if kind == "ordinary" else f"{body_name}: {kind} meeting"


def is_past(starts_at: datetime, now: datetime) -> bool:
    """Whether a meeting with this start would be arranged after the event."""
    return starts_at < now - GRACE


def days_between(today: date, day: date) -> str:
    """How far away a day is, in words: today, tomorrow, in 5 days, yesterday, 3 days ago."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def fingerprint(*values: object) -> str:
    """A short mark of what somebody saw, to tell whether it is still so."""
    text = "\x1f".join("" if v is None else str(v) for v in values)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def join_path(meeting_id: str) -> str:
    """The address of the one page through which everybody goes in, whatever provider it leads to."""
    return f"/meetings/{meeting_id}/join"
