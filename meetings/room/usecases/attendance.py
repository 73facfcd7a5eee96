"""Who is here: roll call, arrivals, departures, apologies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Person
from meetings.people.usecases import CreatePerson, create_person
from meetings.room import queries
from meetings.room.events import (
    ApologyReceived,
    ApologyWithdrawn,
    ArrivalCorrected,
    MemberArrived,
    MemberLeft,
)
from meetings.room.models import Apology, Attendance
from meetings.room.remote import presence_at
from meetings.room.rules import Capacity, Presence
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.members.queries import substitutions
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, body_of_meeting

CONFLICTS["ix_attendance_here"] = "That person has been marked present already."
CONFLICTS["pk_apology"] = "That apology has been noted already."


@dataclass(frozen=True)
class Arrive:
    """Several people at once, as in a roll call. Who is here already stays as they are."""

    meeting_id: str
    person_ids: tuple[str, ...]
    presence: Presence = Presence.IN_PERSON


@dataclass(frozen=True)
class ArriveAsVisitor:
    """Somebody who is not on the list of people: a speaker, an applicant, an adviser. `post` says as what."""

    meeting_id: str
    name: str
    post: str = ""
    presence: Presence = Presence.IN_PERSON


@dataclass(frozen=True)
class Leave:
    """Somebody goes."""

    meeting_id: str
    person_id: str


@dataclass(frozen=True)
class CorrectArrival:
    """Somebody was marked present by mistake."""

    meeting_id: str
    person_id: str


@dataclass(frozen=True)
class SendApology:
    """`kind` is absence or lateness."""

    meeting_id: str
    person_id: str
    kind: str = "absence"


@dataclass(frozen=True)
class WithdrawApology:
    """The apology no longer stands."""

    meeting_id: str
    person_id: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def arrive(work: Work, command: Arrive) -> None:
    """Mark people present from now on. Raises Invalid for an unknown person, WrongState once the meeting is over."""
    meeting = attendable(work, command.meeting_id)
    here = {h.person_id for h in queries.here_now(work.session, meeting.id)}
    new = [p for p in dict.fromkeys(command.person_ids) if p not in here]
    if not new:
        return
    known = {p.id: p for p in work.session.scalars(select(Person).where(Person.id.in_(new)))}
    if len(known) != len(new):
        raise Invalid("One of these people is not known. Add them under Committees first.")
    seats = {m.person_id: m.seat for m in queries.members_for(work.session, meeting)}
    _one_for_each_seat(work, meeting.id, here | set(new))
    afar = presence_at(work.session, meeting, command.presence, Capacity.MEMBER, work.timezone)
    facts = []
    for person_id in new:
        seat, person = seats.get(person_id), known[person_id]
        capacity = _capacity(seat is not None, bool(seat and seat.votes), person.post)
        presence = afar if seat is not None or not command.presence.elsewhere else Presence.REMOTE
        row = Attendance(id=new_id(), meeting_id=meeting.id, person_id=person_id, arrived_at=work.now)
        row.capacity, row.presence = capacity, presence
        work.session.add(row)
        facts.append(MemberArrived(person_id, person.name, capacity, presence, person.post))
    work.session.flush()
    work.record(meeting.id, *facts)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def arrive_as_visitor(work: Work, command: ArriveAsVisitor) -> str:
    """Enter a visitor and mark them as here. Returns the person's id. Raises Invalid without a name."""
    attendable(work, command.meeting_id)
    person_id = create_person(work, CreatePerson(name=command.name, post=command.post))
    arrive(work, Arrive(command.meeting_id, (person_id,), command.presence))
    return person_id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def leave(work: Work, command: Leave) -> None:
    """Somebody attends no longer. Raises WrongState if they are not here, or while they preside."""
    meeting = attendable(work, command.meeting_id)
    room = queries.room_of(work.session, meeting.id)
    if room is not None and room.presiding_id == command.person_id and meeting.status is MeetingStatus.OPEN:
        raise WrongState("They are in the chair. Say who takes the chair first.")
    row = attending(work, command.meeting_id, command.person_id)
    row.left_at = work.now
    work.session.flush()
    work.record(meeting.id, MemberLeft(command.person_id, name_of_person(work, command.person_id)))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def correct_arrival(work: Work, command: CorrectArrival) -> None:
    """Take back an arrival entered by mistake. Raises WrongState if they are not here or have voted."""
    meeting = attendable(work, command.meeting_id)
    room = queries.room_of(work.session, meeting.id)
    if room is not None and room.presiding_id == command.person_id:
        raise WrongState("They are in the chair. Say who takes the chair first.")
    row = attending(work, command.meeting_id, command.person_id)
    for check in _BEFORE_CORRECTION:
        check(work, meeting.id, command.person_id)
    work.session.execute(delete(Attendance).where(Attendance.id == row.id))
    work.record(meeting.id, ArrivalCorrected(command.person_id, name_of_person(work, command.person_id)))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def send_apology(work: Work, command: SendApology) -> None:
    """Note an apology; a second one replaces the first."""
    meeting = attendable(work, command.meeting_id)
    if command.kind not in ("absence", "lateness"):
        raise Invalid("Choose absence or lateness.", {"kind": "Choose absence or lateness"})
    if command.person_id not in {m.person_id for m in queries.members_for(work.session, meeting)}:
        raise Invalid("Only a member of this body can send apologies.")
    standing = work.session.get(Apology, (meeting.id, command.person_id))
    if standing is not None and standing.kind == command.kind:
        return
    if standing is None:
        work.session.add(
            Apology(
                meeting_id=meeting.id, person_id=command.person_id, kind=command.kind, received_at=work.now
            )
        )
    else:
        standing.kind = command.kind
    work.session.flush()
    work.record(
        meeting.id, ApologyReceived(command.person_id, name_of_person(work, command.person_id), command.kind)
    )


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def withdraw_apology(work: Work, command: WithdrawApology) -> None:
    """Take an apology back."""
    meeting = attendable(work, command.meeting_id)
    gone = work.session.execute(
        delete(Apology)
        .where(Apology.meeting_id == meeting.id, Apology.person_id == command.person_id)
        .returning(Apology.person_id)
    ).all()
    if gone:
        work.record(meeting.id, ApologyWithdrawn(command.person_id, name_of_person(work, command.person_id)))


