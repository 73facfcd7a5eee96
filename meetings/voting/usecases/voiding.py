"""A vote declared void: everything cast is kept, and its motion is before the meeting again."""

from __future__ import annotations

from sqlalchemy import select

from meetings.db.record import facts_of
from meetings.kernel.errors import WrongState
from meetings.motions.effects import has_effect
from meetings.motions.events import AmendmentAccepted, MotionAltered, MotionAmended, MotionMoved
from meetings.motions.models import Motion
from meetings.motions.queries import open_amendment
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.runtime.work import Work
from meetings.voting.events import VoteVoided
from meetings.voting.models import Vote, VoteMotion
from meetings.voting.models_around import VoteProposal
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import Outcome, VoteState
from meetings.voting.usecases.common import signed
from meetings.voting.usecases.questions import close_questions

#: the facts that give a motion its text
_TEXTS = (MotionMoved, MotionAmended, MotionAltered, AmendmentAccepted)


def check_void(work: Work, vote: Vote) -> None:
    """Raises WrongState where what followed from the vote cannot be taken back, or something came after it."""
    if vote.state is not VoteState.DECLARED:
        return
    if vote.outcome is Outcome.UNDECIDED:
        raise WrongState(
            "Nobody voted for or against, so it decided nothing: there is nothing to declare void."
        )
    if open_vote_of(work.session, vote.meeting_id) is not None:
        raise WrongState("Another vote is under way: finish it first.")
    for motion in _motions(work, vote):
        if vote.outcome is Outcome.CARRIED and has_effect(motion.effect):
            raise WrongState(
                "What this motion does has been done already. It cannot be undone by declaring the vote void: "
                "move a further motion."
            )
        if motion.kind is MotionKind.AMENDMENT:
            _may_be_put_again(work, motion, carried=vote.outcome is Outcome.CARRIED)


def _may_be_put_again(work: Work, amendment: Motion, *, carried: bool) -> None:
    """An amendment comes back to a motion that is still before the meeting, and alone: one is taken at a time."""
    parent = work.session.get(Motion, amendment.parent_id)
    if parent is None or parent.status is not MotionStatus.MOVED:
        raise WrongState("The motion that it was to amend has been decided: move a further motion.")
    if open_amendment(work.session, parent.id):
        raise WrongState("Another amendment is being debated: decide it first.")
    if carried:
        _text_before(work, amendment)


def make_void(work: Work, vote: Vote, proposal: VoteProposal) -> None:
    """Declare it void. Nothing that was cast is deleted."""
    check_void(work, vote)
    was_declared = vote.state is VoteState.DECLARED
    restored: tuple[str, str] = ("", "")
    for motion in _motions(work, vote) if was_declared else ():
        if motion.kind is MotionKind.AMENDMENT and motion.status is MotionStatus.CARRIED:
            restored = _restore(work, motion)
        motion.status, motion.decided_at = MotionStatus.MOVED, None
    vote.state, vote.void_reason, vote.voided_at = VoteState.VOID, proposal.reason, work.now
    work.session.flush()
    close_questions(work, vote.id)
    signatures = (proposal.first_id, proposal.first_name, *signed(work))
    fact = VoteVoided(vote.id, vote.motion_id, proposal.reason, *signatures, *restored)
    work.record(vote.meeting_id, fact)


def _motions(work: Work, vote: Vote) -> list[Motion]:
    also = select(VoteMotion.motion_id).where(VoteMotion.vote_id == vote.id)
    query = select(Motion).where((Motion.id == vote.motion_id) | Motion.id.in_(also))
    return list(work.session.scalars(query.order_by(Motion.position)))


def _restore(work: Work, amendment: Motion) -> tuple[str, str]:
    """The amended motion reads again as it did; which motion, and how."""
    before = _text_before(work, amendment)
    parent = work.session.get(Motion, amendment.parent_id)
    assert parent is not None
    parent.text = before
    return parent.id, before


def _text_before(work: Work, amendment: Motion) -> str:
    """What the motion read before this amendment. Raises WrongState once the motion was changed again."""
    texts = [
        (e.fact.text, getattr(e.fact, "amendment_id", ""))
        for e in facts_of(work.session, amendment.meeting_id, types=_TEXTS)
        if isinstance(e.fact, _TEXTS) and e.fact.motion_id == amendment.parent_id
    ]
    if len(texts) < 2 or texts[-1][1] != amendment.id:
        raise WrongState("The motion was changed again since: move a further amendment.")
    return texts[-2][0]
