"""Naming substitutes, and how a body has them named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete

from meetings.bodies.models import Body
from meetings.db.record import council_stream
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.notifications.queries import recipients_of_persons
from meetings.notifications.usecases import CalendarPart, Letter, LetterKind, send_letter
from meetings.people.models import Person
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.calendars import entry_of
from meetings.schedule.members.events import SubstitutesSettled
from meetings.schedule.members.models import MeetingReply, NamedSubstitute, SubstituteRule
from meetings.schedule.members.queries import may_sit_in, substitutes_of
from meetings.schedule.members.rules import ReplyKind, SubstitutesUntil
from meetings.schedule.members.usecases.replies import (
    RecordReply,
    SendReply,
    member_of,
    record_reply,
    send_reply,
)
from meetings.schedule.members.usecases.seats import release, take
from meetings.schedule.models import Meeting
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import lock_meeting
from meetings.schedule.wording import moment_in_words


@dataclass(frozen=True)
class NameSubstitute:
    """`person_id` None: for whoever asks. An officer names somebody else's, and is not bound by the time limit."""

    meeting_id: str
    substitute_id: str
    person_id: str | None = None


@dataclass(frozen=True)
class WithdrawSubstitute:
    """Nobody sits in any longer; the apologies stand."""

    meeting_id: str
    person_id: str | None = None


@dataclass(frozen=True)
class SettleSubstitutes:
    """How a body has its substitutes named."""

    body_id: str
    allowed: bool
    same_group: bool = True
    listed_only: bool = False
    until: SubstitutesUntil = SubstitutesUntil.EVENING_BEFORE
    listed: frozenset[str] = frozenset()


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def name_substitute(work: Work, command: NameSubstitute) -> None:
    """Send apologies and say who sits in. Raises WrongState after the time limit, Invalid for who may not."""
    meeting = lock_meeting(work.session, command.meeting_id)
    person_id = work.actor.person_id
    member = member_of(work, meeting, person_id)
    rule = substitutes_of(work.session, meeting.body_id)
    if rule.allowed and work.now > rule.until.deadline(meeting.starts_at, work.timezone):
        raise WrongState("It is too late to name a substitute yourself. Ask democratic services.")
    _may_sit_in(work, meeting, member.person_id, command.substitute_id)
    send_reply(work, SendReply(meeting.id, ReplyKind.APOLOGIES, *_kept(work, meeting.id, member.person_id)))
    _name(work, meeting, member.person_id, member.name, command.substitute_id)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def name_substitute_for(work: Work, command: NameSubstitute) -> None:
    """The same as an officer was told by the member."""
    meeting = lock_meeting(work.session, command.meeting_id)
    member = member_of(work, meeting, command.person_id)
    _may_sit_in(work, meeting, member.person_id, command.substitute_id)
    record_reply(work, RecordReply(meeting.id, member.person_id, ReplyKind.APOLOGIES))
    _name(work, meeting, member.person_id, member.name, command.substitute_id)


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def withdraw_substitute(work: Work, command: WithdrawSubstitute) -> None:
    """Take the name back; nothing happens where there is none."""
    meeting = lock_meeting(work.session, command.meeting_id)
    member = member_of(work, meeting, work.actor.person_id)
    _withdraw(work, meeting, member.person_id, member.name)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def withdraw_substitute_for(work: Work, command: WithdrawSubstitute) -> None:
    """The same by an officer."""
    meeting = lock_meeting(work.session, command.meeting_id)
    member = member_of(work, meeting, command.person_id)
    _withdraw(work, meeting, member.person_id, member.name)


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def settle_substitutes(work: Work, command: SettleSubstitutes) -> None:
    """Say how a body has its substitutes named, or that it has none. Raises NotFound, Invalid."""
    if work.session.get(Body, command.body_id) is None:
        raise NotFound("There is no such body.")
    if command.allowed and command.listed_only and not command.listed:
        raise Invalid("Choose who is on the list.", {"listed": "Choose who is on the list"})
    listed = sorted(command.listed) if command.allowed else []
    if any(work.session.get(Person, person_id) is None for person_id in listed):
        raise Invalid("One of these people is not known.", {"listed": "Choose people from the list"})
    work.session.execute(delete(NamedSubstitute).where(NamedSubstitute.body_id == command.body_id))
    work.session.execute(delete(SubstituteRule).where(SubstituteRule.body_id == command.body_id))
    if command.allowed:
        work.session.add(
            SubstituteRule(
                body_id=command.body_id,
                same_group=command.same_group,
                listed_only=command.listed_only,
                until=command.until,
            )
        )
        work.session.add_all(NamedSubstitute(body_id=command.body_id, person_id=p) for p in listed)
    settled = SubstitutesSettled(
        command.body_id,
        command.allowed,
        command.same_group,
        command.listed_only,
        command.until.value,
        tuple(listed),
    )
    work.record(council_stream(work.session), settled)


def _may_sit_in(work: Work, meeting: Meeting, person_id: str, substitute_id: str) -> None:
    row = meeting_of(work.session, meeting.id)
    choices = may_sit_in(work.session, row, person_id, work.timezone)
    if not choices and not substitutes_of(work.session, meeting.body_id).allowed:
        raise WrongState("This committee has no substitutes.")
    if substitute_id not in {choice[0] for choice in choices}:
        raise Invalid(
            "Choose a substitute from the list.", {"substitute": "Choose a substitute from the list"}
        )


def _kept(work: Work, meeting_id: str, person_id: str) -> tuple[str, str]:
    row = work.session.get(MeetingReply, (meeting_id, person_id))
    return (row.reason, row.needs) if row else ("", "")


def _name(work: Work, meeting: Meeting, person_id: str, member: str, substitute_id: str) -> None:
    row = work.session.get_one(MeetingReply, (meeting.id, person_id))
    if row.substitute_id == substitute_id:
        return
    release(work, meeting, row, member)
    take(work, meeting, row, member, substitute_id)
    _write_to(work, meeting, member, substitute_id)


def _write_to(work: Work, meeting: Meeting, member: str, substitute_id: str) -> None:
    """The substitute hears of it, with the entry for the calendar."""
    row = meeting_of(work.session, meeting.id)
    to = recipients_of_persons(work.session, [substitute_id])[substitute_id]
    when = moment_in_words(row.starts_at, work.timezone)
    letter = Letter(
        to=(to,),
        subject=f"Substitute: {row.title}, {when}",
        text=f"You are named as the substitute of {member} at the meeting of {row.body_name} on {when}.\n\n"
        "If you cannot be there, tell them or democratic services.\n\nAgenda and papers:",
        kind=LetterKind.SUBSTITUTE,
        key=f"substitute:{meeting.id}:{substitute_id}:{work.now.isoformat()}",
        link=f"/my/meetings/{meeting.id}",
        calendar=CalendarPart(entry_of(row, work.now, "", invited=True)),
        body_id=meeting.body_id,
        meeting_id=meeting.id,
    )
    send_letter(work, letter)


def _withdraw(work: Work, meeting: Meeting, person_id: str, member: str) -> None:
    row = work.session.get(MeetingReply, (meeting.id, person_id))
    if row is not None and row.substitute_id is not None:
        release(work, meeting, row, member)
