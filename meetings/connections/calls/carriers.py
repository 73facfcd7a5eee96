"""The worker's hands: threads that carry calls out, one of them for what is urgent alone, and hold their leases."""

from __future__ import annotations

import logging
import os
import socket
import threading
from pathlib import Path

from meetings.connections.calls.carrying import Carrying, InHand, carry_out_due
from meetings.connections.calls.claiming import (
    FreeLeases,
    Renew,
    due,
    free_leases,
    renew,
    workers_with_leases,
)
from meetings.connections.rules import LEASE
from meetings.kernel.actor import SYSTEM
from meetings.runtime.jobs import JobContext

log = logging.getLogger("witan.connections")
#: Calls to several providers, or for several meetings, that run side by side; one more is kept for what is urgent.
HANDS = 5
_LOOK_SECONDS = 0.25
_REST_SECONDS = 0.05


def this_worker() -> str:
    """This process among all that were and will be."""
    return _worker(os.getpid())


class Carriers:
    """Carries out calls from `start` to `stop`."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._worker = this_worker()
        self._in_hand = InHand()
        self._stop = threading.Event()
        self._go = threading.Event()

    def start(self) -> None:
        """Free what workers of this machine held when they ended, and begin."""
        self._free_lost()
        hands = [Carrying(self._worker, urgent_only=n == 0, in_hand=self._in_hand) for n in range(HANDS + 1)]
        for hand in hands:
            threading.Thread(target=self._carry, args=(hand,), name="carrier", daemon=True).start()
        for each in (self._look, self._hold):
            threading.Thread(target=each, name="carriers", daemon=True).start()

    def stop(self) -> None:
        """Begin no more calls. What is being done runs on while the process lives, and is done again after it."""
        self._stop.set()
        self._go.set()

    def _look(self) -> None:
        """One looks for all."""
        while not self._stop.wait(_LOOK_SECONDS):
            try:
                with self._context.runner.read() as session:
                    waiting = due(session, self._context.runner.clock.now())
            except Exception:
                log.exception("calls to providers could not be looked for; tried again")
                continue
            if waiting:
                self._go.set()

    def _carry(self, how: Carrying) -> None:
        while self._go.wait() and not self._stop.is_set():
            try:
                # One at a time, so that a stop is heard.
                while not self._stop.is_set() and carry_out_due(self._context, how, most=1):
                    pass
            except Exception:
                log.exception("calls to providers could not be carried out; tried again")
            if not self._stop.is_set():
                self._go.clear()
            self._stop.wait(_REST_SECONDS)

    def _hold(self) -> None:
        while not self._stop.wait(LEASE.total_seconds() / 4):
            held = self._in_hand.calls()
            if not held:
                continue
            try:
                self._context.runner.run(renew, Renew(self._worker, held), actor=SYSTEM)
            except Exception:
                log.exception("leases could not be renewed; tried again")

    def _free_lost(self) -> None:
        try:
            with self._context.runner.read() as session:
                lost = frozenset(w for w in workers_with_leases(session) if _has_ended(w))
            if lost:
                self._context.runner.run(free_leases, FreeLeases(lost), actor=SYSTEM)
        except Exception:
            log.exception("what ended workers held could not be freed; it is when their leases end")


def _worker(pid: int) -> str:
    return f"{socket.gethostname()[:60]}:{pid}:{_began(pid)}"


def _began(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty where that cannot be told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return ""
    return fields.split()[19]


def _has_ended(worker: str) -> bool:
    """Whether it was a process of this machine that is no more. Of other machines nothing is known."""
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:60] or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return worker != _worker(int(rest))
