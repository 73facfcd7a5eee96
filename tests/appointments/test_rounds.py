"""Rounds in the open: elimination, run-offs, lots, casting votes, hands, paper, roll call."""

from __future__ import annotations

import pytest

from meetings.appointments import usecases as uc
from meetings.appointments.rules import AppointmentState, CandidateState, Names, Outcome, RoundKind, RoundWay
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.motions.usecases import MoveMotion, move_motion
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.voting.rules import VoteMethod
from tests.appointments.council import election, second_officer
from tests.factories.world import World


def test_40_voting_drops_the_lowest_until_one_has_more_than_half(sqlite_world: World) -> None:
    found = election(sqlite_world, members=40)
    p, q, r = found.candidates
    found.vote({p: 16, q: 13, r: 11})
    assert found.view.rounds[0].outcome is Outcome.DROPPED
    assert [c.id for c in found.view.standing] == [p, q]
    found.vote({p: 19, q: 21})
    assert [c.id for c in found.view.appointed] == [q]
    assert found.view.state is AppointmentState.MADE


def test_41_voting_elects_at_once(sqlite_world: World) -> None:
    found = election(sqlite_world, members=41)
    p, q, r = found.candidates
    found.vote({p: 21, q: 12, r: 8})
    assert [c.id for c in found.view.appointed] == [p]


def test_tie_for_lowest_goes_to_a_run_off_and_then_to_a_lot(sqlite_world: World) -> None:
    found = election(sqlite_world, members=40)
    p, q, r = found.candidates
    found.vote({p: 14, q: 13, r: 13})
    round_id = found.vote({q: 20, r: 20}, declare=False)
    assert found.view.rounds[1].kind is RoundKind.RUN_OFF
    assert found.view.rounds[1].outcome is Outcome.TIE_LOWEST
    with pytest.raises(WrongState, match="tie"):
        found.declare(round_id)
    with pytest.raises(WrongState, match="no tie here that whoever presides"):
        sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, r))
    with pytest.raises(Invalid):
        sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, r, "Priya Nair", "priya nair"))
    with pytest.raises(Invalid, match="who tied"):
        sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, p, "Priya Nair", "The Mayor"))
    sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, r, "Priya Nair", "The Mayor"))
    found.declare(round_id)
    assert [c.id for c in found.view.standing] == [p, q]
    assert found.view.candidates[2].state is CandidateState.DROPPED


def test_declined_casting_vote_leaves_it_to_the_lot(sqlite_world: World) -> None:
    found = election(sqlite_world, members=6, candidates=2)
    p, q = found.candidates
    round_id = found.vote({p: 3, q: 3}, declare=False)
    with pytest.raises(WrongState, match="no tie here that is decided by lot"):
        sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, q, "A", "B"))
    member = sqlite_world.actor(found.sitting.body.members[3])
    with pytest.raises(Denied):
        sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, p), member)
    chair = sqlite_world.actor(found.sitting.body.members[0])
    sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, None), chair)
    with pytest.raises(WrongState):
        sqlite_world.run(uc.decide_tie, uc.DecideTie(round_id, p), chair)
    sqlite_world.run(uc.draw_lot, uc.DrawLot(round_id, q, "Priya Nair", "Councillor A. Abara"))
    found.declare(round_id)
    assert [c.id for c in found.view.appointed] == [q]


