"""What the steps of a debate share: finding a speech, stopping its clock, handing the floor on."""

from __future__ import annotations

from meetings.debate import queries
from meetings.debate.events import SpeechEnded, SpeechPaused, SpeechWithdrawn
from meetings.debate.models import DebateState, Speech
from meetings.debate.rules import Clock, SpeechState
from meetings.kernel.errors import NotFound
from meetings.runtime.work import Work


def speech_of(work: Work, meeting_id: str, speech_id: str) -> Speech:
    """One speech of this meeting. Raises NotFound."""
    speech = work.session.get(Speech, speech_id)
    if speech is None or speech.meeting_id != meeting_id:
        raise NotFound("That speaker is not on the list any more.")
    return speech


def state_for(work: Work, meeting_id: str) -> DebateState:
    """The meeting's row, made when it is first needed."""
    state = queries.state_of(work.session, meeting_id)
    if state is None:
        state = DebateState(meeting_id=meeting_id, extended=0)
        work.session.add(state)
        work.session.flush()
    return state


def known_name(speech: Speech) -> str:
    """The name as it may stand in the record for ever; empty for somebody who is not to be named."""
    return speech.name if speech.named else ""


def clock_of(speech: Speech) -> Clock:
    """The speech's clock."""
    return Clock(speech.limit_seconds, speech.spoken_ms, speech.running_since)


def stop(work: Work, speech: Speech, state: SpeechState) -> None:
    """Stop the clock."""
    speech.spoken_ms = clock_of(speech).spoken(work.now)
    speech.running_since = None
    speech.state = state


def pause_floor(work: Work, meeting_id: str, reason: str) -> None:
    """The clock of whoever speaks stands: the meeting is adjourned, say."""
    floor = queries.floor_of(work.session, meeting_id)
    if floor is not None and floor.state is SpeechState.SPEAKING:
        stop(work, floor, SpeechState.PAUSED)
        work.session.flush()
        work.record(meeting_id, SpeechPaused(floor.id, floor.spoken_ms, reason))


def finish(work: Work, speech: Speech, *, hand_back: bool = True) -> None:
    """End a speech; whom it interrupted has the floor again, the clock standing until the chair lets it run."""
    stop(work, speech, SpeechState.DONE)
    speech.ended_at = work.now
    work.session.flush()
    back = work.session.get(Speech, speech.interrupts_id) if speech.interrupts_id else None
    returned = None
    if hand_back and back is not None and back.state is SpeechState.INTERRUPTED:
        back.state, returned = SpeechState.PAUSED, back.id
        work.session.flush()
    work.record(speech.meeting_id, SpeechEnded(speech.id, speech.spoken_ms, returned))


def clear_floor(work: Work, meeting_id: str) -> None:
    """End whatever goes on: another item is taken, the meeting is over, or its time is up."""
    floor = queries.floor_of(work.session, meeting_id)
    for speech in ([floor] if floor else []) + queries.interrupted(work.session, meeting_id):
        finish(work, speech, hand_back=False)


def clear_queue(work: Work, meeting_id: str, item_id: str | None, reason: str) -> tuple[str, ...]:
    """Nobody on this item waits any longer. Their ids."""
    gone = []
    for speech in queries.waiting(work.session, meeting_id, item_id):
        speech.state = SpeechState.WITHDRAWN
        gone.append(speech.id)
    work.session.flush()
    if gone:
        work.record(meeting_id, *(SpeechWithdrawn(speech_id, reason) for speech_id in gone))
    return tuple(gone)
