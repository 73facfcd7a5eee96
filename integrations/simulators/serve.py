"""One process on this machine with all simulators, each below its own address, and the control page."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from integrations.simulators import google, graph, identity, zoom
from integrations.simulators.base import World
from integrations.simulators.control import control_app

#: Where each stands below the one address.
PLACES = {"/zoom": zoom.make, "/graph": graph.make, "/login": identity.make, "/google": google.make}


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """The world keeps its own log."""


def application(world: World) -> Any:
    """All of it as one WSGI application."""
    return DispatcherMiddleware(control_app(world), {place: make(world) for place, make in PLACES.items()})


def listening(world: World, port: int = 0) -> BaseWSGIServer:
    """A server on loopback that is ready to serve; `world.address` is set. Raises OSError."""
    app = application(world)
    with socket.create_server(("127.0.0.1", port), backlog=64) as line:
        # Bound here: where that fails, werkzeug would print and end the process.
        number, handle = line.getsockname()[1], line.fileno()
        server = make_server("127.0.0.1", number, app, threaded=True, request_handler=_Quiet, fd=handle)
    world.address = f"http://127.0.0.1:{number}"
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
    except OSError:
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
