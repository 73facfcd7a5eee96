"""Who waits to speak: asking on one's own device, being entered by the clerk, another order, taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.bodies.queries import person_names
from meetings.debate import queries
from meetings.debate.events import QueueReordered, SpeechAsked, SpeechWithdrawn
from meetings.debate.models import Speech
from meetings.debate.rules import MEMBERS_KINDS, SpeechKind, SpeechState
from meetings.debate.usecases.common import known_name, speech_of
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room.authority import clerk_or_chair
from meetings.room.entitlement import bars_of
from meetings.room.queries import here_now, item_order
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting

MAX_NAME, MAX_RULE, LONGEST = 200, 300, 3600


@dataclass(frozen=True)
class AskToSpeak:
    """A member asks on their own device. A point of order names the rule that was broken."""

    meeting_id: str
    kind: SpeechKind
    rule: str = ""


@dataclass(frozen=True)
class AddSpeaker:
    """The clerk or the chair enters somebody who is here: a member who raised a hand, an officer who presents."""

    meeting_id: str
    person_id: str
    kind: SpeechKind
    rule: str = ""


@dataclass(frozen=True)
class RegisterSpeaker:
    """One of the public, beforehand or in the room. `named`: they agreed to be named in public."""

    meeting_id: str
    item_id: str
    name: str
    kind: SpeechKind = SpeechKind.PUBLIC
    on_behalf: str = ""
    named: bool = False
    limit_seconds: int | None = None
    subject: str = ""


@dataclass(frozen=True)
class WithdrawSpeech:
    """Somebody no longer wants to speak."""

    meeting_id: str
    speech_id: str


@dataclass(frozen=True)
class OrderQueue:
    """Another order: all who wait on the item, or empty for the groups in turn."""

    meeting_id: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class MoveSpeaker:
    """One place up or down."""

    meeting_id: str
    speech_id: str
    up: bool = True


@use_case(permission=Permission.JOIN_AS_MEMBER, scope=body_of_meeting)
def ask_to_speak(work: Work, command: AskToSpeak) -> str:
    """Ask to speak on the item being taken. Asking twice is once. Raises Denied with the reason, Invalid, WrongState.

    Returns the speech's id.
    """
    room = open_room(work, command.meeting_id)
    person_id = work.actor.person_id
    if person_id is None or person_id not in {h.person_id for h in here_now(work.session, room.meeting_id)}:
        raise WrongState("You are not marked as present. Tell the clerk that you are here.")
    if command.kind not in MEMBERS_KINDS:
        raise Invalid("Choose what you want to speak for.", {"kind": "Choose what you want to speak for"})
    return _enter(work, command.meeting_id, room.item_id, person_id, command.kind, command.rule, False)


@use_case(permission=None)
def add_speaker(work: Work, command: AddSpeaker) -> str:
    """Enter somebody who is present. Raises Denied, Invalid, WrongState. Returns the speech's id."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    if command.person_id not in {h.person_id for h in here_now(work.session, room.meeting_id)}:
        raise Invalid("Choose somebody who is here.", {"person_id": "Choose somebody who is here"})
    if command.kind.from_outside:
        raise Invalid("Enter a member of the public by name.", {"kind": "Enter them by name"})
    return _enter(work, command.meeting_id, room.item_id, command.person_id, command.kind, command.rule, True)


