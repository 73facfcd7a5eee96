"""What the live screens list as decided."""

from __future__ import annotations

from meetings.kernel.secrecy import Audience
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.voting.results import ResultsPart, results_part
from meetings.voting.rules import Choice, Outcome, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World


def _results(sitting: Sitting, audience: Audience = Audience.PUBLIC) -> ResultsPart:
    with sitting.world.runner.read() as session:
        return results_part(session, sitting.id, audience)


def test_what_is_agreed_without_a_vote_is_listed_in_its_place(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=4).meeting().open()
    world = sitting.world
    world.run(agree_motion, AgreeMotion(sitting.id, sitting.motion("That trees are planted")))
    world.later(minutes=2)
    vote_id = sitting.vote(sitting.motion("That they are watered"), VoteMethod.TOTALS)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.AGAINST))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.run(declare_vote, DeclareVote(vote_id))
    world.later(minutes=2)
    world.run(agree_motion, AgreeMotion(sitting.id, sitting.motion("That the gardener be thanked")))
    lines = _results(sitting).results
    assert [(line.text, line.outcome, line.counts is None) for line in lines] == [
        ("That trees are planted.", Outcome.CARRIED, True),
        ("That they are watered.", Outcome.LOST, False),
        ("That the gardener be thanked.", Outcome.CARRIED, True),
    ]


def test_what_is_not_decided_is_not_listed(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=4).meeting().open()
    sitting.motion("That trees are planted")
    assert _results(sitting, Audience.OFFICER).results == ()
