"""Minutes documents to and from JSON, as each version is stored."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from meetings.minutes.document import BLOCKS, Block, MinutesDocument
from meetings.minutes.style import HouseStyle, style_from_data, style_to_data


def to_data(document: MinutesDocument) -> dict[str, Any]:
    """The document as JSON-ready data; each block carries its `kind`."""
    data: dict[str, Any] = _plain(document)
    return data


def from_data(data: Mapping[str, Any]) -> MinutesDocument:
    """The document again. Fields added since it was written take their defaults."""
    document: MinutesDocument = _build(MinutesDocument, data)
    return document


def to_json(document: MinutesDocument) -> str:
    """The document as text: sorted keys, so that equal documents are equal texts."""
    return json.dumps(to_data(document), sort_keys=True, ensure_ascii=False)


def from_json(text: str) -> MinutesDocument:
    """The document from what `to_json` wrote."""
    return from_data(json.loads(text))


def block_to_data(block: Block) -> dict[str, Any]:
    """One block, for an editor."""
    data: dict[str, Any] = _plain(block)
    return data


def block_from_data(data: Mapping[str, Any]) -> Block:
    """One block from an editor. KeyError for a kind that does not exist."""
    block: Block = _build(BLOCKS[data["kind"]], data)
    return block


_KINDS: dict[type, str] = {cls: kind for kind, cls in BLOCKS.items()}


@cache
def _hints(cls: type) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, HouseStyle):
        return style_to_data(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        data = {
            f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if _is_said(value, f)
        }
        kind = _KINDS.get(type(value))
        return {"kind": kind, **data} if kind else data
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _is_said(value: Any, field: dataclasses.Field[Any]) -> bool:
    """Fields that came later are left out while they say nothing: digests of older versions stay what they were."""
    return "left_out" not in field.metadata or bool(getattr(value, field.name) != field.default)


def _build(cls: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(cls)
    return cls(**{name: _typed(hints[name], value) for name, value in data.items() if name in hints})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if typing.get_origin(hint) is tuple:
        return tuple(_typed(typing.get_args(hint)[0], each) for each in value)
    if typing.get_origin(hint) is types.UnionType or typing.get_origin(hint) is typing.Union:
        if hint == Block:
            return block_from_data(value)
        return _typed(next(arg for arg in typing.get_args(hint) if arg is not type(None)), value)
    return _scalar(hint, value)


def _scalar(hint: Any, value: Any) -> Any:
    if hint is HouseStyle:
        return style_from_data(value)
    if dataclasses.is_dataclass(hint):
        return _build(hint, value)
    if issubclass(hint, Enum):
        return hint(value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return value
