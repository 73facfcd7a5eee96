"""Keeping what the signer gave, raising an alarm where it refused, and settling it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from meetings.db.record import Stream, council_stream
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.proof.events import AlarmRaised, AlarmSettled, CheckpointSigned, KeyPublished
from meetings.proof.models import ProofAlarm, ProofKey, StoredCheckpoint
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work

UNKNOWN_KEY = (
    "The signer has a key that the key before it did not vouch for. If nobody set up a new signer on purpose, "
    "somebody else may be signing."
)


@dataclass(frozen=True)
class KnowKey:
    """A key of the signer; `message` and `signature`: the key before it vouches for it."""

    key_id: str
    public_key: str
    name: str
    message: str = ""
    signature: str = ""


@dataclass(frozen=True)
class KeepCheckpoint:
    """What the signer gave for a stream."""

    stream_id: str
    size: int
    root: str
    note: str
    key: KnowKey
    signed_at: datetime


@dataclass(frozen=True)
class RaiseAlarm:
    """The signer refused a stream, and why."""

    stream_id: str
    why: str


@dataclass(frozen=True)
class SettleAlarm:
    """What somebody found out about a refusal."""

    alarm_id: str
    words: str


@use_case(permission=None, system_only=True)
def keep_checkpoint(work: Work, command: KeepCheckpoint) -> bool:
    """Keep a checkpoint beside the record. False if it is kept already."""
    session = work.session
    # The stream's row is locked first, as whoever adds facts does.
    kind = session.scalar(select(Stream.kind).where(Stream.id == command.stream_id).with_for_update())
    if kind is None or session.get(StoredCheckpoint, (command.stream_id, command.size)) is not None:
        return False
    know_key(work, command.key)
    row = StoredCheckpoint(
        stream_id=command.stream_id,
        size=command.size,
        root=command.root,
        note=command.note,
        key_id=command.key.key_id,
        signed_at=command.signed_at,
    )
    session.add(row)
    session.flush()
    if kind == "meeting":
        fact = CheckpointSigned(command.size, command.root, command.key.key_id, command.signed_at)
        work.record(command.stream_id, fact)
    return True


@use_case(permission=None, system_only=True)
def know_key(work: Work, key: KnowKey) -> None:
    """Publish a key that is not known yet. One that nobody vouched for beside an older one raises an alarm."""
    if work.session.get(ProofKey, key.key_id) is not None:
        return
    first = work.session.scalar(select(ProofKey.id).limit(1)) is None
    work.session.execute(
        insert(ProofKey).values(
            id=key.key_id,
            public_key=key.public_key,
            name=key.name,
            since=work.now,
            message=key.message,
            signature=key.signature,
        )
    )
    council = _council(work.session)
    if council is None:
        return
    work.record(council, KeyPublished(key.key_id, key.public_key, key.name, key.message, key.signature))
    if not first and not key.signature:
        raise_alarm(work, RaiseAlarm(council, UNKNOWN_KEY))


@use_case(permission=None, system_only=True)
def raise_alarm(work: Work, command: RaiseAlarm) -> None:
    """Tell people that the signer refused. The same refusal again only moves its time."""
    open_ones = select(ProofAlarm).where(
        ProofAlarm.stream_id == command.stream_id, ProofAlarm.settled_at.is_(None)
    )
    for alarm in work.session.scalars(open_ones):
        if alarm.why == command.why:
            alarm.last_at = work.now
            work.session.flush()
            return
    alarm_id = new_id()
    work.session.add(
        ProofAlarm(
            id=alarm_id, stream_id=command.stream_id, why=command.why, found_at=work.now, last_at=work.now
        )
    )
    work.session.flush()
    council = _council(work.session)
    if council is not None:
        work.record(council, AlarmRaised(alarm_id, command.stream_id, command.why))


@use_case(permission=Permission.READ_RECORD, scope=whole_council)
def settle_alarm(work: Work, command: SettleAlarm) -> None:
    """Say what was found out. Raises Invalid without words, NotFound, and WrongState when it is settled."""
    words = command.words.strip()
    if not words:
        raise Invalid("Say what you found out.", {"words": "Say what you found out"})
    query = select(ProofAlarm).where(ProofAlarm.id == command.alarm_id).with_for_update()
    alarm = work.session.scalar(query.execution_options(populate_existing=True))
    if alarm is None:
        raise NotFound("There is no such alarm.")
    if alarm.settled_at is not None:
        raise WrongState("This alarm is settled already.")
    alarm.settled_at, alarm.settled_by, alarm.words = work.now, work.actor.name, words[:2000]
    work.session.flush()
    council = _council(work.session)
    if council is not None:
        work.record(council, AlarmSettled(alarm.id, alarm.words))


def _council(session: Session) -> str | None:
    try:
        return council_stream(session)
    except NotFound:
        return None
