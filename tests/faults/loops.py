"""Runs a coroutine whatever else the test process is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser that another test has started keeps a loop running in the main one."""
    with ThreadPoolExecutor(1, "loop") as thread:
        return thread.submit(asyncio.run, coroutine).result()
