"""The hub: one gevent process that serves sockets itself and runs everything else in native threads."""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import gevent
from gevent.event import Event

from meetings.runtime.hub_body import BodyReader
from meetings.runtime.hub_dispatch import Dispatcher, Route, Which
from meetings.runtime.hub_events import SseBroadcaster
from meetings.runtime.hub_limits import Limits
from meetings.runtime.hub_loop import HubNotRunning, RunningHub, attach, call_soon, detach, in_thread
from meetings.runtime.hub_pages import PageThreads
from meetings.runtime.hub_requests import Environ, OriginGuard, Proxies, WsgiApp
from meetings.runtime.hub_server import HubServer
from meetings.runtime.hub_sockets import SOCKET_OPTIONS, Sockets, emit_to_room

__all__ = [
    "SOCKET_OPTIONS",
    "HubNotRunning",
    "Limits",
    "OriginGuard",
    "Ready",
    "SseBroadcaster",
    "call_soon",
    "emit_to_room",
    "in_thread",
    "serve",
]

log = logging.getLogger("witan.hub")

#: how long a thread that renders may keep the interpreter while the hub wants it
SWITCH_INTERVAL = 0.0005
#: the garbage collector's thresholds while serving: seldom, and then little at a time
_COLLECT = (10_000, 20, 20)


@dataclass(frozen=True)
class Ready:
    """The server listens. `stop` may be called from any thread."""

    host: str
    port: int
    stop: Callable[[], None]


def _never(method: str, path: str) -> bool:
    return False


@dataclass
class _Wiring:
    events: SseBroadcaster | None
    sockets: Sockets | None
    on_stop: Callable[[], object] | None
    leave: Event = field(default_factory=Event)
    signals: list[Any] = field(default_factory=list)


def serve(
    wsgi_app: WsgiApp,
    socketio: Any = None,
    *,
    host: str,
    port: int,
    hub_paths: Which = _never,
    upload_paths: Which = _never,
    routes: Sequence[Route] = (),
    events: SseBroadcaster | None = None,
    session_cookie: str = "session",
    origin_allowed: Callable[[Environ], bool] | None = None,
    trusted_proxies: Iterable[str] = (),
    max_sockets: int = 1000,
    threads: int = 8,
    limits: Limits | None = None,
    spool_folder: Path | None = None,
    switch_interval: float = SWITCH_INTERVAL,
    signals: bool = True,
    on_ready: Callable[[Ready], object] | None = None,
    on_stop: Callable[[], object] | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT or `Ready.stop`, then end in good order; a second signal ends at once.

    `on_stop` runs in a native thread after the last request: the place to drain the group writer.
    Raises OSError if the address cannot be had.
    """
    limits = limits or Limits()
    sys.setswitchinterval(switch_interval)
    _raise_file_limit()
    hub = attach()
    sockets = None if socketio is None else Sockets(socketio, origin_allowed or OriginGuard(), max_sockets)
    dispatcher = Dispatcher(
        app=wsgi_app,
        pages=PageThreads(threads),
        bodies=BodyReader(limits, spool_folder),
        limits=limits,
        proxies=Proxies.of(trusted_proxies),
        sockets=sockets,
        routes=[*routes, *([events.route] if events is not None else [])],
        hub_paths=hub_paths,
        upload_paths=upload_paths,
        session_cookie=session_cookie,
    )
    wiring = _Wiring(events, sockets, on_stop)
    collect = gc.get_threshold()
    try:
        server = HubServer((host, port), dispatcher, limits)
        server.start()
        if signals:
            _listen_to_signals(wiring)
        _spare_the_collector()
        _announce(server, hub, wiring, on_ready)
        wiring.leave.wait()
        _finish(server, wiring)
    finally:
        for watcher in wiring.signals:
            watcher.cancel()
        detach(hub)
        gc.unfreeze()
        gc.set_threshold(*collect)


def _announce(
    server: HubServer, hub: RunningHub, wiring: _Wiring, on_ready: Callable[[Ready], object] | None
) -> None:
    def stop() -> None:
        # A loop that has ended already says ValueError.
        with suppress(ValueError):
            hub.loop.run_callback_threadsafe(wiring.leave.set)

    host, port = cast("tuple[str, int]", server.address[:2])
    if on_ready is not None:
        on_ready(Ready(host, port, stop))


def _finish(server: HubServer, wiring: _Wiring) -> None:
    server.finish()
    if wiring.events is not None:
        wiring.events.close()
    if wiring.sockets is not None:
        wiring.sockets.end_all()
    if wiring.on_stop is not None:
        try:
            in_thread(wiring.on_stop)
        except Exception:
            log.exception("something could not be stopped in good order")
    for connection in list(server.connections):
        connection.abort()


def _listen_to_signals(wiring: _Wiring) -> None:
    def asked(number: int) -> None:
        if wiring.leave.is_set():
            os._exit(128 + number)
        wiring.leave.set()

    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("signals can only be heard in the main thread")
    for number in (signal.SIGTERM, signal.SIGINT):
        wiring.signals.append(gevent.signal_handler(number, asked, number))


def _spare_the_collector() -> None:
    """What is loaded by now stays: looking through all of it would hold ballots up for a fifth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)


def _raise_file_limit() -> None:
    """Every connection is an open file; take as many as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError):
            log.info("the limit of %d open files stays as it is", soft)
