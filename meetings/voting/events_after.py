"""Facts about a vote after its close: own votes, questions, corrections, and votes declared void."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact
from meetings.voting.rules import Choice, Outcome


@fact("voting.own_vote_recorded")
@dataclass(frozen=True)
class OwnVoteRecorded(Fact):
    """Straight after the vote a member had their own vote recorded; `choice` None: they cast none."""

    vote_id: str
    person_id: str
    name: str
    choice: Choice | None


@fact("voting.ballot_questioned")
@dataclass(frozen=True)
class BallotQuestioned(Fact):
    """A member says during the read-back that their vote is listed wrongly; it must be dealt with first."""

    vote_id: str
    person_id: str
    name: str


@fact("voting.question_settled")
@dataclass(frozen=True)
class QuestionSettled(Fact):
    """The member's question was dealt with and nothing was changed: the list is right."""

    vote_id: str
    person_id: str
    name: str
    reason: str


@fact("voting.correction_proposed")
@dataclass(frozen=True)
class CorrectionProposed(Fact):
    """The first of two people proposes to correct a member's ballot."""

    vote_id: str
    person_id: str
    name: str
    before: Choice | None
    after: Choice | None
    reason: str
    first_id: str = ""
    first_name: str = ""


@fact("voting.ballot_corrected")
@dataclass(frozen=True)
class BallotCorrected(Fact):
    """Two people corrected a member's ballot before the result was declared. The ballot cast stays in the record."""

    vote_id: str
    person_id: str
    name: str
    before: Choice | None
    after: Choice | None
    reason: str
    first_id: str = ""
    first_name: str = ""
    second_id: str = ""
    second_name: str = ""


@fact("voting.result_recounted")
@dataclass(frozen=True)
class ResultRecounted(Fact):
    """The count after a correction; what the close said no longer holds."""

    vote_id: str
    count_for: int
    count_against: int
    count_abstain: int
    count_none: int
    outcome: Outcome
    missing: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()


@fact("voting.void_proposed")
@dataclass(frozen=True)
class VoidProposed(Fact):
    """The first of two people proposes to declare the vote void."""

    vote_id: str
    motion_id: str
    reason: str
    first_id: str = ""
    first_name: str = ""


@fact("voting.vote_voided")
@dataclass(frozen=True)
class VoteVoided(Fact):
    """Two people declared the vote void: everything cast is kept, and the motion is again before the meeting."""

    vote_id: str
    motion_id: str
    reason: str
    first_id: str = ""
    first_name: str = ""
    second_id: str = ""
    second_name: str = ""
    #: where the vote had carried an amendment: the motion that reads again as before, and how
    restored_id: str = ""
    restored_text: str = ""


@fact("voting.proposal_dropped")
@dataclass(frozen=True)
class ProposalDropped(Fact):
    """What one person proposed of a vote was dropped before a second had confirmed it."""

    vote_id: str
