"""What all simulators share: one world, a log of what was asked of them, faults to order, and their buttons."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
from flask import Flask, Response, g, request

from integrations.simulators.faults import Fault, FaultKind, Faults
from integrations.simulators.feeds import Feed, Feeds

__all__ = ["Control", "Entry", "Fault", "FaultKind", "Faults", "Feed", "Feeds", "Input", "Logged", "Table"]
__all__ += ["World", "simulator"]

State = TypeVar("State")
#: Puts a fault's refusal in the provider's own shape.
Shape = Callable[[Fault], Response]

_SECRET_HEADERS = {"authorization", "cookie", "proxy-authorization", "x-api-key"}
_KEPT_BACK = "(kept back)"


@dataclass
class Logged:
    """One request as it came, and the status it was answered with (0: the line was cut)."""

    at: datetime
    simulator: str
    #: the simulator's own name of what was asked, such as `liveBroadcasts.insert`; empty: unknown address
    operation: str
    method: str
    #: below the simulator's own address
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes = field(repr=False)
    status: int | None = None
    #: what was answered, whether or not it arrived
    answer: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Input:
    """A field of a button on the control page. `choices`: value and label, asked anew for each page."""

    name: str
    label: str
    value: str = ""
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Control:
    """Something a person or a test does to the world: `act` gets the fields and tells what came of it."""

    #: `<simulator>.<verb>`: POST /control/<simulator>/<verb>
    key: str
    title: str
    act: Callable[[Mapping[str, str]], str]
    inputs: tuple[Input, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Entry:
    """What to enter on a connection page of the product."""

    #: the provider's key there: zoom, teams, youtube
    provider: str
    name: str
    #: field and value
    values: tuple[tuple[str, str], ...]
    words: str = ""


@dataclass(frozen=True)
class Table:
    """Something of the simulators' state, shown on the control page."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: said instead of an empty table
    nothing: str


class World:
    """What the simulators share. One for a process; `reset` between tests."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.feeds = Feeds()
        self.faults = Faults()
        self.log: list[Logged] = []
        #: the simulators' own address once they run, such as http://127.0.0.1:8070
        self.address = ""
        #: where the product is, to post news to; empty: nowhere
        self.site = ""
        self.clock: Callable[[], datetime] = _now
        self.controls: dict[str, Control] = {}
        self.tables: list[Callable[[], Table]] = []
        self.entries: list[Entry] = []
        self._states: dict[type, Any] = {}

    def now(self) -> datetime:
        """The simulators' clock."""
        return self.clock()

    def of(self, kind: type[State]) -> State:
        """A simulator's own state: made when first asked for, gone after a reset."""
        with self.lock:
            if kind not in self._states:
                self._states[kind] = kind()
            found: State = self._states[kind]
            return found

    def reset(self) -> None:
        """As if just started; what the simulators registered stays."""
        with self.lock:
            self._states.clear()
            self.feeds.clear()
            self.faults.clear()
            self.log.clear()
            self.clock = _now
            self.site = ""

    def asked(self, simulator: str, operation: str = "") -> list[Logged]:
        """What was asked of a simulator, in order."""
        with self.lock:
            return [x for x in self.log if x.simulator == simulator and operation in ("", x.operation)]

    def deliver(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post a message to the product; the status of its answer, 0 if there is none."""
        try:
            return httpx.post(
                url, content=body, headers=dict(headers), timeout=5, trust_env=False
            ).status_code
        except httpx.HTTPError:
            return 0


def _now() -> datetime:
    return datetime.now(UTC)


def simulator(name: str, world: World, shape: Shape) -> Flask:
    """An application whose requests are logged and struck by faults; its endpoints are the operations' names.

    Every request is carried out alone: the state needs no further lock.
    """
    app = Flask(f"{__package__}.{name}", static_folder=None, template_folder=None)

    @app.before_request
    def begin() -> Response | None:
        world.lock.acquire()
        g.locked = True
        g.logged = _logged(name, world)
        world.log.append(g.logged)
        g.fault = world.faults.take(name, g.logged.operation)
        if g.fault is None or g.fault.kind is FaultKind.ACT_THEN_HANG_UP:
            return None
        return shape(g.fault)

    @app.after_request
    def finish(answer: Response) -> Response:
        g.logged.status = answer.status_code
        if not answer.is_streamed and not answer.direct_passthrough:
            g.logged.answer = answer.get_data()
        fault: Fault | None = g.fault
        if fault is not None:
            for header, value in fault.retry_after(world.now()).items():
                answer.headers[header] = value
            if fault.kind in (FaultKind.ACT_THEN_HANG_UP, FaultKind.HANG_UP):
                g.logged.status = 0
                _hang_up()
        return answer

    @app.teardown_request
    def let_go(_: BaseException | None) -> None:
        if g.pop("locked", False):
            world.lock.release()

    return app


def _logged(name: str, world: World) -> Logged:
    headers = {k: _KEPT_BACK if k.lower() in _SECRET_HEADERS else v for k, v in request.headers.items()}
    query = {k: request.args.getlist(k) for k in request.args}
    operation = request.endpoint or ""
    return Logged(
        world.now(), name, operation, request.method, request.path, query, headers, request.get_data()
    )


def _hang_up() -> None:
    """Cut the line under the answer. Called without a server there is no line to cut."""
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
