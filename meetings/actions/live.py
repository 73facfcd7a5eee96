"""The clerk's console: what was asked for on the item being taken, and what its resolutions offer to be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.actions import events
from meetings.actions.offers import offers_of
from meetings.actions.queries import actions_of_meeting
from meetings.kernel.secrecy import Audience
from meetings.motions.events import MotionAmended, MotionDecided
from meetings.room import queries as room
from meetings.room.events import ItemTaken, MeetingClosed, MeetingOpened
from meetings.room.undo import Situation, Step, undoable
from meetings.runtime.live import part
from meetings.runtime.reactions import on, push
from meetings.voting.events_after import VoteVoided

_SHORT = 40


@dataclass(frozen=True)
class KeptAction:
    """An action of this item."""

    id: str
    text: str
    owner: str
    asked_by: str


@dataclass(frozen=True)
class OfferLine:
    """A part of a resolution on this item that asks somebody to do something."""

    motion_id: str
    part: int
    text: str
    owner: str


@dataclass(frozen=True)
class ActionsPart:
    """For the clerk: what is kept, what is offered, and who can be said to have asked."""

    kept: tuple[KeptAction, ...]
    offers: tuple[OfferLine, ...]
    #: parts of resolutions that name nobody: they are on the page of the meeting's actions
    others: int


@part("actions", template="actions/_console.html")
def actions_part(session: Session, meeting_id: str, audience: Audience) -> ActionsPart | None:
    """Of the item being taken; nothing before the first."""
    state = room.room_of(session, meeting_id)
    if audience is not Audience.OFFICER or state is None or state.item_id is None:
        return None
    kept = tuple(
        KeptAction(a.id, a.text, a.owner, a.asked_by)
        for a in actions_of_meeting(session, meeting_id)
        if a.item_id == state.item_id
    )
    open_offers = [o for o in offers_of(session, meeting_id, state.item_id) if not o.action_id]
    offers = tuple(OfferLine(o.motion_id, o.part, o.asked.text, o.asked.owner) for o in open_offers if o.asks)
    return ActionsPart(kept, offers, len(open_offers) - len(offers))


@undoable(events.ActionRecorded)
def _recorded(s: Situation) -> Step | None:
    made = s.entry.fact
    assert isinstance(made, events.ActionRecorded)
    if any(isinstance(e.fact, events.ActionRemoved) and e.fact.action_id == made.action_id for e in s.later):
        return None
    return Step(f"No action “{_short(made.text)}”", f"/desk/actions/{made.action_id}/remove", (), s.entry.at)


@undoable(events.ActionRemoved)
def _removed(s: Situation) -> Step | None:
    gone = s.entry.fact
    assert isinstance(gone, events.ActionRemoved)
    again = (events.ActionRestored, events.ActionRemoved)
    if any(isinstance(e.fact, again) and getattr(e.fact, "action_id", "") == gone.action_id for e in s.later):
        return None
    words = f"The action “{_short(gone.text)}” after all"
    return Step(words, f"/desk/actions/{gone.action_id}/restore", (), s.entry.at)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


for _fact in (
    events.ActionRecorded,
    events.ActionChanged,
    events.ActionRemoved,
    events.ActionRestored,
    ItemTaken,
    MotionDecided,
    MotionAmended,
    VoteVoided,
    MeetingOpened,
    MeetingClosed,
):
    on(_fact, push("actions"))
on(events.ActionRestored, push("undo"))