def test_hands_are_confirmed_by_a_second_person(sqlite_world: World) -> None:
    found = election(sqlite_world, members=9, candidates=2)
    p, q = found.candidates
    round_id = found.round(RoundWay.HANDS)
    assert "not voted on devices" in str(found.cast(round_id, [p])[0])
    for votes in ({p: 6, q: 4}, {p: -1, q: 4}, {p: 3}):
        with pytest.raises(Invalid):
            sqlite_world.run(uc.enter_counts, uc.EnterCounts(round_id, votes))
    sqlite_world.run(uc.enter_counts, uc.EnterCounts(round_id, {p: 4, q: 4}))
    sqlite_world.run(uc.enter_counts, uc.EnterCounts(round_id, {p: 5, q: 2}, abstained=1))
    with pytest.raises(Denied, match="second person"):
        sqlite_world.run(uc.confirm_counts, uc.ConfirmCounts(round_id, (5, 2)))
    other = second_officer(sqlite_world)
    with pytest.raises(WrongState, match="meanwhile"):
        sqlite_world.run(uc.confirm_counts, uc.ConfirmCounts(round_id, (4, 4)), other)
    sqlite_world.run(uc.confirm_counts, uc.ConfirmCounts(round_id, (5, 2)), other)
    shown = found.view.rounds[0]
    assert (shown.votes, shown.abstained, shown.none) == ({p: 5, q: 2}, 1, 1)


def test_paper_names_its_tellers(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2, names=Names.SECRET)
    p, q = found.candidates
    with pytest.raises(WrongState, match="key"):
        found.round(RoundWay.DEVICES)
    round_id = found.round(RoundWay.PAPER)
    with pytest.raises(Invalid, match="two tellers"):
        sqlite_world.run(uc.enter_counts, uc.EnterCounts(round_id, {p: 3, q: 2}))
    command = uc.EnterCounts(round_id, {p: 3, q: 1}, spoilt=1, tellers=("Ann Lee", "Bob Roe"))
    sqlite_world.run(uc.enter_counts, command)
    sqlite_world.run(uc.confirm_counts, uc.ConfirmCounts(round_id), second_officer(sqlite_world))
    found.declare(round_id)
    assert [c.id for c in found.view.appointed] == [p]
    assert found.view.rounds[0].spoilt == 1


def test_roll_call_is_entered_by_the_clerk_alone(sqlite_world: World) -> None:
    found = election(sqlite_world, members=4, candidates=2, names=Names.RECORDED)
    p, q = found.candidates
    round_id = found.round(RoundWay.ROLL_CALL)
    assert "roll call" in str(found.cast(round_id, [p])[0])
    for member, choice in zip(found.sitting.body.members, (p, q, p, p), strict=True):
        sqlite_world.run(uc.enter_in_round, uc.EnterInRound(round_id, member, choice, f"k-{member}"))
    sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 0))
    found.declare(round_id)
    assert [c.id for c in found.view.appointed] == [p]
    assert [v.choice for v in found.view.rounds[0].voters] == [p, q, p, p]


def test_several_seats_are_filled_one_after_the_other(sqlite_world: World) -> None:
    found = election(sqlite_world, members=9, candidates=4, seats=2)
    p, q, r, s = found.candidates
    found.vote({p: 4, q: 3, r: 2, s: 0})
    found.vote({p: 5, q: 2, r: 2})
    assert [c.id for c in found.view.appointed] == [p]
    assert [c.id for c in found.view.standing] == [q, r, s]
    found.vote({q: 5, r: 2, s: 2})
    assert [c.id for c in found.view.appointed] == [p, q]
    assert found.view.state is AppointmentState.MADE


def test_uncontested_are_appointed_without_a_vote(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2, seats=2)
    with pytest.raises(WrongState, match="nothing is voted on"):
        found.round()
    sqlite_world.run(uc.appoint_uncontested, uc.AppointUncontested(found.id))
    assert [c.id for c in found.view.appointed] == found.candidates


