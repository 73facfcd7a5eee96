"""Passwords as argon2id hashes, a few at a time: each costs memory and time, and strangers can ask for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from meetings.kernel.errors import TooMany

#: 32 MiB and two passes: about 40 ms here. A whole council can sign in within seconds before a meeting.
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
_WORDS = Path(__file__).with_name("common_passwords.txt")
_PATIENCE = 3.0


class Gate:
    """So many at once, so many waiting; anybody more is asked to come again rather than holding a thread."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._slots = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """A slot. Raises TooMany when the queue is full or does not move."""
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._slots.acquire(timeout=_PATIENCE):
                raise _busy()
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._places.release()


def _busy() -> TooMany:
    return TooMany("Many people are signing in at this moment. Try again in a few seconds.", retry_after=3)


#: Devices that have signed in before have a gate of their own: a flood of strangers does not keep members out.
KNOWN_DEVICES = Gate(at_once=2, waiting=2)
STRANGERS = Gate(at_once=1, waiting=2)


def hash_password(password: str) -> str:
    """The argon2id hash that is kept."""
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password. Without a hash it takes as long and answers no."""
    try:
        _HASHER.verify(kept or _dummy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def renewed(password: str, kept: str) -> str | None:
    """A new hash if the kept one was made with weaker settings than today's, otherwise None."""
    return _HASHER.hash(password) if _HASHER.check_needs_rehash(kept) else None


@cache
def common_words() -> tuple[str, ...]:
    """Words that passwords are guessed with first."""
    return tuple(_WORDS.read_text(encoding="utf-8").split())


@cache
def _dummy() -> str:
    return _HASHER.hash("nobody has this password")
