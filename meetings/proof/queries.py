"""Reads about the proof: checkpoints, the leaves under them, keys, alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from meetings.db.record import RecordedFact, Stream
from meetings.kernel.errors import NotFound
from meetings.proof.leaves import Row
from meetings.proof.models import ProofAlarm, ProofKey, StoredCheckpoint
from meetings.proof.notes import read_note
from meetings.proof.tree import Tree
from meetings.schedule.models import Meeting

NO_RECORD = "There is no such record."


@dataclass(frozen=True)
class Checkpoint:
    """What the signer sealed of one stream."""

    stream_id: str
    origin: str
    size: int
    #: hexadecimal digits
    root: str
    signed_at: datetime
    #: hexadecimal digits
    signature: str
    key_id: str
    #: the signed note, as it is published
    note: str

    @property
    def short(self) -> str:
        """The first eight characters of the root, to be read aloud or shown: 3F7A 2C9B."""
        return f"{self.root[:4]} {self.root[4:8]}".upper()


@dataclass(frozen=True)
class PublicKey:
    """A key, as it is published."""

    id: str
    public_key: str
    name: str
    since: datetime
    message: str
    signature: str


@dataclass(frozen=True)
class Alarm:
    """A refusal that nobody has settled."""

    id: str
    stream_id: str
    why: str
    found_at: datetime
    last_at: datetime


def latest_checkpoint(session: Session, stream_id: str) -> Checkpoint | None:
    """The newest checkpoint of a stream."""
    return next(iter(checkpoints_of(session, stream_id, limit=1)), None)


def checkpoints_of(session: Session, stream_id: str, limit: int = 1000) -> list[Checkpoint]:
    """A stream's checkpoints, the newest first."""
    query = select(StoredCheckpoint).where(StoredCheckpoint.stream_id == stream_id)
    rows = session.scalars(query.order_by(StoredCheckpoint.size.desc()).limit(limit))
    return [_checkpoint(row) for row in rows]


def checkpoint_of(session: Session, stream_id: str, size: int) -> Checkpoint:
    """The checkpoint of that size. Raises NotFound."""
    row = session.get(StoredCheckpoint, (stream_id, size))
    if row is None:
        raise NotFound("There is no checkpoint of that size.")
    return _checkpoint(row)


def public_checkpoints(session: Session, limit: int = 200) -> list[Checkpoint]:
    """The newest checkpoints of everything whose record is public knowledge."""
    query = select(StoredCheckpoint).where(StoredCheckpoint.stream_id.in_(_public_streams()))
    query = query.order_by(StoredCheckpoint.signed_at.desc(), StoredCheckpoint.stream_id)
    return [_checkpoint(row) for row in session.scalars(query.limit(limit))]


def require_public(session: Session, stream_id: str) -> None:
    """Raises the same NotFound for a stream that is not public as for none."""
    if session.scalar(_public_streams().where(Stream.id == stream_id)) is None:
        raise NotFound(NO_RECORD)


def tree_of(session: Session, stream_id: str, size: int) -> Tree:
    """The tree over the leaves as they stand in the database. ValueError if there are not so many."""
    query = select(RecordedFact.leaf).where(RecordedFact.stream_id == stream_id, RecordedFact.seq <= size)
    leaves = [bytes.fromhex(leaf) for leaf in session.scalars(query.order_by(RecordedFact.seq))]
    if len(leaves) != size:
        raise ValueError("facts are missing")
    return Tree(leaves)


def rows_of(session: Session, stream_id: str, after: int, up_to: int) -> list[Row]:
    """Rows of the record as the signer is given them."""
    columns = [getattr(RecordedFact, name) for name in Row.__slots__]
    query = select(*columns).where(
        RecordedFact.stream_id == stream_id, RecordedFact.seq > after, RecordedFact.seq <= up_to
    )
    return [
        Row(seq, at.isoformat(), *rest)
        for seq, at, *rest in session.execute(query.order_by(RecordedFact.seq))
    ]


