"""The product's server as a process of its own, on a council that was prepared before.

    python -m tests.faults.serve

Everything is imported first. Each line on standard input is a JSON object: {"do": "start", data, url, port, log,
weakness, environment} forks a server, which says "ready PID" when it answers; {"do": "wait", pid} says "ended STATUS"
once it has ended by itself; {"do": "end", pid} kills it. A weakness makes the server one that no council should have:
that is the control. The environment is for the bad disk, if that was loaded before all else.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from integrations.registry import adapters
from meetings import registry
from meetings.server.parts import assemble
from meetings.server.start import serve_parts
from meetings.settings import Settings
from tests.faults.weaknesses import WEAKNESSES

HOST = "127.0.0.1"
children: set[int] = set()


def serve(given: dict[str, Any]) -> None:
    """Serve until killed."""
    log = os.open(given["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, sys.stderr.fileno())
    os.environ.update(given["environment"])
    if "FAULT_CONTROL" in os.environ:
        ctypes.CDLL(None).fault_begin()
    data, url = Path(given["data"]), given["url"]
    parts = assemble(Settings(data=data, database_url=url, read_back_seconds=0), adapters())
    if given["weakness"]:
        WEAKNESSES[given["weakness"]](parts)
    ready = f"ready {os.getpid()}"
    serve_parts(parts, host=HOST, port=given["port"], on_ready=lambda _: say(ready), signals=True)
    parts.close()


def say(line: str) -> None:
    """One line to whoever started us."""
    os.write(1, line.encode() + b"\n")


def start(given: dict[str, Any]) -> None:
    """Fork a server; it says itself that it is ready."""
    child = os.fork()
    if child:
        children.add(child)
        return
    try:
        serve(given)
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)  # noqa: T201
        say("failed")
        os._exit(1)


def end(pid: int) -> None:
    """A server that has not ended yet ends now."""
    if pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        children.discard(pid)


def main() -> None:
    """Do as each line says; with the end of the lines, all servers end."""
    registry.blueprints()
    registry.load_reactions()
    for line in sys.stdin:
        given = json.loads(line)
        if given["do"] == "start":
            start(given)
        elif given["do"] == "wait":
            children.discard(given["pid"])
            say(f"ended {os.waitstatus_to_exitcode(os.waitpid(given['pid'], 0)[1])}")
        else:
            end(given["pid"])
            say("ended")
    for pid in list(children):
        end(pid)


if __name__ == "__main__":
    main()
