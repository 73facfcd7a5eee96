"""What tests of votes share: the laws of other places, a second person, and the record checked at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from integrations.registry import adapters
from meetings.admin.verify import check_stream
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, SetChoice, choose_profile, set_choice
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Role
from meetings.voting.around import policy_of
from meetings.voting.policy import VotePolicy
from meetings.voting.queries import VoteView, vote_of
from meetings.voting.usecases import SettleVotes, settle_votes
from tests.factories.accounts import signed_in
from tests.factories.world import Committee, Sitting, World


def under(world: World, profile: Profile, **choices: str) -> None:
    """The council lives under this law."""
    world.run(choose_profile, ChooseProfile(profile))
    for name, value in choices.items():
        world.run(set_choice, SetChoice(name, value, "Standing order 1"))


def settle(body: Committee, **changes: object) -> VotePolicy:
    """The body votes otherwise from now on."""
    world = body.world
    with world.runner.read() as session:
        _, policy = policy_of(session, body.id)
    made = replace(policy, **changes)  # type: ignore[arg-type]
    world.run(settle_votes, SettleVotes(body.id, made))
    return made


def seen(world: World, vote_id: str) -> VoteView:
    """The vote as it is kept."""
    with world.runner.read() as session:
        return vote_of(session, vote_id)


def chair(sitting: Sitting) -> Actor:
    """Whoever is first on the body."""
    return sitting.world.actor(sitting.body.members[0])


def differences(sitting: Sitting, folder: Path) -> tuple[str, ...]:
    """What the check of the record finds."""
    with sitting.world.runner.read() as session:
        return check_stream(session, adapters().storage(folder), sitting.id).differences


def second(world: World) -> Actor:
    """The monitoring officer, who can be the second of two people."""
    return signed_in(world, "Mona Ito", Role.MONITORING)[0]
