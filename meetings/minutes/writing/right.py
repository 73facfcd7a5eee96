"""What leads from a block of the minutes to the act that puts it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.minutes import queries
from meetings.minutes.document import Action, Block, MinuteItem, MinutesDocument, Resolution, VoteResult
from meetings.minutes.document import Motion as MotionBlock
from meetings.minutes.drafting import FACTS, corrected
from meetings.minutes.drafting.corrected import Sentence, moved_as, words_of
from meetings.minutes.writing.right_forms import clock_of
from meetings.motions.models import Motion
from meetings.people.queries import person_names
from meetings.room.events import MemberArrived
from meetings.room.models import Apology, Attendance
from meetings.schedule.models import Meeting
from meetings.voting.around import proposal_of
from meetings.voting.models import Ballot, RollEntry, Vote
from meetings.voting.models_around import VoteProposal
from meetings.voting.rules import Choice, VoteMethod, Way

#: Sentences that follow from something else: that is put right, not they.
_FOLLOWS = ("declared-", "amended-", "rule-", "own-", "named-", "void-")
_LAWFUL = ("passed-", "urgent-")


@dataclass(frozen=True)
class Stretch:
    """When somebody came and went, as a form shows it."""

    arrived: str
    left: str


@dataclass(frozen=True)
class Guest:
    """Somebody whose attendance can be put right."""

    person_id: str
    name: str
    post: str
    is_member: bool
    stays: tuple[Stretch, ...]
    apology: str = ""


@dataclass(frozen=True)
class VoteRight:
    """A vote whose ballots can be put right by two people."""

    vote_id: str
    #: by person: name and what the record has; nothing of the latter unless names are recorded
    roll: tuple[tuple[str, str], ...]
    #: why not even two people can
    why_not: str
    proposal: VoteProposal | None
    proposed_name: str = ""


@dataclass(frozen=True)
class Right:
    """A block with what can be done about it."""

    item: MinuteItem
    block: Block
    motion: Motion | None = None
    #: the text of the motion as it stands in the block
    text: str = ""
    sentence: str = ""
    vote: VoteRight | None = None
    #: where what it follows from is put right: words and path within the minutes
    elsewhere: tuple[tuple[str, str], ...] = ()


def find(document: MinutesDocument, block_id: str) -> tuple[MinuteItem, Block] | None:
    """A block of the minutes with the minute it stands in."""
    for item in document.items:
        for block in item.blocks:
            if block.id == block_id:
                return item, block
    return None


def right_of(session: Session, meeting_id: str, item: MinuteItem, block: Block) -> Right:
    """What can be done about a block."""
    if isinstance(block, MotionBlock):
        motion = session.get(Motion, block.id.removeprefix("motion-"))
        moved = moved_as(list(facts_of(session, meeting_id, types=FACTS)), motion.id) if motion else None
        return Right(item, block, motion=motion, text=(moved.change or moved.text) if moved else "")
    if isinstance(block, Resolution):
        motion = session.get(Motion, block.id.removeprefix("resolution-"))
        return Right(item, block, motion=motion, text=motion.text if motion else "")
    if isinstance(block, VoteResult):
        return Right(item, block, vote=_vote(session, block.id.removeprefix("vote-")))
    if isinstance(block, Action):
        path = f"/desk/actions/{block.id.removeprefix('action-')}"
        return Right(item, block, elsewhere=(("Change the action", path),))
    return Right(
        item,
        block,
        sentence=_sentence(block),
        elsewhere=tuple(_elsewhere(session, meeting_id, item, block)),
    )


def _sentence(block: Block) -> str:
    if isinstance(block, Sentence) and not block.id.startswith((*_FOLLOWS, *_LAWFUL, "away-")):
        return words_of(block)
    return ""


def _elsewhere(session: Session, meeting_id: str, item: MinuteItem, block: Block) -> list[tuple[str, str]]:
    home = f"/desk/meetings/{meeting_id}"
    if block.id.startswith(_LAWFUL):
        return [("Lawfulness of the meeting", f"{home}/lawfulness"), ("The agenda", f"{home}/agenda")]
    if block.id.startswith("away-"):
        return [("Attendance and times", f"{home}/minutes/right?block=attendance")]
    if not block.id.startswith(_FOLLOWS):
        return []
    page = f"{home}/minutes/right?block="
    votes = [("The vote", page + b.id) for b in item.blocks if isinstance(b, VoteResult)]
    return votes + [("The motion", page + b.id) for b in item.blocks if isinstance(b, MotionBlock)]


def _vote(session: Session, vote_id: str) -> VoteRight | None:
    vote = session.get(Vote, vote_id)
    if vote is None:
        return None
    roll = list(session.scalars(select(RollEntry.person_id).where(RollEntry.vote_id == vote_id)))
    names = person_names(session, roll)
    why_not = ""
    if vote.way is Way.HANDS:
        why_not = (
            "It was taken by show of hands: there are no ballots, only the count that was confirmed and declared. "
            "If it was noted wrongly, say so in your own words below it; the next meeting settles what is correct."
        )
    elif vote.method is not VoteMethod.RECORDED:
        why_not = (
            "Names were not recorded. A ballot of such a vote is corrected only in the meeting, when its member "
            "says that it was wrong."
        )
    cast: dict[str, Choice] = {}
    if not why_not:
        query = select(Ballot.person_id, Ballot.choice).where(Ballot.vote_id == vote_id)
        cast = {row.person_id: row.choice for row in session.execute(query)}
    lines = sorted((names.get(p, ""), p) for p in roll)
    proposal = proposal_of(session, vote_id)
    proposed = names.get(proposal.person_id or "", "") if proposal else ""
    said = tuple((p, f"{name}: {_said(cast.get(p))}") for name, p in lines)
    return VoteRight(vote_id, said, why_not, proposal, proposed)


def _said(choice: Choice | None) -> str:
    words = {Choice.FOR: "for", Choice.AGAINST: "against", Choice.ABSTAIN: "abstained"}
    return words[choice] if choice else "no vote cast"


def guests_of(session: Session, meeting_id: str, timezone: ZoneInfo) -> Sequence[Guest]:
    """Everybody whose attendance, apology, name or post can be put right: members first, in their order."""
    members = {m.person_id: m.name for m in queries.members_at(session, meeting_id, timezone)}
    arrived = {
        e.fact.person_id: e.fact
        for e in corrected(list(facts_of(session, meeting_id, types=FACTS)))
        if isinstance(e.fact, MemberArrived)
    }
    meeting = session.get(Meeting, meeting_id)
    opened, closed = (meeting.opened_at, meeting.closed_at) if meeting else (None, None)
    rows = select(Attendance.person_id, Attendance.arrived_at, Attendance.left_at)
    stays: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for row in session.execute(
        rows.where(Attendance.meeting_id == meeting_id).order_by(Attendance.arrived_at)
    ):
        # Whoever stays until the close stays to the end, and came at the opening if they were there before.
        to_the_end = row.left_at is None or (closed is not None and row.left_at >= closed)
        came = max(row.arrived_at, opened) if opened else row.arrived_at
        if row.left_at is None or opened is None or row.left_at > opened:
            stays.setdefault(row.person_id, []).append((came, None if to_the_end else row.left_at))
    query = select(Apology.person_id, Apology.kind).where(Apology.meeting_id == meeting_id)
    apologies = {row.person_id: row.kind for row in session.execute(query)}
    others = [person_id for person_id in arrived if person_id not in members]
    return [
        Guest(
            person_id,
            members.get(person_id) or arrived[person_id].name,
            "" if person_id in members else arrived[person_id].post,
            person_id in members,
            tuple(
                Stretch(clock_of(came, timezone), clock_of(went, timezone))
                for came, went in stays.get(person_id, ())
            ),
            apologies.get(person_id, ""),
        )
        for person_id in (*members, *others)
    ]
