"""One process on this machine with all simulators, each below its own address, and the control page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from integrations.simulators.base import World
from integrations.simulators.control import control_app

#: Where each stands, and the module whose `make(world)` builds it.
PLACES = {"/zoom": "zoom", "/graph": "graph", "/login": "identity", "/google": "google"}


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """The world keeps its own log."""


def application(world: World) -> Any:
    """All of it as one WSGI application."""
    apps: dict[str, Any] = {}
    for place, name in PLACES.items():
        module = f"{__package__}.{name}"
        if find_spec(module):
            make: Callable[[World], Flask] = import_module(module).make
            apps[place] = make(world)
    return DispatcherMiddleware(control_app(world), apps)


def listening(world: World, port: int = 0) -> BaseWSGIServer:
    """A server on loopback that is ready to serve; `world.address` is set."""
    server = make_server("127.0.0.1", port, application(world), threaded=True, request_handler=_Quiet)
    world.address = f"http://127.0.0.1:{server.server_port}"
    return server


@contextmanager
def running(world: World, port: int = 0) -> Iterator[World]:
    """The simulators in a thread, for as long as the block lasts."""
    server = listening(world, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def serve(port: int) -> int:
    """`script/witan simulators`: until it is stopped. The exit code."""
    world = World()
    try:
        server = listening(world, port)
    except (OSError, SystemExit):
        # werkzeug explains an address in use by itself, and ends.
        sys.stderr.write(f"witan: port {port} of this machine cannot be used. Choose another with --port.\n")
        return 1
    sys.stdout.write(words(world))
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.stdout.write("\nThe simulators have stopped; what was in them is gone.\n")
    finally:
        server.server_close()
    return 0


def words(world: World) -> str:
    """What to do with them, in plain words."""
    lines = [
        f"The simulators of Zoom, Teams and YouTube run at {world.address}",
        "Open this address in a browser to make things happen: people join, a picture arrives, a fault strikes.",
        "",
        "Start the server so that it speaks to them instead of the real services:",
        f"  WITAN_SIMULATORS={world.address} script/server",
        "Then sign in as administrator, open Connections, and enter:",
    ]
    for entry in world.entries:
        lines.append(f"  {entry.name}")
        lines.extend(f"    {name}: {value}" for name, value in entry.values)
        lines.extend([f"    {entry.words}"] if entry.words else [])
    return "\n".join([*lines, "", "Stop them with Ctrl+C.", ""])
