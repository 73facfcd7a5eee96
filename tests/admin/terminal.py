"""Commands as a person gives them: in a process of their own, on a data folder of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def witan(data: Path, *words: str, stdin: str = "", **env: str) -> Said:
    """Run a command on a data folder of the test's own."""
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "wsgi.py"), *words],
        env=environment(data) | env,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=data.parent,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WITAN_")}
    return kept | {"WITAN_DATA": str(data), "PYTHONPATH": str(ROOT)}
