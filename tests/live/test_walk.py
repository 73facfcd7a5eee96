"""Hundreds of steps through a meeting, in any order: screens that take every push never differ from fresh ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.kernel.errors import DomainError
from meetings.kernel.secrecy import Sensitivity
from meetings.motions.queries import motions_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import (
    AgreeMotion,
    MoveMotion,
    PrepareMotion,
    WithdrawMotion,
    agree_motion,
    move_motion,
    prepare_motion,
    withdraw_motion,
)
from meetings.room import usecases as room
from meetings.room.queries import notes_of, room_of
from meetings.room.rules import Presence
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import Choice, VoteMethod, VoteState
from meetings.voting.usecases import (
    BallotRequest,
    CloseVote,
    DeclareVote,
    EnterBallot,
    GiveCastingVote,
    OpenVote,
    cast_ballots,
    close_vote,
    declare_vote,
    enter_ballot,
    give_casting_vote,
    open_vote,
)
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting
from tests.live.screens import Screens
from tests.live.situations import planned

STEPS = 120
SEEDS = [1, 2]
Move = Callable[["Walk"], tuple[Any, Any]]


@dataclass
class Walk:
    """Somebody who presses whatever there is to press, whether it makes sense or not."""

    sitting: Sitting
    dice: random.Random
    count: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        """The meeting."""
        return self.sitting.id

    def person(self) -> str:
        """Any member."""
        return self.dice.choice(self.sitting.body.members)

    def item(self) -> str:
        """Any item."""
        return self.dice.choice(self.sitting.items)

    def motion(self) -> str:
        """Any motion, mostly one on the item being taken."""
        with self.sitting.world.runner.read() as session:
            state = room_of(session, self.id)
            rows = motions_of(session, self.id, state.item_id if state else None)
        return self.dice.choice(rows[-3:]).id if rows else "none"

    def vote(self) -> str:
        """The vote that is not declared yet."""
        with self.sitting.world.runner.read() as session:
            vote = open_vote_of(session, self.id)
        return vote.id if vote else "none"

    def likely(self) -> list[str]:
        """What makes some sense now."""
        with self.sitting.world.runner.read() as session:
            vote, state = open_vote_of(session, self.id), room_of(session, self.id)
            rows = motions_of(session, self.id, state.item_id) if state and state.item_id else []
            status = meeting_of(session, self.id).status
        if status is MeetingStatus.ADJOURNED:
            return ["resume", "resume again"]
        if vote is not None:
            return OPEN_VOTE if vote.state is VoteState.OPEN else CLOSED_VOTE
        return DEBATE if any(r.status is MotionStatus.MOVED for r in rows) else BUSINESS

    def note(self) -> str:
        """Any note on the item being taken."""
        with self.sitting.world.runner.read() as session:
            state = room_of(session, self.id)
            notes = notes_of(session, self.id, state.item_id if state else None)
        return self.dice.choice(notes).id if notes else "none"

    def words(self) -> str:
        """Something that was not said before."""
        self.count += 1
        return f"That number {self.count} is noted"

    def choice(self) -> Choice:
        """Any choice."""
        return self.dice.choice(list(Choice))

    def step(self) -> str:
        """One press; what came of it."""
        move = self.dice.choice(self.likely() if self.dice.random() < 0.6 else list(MOVES))
        case, command = MOVES[move](self)
        self.sitting.world.later(seconds=self.dice.randrange(120))
        try:
            if case is cast_ballots:
                answers = self.sitting.world.cast(*command)
                if all(isinstance(answer, DomainError) for answer in answers):
                    raise answers[0]
            else:
                self.sitting.world.run(case, command)
        except DomainError as error:
            self.refused[move] += 1
            return f"{move} refused: {error.message}"
        self.done[move] += 1
        return move


def _move_motion(w: Walk) -> tuple[Any, Any]:
    kind = w.dice.choice(list(MotionKind))
    parent = w.motion() if kind is MotionKind.AMENDMENT else None
    effect = w.dice.choice(list(Effect)) if kind is MotionKind.PROCEDURAL else Effect.NONE
    command = MoveMotion(
        w.id, w.words(), w.person(), w.person(), kind, None, parent, effect, w.item() if effect else None
    )
    return move_motion, command


def _cast(w: Walk) -> tuple[Any, Any]:
    people = w.dice.sample(w.sitting.body.members, w.dice.randint(1, 4))
    tokens = w.sitting.world.tokens
    return cast_ballots, [BallotRequest(w.vote(), tokens[p], w.choice(), w.words()) for p in people]


def _change_item(w: Walk) -> tuple[Any, Any]:
    mark = w.dice.choice(list(Sensitivity))
    reason = "" if mark is Sensitivity.PUBLIC else "Paragraph 3"
    states = ItemStates(interest_test=w.words())
    return change_item, ChangeItem(
        w.id, w.item(), w.words(), sensitivity=mark, exemption=reason, states=states
    )


MOVES: dict[str, Move] = {
    "open": lambda w: (room.open_meeting, room.OpenMeeting(w.id, w.person())),
    "adjourn": lambda w: (room.adjourn_meeting, room.AdjournMeeting(w.id)),
    "resume": lambda w: (room.resume_meeting, room.ResumeMeeting(w.id)),
    "resume again": lambda w: (room.resume_meeting, room.ResumeMeeting(w.id)),
    "take": lambda w: (room.take_item, room.TakeItem(w.id, w.item())),
    "chair": lambda w: (room.take_chair, room.TakeChair(w.id, w.person())),
    "arrive": lambda w: (
        room.arrive,
        room.Arrive(w.id, (w.person(), w.person(), w.person()), w.dice.choice(list(Presence))),
    ),
    "arrive too": lambda w: (room.arrive, room.Arrive(w.id, (w.person(),))),
    "leave": lambda w: (room.leave, room.Leave(w.id, w.person())),
    "correct": lambda w: (room.correct_arrival, room.CorrectArrival(w.id, w.person())),
    "apology": lambda w: (
        room.send_apology,
        room.SendApology(w.id, w.person(), w.dice.choice(["absence", "lateness"])),
    ),
    "no apology": lambda w: (room.withdraw_apology, room.WithdrawApology(w.id, w.person())),
    "note": lambda w: (room.take_note, room.TakeNote(w.id, w.words())),
    "rewrite": lambda w: (
        room.change_note,
        room.ChangeNote(w.id, w.note(), w.dice.choice(["", w.words()])),
    ),
    "count": lambda w: (room.count_public, room.CountPublic(w.id, w.dice.randrange(40))),
    "prepare": lambda w: (prepare_motion, PrepareMotion(w.id, w.item(), w.words())),
    "move": _move_motion,
    "move too": _move_motion,
    "agree": lambda w: (agree_motion, AgreeMotion(w.id, w.motion())),
    "withdraw": lambda w: (withdraw_motion, WithdrawMotion(w.id, w.motion())),
    "vote": lambda w: (open_vote, OpenVote(w.id, w.motion(), w.dice.choice(list(VoteMethod)))),
    "vote too": lambda w: (open_vote, OpenVote(w.id, w.motion(), w.dice.choice(list(VoteMethod)))),
    "cast": _cast,
    "call out": lambda w: (enter_ballot, EnterBallot(w.vote(), w.person(), w.choice(), w.words())),
    "close vote": lambda w: (close_vote, CloseVote(w.vote(), w.dice.randrange(9))),
    "casting": lambda w: (
        give_casting_vote,
        GiveCastingVote(w.vote(), w.dice.choice([None, Choice.FOR, Choice.AGAINST])),
    ),
    "declare": lambda w: (declare_vote, DeclareVote(w.vote())),
    "rewrite item": _change_item,
    "publish": lambda w: (publish_agenda, PublishAgenda(w.id, w.words())),
}
OPEN_VOTE = ["cast", "cast", "call out", "close vote", "arrive", "leave", "chair", "publish"]
CLOSED_VOTE = ["casting", "declare", "chair", "publish"]
DEBATE = ["vote", "vote too", "move", "agree", "arrive"]
BUSINESS = ["open", "resume", "take", "move", "move too", "arrive", "arrive too"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_screens_follow_through_anything(site: Site, seed: int) -> None:
    sitting = planned(site.world)
    site.world.run(room.arrive, room.Arrive(sitting.id, tuple(sitting.body.members[:5])))
    screens = Screens(site, sitting.id).load()
    walk = Walk(sitting, random.Random(seed))
    steps: list[str] = []
    # A walk that has not come to a result yet goes on a while.
    while len(steps) < STEPS or (walk.done["declare"] < 2 and len(steps) < 5 * STEPS):
        steps.append(walk.step())
        if "refused" in steps[-1]:
            assert screens.facts() == [], steps[-5:]
        assert screens.follow() == [], steps[-5:]
    assert walk.done["declare"] >= 2, walk.done
    assert len(walk.done) >= 15, walk.done


def test_every_kind_of_step_is_taken_in_some_walk(site: Site) -> None:
    sitting = planned(site.world)
    site.world.run(room.arrive, room.Arrive(sitting.id, tuple(sitting.body.members[:5])))
    walk = Walk(sitting, random.Random(3))
    steps = 0
    while set(MOVES) - set(walk.done) and steps < 2000:
        walk.step()
        steps += 1
    assert set(MOVES) - set(walk.done) == set()
