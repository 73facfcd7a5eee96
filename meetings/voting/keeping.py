"""How long the acknowledgements given to devices are kept: the ballots and the record stay for ever."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select

from meetings.kernel.actor import SYSTEM
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.voting.around import policy_of
from meetings.voting.models import BallotKey, Vote
from meetings.voting.models_around import BodyVotePolicy
from meetings.voting.rules import FINISHED

DAILY = 24 * 3600.0


@use_case(permission=None, system_only=True)
def forget_keys(work: Work, _command: None) -> int:
    """Delete the acknowledgements of votes that are over for longer than their body keeps them. How many."""
    gone = 0
    for body_id in work.session.scalars(select(BodyVotePolicy.body_id)).all():
        _, policy = policy_of(work.session, body_id)
        if policy.keys_days is None:
            continue
        until = work.now - timedelta(days=policy.keys_days)
        # A vote declared void while it was open was never closed.
        over_at = func.coalesce(Vote.closed_at, Vote.voided_at)
        over = (
            select(Vote.id)
            .join(Meeting, Meeting.id == Vote.meeting_id)
            .where(Meeting.body_id == body_id, Vote.state.in_(FINISHED), over_at < until)
        )
        found = work.session.execute(
            delete(BallotKey).where(BallotKey.vote_id.in_(over)).returning(BallotKey.key)
        )
        gone += len(found.all())
    return gone


@timed(every=DAILY)
def forget_old_keys(context: JobContext) -> None:
    """Once a day."""
    context.runner.run(forget_keys, None, actor=SYSTEM)
