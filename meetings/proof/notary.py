"""Sees to it that the record is sealed: within a second of what matters, and in rounds of everything else."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from meetings.kernel.facts import Fact, name_of
from meetings.proof.queries import streams_after, waiting_streams
from meetings.proof.signing import compare, seal
from meetings.runtime.jobs import JobContext
from meetings.runtime.keeper import Away, Keeper
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.runtime.usecase import Runner

log = logging.getLogger("witan.proof")

#: results and screens go first
_PATIENCE = 0.15
_RETRIES = (0.25, 0.5, 1.0, 2.0, 4.0)
#: streams looked through in one round of a minute
_ROUND = 5

#: names of the facts after which a stream is sealed soon
_SEALED_SOON: set[str] = set()
#: streams in which this process has recorded such a fact since they were sealed
_wanted: set[str] = set()


def sealed_soon(*kinds: type[Fact]) -> None:
    """Have the record sealed within a second of a fact of these types. It is said by the features that own them."""
    for kind in kinds:
        _SEALED_SOON.add(name_of(kind))
        on(kind, then(_want))


def _want(_work: Any, stream_id: str, _fact: Fact) -> None:
    # No more than this on the vote's own way. If the transaction fails, the notary looks once for nothing.
    _wanted.add(stream_id)


def to_be_sealed(touched: Mapping[str, int]) -> list[str]:
    """Those of the streams just committed in which this process recorded something that is sealed soon. Cheap."""
    found = [stream_id for stream_id in touched if stream_id in _wanted]
    _wanted.difference_update(found)
    return found


class Notary:
    """A thread that has streams sealed soon, in the worker: whoever votes shares neither its time nor its wait."""

    def __init__(self, runner: Runner, keeper: Keeper) -> None:
        self._runner = runner
        self._keeper = keeper
        self._inbox: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="notary", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def hear(self, stream_id: str) -> None:
        """This one is to be sealed; from any thread."""
        if stream_id.isascii() and stream_id.isalnum():
            self._inbox.put(stream_id)

    def stop(self) -> None:
        """End. What is not sealed yet is found at the next start."""
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        tried: dict[str, int] = {}
        due: dict[str, float] = {}
        while True:
            try:
                pause = min(due.values()) - time.monotonic() if due else None
                news = self._inbox.get(timeout=max(pause, 0.001)) if pause is not None else self._inbox.get()
                if news is None:
                    return
                tried.pop(news, None)
                due.setdefault(news, time.monotonic() + _PATIENCE)
            except queue.Empty:
                pass
            for stream_id in [key for key, at in due.items() if at <= time.monotonic()]:
                del due[stream_id]
                again = self._seal(stream_id, tried)
                if again is not None:
                    due[stream_id] = time.monotonic() + again

    def _seal(self, stream_id: str, tried: dict[str, int]) -> float | None:
        """None when it is done with, or in how many seconds it is tried again."""
        try:
            seal(self._runner, self._keeper, stream_id)
            failed = False
        except Away:
            failed = True
        except Exception:
            log.exception("the record %s could not be sealed", stream_id)
            failed = True
        attempt = tried.pop(stream_id, 0)
        if not failed or attempt >= len(_RETRIES):
            return None
        tried[stream_id] = attempt + 1
        return _RETRIES[attempt]


@timed(every=10)
def seal_what_waits(context: JobContext) -> None:
    """Seal what was not sealed at once: the signer was away, or another process did the work."""
    if context.signer is None:
        return
    with context.runner.read() as session:
        found = waiting_streams(session, sorted(_SEALED_SOON))
    _each(context.runner, context.signer, found, seal)


class Rounds:
    """Goes through all streams, a few a minute, and begins again at the end."""

    def __init__(self) -> None:
        self._after = ""

    def next(self, runner: Runner, keeper: Keeper) -> list[str]:
        """Seal the next streams where something happened, compare the others. Which they were."""
        with runner.read() as session:
            found = streams_after(session, self._after, _ROUND)
        grown = {stream_id for stream_id, more in found if more}

        def look(runner: Runner, keeper: Keeper, stream_id: str) -> object:
            if stream_id in grown:
                return seal(runner, keeper, stream_id, whole=True)
            return compare(runner, keeper, stream_id)

        done = _each(runner, keeper, [stream_id for stream_id, _ in found], look)
        if len(done) == len(found):
            self._after = found[-1][0] if found else ""
        return done


_rounds = Rounds()


@timed(every=60)
def go_round(context: JobContext) -> None:
    """Compare what was sealed with what there is, and seal what grew quietly."""
    if context.signer is not None:
        _rounds.next(context.runner, context.signer)


def _each(
    runner: Runner, keeper: Keeper, streams: list[str], do: Callable[[Runner, Keeper, str], object]
) -> list[str]:
    """Those that were dealt with before the signer went away, if it did."""
    done = []
    for stream_id in streams:
        try:
            do(runner, keeper, stream_id)
        except Away as away:
            log.warning("%s; tried again", away)
            break
        done.append(stream_id)
    return done
