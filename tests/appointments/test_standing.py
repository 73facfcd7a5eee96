"""Rounds and where people stand: interests declared, the quorum, an adjournment, and whoever presides."""

from __future__ import annotations

import pytest

from meetings.appointments import usecases as uc
from meetings.appointments.queries import open_round_of
from meetings.interests.rules import Action, Kind
from meetings.interests.usecases import Declare, declare_interest
from meetings.kernel.errors import WrongState
from meetings.room.usecases import (
    AdjournMeeting,
    Leave,
    ResumeMeeting,
    adjourn_meeting,
    leave,
    resume_meeting,
)
from tests.appointments.council import Election, election
from tests.factories.world import World


def declared(found: Election, n: int) -> None:
    sitting = found.sitting
    person = sitting.body.members[n]
    command = Declare(sitting.id, sitting.items[0], Kind.DPI, Action.LEFT, "The candidate is their employer")
    found.world.run(declare_interest, command, found.world.actor(person))


def test_who_declares_an_interest_during_a_round_is_on_its_roll_no_longer(sqlite_world: World) -> None:
    found = election(sqlite_world, members=6, candidates=2)
    p, _ = found.candidates
    round_id = found.round()
    declared(found, 5)
    assert "not on the roll" in str(found.cast(round_id, [None] * 5 + [p])[0])
    assert found.view.current is not None
    assert len(found.view.current.missing) == 5


def test_whoever_presides_and_may_not_vote_has_no_casting_vote(sqlite_world: World) -> None:
    found = election(sqlite_world, members=7, candidates=2)
    p, q = found.candidates
    declared(found, 0)
    round_id = found.round()
    found.cast(round_id, [None, p, p, p, q, q, q])
    sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 0))
    with pytest.raises(WrongState, match="no casting vote"):
        sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, p))
    sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, None))
    sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, q, "Priya Nair", "Councillor A. Abara"))
    found.declare(round_id)
    assert [c.id for c in found.view.appointed] == [q]


def test_no_round_is_closed_without_a_quorum(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2)
    p, _ = found.candidates
    round_id = found.round()
    found.cast(round_id, [p])
    for person in found.sitting.body.members[2:]:
        sqlite_world.run(leave, Leave(found.sitting.id, person))
    with pytest.raises(WrongState, match="not quorate"):
        sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 1))


def test_a_round_rests_while_the_meeting_is_adjourned(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2)
    p, _ = found.candidates
    round_id, meeting_id = found.round(), found.sitting.id
    sqlite_world.run(adjourn_meeting, AdjournMeeting(meeting_id, "The fire alarm"))
    assert "adjourned" in str(found.cast(round_id, [p])[0])
    with pytest.raises(WrongState, match="is adjourned"):
        sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 5))
    sqlite_world.run(resume_meeting, ResumeMeeting(meeting_id))
    assert isinstance(found.cast(round_id, [p])[0], uc.RoundAnswer)
    with sqlite_world.runner.read() as session:
        assert open_round_of(session, meeting_id) is not None
