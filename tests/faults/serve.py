"""The product's server as a process of its own, on a council that was prepared before.

    python -m tests.faults.serve --data FOLDER [--url DATABASE] --port PORT [--before-commit]

Everything is imported first; each line on standard input then forks one server, which says "ready PID" when it
answers. A killed server is followed by the next within a tenth of a second, so that many kills take little time.
`--before-commit` is the control: it acknowledges ballots before they are on disk, as no server should.
"""

from __future__ import annotations

import argparse
import itertools
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from integrations.registry import adapters
from meetings import registry
from meetings.server.parts import Parts, assemble
from meetings.server.start import serve_parts
from meetings.settings import Settings
from meetings.voting.usecases import BallotAnswer, BallotRequest

HOST = "127.0.0.1"


def acknowledge_before_commit(parts: Parts) -> None:
    """Answer first, write in the background: as well grouped and as soon as otherwise."""
    numbers = itertools.count(1)

    def submit(request: BallotRequest) -> BallotAnswer:
        threading.Thread(target=parts.writer.submit, args=(request,), daemon=True).start()
        now = parts.runner.clock.now()
        return BallotAnswer(request.vote_id, request.choice, next(numbers), "0000-0000", now)

    parts.services.submit_ballot = submit


def serve(words: argparse.Namespace) -> None:
    """Serve until killed."""
    parts = assemble(Settings(data=words.data, database_url=words.url, read_back_seconds=0), adapters())
    if words.before_commit:
        acknowledge_before_commit(parts)
    serve_parts(parts, host=HOST, port=words.port, on_ready=lambda _: say(f"ready {os.getpid()}"))


def say(line: str) -> None:
    """One line to whoever started us."""
    os.write(sys.stdout.fileno(), line.encode() + b"\n")


def main() -> None:
    """Fork a server for each line, and end with standard input."""
    words = argparse.ArgumentParser()
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--url", default="")
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--before-commit", action="store_true")
    given = words.parse_args()
    registry.blueprints()
    registry.load_reactions()
    child = 0
    say("warm")
    for _ in sys.stdin:
        _reap(child)
        child = os.fork()
        if child == 0:
            serve(given)
            os._exit(0)
    _reap(child)


def _reap(child: int) -> None:
    """A server that was not killed yet ends now."""
    if child:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
