"""Facts: what happened, as frozen plain data that is written once and read for ever."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar


@dataclasses.dataclass(frozen=True)
class Fact:
    """Base of every fact; subclasses are frozen dataclasses named in the past tense."""


F = TypeVar("F", bound=type[Fact])
_TYPES: dict[str, type[Fact]] = {}
_NAMES: dict[type[Fact], str] = {}
_HINTS: dict[type[Fact], dict[str, Any]] = {}


def fact(name: str) -> Callable[[F], F]:
    """Register a fact under the name it has in the record for ever, such as `room.meeting_opened`."""

    def register(cls: F) -> F:
        if name in _TYPES and _TYPES[name] is not cls:
            raise ValueError(f"two facts are named {name}")
        _TYPES[name] = cls
        _NAMES[cls] = name
        return cls

    return register


def name_of(cls: type[Fact]) -> str:
    """The name a fact type has in the record."""
    return _NAMES[cls]


def registered() -> Mapping[str, type[Fact]]:
    """Every registered fact type by name."""
    return dict(_TYPES)


def to_data(value: Fact) -> dict[str, Any]:
    """A fact as JSON-ready data."""
    return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}


def from_data(name: str, data: Mapping[str, Any]) -> Fact:
    """The fact again. Fields added since it was written take their defaults; KeyError for an unknown type."""
    cls = _TYPES[name]
    hints = _hints(cls)
    return cls(**{k: _typed(hints[k], v) for k, v in data.items() if k in hints})


def canonical(data: Mapping[str, Any]) -> bytes:
    """One byte form for one content: sorted keys, no blanks, UTF-8. What is hashed."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hints(cls: type[Fact]) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls)
    return _HINTS[cls]


def plain(value: Any) -> Any:
    """Dataclasses, enums, dates and tuples as JSON-ready data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _typed(next(a for a in args if a is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(args[0], v) for v in value)
    if isinstance(hint, type):
        return _typed_plain(hint, value)
    return value


def _typed_plain(hint: type, value: Any) -> Any:
    if issubclass(hint, Enum):
        return hint(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(**{k: _typed(hints[k], v) for k, v in value.items() if k in hints})
    return value
