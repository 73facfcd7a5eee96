"""A process of its own that puts packs together from what strangers have sent.

It reads one job as JSON, prints `{"done": <parts>}` lines as it goes on, and its answer as the last line. It imports
little, since a pack takes less time than many a library takes to load.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from meetings.documents import child
from meetings.documents.pack_order import order_from_json, outcome_to_json

#: Address space, in which the mapped sources count too; what stays in memory is far less.
MEMORY = 4 * 1024**3
LARGEST = 4 * 1024**3

#: Documents that are taken apart with the process.
_KEPT: list[Any] = []


def _answer(job: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    # Imported here, once the process is bound, because it takes a while to load.
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
    # It ends before there is anything to collect, and looking for it takes time.
    gc.disable()
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
