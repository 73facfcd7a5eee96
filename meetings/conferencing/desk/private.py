"""The broadcast while the public is excluded: stopped at once, stopped again if it comes back, then let go on."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.conferencing.desk.asking import Operation, ask_all
from meetings.conferencing.desk.events import HeldBack, Released
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Why, Wish
from meetings.conferencing.desk.standing import desk_row, has_desk
from meetings.conferencing.desk.usecases import opened, wished
from meetings.connections.queries import calls_of
from meetings.connections.rules import UNFINISHED
from meetings.exclusion.queries import exclusion_of, private_now
from meetings.ports.broadcast import Phase
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

_STOP = (Operation.STOP_STREAM, Operation.HOLD)
_NOT_BEGUN = (Phase.CREATED, Phase.READY)


@dataclass(frozen=True)
class StopAgain:
    """The public is excluded, and it is not certain that nothing reaches it."""

    meeting_id: str


@dataclass(frozen=True)
class GoOnInPublic:
    """The public is back."""

    meeting_id: str


def hold_back(work: Work, meeting_id: str, exclusion_id: str) -> None:
    """The public is excluded from now on: stop the picture and hold the broadcast, before anything else is done."""
    if not has_desk(work.session, meeting_of(work.session, meeting_id)):
        return
    row = opened(work, meeting_id)
    if row.kept_wish is None:
        row.kept_wish = _wish_to_keep(row)
    # One that is known not to have begun is left as it is: held, it might begin when it is let go.
    idle = row.phase in _NOT_BEGUN and row.public is False
    wished(work, row, row.wish if row.wish is Wish.ENDED else Wish.HELD, Why.PRIVATE)
    ask_all(work, row, (Operation.STOP_STREAM,) if idle else _STOP, urgent=True)
    work.session.flush()
    work.record(meeting_id, HeldBack(exclusion_id))


@use_case(permission=None, system_only=True)
def stop_again(work: Work, command: StopAgain) -> None:
    """Ask once more, unless what was asked for before is still being tried. Nothing to do without an exclusion."""
    standing = exclusion_of(work.session, command.meeting_id)
    if standing is None or desk_row(work.session, command.meeting_id) is None:
        return
    row = opened(work, command.meeting_id)
    if _still_tried(work, command.meeting_id):
        return
    if row.wish in (Wish.HELD, Wish.ENDED):
        row.turn += 1
        row.wished_at, row.asked_at = work.now, None
    else:
        # What is wished for otherwise does not come about in private: it is wished for again afterwards.
        row.kept_wish = row.kept_wish or _wish_to_keep(row)
        wished(work, row, Wish.HELD, Why.PRIVATE)
    ask_all(work, row, _STOP, urgent=True)
    work.session.flush()
    work.record(command.meeting_id, HeldBack(standing.id, again=True))


@use_case(permission=None, system_only=True)
def go_on_in_public(work: Work, command: GoOnInPublic) -> None:
    """What was wished for before the public was excluded is wished for again. Safe to repeat."""
    # Nobody excludes the public again between the look and what is done.
    locked(work, command.meeting_id)
    if not private_now(work.session, command.meeting_id):
        release(work, command.meeting_id, "")


def release(work: Work, meeting_id: str, exclusion_id: str) -> None:
    """The same, where the public has just been let back in."""
    row = desk_row(work.session, meeting_id)
    if row is None or row.kept_wish is None:
        return
    row = opened(work, meeting_id)
    kept, row.kept_wish = row.kept_wish or Wish.NOTHING, None
    wished(work, row, kept, Why.BREAK if kept is Wish.HELD else Why.NONE)
    # What the public did not see before, it does not see now: the picture comes back behind the card.
    follows = {
        Wish.LIVE: (Operation.START_STREAM, Operation.RELEASE),
        Wish.PICTURE: (Operation.START_STREAM,),
        Wish.HELD: (Operation.START_STREAM,),
    }
    ask_all(work, row, follows.get(kept, ()))
    work.session.flush()
    work.record(meeting_id, Released(exclusion_id))


def forget(work: Work, meeting_id: str) -> None:
    """The meeting was closed in private: the broadcast stays stopped, and can be ended."""
    row = desk_row(work.session, meeting_id)
    if row is not None:
        row.kept_wish = None
        work.session.flush()


def _wish_to_keep(row: BroadcastDesk) -> Wish:
    # Somebody may have gone live without the desk: what was there comes back.
    return Wish.LIVE if row.public and row.wish is not Wish.ENDED else row.wish


def _still_tried(work: Work, meeting_id: str) -> bool:
    wanted = {o.value for o in _STOP}
    return any(c.operation in wanted and c.state in UNFINISHED for c in calls_of(work.session, meeting_id))
