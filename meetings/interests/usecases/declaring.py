"""Declaring an interest in an item, by the member or by the clerk for them, beforehand or there; putting it right."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.agendas.content import ContentItem
from meetings.bodies.queries import person_names
from meetings.interests.events import (
    DeclarationChanged,
    DeclarationWithdrawn,
    InterestDeclared,
    LeftForInterest,
    ReturnedAfterInterest,
)
from meetings.interests.models import Declaration
from meetings.interests.queries import Leave, dispensation_for, item_of
from meetings.interests.rules import ACTIONS, Action, Kind
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room import queries as room
from meetings.room.entitlement import entitlement_changed
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

LONGEST = 500
CONFLICTS["ix_interest_declaration_one"] = "An interest in this item is declared for that member already."


@dataclass(frozen=True)
class Declare:
    """`person_id` empty: whoever is signed in. `nature` is not kept for arrears nor for a sensitive interest."""

    meeting_id: str
    item_id: str
    kind: Kind
    action: Action
    nature: str = ""
    is_sensitive: bool = False
    person_id: str = ""


@dataclass(frozen=True)
class ChangeDeclaration:
    """How the declaration stands from now on."""

    meeting_id: str
    declaration_id: str
    kind: Kind
    action: Action
    nature: str = ""
    is_sensitive: bool = False


@dataclass(frozen=True)
class WithdrawDeclaration:
    """The declaration was a mistake."""

    meeting_id: str
    declaration_id: str
    reason: str = ""


@dataclass(frozen=True)
class MarkReturned:
    """Somebody is back in the room though the item goes on: what was discussed in it no longer concerns them."""

    meeting_id: str
    declaration_id: str


@use_case(permission=None)
def declare_interest(work: Work, command: Declare) -> str:
    """Declare an interest. Returns its id.

    Raises Denied for another's interest, NotFound for an unknown item, Invalid for what does not go together, and
    WrongState once the meeting is over or for somebody who has declared on this item already.
    """
    meeting = _declarable(work, command.meeting_id)
    person_id = command.person_id or work.actor.person_id or ""
    _may_declare(work, meeting, person_id)
    item = item_of(work.session, meeting.id, command.item_id)
    if item is None:
        raise NotFound("That item is not on the published agenda.")
    if _standing(work, meeting.id, item.id, person_id) is not None:
        raise WrongState(CONFLICTS["ix_interest_declaration_one"] + " Change it instead.")
    leave = _checked(work, command.kind, command.action, command.nature, item, person_id)
    row = Declaration(
        id=new_id(), meeting_id=meeting.id, item_id=item.id, person_id=person_id, declared_at=work.now
    )
    _fill(row, command, leave)
    work.session.add(row)
    work.session.flush()
    name = person_names(work.session, [person_id])[person_id]
    work.record(
        meeting.id,
        InterestDeclared(
            row.id,
            item.id,
            item.number,
            person_id,
            name,
            row.kind,
            row.nature,
            row.action,
            row.is_sensitive,
            meeting.opened_at is None,
            leave.allows if leave else "",
        ),
    )
    _follow(work, row, name)
    return row.id


@use_case(permission=None)
def change_declaration(work: Work, command: ChangeDeclaration) -> None:
    """Put a declaration right by a further fact. Raises like declare_interest."""
    meeting = _declarable(work, command.meeting_id)
    row = _own(work, meeting, command.declaration_id)
    item = item_of(work.session, meeting.id, row.item_id)
    if item is None:
        raise NotFound("That item is not on the published agenda.")
    leave = _checked(work, command.kind, command.action, command.nature, item, row.person_id)
    _fill(row, command, leave)
    work.session.flush()
    name = person_names(work.session, [row.person_id])[row.person_id]
    work.record(
        meeting.id,
        DeclarationChanged(
            row.id,
            row.item_id,
            row.person_id,
            name,
            row.kind,
            row.nature,
            row.action,
            row.is_sensitive,
            leave.allows if leave else "",
        ),
    )
    if row.left_at is not None and row.returned_at is None and row.action is not Action.LEFT:
        _come_back(work, row, name)
    _follow(work, row, name)


@use_case(permission=None)
def withdraw_declaration(work: Work, command: WithdrawDeclaration) -> None:
    """Take a declaration back; what it barred is open again. Raises Denied, NotFound, WrongState."""
    meeting = _declarable(work, command.meeting_id)
    row = _own(work, meeting, command.declaration_id)
    row.withdrawn_at = work.now
    work.session.flush()
    name = person_names(work.session, [row.person_id])[row.person_id]
    reason = " ".join(command.reason.split())[:LONGEST]
    work.record(meeting.id, DeclarationWithdrawn(row.id, row.item_id, row.person_id, name, reason))
    entitlement_changed(work, meeting.id)


@use_case(permission=None)
def mark_returned(work: Work, command: MarkReturned) -> None:
    """Note that somebody who went out is back. Raises WrongState if they are not out."""
    meeting = _declarable(work, command.meeting_id)
    row = _own(work, meeting, command.declaration_id)
    if row.left_at is None or row.returned_at is not None:
        raise WrongState("They are not out of the room for this item.")
    name = person_names(work.session, [row.person_id])[row.person_id]
    _come_back(work, row, name)


def item_moved_on(work: Work, meeting_id: str, item_id: str | None) -> None:
    """Another item is taken: who was out for the last one is back, who has declared on this one goes out."""
    out = select(Declaration).where(
        Declaration.meeting_id == meeting_id,
        Declaration.withdrawn_at.is_(None),
        Declaration.action == Action.LEFT,
    )
    rows = list(work.session.scalars(out))
    names = person_names(work.session, {r.person_id for r in rows}) if rows else {}
    for row in rows:
        is_out = row.left_at is not None and row.returned_at is None
        if row.item_id == item_id:
            _follow(work, row, names[row.person_id])
        elif is_out:
            _come_back(work, row, names[row.person_id])


def _follow(work: Work, row: Declaration, name: str) -> None:
    """Who leaves for the item being taken is out from now on; the roll of a vote follows."""
    state = room.room_of(work.session, row.meeting_id)
    taken = state is not None and state.item_id == row.item_id
    is_out = row.left_at is not None and row.returned_at is None
    here = {h.person_id for h in room.here_now(work.session, row.meeting_id)} if taken else set()
    if taken and row.action is Action.LEFT and not is_out and row.person_id in here:
        row.left_at, row.returned_at = row.left_at or work.now, None
        work.session.flush()
        work.record(row.meeting_id, LeftForInterest(row.id, row.item_id, row.person_id, name))
    if taken:
        entitlement_changed(work, row.meeting_id)


def _come_back(work: Work, row: Declaration, name: str) -> None:
    row.returned_at = work.now
    work.session.flush()
    work.record(row.meeting_id, ReturnedAfterInterest(row.id, row.item_id, row.person_id, name))


def _declarable(work: Work, meeting_id: str) -> MeetingRow:
    if not work.actor.signed_in and not work.actor.is_system:
        raise SignInRequired("Sign in first.")
    locked(work, meeting_id)
    meeting = meeting_of(work.session, meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting is over: interests are declared before and while it is held.")
    return meeting


def _may_declare(work: Work, meeting: MeetingRow, person_id: str) -> None:
    """One's own interest, or as the clerk that of any member. Raises Denied."""
    if person_id not in {m.person_id for m in room.members_for(work.session, meeting)}:
        raise Denied("Only members of this body, and those who sit in for them, declare interests here.")
    clerk = work.actor.may(Permission.RUN_MEETING, meeting.body_id, work.today) or work.actor.is_system
    if person_id != work.actor.person_id and not clerk:
        raise Denied("Everybody declares their own interests; the clerk can enter them for a member.")