def rows_about(session: Session, stream_id: str, prefix: str, subject: str, up_to: int) -> list[Row]:
    """Rows of facts whose type begins so, and that name this vote."""
    columns = [getattr(RecordedFact, name) for name in Row.__slots__]
    query = select(*columns).where(
        RecordedFact.stream_id == stream_id,
        RecordedFact.seq <= up_to,
        RecordedFact.type.like(f"{prefix}%"),
        RecordedFact.data.contains(subject, autoescape=True),
    )
    rows = session.execute(query.order_by(RecordedFact.seq))
    found = [Row(seq, at.isoformat(), *rest) for seq, at, *rest in rows]
    return [row for row in found if row.fact.get("vote_id") == subject]


def signed_size(session: Session, stream_id: str) -> int:
    """How many facts of a stream are sealed."""
    query = select(func.max(StoredCheckpoint.size)).where(StoredCheckpoint.stream_id == stream_id)
    return session.scalar(query) or 0


def waiting_streams(session: Session, types: Sequence[str], limit: int = 20) -> list[str]:
    """Streams in which a fact of these types is not sealed yet."""
    sealed = _sealed()
    query = (
        select(RecordedFact.stream_id)
        .outerjoin(sealed, sealed.c.stream_id == RecordedFact.stream_id)
        .where(RecordedFact.type.in_(types), RecordedFact.seq > func.coalesce(sealed.c.size, 0))
    )
    return list(session.scalars(query.distinct().limit(limit)))


def streams_after(session: Session, stream_id: str, limit: int) -> list[tuple[str, bool]]:
    """The next streams in the order of their ids, and whether something happened in each since it was sealed."""
    sealed = _sealed()
    grown = (
        select(RecordedFact.seq)
        .where(
            RecordedFact.stream_id == Stream.id,
            RecordedFact.seq > func.coalesce(sealed.c.size, 0),
            RecordedFact.type.not_like("proof.%"),
        )
        .exists()
    )
    query = select(Stream.id, grown).outerjoin(sealed, sealed.c.stream_id == Stream.id)
    query = query.where(Stream.id > stream_id, Stream.version > 0).order_by(Stream.id).limit(limit)
    return [(found, bool(more)) for found, more in session.execute(query)]


def keys(session: Session) -> list[PublicKey]:
    """Every key the signer ever had, the newest first."""
    rows = session.scalars(select(ProofKey).order_by(ProofKey.since.desc()))
    return [PublicKey(r.id, r.public_key, r.name, r.since, r.message, r.signature) for r in rows]


def key_of(session: Session, key_id: str) -> PublicKey:
    """One of them. Raises NotFound."""
    found = next((key for key in keys(session) if key.id == key_id), None)
    if found is None:
        raise NotFound("There is no such key.")
    return found


def open_alarms(session: Session) -> list[Alarm]:
    """What the signer refused and nobody has settled, the newest first."""
    query = select(ProofAlarm).where(ProofAlarm.settled_at.is_(None)).order_by(ProofAlarm.found_at.desc())
    return [Alarm(r.id, r.stream_id, r.why, r.found_at, r.last_at) for r in session.scalars(query)]


def _sealed() -> Subquery:
    query = select(StoredCheckpoint.stream_id, func.max(StoredCheckpoint.size).label("size"))
    return query.group_by(StoredCheckpoint.stream_id).subquery()


def _public_streams() -> Select[str]:
    shown = select(Meeting.id).where(Meeting.id == Stream.id, Meeting.is_public).exists()
    return select(Stream.id).where(or_(Stream.kind == "council", and_(Stream.kind == "meeting", shown)))


def _checkpoint(row: StoredCheckpoint) -> Checkpoint:
    head, _, signature = read_note(row.note)
    return Checkpoint(
        row.stream_id, head.origin, row.size, row.root, row.signed_at, signature.hex(), row.key_id, row.note
    )
