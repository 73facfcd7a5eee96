"""Votes and what they decide, as minuted: figures, names where recorded, and nothing of a void vote but that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from meetings.minutes.document import Block, Declaration
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.drafting.votes import Poll
from meetings.minutes.phrases import fill
from meetings.minutes.phrases.shape import Votes
from meetings.motions.events import MotionAmended, MotionDecided, MotionRecommends
from meetings.voting import events as voting


@minutes_of(voting.VoteOpened)
def vote_opened(fold: Fold, _at: datetime, fact: voting.VoteOpened) -> None:
    """A vote begins."""
    fold.business.polls[fact.vote_id] = Poll(fact, fold.setting.language)


@minutes_of(voting.RollJoined)
def roll_joined(fold: Fold, _at: datetime, fact: voting.RollJoined) -> None:
    """Somebody more may vote."""
    fold.business.polls[fact.vote_id].join(fact.person_id, fact.name)


@minutes_of(voting.RollLeft)
def roll_left(fold: Fold, _at: datetime, fact: voting.RollLeft) -> None:
    """Somebody left without having voted."""
    fold.business.polls[fact.vote_id].roll.pop(fact.person_id, None)


@minutes_of(voting.BallotCast)
def ballot_cast(fold: Fold, _at: datetime, fact: voting.BallotCast) -> None:
    """A choice, or another one instead."""
    fold.business.polls[fact.vote_id].ballots[fact.person_id] = fact.choice


@minutes_of(voting.WayChanged)
def way_changed(fold: Fold, _at: datetime, fact: voting.WayChanged) -> None:
    """It went on another way."""
    poll = fold.business.polls[fact.vote_id]
    poll.way, poll.method = fact.way, fact.method or poll.method


@minutes_of(voting.VoteClosed)
def vote_closed(fold: Fold, _at: datetime, fact: voting.VoteClosed) -> None:
    """The count."""
    fold.business.polls[fact.vote_id].closed = fact


@minutes_of(voting.BallotCorrected)
def ballot_corrected(fold: Fold, _at: datetime, fact: voting.BallotCorrected) -> None:
    """What a member's vote was, put right."""
    ballots = fold.business.polls[fact.vote_id].ballots
    if fact.after is None:
        ballots.pop(fact.person_id, None)
    else:
        ballots[fact.person_id] = fact.after


@minutes_of(voting.ResultRecounted)
def result_recounted(fold: Fold, _at: datetime, fact: voting.ResultRecounted) -> None:
    """The count that holds instead."""
    fold.business.polls[fact.vote_id].closed = fact


@minutes_of(voting.CastingVoteGiven)
def casting_vote_given(fold: Fold, _at: datetime, fact: voting.CastingVoteGiven) -> None:
    """A tie was dealt with."""
    fold.business.polls[fact.vote_id].casting = fact


@minutes_of(voting.VoteDeclared)
def vote_declared(fold: Fold, at: datetime, fact: voting.VoteDeclared) -> None:
    """The figures, under what was said when it was announced; what it decides follows."""
    poll, item_id = fold.business.polls[fact.vote_id], fold.item_of(fact.motion_id)
    poll.declared = True
    if poll.opened.reason:
        _unless_void(fold, at, poll, item_id, poll.reason)
    # Made at the end: a correction after the declaration changes a name in it.
    title = fold.business.title_of(poll, fact.motion_id)
    kind = fold.business.moved[fact.motion_id].fact.kind.value
    _unless_void(fold, at, poll, item_id, lambda: poll.result(at, fact.outcome, title, kind))
    _unless_void(fold, at, poll, item_id, lambda: poll.rule(fact.outcome))
    for person_id in poll.own:
        _put_own_vote(fold, at, poll, person_id)


@minutes_of(voting.OwnVoteRecorded)
def own_vote_recorded(fold: Fold, at: datetime, fact: voting.OwnVoteRecorded) -> None:
    """One name at its owner's wish, never before the figures."""
    poll = fold.business.polls[fact.vote_id]
    asked_before = fact.person_id in poll.own
    poll.own[fact.person_id] = fact
    if poll.declared and not asked_before:
        _put_own_vote(fold, at, poll, fact.person_id)


def _put_own_vote(fold: Fold, at: datetime, poll: Poll, person_id: str) -> None:
    item_id = fold.item_of(poll.opened.motion_id)
    _unless_void(fold, at, poll, item_id, lambda: _own_vote(fold.setting.say.votes, poll.own[person_id]))


@minutes_of(voting.VoteVoided)
def vote_voided(fold: Fold, at: datetime, fact: voting.VoteVoided) -> None:
    """It decided nothing: what it had decided is not minuted, the reason is."""
    poll = fold.business.polls[fact.vote_id]
    poll.void = True
    for motion_id in (poll.opened.motion_id, *poll.opened.also):
        fold.business.reopen(motion_id)
    if fact.restored_id:
        fold.business.restore(fact.restored_id, fact.restored_text)
    moving = fold.business.moved.get(fact.motion_id)
    say = fold.setting.say
    it, reason = moving.it if moving else say.motions.motion, fact.reason.rstrip(". ")
    text = fill(say.votes.void, it=it, reason=reason)
    fold.put_block(at, Declaration(id=f"void-{fact.vote_id}", text=text), fold.item_of(fact.motion_id))


@minutes_of(MotionDecided)
def motion_decided(fold: Fold, at: datetime, fact: MotionDecided) -> None:
    """What is declared and resolved, unless the vote turns out void."""
    poll = fold.business.polls.get(fact.vote_id or "")
    for block in fold.business.decide(fact, at):
        made = partial(fold.business.as_recommended, fact.motion_id, block)
        _unless_void(fold, at, poll, fold.item_of(fact.motion_id), made)


@minutes_of(MotionRecommends)
def motion_recommends(fold: Fold, _at: datetime, fact: MotionRecommends) -> None:
    """It goes to another body, whenever that was noted."""
    fold.business.recommends[fact.motion_id] = fact.to


@minutes_of(MotionAmended)
def motion_amended(fold: Fold, at: datetime, fact: MotionAmended) -> None:
    """The motion reads differently from now on, unless the vote on the amendment turns out void."""
    block = fold.business.amend(fact)
    polls = fold.business.polls.values()
    poll = next((p for p in reversed(list(polls)) if p.opened.motion_id == fact.amendment_id), None)
    _unless_void(fold, at, poll, fold.item_of(fact.motion_id), lambda: block)


def _unless_void(
    fold: Fold, at: datetime, poll: Poll | None, item_id: str | None, block: Callable[[], Block | None]
) -> None:
    fold.put(at, lambda: None if poll is not None and poll.void else block(), item_id)


def _own_vote(say: Votes, fact: voting.OwnVoteRecorded) -> Declaration:
    did = say.own_choices[fact.choice.value if fact.choice else ""]
    text = fill(say.own, name=fact.name, did=did)
    return Declaration(id=f"own-{fact.vote_id}-{fact.person_id}", text=text)
