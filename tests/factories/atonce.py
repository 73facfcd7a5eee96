"""Doing things at the same moment, and seeing who got through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from meetings.kernel.errors import DomainError


def at_once(*steps: Callable[[], Any]) -> tuple[list[Any], list[DomainError]]:
    """Run all in threads that start together: what they returned, and the refusals. Anything else is raised."""
    done: list[Any] = []
    refused: list[DomainError] = []
    broken: list[BaseException] = []
    gate = threading.Barrier(len(steps))

    def go(step: Callable[[], Any]) -> None:
        gate.wait()
        try:
            done.append(step())
        except DomainError as error:
            refused.append(error)
        except BaseException as error:
            broken.append(error)

    threads = [threading.Thread(target=go, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return done, refused
