"""What of a stream is public: from when to when, kept in a file. Pieces of picture are named by their time."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

#: milliseconds that a picture may take from the camera to us: after a private part the public begins so much later
SETTLE = 6000
_REF = re.compile(r"[0-9a-f]{24}")
_PIECE = re.compile(r"([0-9]{10,16})\.ts")
_LENGTH = re.compile(r"#EXTINF:([0-9.]+)")


@dataclass(frozen=True)
class Stretch:
    """A public part, in milliseconds since 1970; `until` None: it goes on."""

    since: int
    until: int | None = None


@dataclass(frozen=True)
class Gate:
    """A broadcast as it stands. `phase`: ready, live, held, ended."""

    title: str
    key: str = field(repr=False)
    phase: str = "ready"
    stretches: tuple[Stretch, ...] = ()

    @property
    def open_since(self) -> int | None:
        """From when on pieces are public now; None: nothing is."""
        if self.phase != "live" or not self.stretches or self.stretches[-1].until is not None:
            return None
        return self.stretches[-1].since

    def opened(self, now: int, *, settle: bool) -> Gate:
        """The public gets it from now on."""
        if self.open_since is not None:
            return self
        since = now + (SETTLE if settle else 0)
        return replace(self, phase="live", stretches=(*self.stretches, Stretch(since)))

    def shut(self, now: int, phase: str) -> Gate:
        """The public gets nothing from now on."""
        done = tuple(
            s if s.until is not None else Stretch(s.since, max(now, s.since)) for s in self.stretches
        )
        return replace(self, phase=phase, stretches=done)


class Gates:
    """The gates of a data folder; each change is one step, whichever process makes it."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "video" / "streams"

    def read(self, ref: str) -> Gate | None:
        """The gate; None: there is no such broadcast."""
        if not _REF.fullmatch(ref):
            return None
        try:
            found = json.loads((self._folder / f"{ref}.json").read_text())
        except FileNotFoundError:
            return None
        stretches = tuple(Stretch(**s) for s in found.pop("stretches"))
        return Gate(**found, stretches=stretches)

    def refs(self) -> list[str]:
        """Every broadcast there is."""
        return sorted(path.stem for path in self._folder.glob("*.json")) if self._folder.is_dir() else []

    @contextmanager
    def changing(self, ref: str) -> Iterator[Changing]:
        """Read, change, write; nobody else in between."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            changing = Changing(self.read(ref))
            yield changing
            if changing.gate is not None:
                self._write(ref, changing.gate)
            elif changing.before is not None:
                (self._folder / f"{ref}.json").unlink()

    def _write(self, ref: str, gate: Gate) -> None:
        aside = self._folder / f".{ref}"
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(asdict(gate), file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._folder / f"{ref}.json")


@dataclass
class Changing:
    """A gate in hand. Set to None it is taken away."""

    before: Gate | None
    gate: Gate | None = None

    def __post_init__(self) -> None:
        self.gate = self.before


def moment_of(name: str) -> int | None:
    """When a piece began, by its name; None: it is not the name of one."""
    match = _PIECE.fullmatch(name)
    return int(match.group(1)) if match else None


def public_playlist(whole: str, since: int) -> str | None:
    """Of nginx's list what began after that; None: nothing did yet."""
    head, pieces, number = _read(whole)
    shown = [(n, lines) for n, (at, lines) in enumerate(pieces) if at >= since]
    if not shown:
        return None
    first = number + shown[0][0]
    top = [line for line in head if not line.startswith("#EXT-X-MEDIA-SEQUENCE")]
    top.insert(1, f"#EXT-X-MEDIA-SEQUENCE:{first}")
    return "\n".join([*top, *(line for _, lines in shown for line in lines), ""])


def newest(whole: str) -> int | None:
    """When the last piece of a list ended, in milliseconds since 1970."""
    _, pieces, _ = _read(whole)
    if not pieces:
        return None
    at, lines = pieces[-1]
    length = next((float(m.group(1)) for line in lines if (m := _LENGTH.match(line))), 0.0)
    return at + int(length * 1000)


def _read(whole: str) -> tuple[list[str], list[tuple[int, list[str]]], int]:
    """Its head, its pieces (when each began, and its lines), and the number of the first."""
    head: list[str] = []
    pieces: list[tuple[int, list[str]]] = []
    waiting: list[str] = []
    number = 0
    for line in whole.split():
        at = moment_of(line)
        if at is not None:
            pieces.append((at, [*waiting, line]))
            waiting = []
        elif line.startswith(("#EXTINF", "#EXT-X-DISCONTINUITY", "#EXT-X-PROGRAM")):
            waiting.append(line)
        elif line.startswith("#EXT-X-MEDIA-SEQUENCE:"):
            number = int(line.partition(":")[2])
        elif line.startswith("#"):
            head.append(line)
    return head, pieces, number


def public_pieces(folder: Path, stretch: Stretch) -> list[Path]:
    """The pieces that lie wholly in a public stretch: what a recording of it is made of."""
    found: list[Any] = sorted((at, path) for path in folder.glob("*.ts") if (at := moment_of(path.name)))
    ends = [at for at, _ in found[1:]] + [None]
    last = stretch.until
    return [
        path
        for (at, path), end in zip(found, ends, strict=True)
        if at >= stretch.since and (last is None or (at < last and end is not None and end <= last))
    ]
