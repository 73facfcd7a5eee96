"""After a checkpoint the results that it seals are stated and signed."""

from __future__ import annotations

import logging

from meetings.kernel.actor import SYSTEM
from meetings.proof.notary import sealed_soon
from meetings.proof.queries import Checkpoint, key_of
from meetings.proof.signing import after_checkpoint
from meetings.proof.usecases import RaiseAlarm, raise_alarm
from meetings.room.events import MeetingClosed
from meetings.runtime.keeper import Keeper, Refused
from meetings.runtime.usecase import Runner
from meetings.voting.events import (
    BallotCorrected,
    OwnVoteRecorded,
    VoteClosed,
    VoteDeclared,
    VoteVoided,
)
from meetings.voting.statements.build import draft, message_of
from meetings.voting.statements.queries import votes_to_state
from meetings.voting.statements.usecases import KeepStatement, keep_statement

log = logging.getLogger("witan.proof")

sealed_soon(VoteClosed, VoteDeclared, BallotCorrected, OwnVoteRecorded, VoteVoided, MeetingClosed)


@after_checkpoint
def state_results(runner: Runner, keeper: Keeper, sealed: Checkpoint) -> None:
    """Have every result that has something new to say stated. A refusal raises the alarm."""
    with runner.read() as session:
        votes = votes_to_state(session, sealed.stream_id, sealed.size)
    for vote_id in votes:
        try:
            state_result(runner, keeper, vote_id, sealed)
        except Refused as refused:
            log.error("the signer refused the result of the vote %s: %s", vote_id, refused)
            alarm = RaiseAlarm(sealed.stream_id, f"Vote {vote_id}: {refused}")
            runner.run(raise_alarm, alarm, actor=SYSTEM)


def state_result(runner: Runner, keeper: Keeper, vote_id: str, sealed: Checkpoint) -> None:
    """Have one result signed and keep it. Raises Refused when the signer counts otherwise."""
    with runner.read() as session:
        made = draft(session, vote_id, sealed, key_of(session, sealed.key_id), runner.timezone)
    message = message_of(made.statement)
    answer = keeper.ask(
        "statement", stream=sealed.stream_id, statement=message, rows=[row.sent() for row in made.rows]
    )
    command = KeepStatement(vote_id, message, answer["signature"], made.state, sealed.size, answer["key_id"])
    runner.run(keep_statement, command, actor=SYSTEM)
