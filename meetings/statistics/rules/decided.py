"""Decisions by kind: resolved, recommended, lost, amended, unanimous, by assent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from meetings.motions.rules import MotionKind, MotionStatus
from meetings.statistics.rules.facts import Moved

#: a decision that asks another body to decide, by its first words
_RECOMMENDS = re.compile(
    r"^\s*(?:\(?[1a]\)?[.)]?\s*)?"
    r"(?:(?:that\s+)?it\s+be\s+recommended\b|recommend(?:s|ed)?\b|to\s+recommend\b"
    r"|that\s+(?:the\s+)?[\w’' -]{1,60}?\s+(?:be\s+recommended|is\s+recommended|recommends?)\b)",
    re.IGNORECASE,
)
_AMENDED_BY = (MotionStatus.CARRIED, MotionStatus.ACCEPTED)


@dataclass(frozen=True)
class Decided:
    """What became of motions. `carried` is `resolved + recommended`, and also `by_vote + by_assent`."""

    #: motions of substance
    carried: int = 0
    resolved: int = 0
    recommended: int = 0
    by_assent: int = 0
    by_vote: int = 0
    #: of those by vote: somebody voted for, nobody against, nobody abstained
    unanimous: int = 0
    #: of those by vote: names were recorded
    recorded: int = 0
    #: of those carried: after an amendment
    amended: int = 0
    #: of those by vote: settled by a casting vote
    casting: int = 0
    lost: int = 0
    #: withdrawn, fallen, adjourned or referred
    other: int = 0
    amendments_carried: int = 0
    amendments_lost: int = 0
    procedural: int = 0
    #: how often the public was excluded by resolution
    exclusions: int = 0
    #: of those carried: in private, for those who may know
    private: int = 0

    def __add__(self, more: Decided) -> Decided:
        """Both together."""
        return Decided(*(getattr(self, f.name) + getattr(more, f.name) for f in fields(Decided)))


def is_recommendation(text: str) -> bool:
    """Whether a decision asks another body to decide."""
    return _RECOMMENDS.match(text) is not None


def decided(motions: Iterable[Moved]) -> Decided:
    """What became of these motions; those that were prepared and never moved do not count."""
    moved = [m for m in motions if m.status not in (MotionStatus.PREPARED, MotionStatus.MOVED)]
    amended = {m.parent_id for m in moved if m.kind is MotionKind.AMENDMENT and m.status in _AMENDED_BY}
    found = Decided()
    for motion in moved:
        found += _ONE[motion.kind](motion, amended)
    return found


def _substantive(motion: Moved, amended: set[str]) -> Decided:
    if motion.status is MotionStatus.LOST:
        return Decided(lost=1)
    if motion.status is not MotionStatus.CARRIED:
        # a motion that was divided is counted in its parts
        return Decided(other=int(motion.status is not MotionStatus.DIVIDED))
    recommends, vote = is_recommendation(motion.text), motion.vote
    return Decided(
        carried=1,
        resolved=int(not recommends),
        recommended=int(recommends),
        by_assent=int(vote is None),
        by_vote=int(vote is not None),
        unanimous=int(vote is not None and vote.for_ > 0 and not vote.against and not vote.abstain),
        recorded=int(vote is not None and vote.recorded),
        amended=int(motion.id in amended),
        casting=int(vote is not None and vote.casting),
        private=int(motion.private),
    )


def _amendment(motion: Moved, _amended: set[str]) -> Decided:
    return Decided(
        amendments_carried=int(motion.status in _AMENDED_BY),
        amendments_lost=int(motion.status is MotionStatus.LOST),
    )


def _procedural(motion: Moved, _amended: set[str]) -> Decided:
    carried = motion.status is MotionStatus.CARRIED
    return Decided(procedural=int(carried), exclusions=int(carried and motion.excludes_public))


_ONE = {
    MotionKind.SUBSTANTIVE: _substantive,
    MotionKind.AMENDMENT: _amendment,
    MotionKind.PROCEDURAL: _procedural,
}
