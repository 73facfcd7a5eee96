"""What stands beside a vote against the record: hands, the motions decided together, own votes; and keys forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from meetings.admin.verify_ballots import SIDES, Replay
from meetings.schedule.models import Meeting
from meetings.voting.models import VoteMotion
from meetings.voting.models_around import BodyVotePolicy, HandCount, OwnVote


@dataclass
class Around:
    """The tables beside the votes, by vote."""

    hands: dict[str, tuple[int, ...]] = field(default_factory=dict)
    confirmed: dict[str, bool] = field(default_factory=dict)
    motions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)


def around(session: Session, ids: Sequence[str]) -> Around:
    """Read them. Three statements."""
    found = Around()
    for row in session.scalars(select(HandCount).where(HandCount.vote_id.in_(ids))):
        found.hands[row.vote_id] = (row.count_for, row.count_against, row.count_abstain, row.present)
        found.confirmed[row.vote_id] = bool(row.second_id)
    together = select(VoteMotion).where(VoteMotion.vote_id.in_(ids)).order_by(VoteMotion.position)
    for each in session.scalars(together):
        found.motions[each.vote_id] = (*found.motions.get(each.vote_id, ()), each.motion_id)
    own = select(OwnVote.vote_id, OwnVote.person_id, type_coerce(OwnVote.choice, String))
    for vote_id, person_id, choice in session.execute(own.where(OwnVote.vote_id.in_(ids))):
        found.own.setdefault(vote_id, {})[person_id] = choice or ""
    return found


def beside_differs(found: Around, vote_id: str, replay: Replay) -> Iterator[str]:
    """What is stored beside one vote and is not as the record has it."""
    hands = replay.hands
    written = (*(hands.number(f"count_{side}") for side in SIDES), hands.number("present")) if hands else None
    if found.hands.get(vote_id) != written:
        yield "the stored hands are not those in the record"
    if found.confirmed.get(vote_id, False) is not (replay.confirmed is not None):
        yield "the stored hands are confirmed and the record’s are not, or the other way round"
    if found.motions.get(vote_id, ()) != tuple(map(str, replay.opened.data.get("also", ()))):
        yield "the motions decided together are not those in the record"
    if found.own.get(vote_id, {}) != replay.own:
        yield "the own votes recorded are not those in the record"


def forgets_keys(session: Session, meeting_id: str) -> bool:
    """Whether the body that meets keeps acknowledgements for a time only."""
    query = (
        select(BodyVotePolicy.settings)
        .join(Meeting, Meeting.body_id == BodyVotePolicy.body_id)
        .where(Meeting.id == meeting_id)
    )
    return bool((session.scalar(query) or {}).get("keys_days"))
