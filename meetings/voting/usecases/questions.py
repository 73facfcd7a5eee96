"""A member says that their vote is listed wrongly; the clerk deals with it before the result is declared."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.events import BallotQuestioned, QuestionSettled
from meetings.voting.models import RollEntry
from meetings.voting.models_around import BallotQuestion
from meetings.voting.rules import VoteState, Way
from meetings.voting.usecases.common import body_of_vote, locked_vote, name_of, reason_of


@dataclass(frozen=True)
class QuestionBallot:
    """`person_id` empty: whoever presses; otherwise the clerk enters it for a member who called out."""

    vote_id: str
    person_id: str = ""


@dataclass(frozen=True)
class SettleQuestion:
    """The list is right after all, with what was found."""

    vote_id: str
    person_id: str
    reason: str


@use_case(permission=None)
def question_ballot(work: Work, command: QuestionBallot) -> None:
    """Say during the read-back that one's vote is listed wrongly. Until it is dealt with nothing is declared.

    Raises Denied for somebody who was not on the roll, WrongState before the close or after the declaration.
    """
    vote = locked_vote(work, command.vote_id)
    own = work.actor.person_id or ""
    person_id = command.person_id or own
    body_id = meeting_of(work.session, vote.meeting_id).body_id
    if person_id != own and not work.actor.may(Permission.RUN_MEETING, body_id, work.today):
        raise Denied("Only the clerk can enter this for somebody else.")
    if vote.state is not VoteState.CLOSED or vote.way is Way.HANDS:
        raise WrongState("This is for the time between the close of a vote with ballots and its declaration.")
    if work.session.get(RollEntry, (vote.id, person_id)) is None:
        raise Denied("You were not on the roll of this vote.")
    asked = work.session.get(BallotQuestion, (vote.id, person_id))
    if asked is not None and not asked.settled:
        return
    if asked is None:
        work.session.add(BallotQuestion(vote_id=vote.id, person_id=person_id, settled=False))
    else:
        asked.settled = False
    work.session.flush()
    work.record(vote.meeting_id, BallotQuestioned(vote.id, person_id, name_of(work, person_id)))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_vote)
def settle_question(work: Work, command: SettleQuestion) -> None:
    """Dealt with, and nothing changed. Raises NotFound, Invalid without a reason."""
    vote = locked_vote(work, command.vote_id)
    reason = reason_of(command.reason, "nothing is changed")
    if not close_question(work, vote.id, command.person_id):
        raise NotFound("Nobody of that name waits for an answer.")
    fact = QuestionSettled(vote.id, command.person_id, name_of(work, command.person_id), reason)
    work.record(vote.meeting_id, fact)


def close_question(work: Work, vote_id: str, person_id: str) -> bool:
    """The question no longer waits; whether there was one."""
    mine = (BallotQuestion.vote_id == vote_id) & (BallotQuestion.person_id == person_id)
    waiting = mine & BallotQuestion.settled.is_(False)
    closed = update(BallotQuestion).where(waiting).values(settled=True).returning(BallotQuestion.person_id)
    return bool(work.session.execute(closed).all())


def close_questions(work: Work, vote_id: str) -> None:
    """No question about the vote waits any longer."""
    work.session.execute(update(BallotQuestion).where(BallotQuestion.vote_id == vote_id).values(settled=True))
