"""Recordings of what was public: the pieces that were given out, put together without being encoded again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from integrations.hls.gate import Gate, Stretch, moment_of, public_pieces
from meetings.ports.conferencing import FileFound
from meetings.ports.providers import Gone, NotYet, Permanent

_CHUNK = 1 << 20
_SECONDS = 600


def files(data: Path, ref: str, gate: Gate, pieces: Path) -> tuple[FileFound, ...]:
    """A file for each public stretch. Raises NotYet while it goes on."""
    if gate.phase != "ended":
        raise NotYet("The broadcast is still going on.")
    folder = data / "video" / "recordings"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [_one(folder, ref, stretch, pieces) for stretch in gate.stretches]
    # All is put together: what is left was private, or stands in the recording.
    shutil.rmtree(pieces, ignore_errors=True)
    return tuple(file for file in made if file is not None)


def fetch(data: Path, file: FileFound) -> Iterator[bytes]:
    """The file, piece by piece. Raises Gone."""
    path = data / "video" / "recordings" / Path(file.key).name
    if not path.is_file():
        raise Gone("This recording is not there any more.")
    with path.open("rb") as reading:
        while chunk := reading.read(_CHUNK):
            yield chunk


def _one(folder: Path, ref: str, stretch: Stretch, pieces: Path) -> FileFound | None:
    # Its name says when the first piece began, a moment after the gate was opened.
    path = next(folder.glob(f"{ref}-{stretch.since}-*.mp4"), None)
    if path is None:
        parts = public_pieces(pieces, stretch) if pieces.is_dir() else []
        if not parts:
            return None
        path = folder / f"{ref}-{stretch.since}-{moment_of(parts[0].name)}.mp4"
        _join(parts, path)
    return FileFound(
        key=path.name,
        kind="video",
        media_type="video/mp4",
        started_at=_moment(int(path.stem.rpartition("-")[2])),
        ended_at=_moment(stretch.until),
        size=path.stat().st_size,
    )


def _join(parts: list[Path], path: Path) -> None:
    """Raises Permanent where ffmpeg is missing or cannot do it."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise Permanent(
            "The recording cannot be put together: ffmpeg is not installed.",
            remedy="Run script/setup --with-builtin-video.",
        )
    aside, whole = path.with_name(f".{path.name}.part.mp4"), path.with_name(f".{path.name}.part.ts")
    try:
        with whole.open("wb") as joined:
            for part in parts:
                with part.open("rb") as piece:
                    shutil.copyfileobj(piece, joined, _CHUNK)
        command = [
            ffmpeg,
            "-v",
            "error",
            "-y",
            "-i",
            str(whole),
            "-c",
            "copy",
            "-movflags",
            "+faststart",
            str(aside),
        ]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
        if done.returncode != 0:
            raise Permanent("The recording could not be put together from its pieces.")
        aside.replace(path)
    finally:
        whole.unlink(missing_ok=True)
        aside.unlink(missing_ok=True)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC)
