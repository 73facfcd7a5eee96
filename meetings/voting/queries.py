"""Reads about votes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import RecordedFact
from meetings.kernel.errors import NotFound
from meetings.motions.models import Motion
from meetings.people.models import Person
from meetings.voting.methods import DEFAULT
from meetings.voting.models import Ballot, RollEntry, Vote, VoteMotion
from meetings.voting.models_around import HandCount
from meetings.voting.rules import (
    FINISHED,
    Channel,
    Choice,
    Outcome,
    Tally,
    VoteMethod,
    VoteState,
    Way,
    receipt,
)


@dataclass(frozen=True)
class Voter:
    """Somebody on the roll and what they chose; None: nothing cast."""

    person_id: str
    name: str
    sort_name: str
    choice: Choice | None
    weight: int = 1
    #: who casts it as a proxy; empty: they do themselves
    holder_id: str = ""
    channel: Channel | None = None
    #: how often the name was called without an answer
    passed: int = 0


@dataclass(frozen=True)
class Hands:
    """Hands as they were counted; `second` empty: not confirmed yet."""

    for_: int
    against: int
    abstain: int
    present: int
    first_id: str
    first: str
    second: str


@dataclass(frozen=True)
class VoteView:
    """A vote as it stands. The voters' choices are for the count and for those whom `kernel.secrecy` lets see them."""

    id: str
    meeting_id: str
    motion_id: str
    item_id: str | None
    method: VoteMethod
    state: VoteState
    text: str
    opened_at: datetime
    closed_at: datetime | None
    declared_at: datetime | None
    tally: Tally | None
    outcome: Outcome | None
    casting: Choice | None
    casting_by: str | None
    casting_declined: bool
    voters: tuple[Voter, ...]
    basis: str = DEFAULT
    way: Way = Way.DEVICES
    #: why names are recorded without a choice, with the citation
    reason: str = ""
    casting_none: bool = False
    #: further motions that this vote decides
    also: tuple[str, ...] = ()
    void_reason: str = ""
    voided_at: datetime | None = None
    #: present and entitled when hands were counted
    hands: Hands | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether names go into the minutes."""
        return self.method is VoteMethod.RECORDED

    @property
    def missing(self) -> tuple[Voter, ...]:
        """Those who have cast nothing."""
        return tuple(v for v in self.voters if v.choice is None)

    @property
    def needs_casting(self) -> bool:
        """A tie that whoever presides has not dealt with."""
        tied = self.outcome is Outcome.TIED and self.state is VoteState.CLOSED
        return tied and self.casting is None and not self.casting_declined

    @property
    def is_weighted(self) -> bool:
        """Whether some votes count for more than one."""
        return any(v.weight != 1 for v in self.voters)

    @property
    def has_ballots(self) -> bool:
        """Whether the figures are those of ballots, not of hands."""
        return self.way is not Way.HANDS

    @property
    def heads(self) -> Tally:
        """Members on each side, whatever their votes weigh."""
        sides = {choice: len(self.names(choice)) for choice in (*Choice, None)}
        return Tally(sides[Choice.FOR], sides[Choice.AGAINST], sides[Choice.ABSTAIN], sides[None])

    def names(self, choice: Choice | None) -> tuple[str, ...]:
        """The names on one side, in order of surname."""
        return tuple(v.name for v in self.voters if v.choice is choice)


def vote_of(session: Session, vote_id: str) -> VoteView:
    """One vote with its roll. Raises NotFound."""
    vote = session.get(Vote, vote_id)
    if vote is None:
        raise NotFound("There is no such vote.")
    return _views(session, [vote])[0]


def votes_of(session: Session, meeting_id: str) -> list[VoteView]:
    """Every vote of a meeting, in order."""
    query = select(Vote).where(Vote.meeting_id == meeting_id).order_by(Vote.opened_at, Vote.id)
    return _views(session, list(session.scalars(query)))


def open_vote_of(session: Session, meeting_id: str) -> Vote | None:
    """The vote that is under way: neither declared nor void; there is one at most."""
    query = select(Vote).where(Vote.meeting_id == meeting_id, Vote.state.not_in(FINISHED))
    return session.scalar(query)


def latest_vote_of(session: Session, meeting_id: str, item_id: str | None) -> VoteView | None:
    """The vote that is on, or the last one on the item being taken."""
    query = select(Vote).join(Motion, Motion.id == Vote.motion_id).where(Vote.meeting_id == meeting_id)
    query = query.where(Vote.state.not_in(FINISHED) | (Motion.item_id == item_id))
    vote = session.scalar(query.order_by(Vote.opened_at.desc(), Vote.id.desc()).limit(1))
    return _views(session, [vote])[0] if vote else None


def ballots_of(session: Session, vote_id: str) -> dict[str, Choice]:
    """Each member's choice."""
    rows = session.execute(select(Ballot.person_id, Ballot.choice).where(Ballot.vote_id == vote_id))
    return {row.person_id: row.choice for row in rows}


