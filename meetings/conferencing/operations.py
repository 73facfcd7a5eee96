"""What is done at providers for a meeting's room and broadcast: each safe to repeat, after a crash at any moment."""

from __future__ import annotations

from collections.abc import Iterable

from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.queries import (
    AnyBroadcast,
    AnyRoom,
    broadcast_by_key,
    room_by_key,
)
from meetings.conferencing.rules import Status
from meetings.conferencing.usecases.results import (
    BroadcastMade,
    RoomMade,
    SealedStep,
    broadcast_failed,
    broadcast_gone,
    broadcast_made,
    room_failed,
    room_gone,
    room_made,
    stream_aimed,
)
from meetings.conferencing.usecases.seats import (
    FreeSeat,
    KeepSeat,
    NoteTried,
    free_seat,
    keep_seat,
    note_tried,
)
from meetings.conferencing.wishes import (
    WishedBroadcast,
    WishedRoom,
    broadcast_wished,
    opened,
    room_wished,
    sealed,
    sealed_pastes,
    seating_of,
)
from meetings.connections.calls import Applied, Call, Doing, failed, operation
from meetings.kernel.actor import SYSTEM
from meetings.ports.broadcast import Broadcast as MadeBroadcast
from meetings.ports.conferencing import Room, StreamTarget, doors_of
from meetings.ports.providers import Can, Gone, Paste, Permanent, SignInDead, Step
from meetings.runtime.vault import Vault
from meetings.runtime.work import Work


@operation("conferencing.create")
def create(doing: Doing) -> Applied | None:
    """Make the room, or find the one that our key made."""
    room = _room(doing)
    if room is None or not _wanted(room) or room.state is Status.READY:
        return None
    wished = _room_wished(doing, room)
    doing.context.runner.run(note_tried, NoteTried(room.key), actor=SYSTEM)
    made = doing.room_provider.create(doing.account, wished.wish)
    return _room_applied(doing, room.key, wished, made)


@operation("conferencing.update")
def update(doing: Doing) -> Applied | None:
    """Tell the provider how the room should be now. Nothing is asked where that is how it is."""
    room = _room(doing)
    if room is None or not _wanted(room) or not room.ref:
        return None
    wished = _room_wished(doing, room)
    if wished.mark == room.wished:
        return None
    try:
        made = doing.room_provider.update(doing.account, room.ref, wished.wish)
    except Gone:
        # Somebody took it away at the provider. The meeting still wants one; our own join page leads there.
        made = doing.room_provider.create(doing.account, wished.wish)
    return _room_applied(doing, room.key, wished, made)


@operation("conferencing.cancel")
def cancel(doing: Doing) -> Applied | None:
    """Take the room away; one that was used is only ended, and what its provider has of it stays."""
    room = _room(doing)
    if room is None or room.state is not Status.CANCELLING:
        return None
    provider, keep = doing.room_provider, bool(doing.payload.get("keep"))
    ref = room.ref or _find_room(doing, room)
    if ref and not keep:
        provider.cancel(doing.account, ref)
    elif ref and Can.END in provider.can:
        provider.end(doing.account, ref)
    return lambda work: room_gone(work, room.key, kept=keep)


def _find_room(doing: Doing, room: AnyRoom) -> str:
    """The provider was asked for it and we know nothing of its answer: asked again it gives what is there."""
    if room.tried_at is None:
        return ""
    try:
        return doing.room_provider.create(doing.account, _room_wished(doing, room).wish).ref
    except SignInDead:
        raise
    except Permanent:
        return ""


@operation("conferencing.aim")
def aim(doing: Doing) -> Applied | None:
    """Have the picture of the room go to the broadcast, or say what is to be done for that by hand."""
    room = _room(doing)
    with doing.context.runner.read() as session:
        row = broadcast_by_key(session, doing.payload["broadcast"])
    if room is None or row is None or not (_wanted(room) and row.state.stands and row.target):
        return None
    kept = opened(doing.context.vault, row.target)
    target = StreamTarget(kept.get("url", ""), kept.get("key", ""), kept.get("page", ""))
    try:
        steps = doing.room_provider.aim(doing.account, room.ref, target)
    except SignInDead:
        raise
    except Permanent as error:
        steps = (_by_hand(error, target),)
    kept_steps = _sealed_steps(steps, doing.context.vault)
    return lambda work: stream_aimed(work, room.key, row.key, kept_steps)


def _by_hand(error: Permanent, target: StreamTarget) -> Step:
    pastes = (Paste("Server address", target.url), Paste("Stream key", target.key, secret=True))
    text = f"{error.reason} {error.remedy}".strip()
    return Step("aim", "Send the picture of the room to the broadcast", text, pastes)


