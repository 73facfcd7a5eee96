"""Asks the law as the command line does: words in, one plain object out."""

from __future__ import annotations

import shlex
from typing import Any

from meetings.cli import parser
from meetings.deadlines.cli import as_json, ask

_NAMES = {
    "EP": "england-principal",
    "PA": "england-parish",
    "WA": "wales",
    "SC": "scotland",
    "NI": "northern-ireland",
    "GE": "generic",
}


def asked(words: str) -> dict[str, Any]:
    """The answer to `notice EP --meeting 2026-12-08`; the profile stands behind the question in two letters."""
    question, *rest = shlex.split(words)
    if rest and rest[0] in _NAMES:
        rest = ["--profile", _NAMES[rest[0]], *rest[1:]]
    return as_json(*ask(parser().parse_args(["law", question, *rest])))
