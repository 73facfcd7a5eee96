"""A process of its own that puts packs together from what strangers have sent, and the calls that start it.

It reads one job as JSON, prints `{"done": <parts>}` lines as it goes on, and its answer as the last line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from meetings.documents import child
from meetings.documents.pack_order import (
    Made,
    Order,
    Outcome,
    order_from_json,
    order_to_json,
    outcome_from_json,
    outcome_to_json,
)

#: Address space, in which the mapped sources count too; what stays in memory is far less.
MEMORY = 4 * 1024**3
LARGEST = 4 * 1024**3
BUILD_SECONDS = 300.0
PERSONAL_SECONDS = 60.0

Progress = Callable[[int], None]

#: Documents that are taken apart with the process.
_KEPT: list[Any] = []


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
        child.command("meetings.documents.pack_process"),
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


def _answer(job: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    from meetings.documents import pack_assemble

    if "order" in job:
        order = order_from_json(job["order"])
        outcome = pack_assemble.assemble(order, Path(job["target"]), lambda done: say({"done": done}), _KEPT)
        return {"outcome": outcome_to_json(outcome)}
    if "personal" in job:
        from meetings.documents.pack_personal import personal_copy

        personal_copy(**job["personal"])
        return {"made": True}
    made, refused = {}, {}
    for key, path in job["look"].items():
        try:
            made[key] = vars(pack_assemble.look_at(path))
        except pack_assemble.Refused as error:
            refused[key] = str(error)
    return {"made": made, "refused": refused}


def main() -> None:
    """Do the one job."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    child.limit(MEMORY, file_size=LARGEST)
    import pikepdf  # noqa: F401 - may look for its parts by itself, so the door closes after it

    child.close_doors()

    def say(answer: dict[str, Any]) -> None:
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()

    try:
        say(_answer(json.load(sys.stdin.buffer), say))
    except Exception as error:  # whatever a document can do wrong, it is said
        say({"error": f"{type(error).__name__}: {error}"})
    # All is written; to take the documents apart again would take longer than it took to read them.
    os._exit(0)


if __name__ == "__main__":
    main()
