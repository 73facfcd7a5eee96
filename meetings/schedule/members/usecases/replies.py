"""Replies to a meeting: a member's own, or as an officer was told."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.bodies.queries import Member, members_of
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.members.events import MemberReplied, ReplyWithdrawn
from meetings.schedule.members.models import MeetingReply
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.members.usecases.seats import release
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

LONGEST = 1000
CONFLICTS["pk_meeting_reply"] = "This reply was noted already."


@dataclass(frozen=True)
class SendReply:
    """The reply of whoever asks. `reason` and `needs` are kept for the officers of the body alone."""

    meeting_id: str
    kind: ReplyKind
    reason: str = ""
    needs: str = ""


@dataclass(frozen=True)
class RecordReply:
    """What an officer was told by a member; `kind` None: nothing is known any longer."""

    meeting_id: str
    person_id: str
    kind: ReplyKind | None
    reason: str = ""


@dataclass(frozen=True)
class WithdrawReply:
    """Whoever asks takes back what they said."""

    meeting_id: str


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def send_reply(work: Work, command: SendReply) -> None:
    """Say whether one comes. The last word counts. Raises Denied for who does not sit there, WrongState, Invalid."""
    meeting = lock_meeting(work.session, command.meeting_id)
    me = member_of(work, meeting, work.actor.person_id)
    _reply(work, meeting, me, command.kind, command.reason, command.needs)


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def withdraw_reply(work: Work, command: WithdrawReply) -> None:
    """Take it back; a substitute goes with it."""
    meeting = lock_meeting(work.session, command.meeting_id)
    _withdraw(work, meeting, member_of(work, meeting, work.actor.person_id))


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def record_reply(work: Work, command: RecordReply) -> None:
    """Note what a member said by telephone or letter; their own needs stay as they wrote them."""
    meeting = lock_meeting(work.session, command.meeting_id)
    member = member_of(work, meeting, command.person_id)
    if command.kind is None:
        _withdraw(work, meeting, member)
        return
    row = work.session.get(MeetingReply, (meeting.id, member.person_id))
    reason = command.reason or (row.reason if row else "")
    _reply(work, meeting, member, command.kind, reason, row.needs if row else "")


def member_of(work: Work, meeting: Meeting, person_id: str | None) -> Member:
    """The member, while the meeting is still to come. Raises WrongState or Denied."""
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("This meeting has begun, is over or was cancelled: replies are no longer taken.")
    day = meeting.starts_at.astimezone(work.timezone).date()
    found = next(
        (m for m in members_of(work.session, meeting.body_id, day) if m.person_id == person_id), None
    )
    if found is None:
        raise Denied("Only members of this committee reply to its meetings.")
    return found


def _reply(work: Work, meeting: Meeting, member: Member, kind: ReplyKind, reason: str, needs: str) -> None:
    _check(meeting, kind, reason, needs)
    row = work.session.get(MeetingReply, (meeting.id, member.person_id))
    if row is None:
        row = MeetingReply(meeting_id=meeting.id, person_id=member.person_id)
        work.session.add(row)
    elif row.kind is not kind and row.substitute_id is not None and kind.attends:
        release(work, meeting, row, member.name)
    same = row.kind is kind and row.sequence == meeting.ics_sequence
    row.kind, row.reason, row.needs = kind, reason.strip(), needs.strip()
    row.sequence, row.answered_at, row.answered_by = meeting.ics_sequence, work.now, work.actor.name
    work.session.flush()
    if not same:
        work.record(meeting.id, MemberReplied(member.person_id, member.name, kind.value))


def _withdraw(work: Work, meeting: Meeting, member: Member) -> None:
    row = work.session.get(MeetingReply, (meeting.id, member.person_id))
    if row is None:
        return
    if row.substitute_id is not None:
        release(work, meeting, row, member.name)
    work.session.delete(row)
    work.session.flush()
    work.record(meeting.id, ReplyWithdrawn(member.person_id, member.name))


def _check(meeting: Meeting, kind: ReplyKind, reason: str, needs: str) -> None:
    fields = {
        name: f"Shorten this to {LONGEST} characters"
        for name, text in (("reason", reason), ("needs", needs))
        if len(text) > LONGEST
    }
    if kind is ReplyKind.REMOTE and meeting.mode is MeetingMode.IN_PERSON:
        fields["kind"] = "This meeting is held in person only. Ask democratic services if you cannot come"
    if fields:
        raise Invalid(next(iter(fields.values())) + ".", fields)
