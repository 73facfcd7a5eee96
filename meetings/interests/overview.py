"""The clerk's page before the meeting: whose register an agenda touches, what is declared, who would be left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.bodies.queries import Member, body_of
from meetings.deadlines.rules.base import Answer
from meetings.deadlines.rules.interests import ground_balance, ground_numbers
from meetings.deadlines.rules.people import arrears_prompt
from meetings.interests.bars import declared_interests
from meetings.interests.queries import Declared, Match, declarations_of, matches_for, proposals_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.people.queries import person_names
from meetings.room.pages import meeting_for_clerk
from meetings.room.queries import items_of, members_for
from meetings.room.quorum_rule import quorum_rule
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.access import needs
from meetings.web.doors import reading, today

bp = Blueprint("interest_overview", __name__)


@dataclass(frozen=True)
class ItemLine:
    """An item with whose register it touches, what is declared on it, and the grounds for a dispensation."""

    item: ContentItem
    matches: tuple[tuple[str, Match], ...]
    declared: tuple[Declared, ...]
    barred: int
    #: ground (a): whether too few would be left; None while nobody is barred
    numbers: Answer | None
    #: ground (b): whether the balance of the groups would change
    balance: Answer | None
    arrears: bool


@bp.get("/desk/meetings/<meeting_id>/interests")
@needs(Permission.RUN_MEETING)
def show(meeting_id: str) -> ResponseReturnValue:
    """Every item with what bears on it."""
    with reading() as session:
        meeting = meeting_for_clerk(session, meeting_id)
        lines = lines_of(session, meeting)
    return render_template("interests/overview.html", meeting=meeting, lines=lines)


def lines_of(session: Session, meeting: MeetingRow) -> list[ItemLine]:
    """The items of an agenda with interests in them. Sensitive ones prompt the member alone."""
    members = members_for(session, meeting)
    names = {m.person_id: m.name for m in members}
    matches = matches_for(session, meeting.id, names.keys(), details=False)
    declared = declarations_of(session, meeting.id)
    needed = quorum_rule(session, body_of(session, meeting.body_id)).needed
    voters = [m for m in members if m.seat.votes]
    found = []
    for item in items_of(session, meeting.id):
        if item.kind is not ItemKind.ITEM:
            continue
        barred = {b.person_id for b in declared_interests(session, meeting.id, item.id) if not b.may_vote}
        found.append(
            ItemLine(
                item,
                tuple((names[p], m) for p in names for m in matches.get(p, ()) if m.item_id == item.id),
                tuple(d for d in declared if d.item_id == item.id),
                len(barred),
                ground_numbers(len(voters), len(barred), needed) if barred else None,
                _balance(voters, barred) if barred else None,
                bool(arrears_prompt(frozenset(item.tags)).result == "waiting"),
            )
        )
    return found


def _balance(voters: Collection[Member], barred: Collection[str]) -> Answer:
    """The largest group against all others, with and without those barred."""
    groups = Counter(m.group for m in voters if m.group)
    largest = groups.most_common(1)[0][0] if groups else ""
    inside = [m for m in voters if m.group == largest and largest]
    outside = [m for m in voters if m not in inside]
    return ground_balance(
        len(inside),
        len(outside),
        sum(m.person_id in barred for m in inside),
        sum(m.person_id in barred for m in outside),
    )


@meeting_step("interests", order=37)
def interests_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """What to look at before members ask."""
    if meeting.agenda_version == 0 or meeting.status is not MeetingStatus.PLANNED:
        return None
    members = [m.person_id for m in members_for(session, meeting)]
    touched = matches_for(session, meeting.id, members, details=False)
    declared = declarations_of(session, meeting.id)
    if not touched and not declared:
        return None
    text = f"The agenda touches the registers of {_members(len(touched))}; {len(declared)} declared."
    action = StepAction("Look at the interests", f"/desk/meetings/{meeting.id}/interests")
    return Step("Interests", True, text, (action,))


@desk_panel(order=45)
def requests_panel(session: Session, actor: Actor) -> PanelData | None:
    """Changes of registers that members ask for."""
    if not actor.may(Permission.MANAGE_LAW, None, today()):
        return None
    waiting = proposals_of(session, waiting=True)
    if not waiting:
        return None
    names = person_names(session, {p.person_id for p in waiting})
    rows = tuple(
        PanelRow(
            "/desk/members/interests", names.get(p.person_id, ""), p.category.label, "Register", "orange"
        )
        for p in waiting
    )
    return PanelData("Changes of registers that members ask for", rows)


def _members(count: int) -> str:
    return f"{count} member{'' if count == 1 else 's'}"
