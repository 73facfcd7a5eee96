"""Is a keeper: a small process with its own folder that answers questions on a socket, one handler a question.

The other side is `meetings.runtime.keeper`. A keeper imports little, so that it starts in an instant.
"""

from __future__ import annotations

import argparse
import fcntl
import grp
import json
import logging
import os
import resource
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from meetings.runtime.keeper import LIMITS, Limits, Refused, addressed, one_line, socket_of

log = logging.getLogger("witan.keeper")

#: what answers one kind of question; one runs at a time, so it need not guard against another
Handler = Callable[[dict[str, Any]], dict[str, Any]]


class Keep:
    """A keeper's own folder: whole files, written so that a power cut leaves the old one or the new one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    def path(self, name: str) -> Path:
        """Where a file lies. ValueError for a name that leads out of the folder."""
        if not name or not all(c.isalnum() or c in "._-" for c in name) or name.startswith("."):
            raise ValueError(f"{name!r} is no name of a kept file")
        return self.folder / name

    def read(self, name: str) -> bytes | None:
        """The content; None if there is no such file."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Replace a file; on the disk when this returns."""
        path = self.path(name)
        fresh = path.with_name(f".{name}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        self.settle()

    def remove(self, name: str) -> None:
        """Take a file away, after writing over it. What a disk keeps of it besides is beyond a program."""
        path = self.path(name)
        with suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(b"\0" * path.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            self.settle()

    def names(self) -> list[str]:
        """Every kept file."""
        return sorted(p.name for p in self.folder.iterdir() if p.is_file() and not p.name.startswith("."))

    def settle(self) -> None:
        """Have the folder itself on the disk."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Door:
    """The keeper's side: listens, reads questions, has them answered by the table of handlers, one at a time."""

    def __init__(
        self,
        path: Path,
        handlers: Mapping[str, Handler],
        *,
        mode: int = 0o600,
        group: str = "",
        limits: Limits = LIMITS,
    ) -> None:
        self._path = path
        self._handlers: dict[str, Handler] = {"hello": lambda _: {"pid": os.getpid()}, **handlers}
        self._mode, self._group, self._limits = mode, group, limits
        self._places = threading.BoundedSemaphore(limits.at_once)
        self._turn = threading.Lock()
        self.stopping = threading.Event()

    def serve(self) -> None:
        """Answer until `stopping` is set; a question being answered is answered to its end."""
        listener = self._listen()
        try:
            while not self.stopping.is_set():
                with suppress(TimeoutError):
                    connection, _ = listener.accept()
                    self._places.acquire()
                    threading.Thread(target=self._guest, args=(connection,), daemon=True).start()
        finally:
            listener.close()
            self._path.unlink(missing_ok=True)
            # whoever is being answered still gets the answer
            self._turn.acquire(timeout=self._limits.seconds)

    def _listen(self) -> socket.socket:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        # Nobody may knock between the making of the socket and the setting of its mode.
        before = os.umask(0o177)
        try:
            with addressed(self._path) as address:
                listener.bind(address)
        finally:
            os.umask(before)
        if self._group:
            os.chown(self._path, -1, grp.getgrnam(self._group).gr_gid)
        self._path.chmod(self._mode)
        listener.listen(64)
        listener.settimeout(0.2)
        return listener

    def _guest(self, connection: socket.socket) -> None:
        try:
            with connection:
                reply = self._reply(one_line(connection, self._limits.line, self._limits.seconds))
                connection.sendall(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
        except (OSError, ValueError):
            # gone, silent, or too long-winded: nothing was promised
            pass
        finally:
            self._places.release()

    def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            question = json.loads(line)
            handler = self._handlers.get(question.pop("do", "")) if isinstance(question, dict) else None
        except (ValueError, TypeError, RecursionError):
            handler = None
        if handler is None:
            return {"refused": "This is no question that this keeper answers."}
        with self._turn:
            try:
                return {"answer": handler(question)}
            except Refused as refused:
                return {"refused": str(refused)}
            except Exception as error:
                # Where, but not with what: the content may be a secret.
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("a question broke the keeper's answer: %s\n%s", type(error).__name__, where)
                return {"broke": True}


def main(
    name: str, about: str, handlers: Callable[[Keep], Mapping[str, Handler]], argv: Sequence[str]
) -> int:
    """Run a keeper until it is told to end. Its exit code: 0 ended, 1 another one has the folder."""
    logging.basicConfig(level=logging.WARNING, format=f"%(levelname)s {name}: %(message)s")
    words = _words(name, about).parse_args(argv)
    # What is in memory here is in no core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    keep = Keep(words.state or words.data / name)
    with only_one(keep) as alone:
        if not alone:
            log.error("another %s has the folder %s", name, keep.folder)
            return 1
        door = Door(
            words.socket or socket_of(words.data, name),
            handlers(keep),
            mode=0o660 if words.group else 0o600,
            group=words.group,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: door.stopping.set())
        if words.tied:
            end_with_input(door.stopping.set)
        door.serve()
    return 0


def end_with_input(end: Callable[[], object], told: Callable[[str], object] = str) -> None:
    """Call `end` when standard input ends: whoever holds the other end is gone, killed or not.

    `told` is given each line that comes in before that.
    """

    def wait() -> None:
        rest = b""
        with suppress(OSError):
            while piece := os.read(0, 1024):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    told(line.decode(errors="replace"))
        end()

    threading.Thread(target=wait, name="tied", daemon=True).start()


def _words(name: str, about: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=f"python -m meetings.{name}", description=about)
    words.add_argument("--data", type=Path, default=Path("data"), help="the data folder of the server")
    words.add_argument("--state", type=Path, help=f"this process's own folder (DATA/{name})")
    words.add_argument("--socket", type=Path, help=f"where it listens (DATA/run/{name}.sock)")
    words.add_argument("--group", default="", help="a group that may ask too, for a server of another user")
    words.add_argument("--tied", action="store_true", help="end when standard input ends")
    return words


@contextmanager
def only_one(keep: Keep, patience: float = 5.0) -> Iterator[bool]:
    """Whether this process alone has the folder; one that is just ending is waited for."""
    with (keep.folder / ".lock").open("w") as lock:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    yield False
                    return
                time.sleep(0.05)
        yield True
