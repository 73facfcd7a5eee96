"""The live part of the vote that is on, as far as each audience may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meetings.deadlines.rules.base import Law
from meetings.kernel.secrecy import (
    Audience,
    Sensitivity,
    may_read,
    may_see_missing,
    may_see_names,
    may_see_proceedings,
)
from meetings.motions.queries import MotionRow, motion_of
from meetings.motions.rules import Effect, MotionKind
from meetings.room.queries import presiding_name, room_of
from meetings.runtime.live import part
from meetings.voting.around import (
    Named,
    OwnVoteRow,
    own_votes_of,
    policy_at,
    proposal_of,
    questions_of,
)
from meetings.voting.calling import Called, represented, roll_call
from meetings.voting.methods import METHODS
from meetings.voting.models_around import VoteProposal
from meetings.voting.policy import VotePolicy, casting_lawful, majority_in_words
from meetings.voting.queries import Hands, VoteView, latest_vote_of
from meetings.voting.results import Counts, Side, counts_of, may_read_motion, sides_of
from meetings.voting.rules import Choice, Outcome, Tally, VoteMethod, VoteState, Way

_STAFF = (Audience.OFFICER, Audience.CHAIR)


@dataclass(frozen=True)
class Proposed:
    """What waits for a second person."""

    kind: str
    name: str
    after: Choice | None
    reason: str
    first: str


@dataclass(frozen=True)
class VotePart:
    """The vote that is on, or the last one on this item, as far as the audience may know it."""

    id: str
    motion_id: str
    kind: MotionKind
    effect: Effect
    method: VoteMethod
    way: Way
    state: VoteState
    text: str
    #: the texts of further motions that it decides
    also: tuple[str, ...]
    mover: str
    seconder: str
    opened_at: datetime
    closed_at: datetime | None
    declared_at: datetime | None
    present: int
    voted: int
    #: the majority in words with its citation, and how the figures meet it
    majority: str
    simple: bool
    working: str
    #: why names are recorded without a choice
    reason: str
    weighted: bool
    #: on the roll, in order of surname; for the ballot screens
    roll: tuple[str, ...]
    missing: tuple[str, ...]
    missing_ids: tuple[str, ...]
    #: the next name to be called, and the list; for the clerk
    calling: Called | None
    called: tuple[Called, ...]
    hands: Hands | None
    counts: Counts | None
    heads: Counts | None
    outcome: Outcome | None
    sides: tuple[Side, ...]
    needs_casting: bool
    casting: Choice | None
    casting_declined: bool
    casting_none: bool
    #: whether whoever presides has a casting vote to give
    has_casting: bool
    presiding: str
    presiding_id: str | None
    #: who says that their vote is listed wrongly
    questions: tuple[Named, ...]
    proposed: Proposed | None
    own_votes: tuple[OwnVoteRow, ...]
    #: how long own votes can still be asked for; 0: they cannot
    own_vote_seconds: int
    #: the read-back in seconds; None: as the installation has it
    read_back: int | None
    #: on the roll with names, for corrections and for entering on behalf of members; for clerk and chair
    people: tuple[Named, ...]
    #: members represented by a proxy, with the holder's id
    represented: tuple[Called, ...]
    void_reason: str


@part("vote", template="voting/_vote.html")
def vote_part(session: Session, meeting_id: str, audience: Audience) -> VotePart | None:
    """The vote under way; nothing of an exempt item for the public, no name before it may be seen."""
    base = _base(session, meeting_id)
    if base is None or not _may_read(session, base.motion, audience):
        return None
    vote, law, policy, presiding_id = base.vote, base.law, base.policy, base.presiding_id
    called = roll_call(vote, audience, policy, presiding_id)
    return VotePart(
        **_announced(session, vote, base.motion, audience),
        **_counted(session, vote, audience, policy),
        **_waiting(session, vote, audience),
        majority=majority_in_words(law, vote.basis),
        calling=next((c for c in called if not c.answered), None),
        called=called,
        has_casting=casting_lawful(law) and any(v.person_id == presiding_id for v in vote.voters),
        presiding=base.presiding,
        presiding_id=presiding_id,
        own_vote_seconds=_own_vote_seconds(vote, policy),
        read_back=policy.read_back_seconds,
    )


@dataclass(frozen=True)
class _Base:
    """What is the same for every audience."""

    vote: VoteView
    motion: MotionRow
    law: Law
    policy: VotePolicy
    presiding_id: str | None
    presiding: str


def _base(session: Session, meeting_id: str) -> _Base | None:
    """Read once for all the audiences of a push: they are built in one transaction, of the same moment."""
    key = f"vote of {meeting_id}"
    if key not in session.info:
        session.info[key] = _read_base(session, meeting_id)
    found: _Base | None = session.info[key]
    return found


def _read_base(session: Session, meeting_id: str) -> _Base | None:
    room = room_of(session, meeting_id)
    vote = latest_vote_of(session, meeting_id, room.item_id if room else None)
    if vote is None:
        return None
    law, policy = policy_at(session, meeting_id)
    presiding_id = room.presiding_id if room else None
    return _Base(
        vote, motion_of(session, vote.motion_id), law, policy, presiding_id, presiding_name(session, room)
    )


def _may_read(session: Session, motion: MotionRow, audience: Audience) -> bool:
    """Who may read even what is confidential need not wait for the agenda to be looked at, at each ballot."""
    everything = may_read(Sensitivity.CONFIDENTIAL, published=True, audience=audience)
    if everything and may_see_proceedings(private=True, audience=audience):
        return True
    return may_read_motion(session, motion, audience)


#: what everybody may know who may read the motion
_SAME = (
    *("id", "motion_id", "method", "way", "state", "text", "reason", "void_reason"),
    *("opened_at", "closed_at", "declared_at"),
)


def _announced(session: Session, vote: VoteView, motion: MotionRow, audience: Audience) -> dict[str, Any]:
    return {
        **{name: getattr(vote, name) for name in _SAME},
        "kind": motion.kind,
        "effect": motion.effect,
        "also": _also(session, vote, audience),
        "mover": motion.mover,
        "seconder": motion.seconder,
        "present": len(vote.voters),
        "voted": len(vote.voters) - len(vote.missing),
        "simple": METHODS[vote.basis].has_casting,
        "weighted": vote.is_weighted,
        "roll": tuple(v.person_id for v in vote.voters) if audience is not Audience.PUBLIC else (),
        "represented": represented(vote) if audience is not Audience.PUBLIC else (),
    }


def _counted(session: Session, vote: VoteView, audience: Audience, policy: VotePolicy) -> dict[str, Any]:
    """Figures and names, as far as this audience may see them now."""
    shown = _shown(vote, audience)
    missing = vote.missing if _sees_missing(vote, audience, policy) else ()
    return {
        "missing": tuple(v.name for v in missing),
        "missing_ids": tuple(v.person_id for v in missing),
        "working": METHODS[vote.basis].working(vote.tally) if shown and vote.tally else "",
        "counts": counts_of(vote) if shown else None,
        "heads": _heads(vote) if shown else None,
        "outcome": vote.outcome if shown else None,
        "sides": sides_of(vote) if _named(vote, audience, policy) else (),
        "needs_casting": shown and vote.needs_casting,
        "casting": vote.casting if shown else None,
        "casting_declined": shown and vote.casting_declined,
        "casting_none": shown and vote.casting_none,
        "own_votes": _own_votes(session, vote) if shown and not vote.is_recorded else (),
    }


def _waiting(session: Session, vote: VoteView, audience: Audience) -> dict[str, Any]:
    """What the clerk and the chair have to deal with."""
    if audience not in _STAFF:
        return {"hands": None, "questions": (), "proposed": None, "people": ()}
    proposal = proposal_of(session, vote.id)
    return {
        "hands": vote.hands,
        "questions": tuple(questions_of(session, vote.id)) if vote.state is VoteState.CLOSED else (),
        "proposed": _proposed(vote, proposal) if proposal else None,
        "people": tuple(Named(v.person_id, v.name) for v in vote.voters),
    }


def _also(session: Session, vote: VoteView, audience: Audience) -> tuple[str, ...]:
    motions = [motion_of(session, m) for m in vote.also]
    return tuple(m.text for m in motions if _may_read(session, m, audience))


def _shown(vote: VoteView, audience: Audience) -> bool:
    """Whether the figures may be seen: never while it is open, by the public once it is declared."""
    if vote.state is VoteState.OPEN or vote.tally is None:
        return False
    return vote.declared_at is not None or audience is not Audience.PUBLIC


def _named(vote: VoteView, audience: Audience, policy: VotePolicy) -> bool:
    if not _shown(vote, audience) or vote.state is VoteState.VOID:
        return False
    declared = vote.state is VoteState.DECLARED
    if audience is Audience.MEMBER and not declared and not policy.names_before:
        return False
    return may_see_names(recorded=vote.is_recorded, declared=declared, audience=audience)


def _sees_missing(vote: VoteView, audience: Audience, policy: VotePolicy) -> bool:
    """Hands leave no names, so nobody is missing by name."""
    if vote.way is Way.HANDS or vote.state is VoteState.VOID:
        return False
    return may_see_missing(audience) or (audience is Audience.MEMBER and policy.missing_to_members)


def _heads(vote: VoteView) -> Counts | None:
    if not vote.is_weighted or not vote.has_ballots:
        return None
    heads: Tally = vote.heads
    return Counts(heads.for_, heads.against, heads.abstain, heads.none)


def _own_votes(session: Session, vote: VoteView) -> tuple[OwnVoteRow, ...]:
    return tuple(own_votes_of(session, [vote.id]).get(vote.id, ()))


def _proposed(vote: VoteView, proposal: VoteProposal) -> Proposed:
    name = next((v.name for v in vote.voters if v.person_id == proposal.person_id), "")
    return Proposed(proposal.kind.value, name, proposal.after, proposal.reason, proposal.first_name)


def _own_vote_seconds(vote: VoteView, policy: VotePolicy) -> int:
    taken = vote.state in (VoteState.CLOSED, VoteState.DECLARED)
    return policy.own_vote_seconds if policy.own_vote and taken and not vote.is_recorded else 0
