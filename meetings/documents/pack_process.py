"""The calls that have packs put together in a process of their own (`pack_child`), from what strangers have sent."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from meetings.documents import child
from meetings.documents.pack_order import (
    Made,
    Order,
    Outcome,
    order_to_json,
    outcome_from_json,
)

BUILD_SECONDS = 300.0
PERSONAL_SECONDS = 60.0

Progress = Callable[[int], None]


class PackFailed(Exception):
    """No pack came of it. The message is for the log."""


def build_pack(
    order: Order, target: Path, progress: Progress = lambda done: None, *, timeout: float = BUILD_SECONDS
) -> Outcome:
    """Make the pack of an order as the file `target`. Raises PackFailed.

    An outcome with something refused has made none: order again with other parts in their places.
    """
    return outcome_from_json(
        _ask({"order": order_to_json(order), "target": str(target)}, progress, timeout)["outcome"]
    )


def look_at_papers(
    paths: Mapping[str, str], *, timeout: float = BUILD_SECONDS
) -> tuple[dict[str, Made], dict[str, str]]:
    """How each PDF is, and why those cannot be used that are not among the first. Raises PackFailed."""
    answer = _ask({"look": dict(paths)}, lambda done: None, timeout)
    return {key: Made(**made) for key, made in answer["made"].items()}, answer["refused"]


def make_personal(source: Path | str, target: Path, mark: str, line: str) -> None:
    """A reader's own copy of a pack that was made `personal`: the same pages with these words on each.

    Raises PackFailed.
    """
    job = {"personal": {"source": str(source), "target": str(target), "mark": mark, "line": line}}
    _ask(job, lambda done: None, PERSONAL_SECONDS)


def _ask(job: dict[str, Any], progress: Progress, timeout: float) -> dict[str, Any]:
    process = subprocess.Popen(
        child.command("meetings.documents.pack_child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=child.ROOT,
        env=child.environment(),
    )
    alarm = threading.Timer(timeout, process.kill)
    alarm.start()
    try:
        with process:
            return _exchange(process, job, progress)
    except (OSError, ValueError) as error:
        raise PackFailed(f"the pack process ended or took longer than {timeout:g} s") from error
    finally:
        alarm.cancel()
        process.kill()


def _exchange(process: subprocess.Popen[bytes], job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(job).encode())
    process.stdin.close()
    for line in process.stdout:
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise PackFailed(answer["error"])
        if "done" not in answer:
            return answer
        progress(answer["done"])
    raise ValueError("the pack process said nothing")
