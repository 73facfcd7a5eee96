"""What the facts of the broadcast desk say in the record viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.conferencing.desk.told import TYPES, sentence
from meetings.kernel.facts import from_data, name_of


def _telling(kind: str) -> Callable[[Mapping[str, Any], Any], str]:
    return lambda data, _known: sentence(from_data(kind, data))


WORDS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    name_of(kind): _telling(name_of(kind)) for kind in TYPES
}
