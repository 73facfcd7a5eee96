"""Whose device is connected to which meeting: kept in the server's memory; what lasts too long becomes a fact."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, tuple_

from meetings.kernel.actor import SYSTEM
from meetings.room.models import ConnectionLoss
from meetings.room.usecases.connections import (
    LoseConnection,
    RestoreConnection,
    lose_connection,
    restore_connection,
)
from meetings.runtime.usecase import Runner

log = logging.getLogger("witan.devices")
#: a meeting and a person
Seat = tuple[str, str]


class Devices:
    """Counts the open pages of each member at each meeting. `up` and `down` may be called from any thread.

    A member without an open page for longer than `after` seconds is lost, and back with the next page. Only members
    who attend from elsewhere are of interest: the use cases look at that.
    """

    def __init__(self, now: Callable[[], datetime], after: float) -> None:
        self._now = now
        self._after = timedelta(seconds=after)
        self._lock = threading.Lock()
        self._pages: Counter[Seat] = Counter()
        self._lost: dict[Seat, datetime] = {}
        self._back: set[Seat] = set()

    def up(self, meeting_id: str, person_id: str) -> None:
        """A page of theirs is connected."""
        seat = (meeting_id, person_id)
        with self._lock:
            self._pages[seat] += 1
            self._lost.pop(seat, None)
            self._back.add(seat)

    def down(self, meeting_id: str, person_id: str, silent: float = 0.0) -> None:
        """A page of theirs is gone; nothing was heard of it for `silent` seconds before."""
        seat = (meeting_id, person_id)
        with self._lock:
            self._pages[seat] -= 1
            if self._pages[seat] <= 0:
                del self._pages[seat]
                self._back.discard(seat)
                self._lost[seat] = self._now() - timedelta(seconds=silent)

    def due(self) -> tuple[list[LoseConnection], list[Seat]]:
        """Who has been lost for too long, and who came back since this was asked last. Each is told once."""
        now = self._now()
        with self._lock:
            gone = [(seat, since) for seat, since in self._lost.items() if now - since >= self._after]
            for seat, _ in gone:
                del self._lost[seat]
            back, self._back = sorted(self._back), set()
        return [LoseConnection(*seat, since) for seat, since in gone], back

    def settle(self, runner: Runner) -> None:
        """Make facts of what is due."""
        gone, back = self.due()
        for command in gone:
            runner.run(lose_connection, command, actor=SYSTEM)
        for seat in self._noted(runner, back):
            runner.run(restore_connection, RestoreConnection(*seat), actor=SYSTEM)

    @staticmethod
    def _noted(runner: Runner, back: list[Seat]) -> list[Seat]:
        """Those of them whose loss stands in the database, of this server or one before it."""
        if not back:
            return []
        query = select(ConnectionLoss.meeting_id, ConnectionLoss.person_id).where(
            ConnectionLoss.restored_at.is_(None),
            tuple_(ConnectionLoss.meeting_id, ConnectionLoss.person_id).in_(back),
        )
        with runner.read() as session:
            return [(meeting_id, person_id) for meeting_id, person_id in session.execute(query)]


class DeviceWatch:
    """A native thread that looks every other second."""

    def __init__(self, devices: Devices, runner: Runner, every: float = 2.0) -> None:
        self._devices = devices
        self._runner = runner
        self._every = every
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="devices", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self._devices.settle(self._runner)
            except Exception:
                log.exception("lost connections could not be noted")
