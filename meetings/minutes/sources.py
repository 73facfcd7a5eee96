"""Where each block of the minutes comes from: the fact of the record that it was made of, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.db.record import Entry, version_of
from meetings.kernel.facts import name_of
from meetings.minutes import queries
from meetings.minutes.drafting import corrected
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.layout import Piece
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.drafting.table import HANDLERS
from meetings.minutes.slots import slot_after, start_slot
from meetings.minutes.writing.events import PublicRecounted, SentenceCorrected
from meetings.room import events as room
from meetings.voting.events import BallotCast, RollJoined, RollLeft
from meetings.web.services import services

#: So many facts stand on a page of the record viewer.
PAGE = 100
_WORDS = {
    "room.note_taken": "Noted in the meeting",
    "room.note_changed": "The note was changed",
    "room.member_arrived": "Marked as present",
    "room.member_left": "Marked as gone",
    "room.attendance_timed": "The time was put right",
    "room.attendance_corrected": "The attendance was corrected",
    "room.apology_received": "Apology entered",
    "motions.motion_moved": "Moved",
    "motions.motion_decided": "Decided",
    "voting.vote_opened": "The vote was opened",
    "voting.vote_closed": "The vote was closed",
    "voting.vote_declared": "The result was declared",
    "voting.ballot_corrected": "A ballot was corrected",
    "voting.result_recounted": "The vote was counted again",
    "interests.declared": "Declared",
    "minutes.mover_corrected": "Mover or seconder corrected",
    "minutes.motion_text_corrected": "The text of the motion was corrected",
    "minutes.times_corrected": "The times were corrected",
    "minutes.person_corrected": "Name or post corrected",
    "minutes.public_recounted": "The number of the public was corrected",
    "minutes.apology_corrected": "The apology was corrected",
    "minutes.sentence_corrected": "The sentence was corrected",
}
#: What a fact is about, by which later ones are found to belong to a block.
_ABOUT = ("motion_id", "vote_id", "declaration_id", "note_id", "round_id", "exclusion_id", "speech_id")
#: Too many to list, and some of them secret.
_MANY = (BallotCast, RollJoined, RollLeft)


@dataclass(frozen=True)
class Source:
    """A fact of the record. `also` are later facts that belong to the same block, in order."""

    seq: int
    at: datetime
    what: str
    by: str
    also: tuple[Source, ...] = ()

    @property
    def page(self) -> int:
        """The page of the record viewer it stands on."""
        return (self.seq - 1) // PAGE + 1

    @property
    def all(self) -> tuple[Source, ...]:
        """This one and the later ones."""
        return (self, *self.also)


@dataclass
class Traced:
    """What the record was found to say where: by block or slot, and by the name of a person."""

    blocks: dict[str, Source] = field(default_factory=dict)
    people: dict[str, Source] = field(default_factory=dict)
    #: the opening, the close, the count of the public
    meeting: tuple[Source, ...] = ()


def traced_of(session: Session, meeting_id: str) -> Traced:
    """Blocks and people with the facts they come from; nothing for what another system brought."""
    if not queries.was_held_here(session, meeting_id):
        return Traced()
    timezone = services().config.timezone
    entries, setting = queries.record_of(session, meeting_id, timezone, version_of(session, meeting_id))
    return trace(entries, setting)


def trace(entries: Sequence[Entry], setting: Setting) -> Traced:
    """The fold run once more, with an eye on which fact makes which block."""
    fold = Fold(setting)
    # As they were written: a correction stands where it takes effect.
    written = {entry.seq: entry for entry in entries}
    origin: dict[int, Entry] = {}
    known: dict[str | None, int] = {}
    for entry in corrected(entries):
        handle = HANDLERS.get(type(entry.fact))
        if handle is None:
            continue
        handle(fold, entry.at, entry.fact)
        for key, pieces in fold.pieces.items():
            if len(pieces) != known.get(key, 0):
                origin |= {id(piece): written[entry.seq] for piece in pieces if id(piece) not in origin}
                known[key] = len(pieces)
    later = _later(entries)
    blocks: dict[str, Source] = {}
    for key, pieces in fold.pieces.items():
        for block_id, made_of in _made_of(key, pieces, origin):
            blocks[block_id] = _source(made_of, later)
    _reworded(blocks, entries)
    return Traced(blocks, _people(entries), _meeting(entries))


def _made_of(
    key: str | None, pieces: Sequence[Piece], origin: Mapping[int, Entry]
) -> Iterator[tuple[str, list[Entry]]]:
    """Each block with the entry it was made of; notes with nothing between them make one text."""
    slot = start_slot(key or "opening")
    notes: list[Entry] = []
    for piece in pieces:
        entry = origin.get(id(piece))
        if piece.block is None:
            notes += [entry] if entry else []
            continue
        block = piece.block()
        if block is None:
            continue
        if notes:
            yield slot, notes
            notes = []
        if entry is not None:
            yield block.id, [entry]
        slot = slot_after(block.id)
    if notes:
        yield slot, notes


def _source(made_of: Sequence[Entry], later: Mapping[str, Sequence[Entry]]) -> Source:
    first = made_of[0]
    more = {e.seq: e for e in made_of[1:]}
    for entry in made_of:
        for about in _about(entry):
            more |= {e.seq: e for e in later.get(about, ()) if e.seq > first.seq}
    return _of(first, tuple(_of(more[seq]) for seq in sorted(more)))


def _later(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if not isinstance(entry.fact, _MANY):
            for about in _about(entry):
                found.setdefault(about, []).append(entry)
    return found


def _about(entry: Entry) -> list[str]:
    values = (getattr(entry.fact, name, None) for name in _ABOUT)
    return [value for value in values if isinstance(value, str) and value]


def _reworded(blocks: dict[str, Source], entries: Iterable[Entry]) -> None:
    for entry in entries:
        if isinstance(entry.fact, SentenceCorrected):
            was = blocks.get(entry.fact.block_id)
            blocks[entry.fact.block_id] = (
                Source(was.seq, was.at, was.what, was.by, (*was.also, _of(entry))) if was else _of(entry)
            )


def _people(entries: Iterable[Entry]) -> dict[str, Source]:
    """By name, as the fact has it: who came and went, who sent an apology."""
    found: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    for entry in entries:
        person_id = getattr(entry.fact, "person_id", "")
        if type(entry.fact).__name__ in _ATTENDANCE and person_id:
            names[person_id] = getattr(entry.fact, "name", "")
            found.setdefault(person_id, []).append(entry)
    return {
        names[person_id]: _of(facts[0], tuple(_of(e) for e in facts[1:]))
        for person_id, facts in found.items()
    }


_ATTENDANCE = {
    "MemberArrived",
    "MemberLeft",
    "ArrivalCorrected",
    "AttendanceCorrected",
    "AttendanceTimed",
    "PresenceChanged",
    "ApologyReceived",
    "ApologyWithdrawn",
    "TimesCorrected",
    "PersonCorrected",
    "ApologyCorrected",
}


def _meeting(entries: Iterable[Entry]) -> tuple[Source, ...]:
    kinds = (room.MeetingOpened, room.ChairTaken, room.PublicCounted, PublicRecounted, room.MeetingClosed)
    return tuple(_of(e) for e in entries if isinstance(e.fact, kinds))


def _of(entry: Entry, also: tuple[Source, ...] = ()) -> Source:
    kind = name_of(type(entry.fact))
    words = _WORDS.get(kind) or kind.rpartition(".")[2].replace("_", " ").capitalize()
    return Source(entry.seq, entry.at, words, entry.actor_name or "the system", also)
