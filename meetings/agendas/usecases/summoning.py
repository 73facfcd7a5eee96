"""Summoning members: the first letter, changes, supplements, cancellation."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.events import SummonsSent
from meetings.agendas.summons import SummonsKind, SummonsState, Wording, letter_of, state_of
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.notifications.usecases import send_letter
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import lock_meeting

LONGEST_NOTE = 4000


@dataclass(frozen=True)
class SendSummons:
    """`kind` None: what is due. `note` goes into the letter; `signed_by` empty: whoever sends it."""

    meeting_id: str
    kind: SummonsKind | None = None
    note: str = ""
    signed_by: str = ""


@use_case(permission=Permission.SEND_NOTICE, scope=body_of_meeting)
def send_summons(work: Work, command: SendSummons) -> int:
    """Write to every member what they have not been told yet. How many letters.

    Sent once for each published version and each change: pressed again, it reaches only those who have joined since.
    Raises WrongState if there is nothing to tell, Invalid for a note that is too long.
    """
    lock_meeting(work.session, command.meeting_id)
    meeting = meeting_of(work.session, command.meeting_id)
    if len(command.note) > LONGEST_NOTE:
        raise Invalid("Shorten your words.", {"note": f"Shorten this to {LONGEST_NOTE} characters"})
    state = state_of(work.session, meeting, work.timezone)
    kind = _kind(state, command.kind)
    signed = command.signed_by.strip() or work.actor.name
    wording = Wording(kind, command.note, signed, work.timezone, work.now)
    written = send_letter(work, letter_of(work.session, meeting, state.missing, wording))
    if not written and state.due is None:
        raise WrongState("Every member who can be reached by e-mail has this letter already.")
    by_post = tuple(t.address.member.name for t in state.by_post)
    sent = SummonsSent(
        kind.value, meeting.agenda_version, meeting.ics_sequence, len(written), by_post, signed
    )
    work.record(meeting.id, sent)
    return len(written)


def _kind(state: SummonsState, asked: SummonsKind | None) -> SummonsKind:
    """What to send: what is due, otherwise what was sent last, to those who have joined since."""
    meeting = state.meeting
    if meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting has begun: there is nobody to summon.")
    if meeting.status is MeetingStatus.PLANNED and meeting.agenda_version == 0 and state.due is None:
        raise WrongState("Publish the agenda first: a summons says what the business is.")
    standing = SummonsKind(state.last.kind) if state.last else None
    kind = state.due or standing
    if kind is None:
        raise WrongState("The members were never summoned to this meeting, so there is nothing to cancel.")
    if asked is not None and asked is not kind:
        raise WrongState(
            f"What the members have to be told now is: {kind.label.lower()}. Look at the page again."
        )
    return kind
