"""A process with everything imported, from which servers are forked: a start takes a tenth of a second."""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: seconds that a start may take on a busy machine
PATIENCE = 60.0


@dataclass
class Warm:
    """It is told what to start in one line each, and answers in one line."""

    process: subprocess.Popen[str]

    def start(self, **given: Any) -> int:
        """A server that answers; its process id. Raises RuntimeError with the end of its log."""
        answer = self._ask({"do": "start", **given})
        if not answer.startswith("ready"):
            raise RuntimeError(f"no server: {answer!r}\n{Path(given['log']).read_text()[-3000:]}")
        return int(answer.split()[1])

    def wait(self, pid: int) -> int:
        """The exit status of a server that ends by itself."""
        return int(self._ask({"do": "wait", "pid": pid}).split()[1])

    def end(self, pid: int) -> None:
        """No server any more, whether or not there still is one."""
        self._ask({"do": "end", "pid": pid})

    def _ask(self, what: dict[str, Any]) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise RuntimeError(f"no answer to {what}")
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        """End it, and with it every server that is left."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


_processes: dict[str, Warm] = {}


def warm(preload: str = "") -> Warm:
    """The process of this test run; another one where a library is loaded before all others."""
    if preload not in _processes:
        environment = os.environ | ({"LD_PRELOAD": preload} if preload else {})
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.serve"],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        _processes[preload] = Warm(process)
        atexit.register(_processes[preload].close)
    return _processes[preload]
