"""How far a long command has come: a bar on a terminal, a line now and then where there is none."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Never, TextIO

from tqdm import tqdm

from meetings.admin.moderngov.loaded import Progress

_EVERY = 10


class ProgressBar:
    """Shows progress on one stream and lets lines through to the other without tearing the bar."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[Never] | None = None
        self._told = 0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def told(self, progress: Progress) -> None:
        """A source says how far it is."""
        if not self._stream.isatty():
            self._in_lines(progress)
            return
        if self._bar is None:
            self._bar = tqdm(file=self._stream, unit=" done", dynamic_ncols=True, leave=False)
        if self._bar.total != progress.total:
            self._bar.reset(progress.total)
        self._bar.set_description_str(_short(progress.what), refresh=False)
        self._bar.n = progress.done
        self._bar.refresh()

    def write(self, line: str) -> None:
        """A line of the result."""
        if self._bar is None:
            print(line, flush=True)
        else:
            tqdm.write(line, file=sys.stdout)

    def _in_lines(self, progress: Progress) -> None:
        if progress.total is None or progress.done == 0 or progress.done == self._told:
            return
        if progress.done % _EVERY == 0 or (progress.done == progress.total and progress.total > _EVERY):
            self._told = progress.done
            print(f"{progress.done} of {progress.total}: {progress.what}", file=self._stream, flush=True)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"…{text[-39:]}"