@operation("conferencing.seat")
def seat(doing: Doing) -> Applied | None:
    """Have a seat for everybody who may come in, and free those of people who may not any longer."""
    room = _room(doing)
    provider = doing.room_provider
    if room is None or not _wanted(room) or not room.ref or Can.MEMBER_LINKS not in provider.can:
        return None
    context = doing.context
    with context.runner.read() as session:
        seating = seating_of(session, room, context.runner.timezone)
    inside = opened(context.vault, room.inside)
    for guest, seat_ref in seating.to_free:
        provider.revoke(doing.account, room.ref, guest, seat_ref)
        context.runner.run(free_seat, FreeSeat(room.key, guest.key), actor=SYSTEM)
    for guest, door in doors_of(provider, doing.account, room.ref, inside, seating.to_seat):
        context.runner.run(keep_seat, KeepSeat.of(room, guest, door, context.vault), actor=SYSTEM)
    return None


@operation("broadcast.prepare")
def prepare(doing: Doing) -> Applied | None:
    """Make the broadcast, or find the one that our key made."""
    row = _broadcast(doing)
    if row is None or not row.state.stands or row.state is Status.READY:
        return None
    wished = _broadcast_wished(doing, row)
    doing.context.runner.run(note_tried, NoteTried(row.key), actor=SYSTEM)
    made = doing.broadcast_provider.prepare(doing.account, wished.wish)
    return _broadcast_applied(doing, row.key, wished, made)


@operation("broadcast.update")
def update_broadcast(doing: Doing) -> Applied | None:
    """Tell the provider how the broadcast should be now."""
    row = _broadcast(doing)
    if row is None or not row.state.stands or not row.ref:
        return None
    wished = _broadcast_wished(doing, row)
    if wished.mark == row.wished:
        return None
    try:
        made = doing.broadcast_provider.update(doing.account, row.ref, wished.wish)
    except Gone:
        made = doing.broadcast_provider.prepare(doing.account, wished.wish)
    return _broadcast_applied(doing, row.key, wished, made)


@operation("broadcast.cancel")
def cancel_broadcast(doing: Doing) -> Applied | None:
    """Take the broadcast away; one that was shown is only ended."""
    row = _broadcast(doing)
    if row is None or row.state is not Status.CANCELLING:
        return None
    provider, keep = doing.broadcast_provider, bool(doing.payload.get("keep"))
    ref = row.ref or _find_broadcast(doing, row)
    if ref and not keep:
        provider.cancel(doing.account, ref)
    elif ref and Can.GO_LIVE in provider.can:
        provider.end(doing.account, ref)
    return lambda work: broadcast_gone(work, row.key, kept=keep)


def _find_broadcast(doing: Doing, row: AnyBroadcast) -> str:
    if row.tried_at is None:
        return ""
    try:
        return doing.broadcast_provider.prepare(doing.account, _broadcast_wished(doing, row).wish).ref
    except SignInDead:
        raise
    except Permanent:
        return ""


@failed("conferencing.create")
@failed("conferencing.update")
@failed("conferencing.cancel")
def room_given_up(work: Work, call: Call, reason: str, remedy: str) -> None:
    """The officer reads why."""
    room_failed(work, call.payload["key"], reason, remedy)


@failed("broadcast.prepare")
@failed("broadcast.update")
@failed("broadcast.cancel")
def broadcast_given_up(work: Work, call: Call, reason: str, remedy: str) -> None:
    """The officer reads why."""
    broadcast_failed(work, call.payload["key"], reason, remedy)


def _wanted(room: AnyRoom) -> bool:
    return isinstance(room, RemoteRoom) and room.state.stands


def _room(doing: Doing) -> AnyRoom | None:
    with doing.context.runner.read() as session:
        return room_by_key(session, doing.payload["key"])


def _broadcast(doing: Doing) -> AnyBroadcast | None:
    with doing.context.runner.read() as session:
        return broadcast_by_key(session, doing.payload["key"])


def _room_wished(doing: Doing, room: AnyRoom) -> WishedRoom:
    with doing.context.runner.read() as session:
        return room_wished(session, room, doing.context.vault, doing.context.runner.timezone)


def _broadcast_wished(doing: Doing, row: AnyBroadcast) -> WishedBroadcast:
    context = doing.context
    with context.runner.read() as session:
        return broadcast_wished(session, row, context.vault, context.runner.timezone, context.site)


def _room_applied(doing: Doing, key: str, wished: WishedRoom, made: Room) -> Applied:
    vault = doing.context.vault
    result = RoomMade(
        key,
        made.ref,
        sealed(vault, made.inside),
        _sealed_steps(made.steps, vault),
        wished.mark,
        Can.MEMBER_LINKS in doing.room_provider.can,
    )
    return lambda work: room_made(work, result)


def _broadcast_applied(doing: Doing, key: str, wished: WishedBroadcast, made: MadeBroadcast) -> Applied:
    vault, target = doing.context.vault, made.target
    kept = {"url": target.url, "key": target.key, "page": target.page} if target is not None else {}
    result = BroadcastMade(
        key,
        made.ref,
        made.watch_url,
        made.embed_url,
        sealed(vault, kept),
        _sealed_steps(made.steps, vault),
        wished.mark,
    )
    return lambda work: broadcast_made(work, result)


def _sealed_steps(steps: Iterable[Step], vault: Vault | None) -> tuple[SealedStep, ...]:
    kept = []
    for step in steps:
        pastes, secrets = sealed_pastes(step, vault)
        kept.append(SealedStep(step.key, step.title, step.text, pastes, secrets))
    return tuple(kept)
