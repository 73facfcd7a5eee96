"""Which facts change what the live screens show of votes, and what people coming and going does to a roll."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished
from meetings.motions.events import (
    AmendmentAccepted,
    DebateResumed,
    MotionDecided,
    MotionDivided,
    MotionMoved,
    MotionPutAside,
    MotionWithdrawn,
)
from meetings.motions.usecases import before_deciding
from meetings.motions.usecases.deciding import before_agreeing
from meetings.room.entitlement import on_entitlement
from meetings.room.events import ChairTaken, ItemTaken, MeetingOpened, MemberArrived, MemberLeft
from meetings.room.usecases.attendance import before_correction
from meetings.room.usecases.meeting import before_closing, before_moving_on
from meetings.runtime.reactions import on, push, then
from meetings.voting import asking, events, keeping, live, results
from meetings.voting.usecases.demands import no_assent_instead
from meetings.voting.usecases.rolls import (
    follow_entitlement,
    join_roll,
    leave_roll,
    no_vote_on,
    no_vote_under_way,
    not_on_an_open_roll,
)

__all__ = ["asking", "keeping", "live", "results"]

on(events.VoteOpened, push("vote", "motions", "asking"))
for _kind in (
    events.RollJoined,
    events.RollLeft,
    events.BallotCast,
    events.NamePassed,
    events.WayChanged,
    events.HandsCounted,
    events.HandsConfirmed,
    events.CastingVoteGiven,
    events.OwnVoteRecorded,
    events.BallotQuestioned,
    events.QuestionSettled,
    events.CorrectionProposed,
    events.ProposalDropped,
    events.VoidProposed,
):
    on(_kind, push("vote"))
on(events.VoteClosed, push("vote"))
on(events.BallotCorrected, push("vote", "results"))
on(events.ResultRecounted, push("vote", "results"))
on(events.VoteDeclared, push("vote", "results", "motions", "asking"))
on(events.VoteVoided, push("vote", "results", "motions", "asking"))
on(events.NamesDemanded, push("asking"))
on(events.NamesDemandUndone, push("asking"))
for _moved in (
    MotionMoved,
    MotionWithdrawn,
    MotionDecided,
    MotionDivided,
    MotionPutAside,
    AmendmentAccepted,
    DebateResumed,
):
    on(_moved, push("asking"))
on(MotionDecided, push("results"))
on(ItemTaken, push("vote", "asking"))
on(MeetingOpened, push("vote", "results", "asking"))
on(ChairTaken, push("vote"))
on(AgendaPublished, push("vote", "results", "asking"))
on(MemberArrived, push("asking"), then(join_roll))
on(MemberLeft, push("asking"), then(leave_roll))
before_closing(no_vote_under_way)
before_moving_on(no_vote_under_way)
before_correction(not_on_an_open_roll)
before_deciding(no_vote_on)
before_agreeing(no_assent_instead)
on_entitlement(follow_entitlement)
