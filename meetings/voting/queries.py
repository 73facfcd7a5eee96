"""Reads about votes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import RecordedFact
from meetings.kernel.errors import NotFound
from meetings.motions.models import Motion
from meetings.people.models import Person
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, VoteState, receipt


@dataclass(frozen=True)
class Voter:
    """Somebody on the roll and what they chose; None: nothing cast."""

    person_id: str
    name: str
    sort_name: str
    choice: Choice | None


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
        tied = self.outcome is Outcome.TIED and self.state is not VoteState.OPEN
        return tied and self.casting is None and not self.casting_declined

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
    """The vote that is not declared yet; there is one at most."""
    query = select(Vote).where(Vote.meeting_id == meeting_id, Vote.state != VoteState.DECLARED)
    return session.scalar(query)


def latest_vote_of(session: Session, meeting_id: str, item_id: str | None) -> VoteView | None:
    """The vote that is on, or the last one on the item being taken."""
    query = select(Vote).join(Motion, Motion.id == Vote.motion_id).where(Vote.meeting_id == meeting_id)
    query = query.where((Vote.state != VoteState.DECLARED) | (Motion.item_id == item_id))
    vote = session.scalar(query.order_by(Vote.opened_at.desc(), Vote.id.desc()).limit(1))
    return _views(session, [vote])[0] if vote else None


def ballots_of(session: Session, vote_id: str) -> dict[str, Choice]:
    """Each member's choice."""
    rows = session.execute(select(Ballot.person_id, Ballot.choice).where(Ballot.vote_id == vote_id))
    return {row.person_id: row.choice for row in rows}


def roll_of(session: Session, vote_id: str) -> list[str]:
    """Who may cast a ballot."""
    return list(session.scalars(select(RollEntry.person_id).where(RollEntry.vote_id == vote_id)))


def _views(session: Session, votes: Iterable[Vote]) -> list[VoteView]:
    votes = list(votes)
    ids = [v.id for v in votes]
    voters: dict[str, list[Voter]] = {i: [] for i in ids}
    rolls = (
        select(RollEntry.vote_id, Person.id, Person.name, Person.sort_name, Ballot.choice)
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(Ballot, (Ballot.vote_id == RollEntry.vote_id) & (Ballot.person_id == RollEntry.person_id))
        .where(RollEntry.vote_id.in_(ids))
        .order_by(Person.sort_name, Person.id)
    )
    for vote_id, person_id, name, sort_name, choice in session.execute(rolls):
        voters[vote_id].append(Voter(person_id, name, sort_name, choice))
    motions = {
        motion_id: (item_id, text)
        for motion_id, item_id, text in session.execute(
            select(Motion.id, Motion.item_id, Motion.text).where(Motion.id.in_([v.motion_id for v in votes]))
        )
    }
    return [_view(v, *motions[v.motion_id], tuple(voters[v.id])) for v in votes]


def _view(vote: Vote, item_id: str | None, text: str, voters: tuple[Voter, ...]) -> VoteView:
    tally = None
    if vote.count_for is not None:
        tally = Tally(vote.count_for, vote.count_against or 0, vote.count_abstain or 0, vote.count_none or 0)
    return VoteView(
        id=vote.id,
        meeting_id=vote.meeting_id,
        motion_id=vote.motion_id,
        item_id=item_id,
        method=vote.method,
        state=vote.state,
        text=text,
        opened_at=vote.opened_at,
        closed_at=vote.closed_at,
        declared_at=vote.declared_at,
        tally=tally,
        outcome=vote.outcome,
        casting=vote.casting,
        casting_by=vote.casting_by,
        casting_declined=vote.casting_declined,
        voters=voters,
    )


def ballot_of(session: Session, vote_id: str, person_id: str) -> Ballot | None:
    """One member's ballot; None if they have cast nothing."""
    return session.get(Ballot, (vote_id, person_id))


def receipt_of(session: Session, meeting_id: str, seq: int) -> str:
    """The receipt of a fact in the record."""
    leaf = session.scalar(
        select(RecordedFact.leaf).where(RecordedFact.stream_id == meeting_id, RecordedFact.seq == seq)
    )
    return receipt(leaf or "")
