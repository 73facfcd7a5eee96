"""Meetings at a point where something can happen next."""

from __future__ import annotations

from datetime import date

from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.bodies.usecases import SetTerm, set_term
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from meetings.room import usecases as rooms
from meetings.schedule.members.usecases import NameSubstitute, SettleSubstitutes, settle_substitutes
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World

F, A, N = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def planned(world: World, *, publish: bool = True) -> Sitting:
    """A meeting of six, of whom five are here, with an exempt item in the middle."""
    sitting = world.body(members=6).meeting("Library hours", "Lease of the depot", "Bins", publish=False)
    exempt = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Lease of the depot",
        recommendation="That the lease is agreed",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 3",
        states=ItemStates(interest_test="The rent would rise"),
    )
    world.run(change_item, exempt)
    if publish:
        world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting


def under_way(world: World) -> Sitting:
    """The meeting in its second item, after a vote, with notes and an apology."""
    sitting = planned(world).open(present=5)
    world.run(rooms.take_note, rooms.TakeNote(sitting.id, "A resident spoke."))
    world.run(rooms.send_apology, rooms.SendApology(sitting.id, sitting.body.members[5], "lateness"))
    vote_id = voted(sitting, sitting.vote(sitting.motion(), VoteMethod.RECORDED))
    world.run(declare_vote, DeclareVote(vote_id))
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[2]))
    world.run(rooms.take_note, rooms.TakeNote(sitting.id, "The press left."))
    return sitting


def voted(sitting: Sitting, vote_id: str, *, tie: bool = False) -> str:
    """Everybody but one has voted, and the vote is closed."""
    m = sitting.body.members
    sitting.cast(vote_id, {m[0]: F, m[1]: A, m[2]: F, m[3]: A if tie else N}, f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, missing_seen=2))
    return vote_id


def debating(world: World) -> tuple[Sitting, str]:
    """The meeting with a motion before it."""
    sitting = under_way(world)
    return sitting, sitting.motion("That the depot is let")


def balloting(world: World) -> tuple[Sitting, str]:
    """The meeting with an open vote that some have voted in."""
    sitting, motion_id = debating(world)
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, {sitting.body.members[1]: F})
    return sitting, vote_id


def here(world: World) -> Sitting:
    """Planned, and the members are in the room."""
    sitting = planned(world)
    world.run(rooms.arrive, rooms.Arrive(sitting.id, tuple(sitting.body.members[:5])))
    return sitting


def adjourned(world: World) -> Sitting:
    """The meeting in a break."""
    sitting = under_way(world)
    world.run(rooms.adjourn_meeting, rooms.AdjournMeeting(sitting.id, "Fire alarm"))
    return sitting


def substituting(world: World) -> tuple[Sitting, NameSubstitute]:
    """A meeting to come, and the command that names a substitute for its third member."""
    sitting = planned(world)
    other = world.member(world.body("Audit", members=0).id, 8)
    world.run(set_term, SetTerm(other, None, None, date(2020, 1, 1)), SYSTEM)
    world.run(settle_substitutes, SettleSubstitutes(sitting.body.id, True, same_group=False), SYSTEM)
    return sitting, NameSubstitute(sitting.id, other, sitting.body.members[2])
