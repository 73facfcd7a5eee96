"""Reads around votes: a body's policy, who demands names, questions and proposals, weights and proxies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meetings.agendas.rules import Tag
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind
from meetings.people.models import Person
from meetings.room.queries import items_of
from meetings.schedule.queries import meeting_of
from meetings.voting.models_around import (
    BallotQuestion,
    BodyVotePolicy,
    Demand,
    OwnVote,
    Proxy,
    VoteProposal,
    VoteWeight,
)
from meetings.voting.policy import VotePolicy, names_forced, policy_from
from meetings.voting.rules import Choice


@dataclass(frozen=True)
class Named:
    """Somebody with what they asked for or what stands about them."""

    person_id: str
    name: str


@dataclass(frozen=True)
class OwnVoteRow:
    """A member's own vote, recorded at their wish."""

    person_id: str
    name: str
    choice: Choice | None


@dataclass(frozen=True)
class ProxyRow:
    """Who votes for whom at a meeting."""

    person_id: str
    name: str
    holder_id: str
    holder: str


def policy_of(session: Session, body_id: str) -> tuple[Law, VotePolicy]:
    """The law, and how the body votes under it."""
    law = law_of(session)
    kept = session.get(BodyVotePolicy, body_id)
    return law, policy_from(law, kept.settings if kept else None)


def policy_at(session: Session, meeting_id: str) -> tuple[Law, VotePolicy]:
    """The same for the body that meets."""
    return policy_of(session, meeting_of(session, meeting_id).body_id)


def demands_of(session: Session, motion_id: str) -> list[Named]:
    """Who demands that names be recorded in the vote on a motion."""
    return _named(session, select(Demand.person_id).where(Demand.motion_id == motion_id))


def questions_of(session: Session, vote_id: str) -> list[Named]:
    """Who says that their vote is listed wrongly, and waits."""
    waiting = (BallotQuestion.vote_id == vote_id) & BallotQuestion.settled.is_(False)
    return _named(session, select(BallotQuestion.person_id).where(waiting))


def own_votes_of(session: Session, vote_ids: Iterable[str]) -> dict[str, list[OwnVoteRow]]:
    """Own votes recorded, by vote."""
    query = (
        select(OwnVote.vote_id, Person.id, Person.name, OwnVote.choice)
        .join(Person, Person.id == OwnVote.person_id)
        .where(OwnVote.vote_id.in_(list(vote_ids)))
        .order_by(Person.sort_name)
    )
    found: dict[str, list[OwnVoteRow]] = {}
    for vote_id, person_id, name, choice in session.execute(query):
        found.setdefault(vote_id, []).append(OwnVoteRow(person_id, name, choice))
    return found


def proposal_of(session: Session, vote_id: str) -> VoteProposal | None:
    """What the first of two people proposes of a vote."""
    return session.get(VoteProposal, vote_id)


def weights_of(session: Session, body_id: str) -> dict[str, int]:
    """What each member's vote counts for, where it is not one."""
    rows = session.execute(
        select(VoteWeight.person_id, VoteWeight.weight).where(VoteWeight.body_id == body_id)
    )
    return {row.person_id: row.weight for row in rows}


def proxies_of(session: Session, meeting_id: str) -> list[ProxyRow]:
    """Who votes for whom."""
    rows = session.execute(
        select(Proxy.person_id, Proxy.holder_id).where(Proxy.meeting_id == meeting_id)
    ).all()
    names = {
        row.id: row.name
        for row in session.execute(
            select(Person.id, Person.name).where(Person.id.in_({p for row in rows for p in row}))
        )
    }
    return sorted(
        (ProxyRow(p, names.get(p, ""), h, names.get(h, "")) for p, h in rows), key=lambda row: row.name
    )


def forced_on(session: Session, motions: Iterable[Motion], law: Law, policy: VotePolicy) -> str:
    """Why names must be recorded in a vote on these motions, with the citation; empty: they need not be.

    A motion on procedure is no vote on the budget.
    """
    for motion in motions:
        asked = len(demands_of(session, motion.id))
        budget = motion.kind is not MotionKind.PROCEDURAL and _is_budget(session, motion)
        if why := names_forced(law, policy, budget=budget, demanded=asked):
            return why
    return ""


def _is_budget(session: Session, motion: Motion) -> bool:
    items = items_of(session, motion.meeting_id)
    return any(i.id == motion.item_id and Tag.BUDGET.value in i.tags for i in items)


def _named(session: Session, ids: Select[str]) -> list[Named]:
    query = select(Person.id, Person.name).where(Person.id.in_(ids)).order_by(Person.sort_name)
    return [Named(person_id, name) for person_id, name in session.execute(query)]