def roll_of(session: Session, vote_id: str) -> dict[str, int]:
    """Who may cast a ballot, with what it counts for."""
    rows = session.execute(select(RollEntry.person_id, RollEntry.weight).where(RollEntry.vote_id == vote_id))
    return {row.person_id: row.weight for row in rows}


def hands_of(session: Session, vote_ids: Iterable[str]) -> dict[str, Hands]:
    """Hands as counted, by vote."""
    rows = session.scalars(select(HandCount).where(HandCount.vote_id.in_(list(vote_ids))))
    return {
        row.vote_id: Hands(
            row.count_for,
            row.count_against,
            row.count_abstain,
            row.present,
            row.first_id,
            row.first_name,
            row.second_name,
        )
        for row in rows
    }


def also_of(session: Session, vote_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The further motions of each vote."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(VoteMotion).where(VoteMotion.vote_id.in_(list(vote_ids))).order_by(VoteMotion.position)
    for row in session.scalars(query):
        found[row.vote_id] = (*found.get(row.vote_id, ()), row.motion_id)
    return found


def _views(session: Session, votes: Iterable[Vote]) -> list[VoteView]:
    votes = list(votes)
    ids = [v.id for v in votes]
    voters: dict[str, list[Voter]] = {i: [] for i in ids}
    columns = (Ballot.choice, RollEntry.weight, RollEntry.holder_id, Ballot.channel, RollEntry.passed)
    rolls = (
        select(RollEntry.vote_id, Person.id, Person.name, Person.sort_name, *columns)
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(Ballot, (Ballot.vote_id == RollEntry.vote_id) & (Ballot.person_id == RollEntry.person_id))
        .where(RollEntry.vote_id.in_(ids))
        .order_by(Person.sort_name, Person.id)
    )
    for vote_id, person_id, name, sort_name, choice, weight, holder, channel, passed in session.execute(
        rolls
    ):
        voters[vote_id].append(
            Voter(person_id, name, sort_name, choice, weight, holder or "", channel, passed)
        )
    motions = {
        motion_id: (item_id, text)
        for motion_id, item_id, text in session.execute(
            select(Motion.id, Motion.item_id, Motion.text).where(Motion.id.in_([v.motion_id for v in votes]))
        )
    }
    also = also_of(session, ids)
    by_hand = [v.id for v in votes if v.way is Way.HANDS]
    hands = hands_of(session, by_hand) if by_hand else {}
    return [
        replace(
            _view(v, *motions[v.motion_id], tuple(voters[v.id])),
            also=also.get(v.id, ()),
            hands=hands.get(v.id),
        )
        for v in votes
    ]


def _view(vote: Vote, item_id: str | None, text: str, voters: tuple[Voter, ...]) -> VoteView:
    tally = None
    if vote.count_for is not None:
        tally = Tally(vote.count_for, vote.count_against or 0, vote.count_abstain or 0, vote.count_none or 0)
    same = {f.name: getattr(vote, f.name) for f in fields(VoteView) if f.name in Vote.__table__.columns}
    return VoteView(**same, item_id=item_id, text=text, tally=tally, voters=voters)


def ballot_of(session: Session, vote_id: str, person_id: str) -> Ballot | None:
    """One member's ballot; None if they have cast nothing."""
    return session.get(Ballot, (vote_id, person_id))


def receipt_of(session: Session, meeting_id: str, seq: int) -> str:
    """The receipt of a fact in the record."""
    leaf = session.scalar(
        select(RecordedFact.leaf).where(RecordedFact.stream_id == meeting_id, RecordedFact.seq == seq)
    )
    return receipt(leaf or "")
