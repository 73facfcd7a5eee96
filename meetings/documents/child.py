"""What binds a process that reads what strangers sent: no network, no helpers, little memory and time."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_REFUSED = {
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
}


def environment() -> dict[str, str]:
    """For the child: nothing of ours goes along, for it may hold keys."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}


def command(module: str, *arguments: str) -> list[str]:
    """Run one of our modules with this Python."""
    return [sys.executable, "-m", module, *arguments]


def limit(memory: int, cpu_seconds: int | None = None, file_size: int | None = None) -> None:
    """In the child: bind this process for good. The kernel ends it when it goes past."""
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, amount in wanted:
        if amount is not None:
            resource.setrlimit(kind, (amount, amount))


def close_doors() -> None:
    """In the child: from here on Python opens no connection and starts no program."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event} is not for this process")
