"""A process of its own that makes PDFs: kept warm by its owner, without secrets, network or much memory.

Each line in is a job `{"html", "attachments", "assets", "archive"}`; each line out is `{"pdf"}` or `{"error"}`.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import Any

from meetings.documents import child
from meetings.documents.attachments import Attachment
from meetings.documents.pdf import render_pdf

MEMORY = 2 * 1024**3


class PdfFailed(Exception):
    """No PDF came of it. The message is for the log."""


class PdfRenderer:
    """Renders in a child process: begun at the first job, renewed after `jobs` and whenever it hangs."""

    def __init__(self, *, timeout: float = 60.0, jobs: int = 100) -> None:
        self._timeout = timeout
        self._jobs = jobs
        self._done = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()

    def render(
        self,
        html: str,
        attachments: Sequence[Attachment] = (),
        assets: Mapping[str, bytes] | None = None,
        *,
        archive: bool = False,
    ) -> bytes:
        """The PDF of a page; `archive`, or any attachment, makes it PDF/A-3a beside PDF/UA-1.

        PdfFailed when it cannot be made or takes longer than the time-out.
        """
        job = _job(html, attachments, assets or {}) | {"archive": archive}
        line = json.dumps(job).encode() + b"\n"
        with self._lock:
            answer = self._ask(line)
        if "error" in answer:
            raise PdfFailed(answer["error"])
        return base64.b64decode(answer["pdf"])

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._end()

    def __enter__(self) -> PdfRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, line: bytes) -> dict[str, Any]:
        if self._done >= self._jobs:
            self._end()
        process = self._running()
        alarm = threading.Timer(self._timeout, process.kill)
        alarm.start()
        try:
            answer = _exchange(process, line)
        except (OSError, ValueError) as error:
            self._end()
            raise PdfFailed(f"the PDF process ended or took longer than {self._timeout:g} s") from error
        finally:
            alarm.cancel()
        self._done += 1
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            # Unpacked fonts go in a folder that is removed with the process, however it ended.
            self._folder = TemporaryDirectory(prefix="witan-pdf-")
            self._child = subprocess.Popen(
                child.command("meetings.documents.pdf_process"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=child.ROOT,
                env=child.environment() | {"TMPDIR": self._folder.name},
            )
            self._done = 0
        return self._child

    def _end(self) -> None:
        process, self._child = self._child, None
        if process is not None:
            process.kill()
            with process:
                process.wait()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _exchange(process: subprocess.Popen[bytes], line: bytes) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def _job(html: str, attachments: Sequence[Attachment], assets: Mapping[str, bytes]) -> dict[str, Any]:
    def text(content: bytes) -> str:
        return base64.b64encode(content).decode()

    return {
        "html": html,
        "attachments": [vars(each) | {"content": text(each.content)} for each in attachments],
        "assets": {address: text(content) for address, content in assets.items()},
    }


def _answer(line: bytes) -> dict[str, str]:
    try:
        job = json.loads(line)
        attachments = [Attachment(**each | {"content": base64.b64decode(each["content"])})
                       for each in job["attachments"]]  # fmt: skip
        assets = {address: base64.b64decode(content) for address, content in job["assets"].items()}
        pdf = render_pdf(job["html"], attachments=attachments, assets=assets, archive=job["archive"])
    except Exception as error:  # whatever a page can do wrong, the process goes on and says so
        return {"error": f"{type(error).__name__}: {error}"}
    return {"pdf": base64.b64encode(pdf).decode()}


def main() -> None:
    """Answer jobs until there are no more."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    child.limit(MEMORY)
    # Loading the libraries may start a helper to find their parts, so the door closes after it.
    render_pdf("<!doctype html><html lang=en><title>Ready</title><h1>Ready</h1>")
    child.close_doors()
    # A page is a great many objects that live as long as its job: they are looked through after it, not during.
    gc.freeze()
    gc.set_threshold(1_000_000, 10, 10)
    for line in sys.stdin.buffer:
        out.write(json.dumps(_answer(line)).encode() + b"\n")
        out.flush()
        gc.collect()


if __name__ == "__main__":
    main()
