"""What members say in these tests, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from meetings.schedule.members.queries import (
    replies_of,
)
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.members.usecases import (
    SendReply,
    send_reply,
)
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.usecases import ChangeMeeting, change_meeting
from tests.factories.world import EVENING, Sitting, World

APOLOGIES, COMING, LATE, REMOTE = ReplyKind.APOLOGIES, ReplyKind.COMING, ReplyKind.LATE, ReplyKind.REMOTE


def read(world: World, query: Callable[[Any], Any]) -> Any:
    with world.runner.read() as session:
        return query(session)


def say(sitting: Sitting, n: int, kind: ReplyKind = APOLOGIES, **more: str) -> None:
    world = sitting.world
    world.run(send_reply, SendReply(sitting.id, kind, **more), world.actor(sitting.body.members[n]))


def replies(sitting: Sitting) -> dict[str, ReplyKind]:
    found = read(sitting.world, lambda s: replies_of(s, sitting.id))
    return {p: r.kind for p, r in found.items()}


def move(sitting: Sitting, mode: MeetingMode = MeetingMode.HYBRID, days: int = 1) -> None:
    at = EVENING + timedelta(days=days)
    sitting.world.run(
        change_meeting, ChangeMeeting(sitting.id, at, "Library", mode, MeetingKind.ORDINARY, 90, "")
    )
