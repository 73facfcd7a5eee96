"""Between the hub and native threads: calls into the hub, work out of it, and answers that cross over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

import gevent
from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("witan.hub")


class HubNotRunning(RuntimeError):
    """Something was handed to the hub while none is running in this process."""


@dataclass
class RunningHub:
    """The hub of this process: its event loop and the threads that work for it."""

    thread: int = field(default_factory=threading.get_ident, init=False)
    loop: Any = field(init=False)
    errands: ThreadPool = field(init=False)

    def __post_init__(self) -> None:
        self.loop = gevent.get_hub().loop
        # Small things that a hub route waits for must not queue behind page renders.
        self.errands = ThreadPool(4)


_running: RunningHub | None = None


def _hub_of_this_thread() -> RunningHub | None:
    hub = _running
    return hub if hub is not None and hub.thread == threading.get_ident() else None


def attach() -> RunningHub:
    """Make the calling thread's event loop the hub of this process."""
    global _running
    _running = RunningHub()
    return _running


def detach(hub: RunningHub) -> None:
    """Forget the hub when it stops."""
    global _running
    if _running is hub:
        _running = None


def call_soon(function: Callable[[], object]) -> None:
    """Run `function` in the hub, in a greenlet of its own, in order. May be called from any thread."""
    hub = _running
    if hub is None:
        raise HubNotRunning("no hub is running in this process")
    hub.loop.run_callback_threadsafe(gevent.spawn_raw, _guarded, function)


def _guarded(function: Callable[[], object]) -> None:
    try:
        function()
    except Exception:
        log.exception("a call into the hub failed")


def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a native thread and wait for it without holding up the hub.

    Outside the hub's own thread it is simply called: the caller may block there.
    """
    hub = _hub_of_this_thread()
    if hub is None:
        return function(*args, **kwargs)
    return run_in(hub.errands, lambda: function(*args, **kwargs))


def run_in(pool: ThreadPool, function: Callable[[], T]) -> T:
    """As in_thread, in a given pool; what it raises is raised here, and not printed by the pool."""
    outcome = pool.spawn(_attempt, function).get()
    assert outcome is not None
    return outcome.get()


def at_most(seconds: float) -> gevent.Timeout:
    """A `with` block that is left quietly when the time is up; only in the hub."""
    return gevent.Timeout(seconds, False)  # type: ignore[arg-type]


def _attempt(function: Callable[[], T]) -> Outcome[T]:
    try:
        return Outcome(value=function())
    except BaseException as error:
        return Outcome(error=error)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """A value, or the error that came instead of it."""

    value: T | None = None
    error: BaseException | None = None

    def get(self) -> T:
        """The value; raises the error."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]


class Reply(Generic[T]):
    """An answer that one thread waits for and another gives, once.

    Made in a greenlet of the hub, the wait lets the hub go on; made in a plain thread, it blocks that thread.
    """

    def __init__(self) -> None:
        self._outcome: Outcome[T] | None = None
        hub = _hub_of_this_thread()
        self._greenlet = None if hub is None else _GreenletReply(hub.loop)
        self._thread = threading.Event() if hub is None else None

    def set(self, outcome: Outcome[T]) -> None:
        """Give the answer, from any thread."""
        self._outcome = outcome
        if self._greenlet is not None:
            self._greenlet.send()
        elif self._thread is not None:
            self._thread.set()

    def wait(self) -> T:
        """The answer, when it is there; raises it if it is an error."""
        if self._greenlet is not None:
            self._greenlet.wait()
        elif self._thread is not None:
            self._thread.wait()
        if self._outcome is None:
            raise RuntimeError("a reply was woken without an answer")
        return self._outcome.get()


class _GreenletReply:
    """Wakes a greenlet from another thread; the started watcher also keeps its event loop alive meanwhile."""

    def __init__(self, loop: Any) -> None:
        self._woken: AsyncResult[None] = AsyncResult()
        self._watcher = loop.async_()
        self._watcher.start(self._in_hub)

    def _in_hub(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._woken.set(None)

    def send(self) -> None:
        try:
            self._watcher.send()
        except Exception:
            # The waiting event loop is gone, and whoever waited with it.
            log.warning("an answer came after its event loop had ended", exc_info=True)

    def wait(self) -> None:
        self._woken.get()
