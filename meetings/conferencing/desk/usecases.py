"""The presses of the desk: each writes what is wished for, and asks room and broadcast to bring it about."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.conferencing.desk.asking import FOLLOWS, Operation, ask_all
from meetings.conferencing.desk.events import DeskPressed, FeedSeen, RehearsalChanged
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Able, Press, Rehearsal, Why, Wish, able_from, may_press, wish_of
from meetings.conferencing.desk.standing import desk_row, has_desk, standing_of
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Can
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class PressDesk:
    """`able`: what the adapters can do, where whoever asks has them at hand."""

    meeting_id: str
    press: Press
    able: Able | None = None


@dataclass(frozen=True)
class SayWhatIsSeen:
    """Somebody looked at the broadcast as the public gets it."""

    meeting_id: str
    public: bool


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def press_desk(work: Work, command: PressDesk) -> None:
    """Wish for the next thing. Raises WrongState where it makes no sense now, Denied."""
    row = opened(work, command.meeting_id)
    if command.able is not None:
        row.able = command.able.kept()
    standing = standing_of(work.session, command.meeting_id, work.now)
    if refusal := may_press(standing, command.press):
        raise WrongState(refusal)
    if (wish := wish_of(command.press)) is not None:
        wished(work, row, wish, Why.BREAK if wish is Wish.HELD else Why.NONE)
    else:
        row.turn += 1
    row.problem = row.remedy = ""
    work.record(command.meeting_id, DeskPressed(command.press, work.actor.name))
    if command.press in (Press.TEST, Press.END_TEST):
        _rehearse(work, row, command.press)
    ask_all(work, row, _follows(command))
    work.session.flush()


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def say_what_is_seen(work: Work, command: SayWhatIsSeen) -> None:
    """Keep what a person saw. The service's own word, where it gives one, takes its place at the next look.

    Raises WrongState without a broadcast, Denied.
    """
    row = opened(work, command.meeting_id)
    phase = _phase_by_eye(row, public=command.public)
    row.phase, row.public, row.seen_by, row.seen_at = phase, command.public, work.actor.name, work.now
    asked = able_from(row.able).reads_feed
    row.receiving = True if command.public else (row.receiving if asked else None)
    work.session.flush()
    work.record(
        command.meeting_id,
        FeedSeen(phase, row.receiving, command.public, row.health, work.actor.name, "looked at by a person"),
    )


def opened(work: Work, meeting_id: str) -> BroadcastDesk:
    """The desk of a meeting, locked; set up if nobody has used it. Raises NotFound, WrongState."""
    meeting = locked(work, meeting_id)
    row = desk_row(work.session, meeting_id)
    if row is None:
        if not has_desk(work.session, meeting):
            raise WrongState("No broadcast is arranged for this meeting.")
        row = BroadcastDesk(meeting_id=meeting_id, able={})
        work.session.add(row)
        work.session.flush()
    return row


def wished(work: Work, row: BroadcastDesk, wish: Wish, why: Why = Why.NONE) -> None:
    """From now on this is wished for; what an earlier wish asked for is not done any more."""
    row.wish, row.why, row.wished_at, row.wished_by = wish, why, work.now, work.actor.name
    row.turn += 1
    # Whoever presses wants to see what comes of it.
    row.asked_at = row.not_before = None
    row.warned_at = None


def _follows(command: PressDesk) -> tuple[Operation, ...]:
    """A service that cannot hold is held by its picture, where the room stops sending it when asked."""
    able = command.able
    if command.press is Press.HOLD and able is not None and Can.HOLD not in able.feed_can:
        return (Operation.STOP_STREAM,)
    return FOLLOWS[command.press]


def _rehearse(work: Work, row: BroadcastDesk, press: Press) -> None:
    row.wished_at, row.asked_at = work.now, None
    if press is Press.TEST:
        row.rehearsal, row.rehearsals, row.test_at = Rehearsal.STARTING, row.rehearsals + 1, work.now
        row.test_ref = row.test_url = row.test_note = ""
    else:
        row.test_note = "" if row.rehearsal is Rehearsal.RUNNING else "It was ended before a picture arrived."
        row.rehearsal = Rehearsal.ENDING
    work.record(row.meeting_id, RehearsalChanged(row.rehearsal))


def _phase_by_eye(row: BroadcastDesk, *, public: bool) -> Phase:
    if public:
        return Phase.LIVE
    return {Wish.HELD: Phase.HELD, Wish.ENDED: Phase.ENDED}.get(row.wish, Phase.READY)