def _own(work: Work, meeting: MeetingRow, declaration_id: str) -> Declaration:
    row = work.session.get(Declaration, declaration_id)
    if row is None or row.meeting_id != meeting.id:
        raise NotFound("There is no such declaration at this meeting.")
    if row.withdrawn_at is not None:
        raise WrongState("This declaration was withdrawn already.")
    _may_declare(work, meeting, row.person_id)
    return row


def _standing(work: Work, meeting_id: str, item_id: str, person_id: str) -> Declaration | None:
    query = select(Declaration).where(
        Declaration.meeting_id == meeting_id,
        Declaration.item_id == item_id,
        Declaration.person_id == person_id,
        Declaration.withdrawn_at.is_(None),
    )
    return work.session.scalar(query)


def _checked(
    work: Work, kind: Kind, action: Action, nature: str, item: ContentItem, person_id: str
) -> Leave | None:
    """The dispensation that lets them take part, if that is what they do. Raises Invalid."""
    if len(nature) > LONGEST:
        raise Invalid("Say it in fewer words.", {"nature": f"At most {LONGEST} characters"})
    if kind is not Kind.DPI or action is not Action.TOOK_PART:
        if action not in ACTIONS[kind]:
            raise Invalid(
                f"With {kind.label} that is not possible: leave the room, or stay without taking part.",
                {"action": "Not possible with this kind of interest"},
            )
        return None
    leave = dispensation_for(work.session, person_id, item, work.today)
    if leave is None:
        raise Invalid(
            "A disclosable pecuniary interest bars from discussion and vote (Localism Act 2011, section 31(4)). "
            "No dispensation that covers this item today is recorded.",
            {"action": "Needs a dispensation that covers this item today"},
        )
    return leave


def _fill(row: Declaration, command: Declare | ChangeDeclaration, leave: Leave | None) -> None:
    silent = command.kind is Kind.ARREARS or command.is_sensitive
    row.kind, row.action = command.kind, command.action
    row.nature = "" if silent else " ".join(command.nature.split())
    row.is_sensitive = command.is_sensitive and command.kind is not Kind.ARREARS
    row.dispensation_id = leave.id if leave else None
