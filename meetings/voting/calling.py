"""The clerk's list of a roll call, and who is represented by a proxy."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.secrecy import Audience
from meetings.voting.policy import RollOrder, VotePolicy
from meetings.voting.queries import Voter, VoteView
from meetings.voting.rules import Channel, Choice, VoteState, Way


@dataclass(frozen=True)
class Called:
    """A name on the clerk's list of a roll call. `choice` only where the clerk entered it; a device's stays unseen."""

    person_id: str
    name: str
    answered: bool
    choice: Choice | None
    passed: int
    holder: str


def roll_call(
    vote: VoteView, audience: Audience, policy: VotePolicy, presiding_id: str | None
) -> tuple[Called, ...]:
    """The clerk's list, in the order called, those who did not answer at the end."""
    if audience is not Audience.OFFICER or vote.way is not Way.ROLL_CALL or vote.state is not VoteState.OPEN:
        return ()
    names = {v.person_id: v.name for v in vote.voters}
    last = policy.roll_order is RollOrder.CHAIR_LAST
    ordered = sorted(
        vote.voters, key=lambda v: (v.passed, last and v.person_id == presiding_id, v.sort_name, v.person_id)
    )
    return tuple(_called(v, names) for v in ordered)


def _called(voter: Voter, names: dict[str, str]) -> Called:
    entered = voter.choice if voter.channel is Channel.CLERK else None
    answered, holder = voter.choice is not None, names.get(voter.holder_id, "")
    return Called(voter.person_id, voter.name, answered, entered, voter.passed, holder)


def represented(vote: VoteView) -> tuple[Called, ...]:
    """Members represented by a proxy, with the holder's id."""
    return tuple(
        Called(v.person_id, v.name, v.choice is not None, None, 0, v.holder_id)
        for v in vote.voters
        if v.holder_id
    )