def test_candidate_withdraws_between_rounds_and_not_during_one(sqlite_world: World) -> None:
    found = election(sqlite_world, members=12)
    p, q, r = found.candidates
    found.vote({p: 5, q: 4, r: 3})
    round_id = found.round()
    with pytest.raises(WrongState, match="under way"):
        sqlite_world.run(uc.withdraw, uc.OfCandidate(found.id, q))
    sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 12))
    found.declare(round_id)
    assert found.view.rounds[1].outcome is Outcome.NOBODY
    other = sqlite_world.actor(found.sitting.body.members[4])
    with pytest.raises(Denied):
        sqlite_world.run(uc.withdraw, uc.OfCandidate(found.id, q), other)
    own = sqlite_world.actor(found.sitting.body.members[2])
    sqlite_world.run(uc.withdraw, uc.OfCandidate(found.id, q), own)
    sqlite_world.run(uc.appoint_uncontested, uc.AppointUncontested(found.id))
    assert [c.id for c in found.view.appointed] == [p]


def test_nobody_is_voted_on_who_has_not_consented(sqlite_world: World) -> None:
    found = election(sqlite_world, members=6, candidates=2)
    people = found.sitting.body.members
    command = uc.Nominate(found.id, people[5], people[4])
    with pytest.raises(Denied):
        sqlite_world.run(uc.nominate, command, sqlite_world.actor(people[3]))
    candidate = sqlite_world.run(uc.nominate, command, sqlite_world.actor(people[4]))
    with pytest.raises(WrongState, match="willing"):
        found.round()
    sqlite_world.run(uc.consent, uc.OfCandidate(found.id, candidate), sqlite_world.actor(people[5]))
    found.round()


def test_nothing_else_goes_on_during_an_appointment(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2)
    sitting = found.sitting
    with pytest.raises(WrongState, match="not finished"):
        sqlite_world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    round_id = found.round()
    motion = sqlite_world.run(
        move_motion, MoveMotion(sitting.id, "That it is late", *sitting.body.members[:2])
    )
    with pytest.raises(WrongState, match="round of voting"):
        sitting.vote(motion, VoteMethod.TOTALS)
    with pytest.raises(WrongState, match="decide"):
        sqlite_world.run(close_meeting, CloseMeeting(sitting.id))
    with pytest.raises(WrongState, match="under way"):
        found.round()
    with pytest.raises(WrongState, match="5 have not voted"):
        sqlite_world.run(uc.close_round, uc.CloseRound(round_id, 0))


def test_round_is_void_when_two_people_say_so(sqlite_world: World) -> None:
    found = election(sqlite_world, members=5, candidates=2)
    p, q = found.candidates
    round_id = found.vote({p: 3, q: 2}, declare=False)
    with pytest.raises(Invalid):
        sqlite_world.run(uc.propose_void, uc.VoidRound(round_id))
    sqlite_world.run(uc.propose_void, uc.VoidRound(round_id, "A device cast for another"))
    with pytest.raises(WrongState, match="void"):
        found.declare(round_id)
    with pytest.raises(Denied):
        sqlite_world.run(uc.confirm_void, uc.VoidRound(round_id))
    sqlite_world.run(uc.confirm_void, uc.VoidRound(round_id), second_officer(sqlite_world))
    found.vote({p: 1, q: 4})
    assert [c.id for c in found.view.appointed] == [q]


def test_member_changes_their_mind_and_the_same_request_has_the_same_answer(world: World) -> None:
    found = election(world, members=5, candidates=2)
    p, q = found.candidates
    round_id = found.round()
    first = found.cast(round_id, [p, p, q])
    assert found.cast(round_id, [p, p, q]) == first
    assert "another choice" in str(found.cast(round_id, [q])[0])
    assert "candidates" in str(found.cast(round_id, [None, None, None, None, "somebody"])[0])
    members = found.sitting.body.members
    change = uc.RoundRequest(round_id, world.tokens[members[0]], "other-key", q)
    with world.runner.work(SYSTEM) as work:
        uc.cast_in_rounds(work, [change])
    world.run(uc.close_round, uc.CloseRound(round_id, 2))
    shown = found.view.rounds[0]
    assert (shown.votes, shown.none) == ({p: 1, q: 2}, 2)
    assert "too late" in str(found.cast(round_id, [None, None, None, p])[0])
