"""The whole server on a free port, for tests that look with a browser."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import gevent

from meetings.runtime.hub import Ready
from meetings.server.parts import Parts
from meetings.server.start import serve_parts


@contextmanager
def served(parts: Parts) -> Iterator[Ready]:
    """Serve in a thread until the block ends; the server must then stop by itself."""
    told: queue.Queue[Ready | BaseException] = queue.Queue()

    def run() -> None:
        try:
            serve_parts(parts, host="127.0.0.1", port=0, on_ready=told.put)
        except BaseException as error:
            told.put(error)
        finally:
            gevent.get_hub().destroy(destroy_loop=True)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready = told.get(timeout=20)
    if isinstance(ready, BaseException):
        raise ready
    try:
        yield ready
    finally:
        ready.stop()
        thread.join(20)
        assert not thread.is_alive()
