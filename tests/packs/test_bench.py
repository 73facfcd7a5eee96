"""The benchmark of packs does what it says, on a few pages."""

from __future__ import annotations

import json
import subprocess
import sys


def test_a_small_pack_is_measured_beside_a_bare_merge() -> None:
    command = [sys.executable, "-m", "benchmarks.bench_pack", "--small", "--turns", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    found = json.loads(done.stdout)
    assert (found["papers"], found["turns"]) == (7, 1)
    assert found["pages"] > 15
    assert found["bare_merge_s"] > 0
    assert found["build_s"] > 0
    assert 0 < found["peak_mb"] < 500
