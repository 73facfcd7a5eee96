"""The officer's page of a meeting's room and broadcast: how each stands, what is being done, what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from meetings.conferencing.models import Broadcast, RemoteRoom, RemoteStep
from meetings.conferencing.offers import MANUAL, name_of
from meetings.conferencing.queries import AnyBroadcast, AnyRoom, Remote
from meetings.conferencing.rules import Origin, Status, What
from meetings.conferencing.wishes import opened
from meetings.connections.queries import CallRow
from meetings.connections.rules import UNFINISHED, CallState
from meetings.ports.adapters import Providers
from meetings.ports.addresses import recognised
from meetings.ports.providers import Provider
from meetings.runtime.vault import Unlockable, Vault

_COLOURS = {
    Status.ASKED: "blue",
    Status.READY: "green",
    Status.FAILED: "red",
    Status.ENDED: "grey",
    Status.CANCELLING: "yellow",
    Status.CANCELLED: "grey",
}
#: What a call does, as the officer reads it.
WORDS = {
    "conferencing.create": "make the room",
    "conferencing.update": "change the room",
    "conferencing.cancel": "take the room away",
    "conferencing.seat": "give everybody a seat",
    "conferencing.aim": "send the picture of the room to the broadcast",
    "broadcast.prepare": "make the broadcast",
    "broadcast.update": "change the broadcast",
    "broadcast.cancel": "take the broadcast away",
}


@dataclass(frozen=True)
class Trial:
    """A call that has not succeeded yet."""

    call_id: str
    words: str
    error: str
    remedy: str
    next_at: datetime | None
    parked: bool
    given_up: bool


@dataclass(frozen=True)
class Side:
    """The room or the broadcast, as the page shows it."""

    what: What
    provider: str
    provider_name: str
    label: str
    colour: str
    stands: bool
    error: str
    remedy: str
    trials: tuple[Trial, ...]
    busy: bool
    #: whose address was entered, where it was
    recognised: str = ""
    watch_url: str = ""
    details: tuple[str, ...] = ()

    @property
    def manual(self) -> bool:
        """Whether the officer enters its address."""
        return self.provider == MANUAL


@dataclass(frozen=True)
class StepLine:
    """A step by hand."""

    origin: Origin
    key: str
    title: str
    text: str
    pastes: tuple[tuple[str, str], ...]
    #: labels of what is shown on request only
    secrets: tuple[str, ...]
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True)
class Overview:
    """Everything on the page but the form."""

    sides: tuple[Side, ...]
    steps: tuple[StepLine, ...]
    #: of providers that were given up and are still being told
    leaving: tuple[str, ...]

    @property
    def busy(self) -> bool:
        """Whether something is being done at this moment, so that the page looks again."""
        return any(side.busy for side in self.sides)

    @property
    def undone(self) -> int:
        """How many steps are left."""
        return sum(step.done_at is None for step in self.steps)

    def side(self, what: What) -> Side | None:
        """The room, or the broadcast."""
        return next((s for s in self.sides if s.what is what), None)


def overview_of(remote: Remote, providers: Providers, vault: Vault | None) -> Overview:
    """How it all stands. No secret is in it."""
    sides = []
    if remote.room is not None:
        sides.append(_room(remote.room, remote.calls, providers.conferencing, vault))
    if remote.broadcast is not None:
        sides.append(_broadcast(remote.broadcast, remote.calls, providers.broadcast))
    former: list[AnyRoom | AnyBroadcast] = [*remote.former_rooms, *remote.former_broadcasts]
    names: Mapping[str, Provider] = {**providers.broadcast, **providers.conferencing}
    leaving = tuple(name_of(names, f.provider) for f in former if f.state is Status.CANCELLING)
    return Overview(tuple(sides), tuple(line_of(s) for s in remote.steps), leaving)


def line_of(step: RemoteStep) -> StepLine:
    """A step without its secrets."""
    return StepLine(
        step.origin,
        step.key,
        step.title,
        step.text,
        tuple((p["label"], p["value"]) for p in step.pastes if not p["secret"]),
        tuple(p["label"] for p in step.pastes if p["secret"]),
        step.done_at,
        step.done_by,
    )


def secrets_of(step: RemoteStep, vault: Vault | None) -> list[tuple[str, str]]:
    """What is pasted at a step, secrets too: for a page that was asked for by a press and is kept by nobody."""
    kept = opened(vault, step.secrets)
    return [
        (p["label"], kept.get(str(n), "") if p["secret"] else p["value"]) for n, p in enumerate(step.pastes)
    ]


def _room(
    room: RemoteRoom, calls: tuple[CallRow, ...], names: Mapping[str, Provider], vault: Vault | None
) -> Side:
    details = []
    if room.record:
        details.append("It is recorded.")
    if room.audience:
        details.append("With an audience that only watches.")
    details.append("People wait until they are let in.")
    return Side(
        What.ROOM,
        room.provider,
        name_of(names, room.provider),
        room.state.label,
        _COLOURS[room.state],
        room.state.stands,
        room.error,
        room.remedy,
        _trials(calls, "conferencing.", room.provider),
        _busy(calls, "conferencing.", room.provider),
        _entered(room, vault),
        details=tuple(details) if room.state.stands else (),
    )


def _broadcast(row: Broadcast, calls: tuple[CallRow, ...], names: Mapping[str, Provider]) -> Side:
    manual = row.provider == MANUAL and row.watch_url
    return Side(
        What.BROADCAST,
        row.provider,
        name_of(names, row.provider),
        row.state.label,
        _COLOURS[row.state],
        row.state.stands,
        row.error,
        row.remedy,
        _trials(calls, "broadcast.", row.provider),
        _busy(calls, "broadcast.", row.provider),
        recognised(row.watch_url).words if manual else "",
        row.watch_url if row.state.stands else "",
        (row.privacy.label,) if row.state.stands else (),
    )


def _entered(room: RemoteRoom, vault: Vault | None) -> str:
    if room.provider != MANUAL:
        return ""
    try:
        given = opened(vault, room.given)
    except Unlockable:
        return "What was entered cannot be opened: enter it again."
    link = given.get("link", "")
    said = [recognised(link).words] if link else ["No link: people join by telephone."]
    if given.get("dial_in") and link:
        said.append("With telephone numbers.")
    if given.get("passcode"):
        said.append("With a passcode.")
    return " ".join(said)


def _ours(calls: tuple[CallRow, ...], prefix: str, provider: str) -> list[CallRow]:
    return [
        c for c in calls if c.provider == provider and c.operation in WORDS and c.operation.startswith(prefix)
    ]


def _busy(calls: tuple[CallRow, ...], prefix: str, provider: str) -> bool:
    return any(c.state is CallState.WAITING for c in _ours(calls, prefix, provider))


def _trials(calls: tuple[CallRow, ...], prefix: str, provider: str) -> tuple[Trial, ...]:
    """What was tried and has not worked; a failure that has become the error of the whole is not said twice."""
    return tuple(
        Trial(
            c.id,
            WORDS[c.operation],
            c.error,
            c.remedy,
            c.next_at,
            c.state is CallState.PARKED,
            c.state is CallState.GIVEN_UP,
        )
        for c in _ours(calls, prefix, provider)
        if c.error and (c.state in UNFINISHED or (_alone(c) and c.state is CallState.GIVEN_UP))
    )


def _alone(call: CallRow) -> bool:
    """Whether its failure leaves the room or broadcast itself standing."""
    return call.operation in ("conferencing.seat", "conferencing.aim")