#: Called with the work, the meeting and the person; raises to hold a correction back.
PersonCheck = Callable[[Work, str, str], None]
_BEFORE_CORRECTION: list[PersonCheck] = []


def before_correction(check: PersonCheck) -> None:
    """Let a higher feature refuse to take an arrival back."""
    if check not in _BEFORE_CORRECTION:
        _BEFORE_CORRECTION.append(check)


def attendable(work: Work, meeting_id: str) -> MeetingRow:
    """The meeting, locked, while attendance can be entered. Raises WrongState."""
    meeting = locked(work, meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting is over: its attendance can no longer be changed here.")
    return meeting


def _one_for_each_seat(work: Work, meeting_id: str, here: set[str]) -> None:
    """A member and whoever sits in for them are not both here as members."""
    for substitute, member in substitutions(work.session, meeting_id).items():
        if substitute in here and member in here:
            names = person_names(work.session, [substitute, member])
            raise WrongState(
                f"{names.get(substitute)} sits in for {names.get(member)}: only one of them can be here as a member. "
                "Take the substitute back under “Who has replied”, or leave one of them unmarked."
            )


def attending(work: Work, meeting_id: str, person_id: str) -> Attendance:
    """The row of somebody who is here. Raises WrongState for others."""
    query = select(Attendance).where(
        Attendance.meeting_id == meeting_id, Attendance.person_id == person_id, Attendance.left_at.is_(None)
    )
    row = work.session.scalar(query)
    if row is None:
        raise WrongState("That person is not marked as present.")
    return row


def name_of_person(work: Work, person_id: str) -> str:
    """A person's name. Raises NotFound."""
    name = person_names(work.session, [person_id]).get(person_id)
    if name is None:
        raise NotFound("That person is not known.")
    return name


def _capacity(is_member: bool, votes: bool, post: str) -> Capacity:
    if is_member:
        return Capacity.MEMBER if votes else Capacity.NON_VOTING
    return Capacity.OFFICER if post else Capacity.VISITOR
