"""What the many databases and applications of a test run have in common, made once instead of for each.

Compiled statements, the builders of addresses and compiled templates depend on the code alone, and a server makes
each of them once. A run of the tests makes thousands of servers.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import sqlalchemy
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine import default
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from meetings.db import engine as engines

#: compiled statements, by the name of the dialect
_STATEMENTS: dict[str, LRUCache[Any, Any]] = {}


def share() -> None:
    """From now on, everything made in this process shares."""
    # What lives through a run of the tests is not gone through for garbage again and again: a tenth of the time.
    gc.set_threshold(200_000, 50, 1_000)
    # Two dialects of one class compile a statement to the same words: only then are they the same key.
    default.DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign,assignment]
    default.DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    engines.create_engine = _engine  # type: ignore[attr-defined]
    Rule._compile_builder = _later(Rule._compile_builder)  # type: ignore[method-assign]
    Flask.jinja_options = {"bytecode_cache": _Templates()}


def _engine(*args: Any, **more: Any) -> Engine:
    made = sqlalchemy.create_engine(*args, **more)
    made._compiled_cache = _STATEMENTS.setdefault(made.dialect.name, LRUCache(10_000))
    return made


def _later(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """An address is built by a function that is compiled the first time that anybody asks for it."""

    def lazily(rule: Any, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Any] = []

        def build(self: Any, **values: Any) -> Any:
            if not made:
                made.append(compile_builder(rule, append_unknown))
            return made[0](self, **values)

        return build

    return lazily


class _Templates(BytecodeCache):
    """Templates as compiled, by the hash of their text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled from this very text."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
