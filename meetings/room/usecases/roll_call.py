"""The roll call: every member of the body marked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.room import queries
from meetings.room.rules import Presence
from meetings.room.usecases.attendance import (
    Arrive,
    SendApology,
    WithdrawApology,
    arrive,
    attendable,
    send_apology,
    withdraw_apology,
)
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


class Mark(StrEnum):
    """What a member answers when the roll is called, by its key."""

    PRESENT = "present"
    REMOTE = "remote"
    APOLOGIES = "apologies"
    LATE = "late"


@dataclass(frozen=True)
class CallRoll:
    """A mark by person; who is not marked stays as they are."""

    meeting_id: str
    marks: Mapping[str, str]


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def call_roll(work: Work, command: CallRoll) -> None:
    """Enter who is here and who sent apologies. Who is here already stays so. Raises Invalid, WrongState."""
    meeting = attendable(work, command.meeting_id)
    roll = {line.person_id: line for line in queries.roll_of(work.session, meeting.id)}
    known = {m.value for m in Mark}
    if not command.marks.keys() <= roll.keys() or not set(command.marks.values()) <= known:
        raise Invalid("The list of members has changed. Look at it again.")
    for mark, presence in ((Mark.PRESENT, Presence.IN_PERSON), (Mark.REMOTE, Presence.REMOTE)):
        people = tuple(p for p, m in command.marks.items() if m == mark)
        if people:
            arrive(work, Arrive(meeting.id, people, presence))
        for person_id in people:
            if roll[person_id].apology == "absence":
                withdraw_apology(work, WithdrawApology(meeting.id, person_id))
    for mark, kind in ((Mark.APOLOGIES, "absence"), (Mark.LATE, "lateness")):
        for person_id, chosen in command.marks.items():
            if chosen == mark and roll[person_id].presence is None:
                send_apology(work, SendApology(meeting.id, person_id, kind))
