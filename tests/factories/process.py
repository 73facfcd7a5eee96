"""Servers that a test starts for itself: a free port, a folder of their own, and a sure end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"
#: Seconds a server may take to answer or to stop; a busy machine with two cores needs a few.
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged(*names: str) -> pwd.struct_passwd | None:
    """Who a server runs as when the tests run as root (PostgreSQL refuses root); nobody else otherwise."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in (*names, "nobody") if name in known)


class LocalServer:
    """One server process in a temporary folder; ended by its own process id."""

    def __init__(self, name: str, user: pwd.struct_passwd | None) -> None:
        self.name = name
        self.port = free_port()
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix=f"witan-{name}-"))
        self.log = self.folder / "log"
        if user is not None:
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    def run(self, command: Sequence[str | Path]) -> None:
        """A command that ends by itself."""
        if self._begin(command).wait(PATIENCE) != 0:
            raise RuntimeError(f"{command[0]} failed:\n{self._last_words()}")

    def start(self, command: Sequence[str | Path], answers: Callable[[], bool]) -> None:
        self._process = self._begin(command)
        deadline = time.monotonic() + PATIENCE
        while not answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{self._last_words()}")
            time.sleep(0.02)

    def end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def forget(self) -> None:
        shutil.rmtree(self.folder)

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def _begin(self, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                user=None if self._user is None else self._user.pw_uid,
                group=None if self._user is None else self._user.pw_gid,
                extra_groups=None if self._user is None else [],
            )

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]
