"""The video server and the stream server beside this one: started, restarted and ended with it; their gate."""

from __future__ import annotations

import logging
from dataclasses import replace

from meetings.conferencing.own.pulse import PULSE
from meetings.conferencing.own.tickets import Ticket
from meetings.conferencing.own.usecases import News, nobody_is_there, write_down
from meetings.kernel.actor import SYSTEM
from meetings.ports.adapters import Adapters
from meetings.ports.own_video import OwnRoom, OwnStream, seat_of
from meetings.ports.providers import Account, Happened
from meetings.runtime.hub_dispatch import Route
from meetings.server.children import Child
from meetings.server.parts import Parts
from meetings.server.video import VideoGate

log = logging.getLogger("witan.video")
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1", "": "127.0.0.1"}


def companions_of(adapters: Adapters, parts: Parts, host: str, port: int) -> list[Child]:
    """The programs to run beside the server, their files written. Nobody can be connected yet."""
    around = replace(parts.settings.surroundings, own=f"http://{_EVERY_ADDRESS.get(host, host)}:{port}")
    children: list[Child] = []
    for companion in adapters.companions(around):
        if companion.missing:
            log.warning("the %s cannot be started: %s", companion.name, companion.missing)
            continue
        companion.prepare()
        children.append(Child(companion.name, companion.command))
    if children:
        parts.runner.run(nobody_is_there, None, actor=SYSTEM)
    return children


def gate_of(parts: Parts) -> VideoGate | None:
    """The gate to the council's own video; None where it has none."""
    provider: object = parts.services.providers.conferencing.get("builtin")
    stream: object = parts.services.providers.broadcast.get("hls")
    if not isinstance(provider, OwnRoom):
        return None

    def hear(headers: dict[str, str], raw: bytes) -> None:
        heard = provider.hear(Account("builtin", {}), headers, {}, raw)
        if heard.happened:
            devices = {one.data["connection"] for one in heard.happened}
            seen = {who: at for who in devices if (at := PULSE.seen(who)) is not None}
            parts.runner.run(write_down, News(heard.happened, seen), actor=SYSTEM)

    def publisher(secret: str, key: str) -> str:
        return stream.publisher(secret, key) if isinstance(stream, OwnStream) else ""

    def gone(ticket: Ticket) -> None:
        at = parts.runner.clock.now()
        data = {"connection": ticket.who, "seat_ref": seat_of(ticket.who), "name": ticket.name}
        left = Happened(f"{ticket.who}-left", "left", at, ticket.room, data)
        parts.runner.run(write_down, News((left,), {}), actor=SYSTEM)

    return VideoGate(parts.services.secret, provider.inner, hear, publisher, gone)


def routes_of(parts: Parts) -> list[Route]:
    """What the hub answers beside its own."""
    gate = gate_of(parts)
    return [] if gate is None else [gate.route]
