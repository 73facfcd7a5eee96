"""The processes beside the server: started with it, started again when they die, ended with it however it ends."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("witan.server")
#: seconds before one that died is started again, doubled each time while it goes on dying
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class Child:
    """One process. Its standard input is a pipe that only the server holds: it ends when the server is gone."""

    def __init__(self, name: str, command: Sequence[str], cwd: Path | None = None) -> None:
        self.name = name
        self._command = list(command)
        self._cwd = cwd
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"{name}-watch", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process as it runs now."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start and keep it running."""
        self._thread.start()

    def tell(self, line: str) -> None:
        """Say something on its standard input; lost if it is not there or does not listen. Never waits."""
        process = self._process
        if process is None or process.stdin is None:
            return
        # It may have died, or be so far behind that the pipe is full: it then finds out in its own time.
        with suppress(OSError, ValueError):
            os.write(process.stdin.fileno(), line.encode() + b"\n")

    def ask_to_end(self) -> None:
        """Have it end; it finishes what it is at."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def wait(self, seconds: float = 5.0) -> None:
        """Until it has ended; then it is made to."""
        process = self._process
        if process is None:
            return
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()

    def _watch(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            # A session of its own: Ctrl-C at the terminal reaches the server, which ends its children in order.
            process = subprocess.Popen(
                self._command, cwd=self._cwd, stdin=subprocess.PIPE, start_new_session=True
            )
            if process.stdin is not None:
                os.set_blocking(process.stdin.fileno(), False)
            self._process = process
            code = process.wait()
            if process.stdin is not None:
                process.stdin.close()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > 60:
                pause = _FIRST_PAUSE
            log.warning("the %s ended with %s and is started again in %.1f s", self.name, code, pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


class Children:
    """All of them, started and ended together."""

    def __init__(self, *children: Child) -> None:
        self._children = children

    def start(self) -> None:
        """Start each and keep it running."""
        for child in self._children:
            child.start()

    def stop(self) -> None:
        """End all; those that do not within five seconds are killed."""
        for child in self._children:
            child.ask_to_end()
        for child in self._children:
            child.wait()
