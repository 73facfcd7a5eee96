"""A disk that can lose what was not synced, fill up, fail and be slow, and a clock that can jump, for one server."""

from __future__ import annotations

import hashlib
import mmap
import os
import random
import shutil
import struct
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

SOURCE = Path(__file__).parent / "shim" / "disk.c"
#: as struct control in the source
_FORM = struct.Struct("qqiiqq")
_SHIFT, _ROOM, _DELAY, _ERRORS, _SYNCS, _REFUSED = range(6)
BLOCK = 4096


def shim() -> Path:
    """The compiled library; made once for each version of its source."""
    name = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"witan-disk-{os.getuid()}-{name}.so"
    if not made.exists():
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise RuntimeError("There is no C compiler: run script/setup test")
        half = made.with_suffix(f".{os.getpid()}")
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(half), str(SOURCE), "-ldl", "-lpthread"]
        subprocess.run(command, check=True)
        half.replace(made)
    return made


class Disk:
    """What a server's SQLite files stand on. Everything works until told otherwise."""

    def __init__(self, data: Path, *, keep: Path, power_cuts: bool = False) -> None:
        """`data` is the council's folder, `keep` an empty one of the disk's own."""
        self._files = data / "witan.sqlite"
        self._shadows = keep / "shadows" if power_cuts else None
        if self._shadows is not None:
            self._shadows.mkdir()
        self.library = shim()
        self._path = keep / "control"
        self._path.write_bytes(_FORM.pack(0, -1, 0, 0, 0, 0))
        with self._path.open("r+b") as file:
            self._control = mmap.mmap(file.fileno(), _FORM.size)

    @property
    def environment(self) -> dict[str, str]:
        """For the server's process."""
        found = {
            "FAULT_FILES": str(self._files),
            "FAULT_CONTROL": str(self._path),
        }
        return found | ({"FAULT_SHADOWS": str(self._shadows)} if self._shadows else {})

    def clock(self, seconds: float) -> None:
        """Let the time of day be wrong by so much."""
        self._set(_SHIFT, int(seconds * 1e9))

    def room(self, size: int) -> None:
        """Let files grow by this much and no more; negative: as they like."""
        self._set(_ROOM, size)

    def slow(self, milliseconds: float) -> None:
        """Add to each sync."""
        self._set(_DELAY, int(1000 * milliseconds))

    def fail(self, probability: float) -> None:
        """Let so many of the reads, writes and syncs fail."""
        self._set(_ERRORS, int(1e6 * probability))

    @property
    def syncs(self) -> int:
        """How many there were."""
        return self._get()[_SYNCS]

    @property
    def refused(self) -> int:
        """How many calls failed because they were told to."""
        return self._get()[_REFUSED]

    def settle(self) -> None:
        """What another process has written properly is on the disk; the server must be doing nothing."""
        for shadow in self._shadows.iterdir() if self._shadows else ():
            real = self._files.with_name(shadow.name)
            if real.exists():
                with shadow.open("r+b") as file:
                    file.write(real.read_bytes())
                    file.truncate()
            else:
                shadow.unlink()

    def cut(self, *, some_survives: bool = False) -> int:
        """What the power cut left; the server must be dead. How many blocks were lost.

        Nothing survives that was not synced, or a random half of it does, in no order.
        """
        assert self._shadows is not None
        lost = 0
        for shadow in list(self._shadows.iterdir()):
            real = self._files.with_name(shadow.name)
            kept, written = shadow.read_bytes(), real.read_bytes() if real.exists() else b""
            left, n = _left(kept, written, 0.5 if some_survives else 0.0)
            lost += n
            real.write_bytes(left)
            shadow.unlink()
        with suppress(FileNotFoundError):
            self._files.with_name(self._files.name + "-shm").unlink()
        return lost

    def close(self) -> None:
        """Let go of the control."""
        self._control.close()

    def _get(self) -> tuple[int, ...]:
        return _FORM.unpack(self._control[: _FORM.size])

    def _set(self, which: int, value: int) -> None:
        size = struct.calcsize("q" if which < _DELAY else "i")
        at = which * 8 if which < _DELAY else 16 + (which - _DELAY) * 4
        self._control[at : at + size] = value.to_bytes(size, "little", signed=True)


def _left(kept: bytes, written: bytes, survive: float) -> tuple[bytes, int]:
    if kept == written:
        return kept, 0
    left, lost = bytearray(kept), 0
    for at in range(0, max(len(kept), len(written)), BLOCK):
        new = written[at : at + BLOCK]
        if not new or new == kept[at : at + BLOCK]:
            continue
        if random.random() < survive:
            left.extend(b"\0" * (at + len(new) - len(left)))
            left[at : at + len(new)] = new
        else:
            lost += 1
    return bytes(left), lost
