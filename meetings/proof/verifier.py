"""The published checking program, as the signer uses it too: it signs only what anybody's own check would accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

PROGRAM = Path(__file__).resolve().parents[2] / "static" / "verify" / "verify_vote.py"


def _load() -> ModuleType:
    # Not imported: that would leave a compiled copy in the folder that everybody is served.
    module = ModuleType("verify_vote")
    exec(compile(PROGRAM.read_text(encoding="utf-8"), str(PROGRAM), "exec"), module.__dict__)
    return module


_PROGRAM = _load()
#: something does not fit; a ValueError whose message says what
NotRight: type[ValueError] = _PROGRAM.NotRight


def examine(statement: Mapping[str, Any], texts: Mapping[int, bytes]) -> list[str]:
    """A statement against all facts of its vote, counted again. Raises NotRight."""
    found: list[str] = _PROGRAM.examine(statement, texts, True)
    return found


def check(document: Mapping[str, Any]) -> list[str]:
    """A whole signed statement, as it is published. Raises NotRight."""
    found: list[str] = _PROGRAM.check(document)
    return found


def tally(facts: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[tuple[int, int, int, int], str]:
    """The second count: figures and outcome of all facts of one vote. Raises NotRight."""
    figures, outcome = _PROGRAM.tally(facts)
    return figures, outcome


def check_growth(kept: str, document: Mapping[str, Any]) -> list[str]:
    """A kept checkpoint against a proof of growth. Raises NotRight."""
    found: list[str] = _PROGRAM.check_growth(kept, document)
    return found