@use_case(permission=None)
def register_speaker(work: Work, command: RegisterSpeaker) -> str:
    """Enter a public speaker or petitioner for an item, before the meeting or in it. Returns the speech's id.

    Raises Denied, Invalid, or WrongState once the meeting is over.
    """
    _may_register(work, command.meeting_id)
    meeting = locked(work, command.meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting is over.")
    _check_outsider(work, command)
    limits = queries.limits_of(work.session, meeting.body_id)
    speech = _row(work, command.meeting_id, command.item_id, command.kind)
    speech.name, speech.named = " ".join(command.name.split()), command.named
    speech.on_behalf = " ".join(command.on_behalf.split())
    given = command.limit_seconds
    speech.limit_seconds = limits.of(command.kind) if given is None else given
    return _put(work, speech, by_clerk=True, subject=" ".join(command.subject.split()))


@use_case(permission=None)
def withdraw_speech(work: Work, command: WithdrawSpeech) -> None:
    """Take somebody off the list: themselves, the clerk or the chair. Raises Denied, NotFound or WrongState."""
    locked(work, command.meeting_id)
    speech = speech_of(work, command.meeting_id, command.speech_id)
    if speech.person_id is None or speech.person_id != work.actor.person_id:
        _may_register(work, command.meeting_id)
    if speech.state is SpeechState.WITHDRAWN:
        return
    if speech.state is not SpeechState.WAITING:
        raise WrongState("They have been called already.")
    speech.state = SpeechState.WITHDRAWN
    work.session.flush()
    work.record(command.meeting_id, SpeechWithdrawn(speech.id))


@use_case(permission=None)
def order_queue(work: Work, command: OrderQueue) -> None:
    """Put those who wait in another order. Raises Denied, or WrongState when the list changed meanwhile."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    rows = queries.waiting(work.session, command.meeting_id, room.item_id)
    order = command.order or _in_turn(work, command.meeting_id, rows)
    if set(order) != {r.id for r in rows}:
        raise WrongState("The list changed meanwhile. Look at it again.")
    _reorder(work, command.meeting_id, rows, order)


@use_case(permission=None)
def move_speaker(work: Work, command: MoveSpeaker) -> None:
    """Move somebody one place. Raises Denied, NotFound."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    rows = queries.waiting(work.session, command.meeting_id, room.item_id)
    ids = [r.id for r in rows]
    if command.speech_id not in ids:
        raise NotFound("That speaker is not on the list any more.")
    at = ids.index(command.speech_id)
    to = max(0, min(len(ids) - 1, at - 1 if command.up else at + 1))
    ids.insert(to, ids.pop(at))
    _reorder(work, command.meeting_id, rows, tuple(ids))


def _reorder(work: Work, meeting_id: str, rows: list[Speech], order: tuple[str, ...]) -> None:
    places = sorted(r.position for r in rows)
    by_id = {r.id: r for r in rows}
    before = [r.id for r in rows]
    for place, speech_id in zip(places, order, strict=True):
        by_id[speech_id].position = place
    work.session.flush()
    if list(order) != before:
        work.record(meeting_id, QueueReordered(order))


def _in_turn(work: Work, meeting_id: str, rows: list[Speech]) -> tuple[str, ...]:
    meeting = locked(work, meeting_id)
    _, by_group = queries.time_spoken(work.session, meeting)
    return queries.suggested(rows, queries.groups_of(work.session, meeting), by_group)


def _enter(
    work: Work,
    meeting_id: str,
    item_id: str | None,
    person_id: str,
    kind: SpeechKind,
    rule: str,
    by_clerk: bool,
) -> str:
    """Somebody of the council waits on the item being taken."""
    for row in queries.waiting(work.session, meeting_id, item_id):
        if row.person_id == person_id and row.kind is kind:
            return row.id
    rule = " ".join(rule.split())[:MAX_RULE]
    if kind is SpeechKind.POINT_OF_ORDER and not rule:
        message = "Say which rule or law was broken: a point of order names it."
        raise Invalid(message, {"rule": "Name the rule or law"})
    _may_speak(work, meeting_id, item_id, person_id, kind)
    meeting = locked(work, meeting_id)
    limits = queries.limits_of(work.session, meeting.body_id)
    speech = _row(work, meeting_id, item_id, kind)
    speech.person_id, speech.rule = person_id, rule if kind is SpeechKind.POINT_OF_ORDER else ""
    speech.name, speech.named = person_names(work.session, [person_id])[person_id], True
    subject = queries.subject_of(work.session, meeting_id, item_id)
    spoke = queries.spoke_on(work.session, meeting_id, subject.id if subject else None)
    speech.limit_seconds = limits.of(kind, opens=queries.opens(speech, subject, spoke))
    return _put(work, speech, by_clerk=by_clerk)


def _may_speak(work: Work, meeting_id: str, item_id: str | None, person_id: str, kind: SpeechKind) -> None:
    """Raises Denied with the reason for somebody barred, WrongState when there is no debate any more."""
    bars = [b for b in bars_of(work.session, meeting_id, item_id, person_id) if not b.may_speak]
    if bars:
        raise Denied(f"Not on this item: {bars[0].reason}")
    state = queries.state_of(work.session, meeting_id)
    if state is None or kind in (SpeechKind.POINT_OF_ORDER, SpeechKind.OFFICER):
        return
    if state.fell_at is not None:
        raise WrongState("The meeting’s time is up: there is no more debate unless the meeting is extended.")
    subject = queries.subject_of(work.session, meeting_id, item_id)
    closed = subject is not None and state.closed_motion_id == subject.id
    if closed and kind not in (SpeechKind.REPLY, SpeechKind.EXPLANATION):
        raise WrongState("The meeting has closed this debate: only the mover’s reply is left.")


def _may_register(work: Work, meeting_id: str) -> None:
    body_id = body_of_meeting(work.session, WithdrawSpeech(meeting_id, ""))
    if not work.actor.may(Permission.PREPARE_MEETING, body_id, work.today):
        clerk_or_chair(work, meeting_id)


def _check_outsider(work: Work, command: RegisterSpeaker) -> None:
    errors = {}
    if not command.name.strip() or len(command.name) > MAX_NAME or len(command.on_behalf) > MAX_NAME:
        errors["name"] = f"A name of at most {MAX_NAME} characters"
    if len(command.subject) > MAX_NAME:
        errors["subject"] = f"At most {MAX_NAME} characters"
    if not command.kind.from_outside:
        errors["kind"] = "Choose public speaker or petitioner"
    if command.item_id not in item_order(work.session, command.meeting_id):
        errors["item_id"] = "Choose an item of the published agenda"
    if command.limit_seconds is not None and not 0 <= command.limit_seconds <= LONGEST:
        errors["minutes"] = "Between 0 and 60 minutes"
    if errors:
        raise Invalid("Some of this needs correcting.", errors)


def _row(work: Work, meeting_id: str, item_id: str | None, kind: SpeechKind) -> Speech:
    return Speech(
        id=new_id(),
        meeting_id=meeting_id,
        item_id=item_id,
        kind=kind,
        state=SpeechState.WAITING,
        position=queries.next_position(work.session, meeting_id),
        asked_at=work.now,
        spoken_ms=0,
        rule="",
        on_behalf="",
        ruling="",
    )


def _put(work: Work, speech: Speech, *, by_clerk: bool, subject: str = "") -> str:
    work.session.add(speech)
    work.session.flush()
    asked = SpeechAsked(
        speech.id,
        speech.person_id,
        known_name(speech),
        speech.kind,
        speech.item_id,
        speech.limit_seconds,
        speech.rule,
        speech.on_behalf if speech.named else "",
        by_clerk,
        subject,
    )
    work.record(speech.meeting_id, asked)
    return speech.id
