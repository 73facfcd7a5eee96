"""The floor: calling somebody, interrupting, the clock, the end of a speech, and taking a mistake back."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.debate import queries
from meetings.debate.events import (
    FloorGiven,
    PointRuled,
    SpeechExtended,
    SpeechPaused,
    SpeechResumed,
    SpeechUndone,
)
from meetings.debate.models import Speech
from meetings.debate.rules import Ruling, SpeechKind, SpeechState, Warned
from meetings.debate.usecases.common import finish, known_name, speech_of, stop
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.motions.checks import suspended
from meetings.room.authority import clerk_or_chair
from meetings.room.entitlement import bars_of
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

MAX_RULING = 2000


@dataclass(frozen=True)
class CallSpeaker:
    """Give somebody the floor; without an id whoever is next. `allow`: although the rules say otherwise."""

    meeting_id: str
    speech_id: str = ""
    allow: bool = False


@dataclass(frozen=True)
class EndSpeech:
    """Whoever has the floor has finished."""

    meeting_id: str
    speech_id: str


@dataclass(frozen=True)
class PauseSpeech:
    """Stop the clock, or let it run on."""

    meeting_id: str
    speech_id: str
    run: bool = False


@dataclass(frozen=True)
class UndoSpeech:
    """It was pressed by mistake: the floor was given, or the speech was ended."""

    meeting_id: str
    speech_id: str


@dataclass(frozen=True)
class RuleOnPoint:
    """What the chair ruled on a point of order. If it is being made, it ends with that."""

    meeting_id: str
    speech_id: str
    ruling: Ruling
    text: str = ""


@use_case(permission=None)
def call_speaker(work: Work, command: CallSpeaker) -> str:
    """Give the floor. Whoever has it has finished; a point of order or personal explanation only interrupts.

    Raises Denied for somebody barred from the item, WrongState with the rule when the chair has to allow it first.
    """
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    speech = _wanted(work, command, room.item_id)
    _not_barred(work, speech)
    subject = queries.subject_of(work.session, command.meeting_id, speech.item_id)
    spoke = queries.spoke_on(work.session, command.meeting_id, subject.id if subject else None)
    state = queries.state_of(work.session, command.meeting_id)
    warned = queries.warnings_of(work.session, speech, subject, spoke, state)
    if warned and not command.allow:
        raise WrongState(f"{_words(warned)} The chair may allow it.")
    meeting = locked(work, command.meeting_id)
    if speech.person_id and speech.kind.is_turn:
        limits = queries.limits_of(work.session, meeting.body_id)
        speech.limit_seconds = limits.of(speech.kind, opens=queries.opens(speech, subject, spoke))
    if speech.person_id and suspended(work.session, meeting.id, speech.item_id, "speaking_time"):
        speech.limit_seconds = 0
    speech.interrupts_id = _make_room(work, speech)
    speech.motion_id = subject.id if subject else None
    speech.state, speech.given_at, speech.running_since = SpeechState.SPEAKING, work.now, work.now
    work.session.flush()
    work.record(command.meeting_id, _given(speech, tuple(w.rule_id for w in warned)))
    return speech.id


@use_case(permission=None)
def end_speech(work: Work, command: EndSpeech) -> None:
    """End the speech. Pressed twice it is once. Raises Denied, NotFound, or WrongState without the floor."""
    clerk_or_chair(work, command.meeting_id)
    locked(work, command.meeting_id)
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if speech.state is SpeechState.DONE:
        return
    _on_the_floor(speech)
    finish(work, speech)


@use_case(permission=None)
def pause_speech(work: Work, command: PauseSpeech) -> None:
    """Stop the clock or let it run. Raises Denied, NotFound, or WrongState without the floor."""
    clerk_or_chair(work, command.meeting_id)
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if command.run:
        open_room(work, command.meeting_id)
    else:
        locked(work, command.meeting_id)
    _on_the_floor(speech)
    if command.run and speech.state is SpeechState.PAUSED:
        speech.state, speech.running_since = SpeechState.SPEAKING, work.now
        work.session.flush()
        work.record(command.meeting_id, SpeechResumed(speech.id))
    elif not command.run and speech.state is SpeechState.SPEAKING:
        stop(work, speech, SpeechState.PAUSED)
        work.session.flush()
        work.record(command.meeting_id, SpeechPaused(speech.id, speech.spoken_ms))


@use_case(permission=None)
def undo_speech(work: Work, command: UndoSpeech) -> None:
    """Take back that the floor was given, that a speech ended, or that somebody was taken off the list.

    Raises Denied, NotFound, or WrongState when something has come of it since.
    """
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if speech.state.has_floor:
        what = _undo_given(work, speech)
    elif speech.state is SpeechState.DONE:
        what = _undo_ended(work, speech)
    elif speech.state is SpeechState.WITHDRAWN:
        speech.state, what = SpeechState.WAITING, "withdrawn"
    else:
        raise WrongState("There is nothing to take back.")
    work.session.flush()
    work.record(command.meeting_id, SpeechUndone(speech.id, what))


@use_case(permission=None)
def rule_on_point(work: Work, command: RuleOnPoint) -> None:
    """Note the ruling; the floor goes back. Raises Denied, NotFound, Invalid, or WrongState for another speech."""
    clerk_or_chair(work, command.meeting_id)
    meeting = locked(work, command.meeting_id)
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if speech.kind is not SpeechKind.POINT_OF_ORDER or speech.given_at is None:
        raise WrongState("The chair rules on a point of order that was made.")
    text = " ".join(command.text.split())
    if len(text) > MAX_RULING:
        raise Invalid(f"A ruling can have {MAX_RULING:,} characters.", {"text": "Too long"})
    speech.ruling = f"{command.ruling.value}: {text}" if text else command.ruling.value
    work.session.flush()
    minuted = queries.limits_of(work.session, meeting.body_id).minute_points
    ruled = PointRuled(speech.id, command.ruling, text, speech.name, speech.rule, minuted)
    work.record(command.meeting_id, ruled)
    if speech.state.has_floor:
        finish(work, speech)


def extend(work: Work, speech: Speech, seconds: int, motion_id: str | None) -> None:
    """Give a speaker more time."""
    if not speech.limit_seconds:
        return
    speech.limit_seconds += seconds
    work.session.flush()
    work.record(speech.meeting_id, SpeechExtended(speech.id, seconds, motion_id))


def _wanted(work: Work, command: CallSpeaker, item_id: str | None) -> Speech:
    if not command.speech_id:
        rows = queries.waiting(work.session, command.meeting_id, item_id)
        if not rows:
            raise WrongState("Nobody waits to speak on this item.")
        return rows[0]
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if speech.state is not SpeechState.WAITING:
        raise WrongState("They have been called already, or no longer want to speak.")
    if speech.item_id != item_id:
        raise WrongState("They are on the list of another item.")
    return speech


def _not_barred(work: Work, speech: Speech) -> None:
    if speech.person_id is None:
        return
    bars = bars_of(work.session, speech.meeting_id, speech.item_id, speech.person_id)
    for found in bars:
        if not found.may_speak:
            raise Denied(f"{speech.name} may not speak on this item: {found.reason}")


def _make_room(work: Work, speech: Speech) -> str | None:
    """End or interrupt whoever has the floor. Whom this speech interrupts."""
    floor = queries.floor_of(work.session, speech.meeting_id)
    if floor is None:
        return None
    if not speech.kind.interrupts:
        finish(work, floor)
        return _make_room(work, speech)
    stop(work, floor, SpeechState.INTERRUPTED)
    work.session.flush()
    return floor.id


def _undo_given(work: Work, speech: Speech) -> str:
    back = work.session.get(Speech, speech.interrupts_id) if speech.interrupts_id else None
    speech.state, speech.spoken_ms, speech.given_at = SpeechState.WAITING, 0, None
    speech.running_since, speech.interrupts_id, speech.motion_id = None, None, None
    work.session.flush()
    if back is not None and back.state is SpeechState.INTERRUPTED:
        back.state = SpeechState.PAUSED
    return "given"


def _undo_ended(work: Work, speech: Speech) -> str:
    floor = queries.floor_of(work.session, speech.meeting_id)
    if floor is not None and floor.id != speech.interrupts_id:
        raise WrongState("Somebody else has the floor already.")
    if floor is not None:
        stop(work, floor, SpeechState.INTERRUPTED)
        work.session.flush()
    speech.state, speech.ended_at = SpeechState.PAUSED, None
    return "ended"


def _on_the_floor(speech: Speech) -> None:
    if not speech.state.has_floor:
        raise WrongState("They do not have the floor.")


def _words(warned: tuple[Warned, ...]) -> str:
    return " ".join(w.text for w in warned)


def _given(speech: Speech, allowed: tuple[str, ...]) -> FloorGiven:
    return FloorGiven(
        speech.id,
        speech.person_id,
        known_name(speech),
        speech.kind,
        speech.item_id,
        speech.motion_id,
        speech.limit_seconds,
        speech.rule,
        speech.interrupts_id,
        allowed,
    )
