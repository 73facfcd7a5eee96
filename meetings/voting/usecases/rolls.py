"""Who is on the roll of a vote, and what people coming, going and being barred does to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from meetings.kernel.errors import WrongState
from meetings.motions.models import Motion
from meetings.room.entitlement import bars_on, voters_on
from meetings.room.events import MemberArrived, MemberLeft
from meetings.room.rules import Capacity
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.around import policy_at, proxies_of, weights_of
from meetings.voting.events import RollJoined, RollLeft, RollMember
from meetings.voting.models import Ballot, RollEntry, Vote, VoteMotion
from meetings.voting.policy import VotePolicy
from meetings.voting.queries import open_vote_of
from meetings.voting.rules import FINISHED, VoteState
from meetings.voting.usecases.common import name_of


def roll_for(
    session: Session, meeting_id: str, motions: Sequence[Motion], policy: VotePolicy
) -> tuple[RollMember, ...]:
    """Everybody who may vote on all of these motions, with proxies and weights where the body has them."""
    items = list(dict.fromkeys(m.item_id for m in motions))
    weights = _weights(session, meeting_id, policy)
    here = {v.person_id: v.name for v in voters_on(session, meeting_id, items[0])}
    for item_id in items[1:]:
        may = {v.person_id for v in voters_on(session, meeting_id, item_id)}
        here = {p: name for p, name in here.items() if p in may}
    roll = [RollMember(p, name, weights.get(p, 1)) for p, name in here.items()]
    if policy.proxies:
        roll += _represented(session, meeting_id, items, here, weights)
    return tuple(roll)


def _represented(
    session: Session,
    meeting_id: str,
    items: Sequence[str | None],
    here: dict[str, str],
    weights: dict[str, int],
) -> list[RollMember]:
    """Members who are away and whose proxy is here. A proxy given by somebody who is present is void."""
    present = {v.person_id for v in voters_on(session, meeting_id, None)} | here.keys()
    barred = {b.person_id for i in items for b in bars_on(session, meeting_id, i) if not b.may_vote}
    return [
        RollMember(p.person_id, p.name, weights.get(p.person_id, 1), p.holder_id)
        for p in proxies_of(session, meeting_id)
        if p.holder_id in here and p.person_id not in present and p.person_id not in barred
    ]


def _weights(session: Session, meeting_id: str, policy: VotePolicy) -> dict[str, int]:
    return weights_of(session, meeting_of(session, meeting_id).body_id) if policy.weighted else {}


def join_roll(work: Work, meeting_id: str, fact: MemberArrived) -> None:
    """A voting member who arrives while a vote is open may still vote in it, unless something bars them."""
    vote = _open(work, meeting_id)
    if vote is not None and fact.capacity is Capacity.MEMBER:
        _join(work, vote, fact.person_id, fact.name)


def leave_roll(work: Work, meeting_id: str, fact: MemberLeft) -> None:
    """Who leaves without having voted is absent from the vote; a ballot cast before leaving stands."""
    vote = _open(work, meeting_id)
    if vote is not None:
        _leave(work, vote, fact.person_id)


def follow_entitlement(work: Work, meeting_id: str) -> None:
    """Somebody's place on the item changed while a vote is open: the roll follows."""
    vote = _open(work, meeting_id)
    if vote is None:
        return
    entitled = set.intersection(
        *({v.person_id for v in voters_on(work.session, meeting_id, i)} for i in _items(work, vote))
    )
    query = select(RollEntry.person_id).where(RollEntry.vote_id == vote.id, RollEntry.holder_id.is_(None))
    on_roll = set(work.session.scalars(query))
    for person_id in sorted(on_roll - entitled):
        _leave(work, vote, person_id)
    for person_id in sorted(entitled - on_roll):
        _join(work, vote, person_id, name_of(work, person_id))


def _open(work: Work, meeting_id: str) -> Vote | None:
    vote = open_vote_of(work.session, meeting_id)
    return vote if vote is not None and vote.state is VoteState.OPEN else None


def _items(work: Work, vote: Vote) -> list[str | None]:
    also = select(VoteMotion.motion_id).where(VoteMotion.vote_id == vote.id)
    query = select(Motion.item_id).where((Motion.id == vote.motion_id) | Motion.id.in_(also))
    return list(work.session.scalars(query))


def _join(work: Work, vote: Vote, person_id: str, name: str) -> None:
    if not all(
        person_id in {v.person_id for v in voters_on(work.session, vote.meeting_id, i)}
        for i in _items(work, vote)
    ):
        return
    entry = work.session.get(RollEntry, (vote.id, person_id))
    if entry is not None and entry.holder_id is None:
        return
    _, policy = policy_at(work.session, vote.meeting_id)
    weight = _weights(work.session, vote.meeting_id, policy).get(person_id, 1)
    if entry is None:
        row = {"vote_id": vote.id, "person_id": person_id, "weight": weight}
        work.session.execute(insert(RollEntry).values(row))
    else:
        # They are here themselves: the proxy no longer holds, nor does what it cast.
        mine = (RollEntry.vote_id == vote.id) & (RollEntry.person_id == person_id)
        work.session.execute(update(RollEntry).where(mine).values(holder_id=None))
        work.session.execute(delete(Ballot).where(Ballot.vote_id == vote.id, Ballot.person_id == person_id))
    work.session.expire_all()
    work.record(vote.meeting_id, RollJoined(vote.id, person_id, name, weight))


def _leave(work: Work, vote: Vote, person_id: str) -> None:
    """Off the roll, with those whose proxy they hold; whoever has a ballot in it stays."""
    query = select(RollEntry.person_id).where(
        RollEntry.vote_id == vote.id, (RollEntry.person_id == person_id) | (RollEntry.holder_id == person_id)
    )
    cast = select(Ballot.person_id).where(Ballot.vote_id == vote.id)
    for gone in work.session.scalars(query.where(RollEntry.person_id.not_in(cast))).all():
        work.session.execute(
            delete(RollEntry).where(RollEntry.vote_id == vote.id, RollEntry.person_id == gone)
        )
        work.record(vote.meeting_id, RollLeft(vote.id, gone, name_of(work, gone)))


def no_vote_under_way(work: Work, meeting_id: str) -> None:
    """Hold back what must not happen during a vote. Raises WrongState."""
    vote = open_vote_of(work.session, meeting_id)
    if vote is not None:
        what = (
            "Close and declare the vote first" if vote.state is VoteState.OPEN else "Declare the result first"
        )
        raise WrongState(f"{what}: a vote is under way.")


def not_on_an_open_roll(work: Work, meeting_id: str, person_id: str) -> None:
    """Nobody is taken off the attendance list as if they had never been there while they are on a vote's roll."""
    vote = open_vote_of(work.session, meeting_id)
    entry = work.session.get(RollEntry, (vote.id, person_id)) if vote is not None else None
    if entry is not None:
        raise WrongState("They are on the roll of the vote under way. Mark them as left instead.")


def no_vote_on(work: Work, motion_id: str) -> None:
    """A motion being voted on cannot be agreed or withdrawn besides. Raises WrongState."""
    together = select(VoteMotion.vote_id).where(VoteMotion.motion_id == motion_id)
    query = select(Vote.id).where(
        (Vote.motion_id == motion_id) | Vote.id.in_(together), Vote.state.not_in(FINISHED)
    )
    if work.session.scalar(query):
        raise WrongState("A vote on this motion is under way.")
