"""Statements of every kind of vote, made by the real use cases: hands, roll call, weights, proxies, corrected, void."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from meetings.db.record import version_of
from meetings.kernel.permissions import Role
from meetings.minutes.queries import drafted
from meetings.people.queries import actor_of
from meetings.proof.verifier import check
from meetings.room.usecases import Arrive, arrive
from meetings.voting import usecases as v
from meetings.voting.policy import VotePolicy
from meetings.voting.rules import Choice, VoteMethod, Way
from meetings.voting.statements.queries import statement_of, statements_of
from tests.factories.private import take_privately
from tests.factories.sealing import SignerHere, sealed
from tests.factories.world import Sitting, World
from tests.live.situations import planned

YES, NO = Choice.FOR, Choice.AGAINST
POLICY = VotePolicy(bases=("simple_majority", "two_thirds"), own_vote=True)


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body().meeting().open()


def settle(sitting: Sitting, **more: Any) -> None:
    sitting.world.run(v.settle_votes, v.SettleVotes(sitting.body.id, replace(POLICY, **more)))


def second(world: World) -> Any:
    """Another officer."""
    token = world.account("Second Officer", role=Role.OFFICER)
    with world.runner.read() as session:
        actor = actor_of(session, token, world.clock.now())
    assert actor is not None
    return actor


def opened(sitting: Sitting, method: VoteMethod, **more: Any) -> str:
    return sitting.world.run(v.open_vote, v.OpenVote(sitting.id, sitting.motion(), method, **more))


def finish(sitting: Sitting, vote_id: str, missing: int = 0) -> None:
    world = sitting.world
    world.run(v.close_vote, v.CloseVote(vote_id, missing))
    world.later(seconds=30)
    world.run(v.declare_vote, v.DeclareVote(vote_id))


def stated(sitting: Sitting, signer: SignerHere, vote_id: str) -> dict[str, Any]:
    """The statement, checked by the published program."""
    runner = sitting.world.runner
    sealed(runner, signer, sitting.id)
    with runner.read() as session:
        document = statement_of(session, vote_id).document
    assert check(document)
    said: dict[str, Any] = document["statement"]
    return said


def texts(said: dict[str, Any]) -> str:
    return " ".join(fact["text"] or "" for fact in said["facts"])


def test_hands(sitting: Sitting, signer: SignerHere) -> None:
    world = sitting.world
    vote_id = opened(sitting, VoteMethod.TOTALS, way=Way.HANDS)
    for figures in ((3, 1, 0), (2, 2, 1)):
        world.run(v.count_hands, v.CountHands(vote_id, *figures))
    world.run(v.confirm_hands, v.ConfirmHands(vote_id, 2, 2, 1), second(world))
    world.run(v.close_vote, v.CloseVote(vote_id, 0))
    world.run(v.give_casting_vote, v.GiveCastingVote(vote_id, YES), world.actor(sitting.body.members[0]))
    world.later(seconds=30)
    world.run(v.declare_vote, v.DeclareVote(vote_id))
    said = stated(sitting, signer, vote_id)
    assert said["tally"] == {"for": 2, "against": 2, "abstain": 1, "none": 0}
    assert (said["way"], said["casting"]["choice"], said["outcome"]) == ("hands", "for", "carried")


def test_a_vote_that_went_on_by_hands_gives_no_ballot_away(sitting: Sitting, signer: SignerHere) -> None:
    world = sitting.world
    people = sitting.body.members
    vote_id = opened(sitting, VoteMethod.RECORDED)
    sitting.cast(vote_id, {people[0]: NO, people[1]: YES})
    world.run(v.change_way, v.ChangeWay(vote_id, Way.HANDS, "The network failed"))
    world.run(v.count_hands, v.CountHands(vote_id, 4, 1, 0))
    world.run(v.confirm_hands, v.ConfirmHands(vote_id, 4, 1, 0), second(world))
    finish(sitting, vote_id)
    said = stated(sitting, signer, vote_id)
    assert (said["names"], said["choices"], said["tally"]["for"]) == ("totals", {}, 4)
    assert "ballot_cast" not in texts(said)


def test_two_thirds_by_roll_call_with_somebody_who_comes(sitting: Sitting, signer: SignerHere) -> None:
    settle(sitting)
    world, people = sitting.world, sitting.body.members
    late = world.member(sitting.body.id, 9)
    vote_id = opened(sitting, VoteMethod.RECORDED, way=Way.ROLL_CALL, basis="two_thirds")
    world.run(arrive, Arrive(sitting.id, (late,)))
    for n, person in enumerate([*people, late]):
        world.run(v.enter_ballot, v.EnterBallot(vote_id, person, YES if n < 4 else NO, f"roll-call-{n}"))
    finish(sitting, vote_id)
    said = stated(sitting, signer, vote_id)
    assert (said["rule"], said["outcome"], said["present"]) == ("two_thirds", "carried", 6)


def test_own_votes_are_stated_anew(sitting: Sitting, signer: SignerHere) -> None:
    settle(sitting)
    world, people = sitting.world, sitting.body.members
    vote_id = opened(sitting, VoteMethod.TOTALS)
    sitting.cast(vote_id, dict.fromkeys(people, YES))
    finish(sitting, vote_id)
    assert stated(sitting, signer, vote_id)["own"] == []
    world.run(v.record_own_vote, v.RecordOwnVote(vote_id), world.actor(people[2]))
    said = stated(sitting, signer, vote_id)
    assert [one["choice"] for one in said["own"]] == ["for"]
    assert "ballot_cast" not in texts(said)
    with world.runner.read() as session:
        assert [each.number for each in statements_of(session, vote_id)] == [2, 1]


def test_corrected_before_and_void_after(sitting: Sitting, signer: SignerHere) -> None:
    world, people = sitting.world, sitting.body.members
    vote_id = opened(sitting, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(people, YES))
    world.run(v.close_vote, v.CloseVote(vote_id, 0))
    correction = v.ProposeCorrection(vote_id, people[1], NO, "Pressed the wrong button")
    world.run(v.propose_correction, correction)
    other = second(world)
    world.run(v.confirm_proposal, v.ConfirmProposal(vote_id), other)
    world.later(seconds=30)
    world.run(v.declare_vote, v.DeclareVote(vote_id))
    said = stated(sitting, signer, vote_id)
    assert (said["tally"]["for"], said["choices"][people[1]]) == (4, "against")
    world.run(v.propose_void, v.ProposeVoid(vote_id, "Somebody voted who should not have"))
    world.run(v.confirm_proposal, v.ConfirmProposal(vote_id), other)
    said = stated(sitting, signer, vote_id)
    assert (said["void"], said["outcome"]) == ({"reason": "Somebody voted who should not have"}, "carried")


def test_void_before_there_is_a_result(sitting: Sitting, signer: SignerHere) -> None:
    world = sitting.world
    vote_id = opened(sitting, VoteMethod.RECORDED)
    sitting.cast(vote_id, {sitting.body.members[0]: YES})
    world.run(v.propose_void, v.ProposeVoid(vote_id, "Opened by mistake"))
    world.run(v.confirm_proposal, v.ConfirmProposal(vote_id), second(world))
    said = stated(sitting, signer, vote_id)
    assert (said["outcome"], said["tally"], said["void"]["reason"]) == (None, None, "Opened by mistake")


def test_weights(sitting: Sitting, signer: SignerHere) -> None:
    settle(sitting, weighted=True)
    world, people = sitting.world, sitting.body.members
    weights = dict(zip(people, (5, 1, 1, 1, 1), strict=True))
    world.run(v.settle_weights, v.SettleWeights(sitting.body.id, weights))
    vote_id = opened(sitting, VoteMethod.RECORDED)
    sitting.cast(vote_id, {p: NO if n else YES for n, p in enumerate(people)})
    finish(sitting, vote_id)
    said = stated(sitting, signer, vote_id)
    assert (said["tally"]["for"], said["tally"]["against"], said["outcome"]) == (5, 4, "carried")


def test_an_item_that_is_not_public_is_not_told_of(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = planned(world).open(present=5)
    take_privately(sitting, sitting.items[1])
    words = "That the lease goes to Northmoor Boats"
    vote_id = sitting.vote(sitting.motion(words), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members[:5], YES))
    finish(sitting, vote_id)
    said = stated(sitting, signer, vote_id)
    everything = json.dumps(said, ensure_ascii=False)
    assert (said["secret"], words in everything) == (True, False)
    assert not [name for name in world.names.values() if name in everything]
    assert set(said) == {"format", "vote", "secret", "record", "key", "facts"}
    assert all(fact["text"] is None for fact in said["facts"])


def test_the_minutes_give_the_last_root(sitting: Sitting, signer: SignerHere) -> None:
    world = sitting.world
    for _ in range(2):
        vote_id = opened(sitting, VoteMethod.RECORDED)
        sitting.cast(vote_id, dict.fromkeys(sitting.body.members, YES))
        finish(sitting, vote_id)
        checkpoint = sealed(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        document = drafted(session, sitting.id, world.runner.timezone, version_of(session, sitting.id))
    seals = [note.text for note in document.times if "sealed" in note.text]
    assert len(seals) == 1
    assert checkpoint.short in seals[0]
