"""Rendered pages, and pieces of them, kept in memory: bounded, the ones not asked for longest go first."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

Key = tuple[str, ...]
#: what an entry takes besides its body
_OVERHEAD = 512


@dataclass(frozen=True)
class KeptPage:
    """An answer that is the same for everybody who asks."""

    body: bytes
    mimetype: str
    etag: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.body)


def kept(text: str | bytes, mimetype: str = "text/html") -> KeptPage:
    """A page to keep; its tag is made of its content, so that a new edition of a template is a new page."""
    body = text.encode() if isinstance(text, str) else text
    return KeptPage(body, mimetype, hashlib.sha256(body).hexdigest()[:24])


class PageCache:
    """A mapping with a bound on entries and on bytes, safe to use from any thread.

    What an entry shows must be told by its key: nothing is ever changed in it, a new version has a new key.
    The attribute `size` of a value counts towards the bytes.
    """

    def __init__(self, max_entries: int = 2000, max_bytes: int = 32 * 1024 * 1024) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[Key, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Any:
        """What is kept under the key; None if nothing is."""
        with self._lock:
            value = self._entries.get(key)
            if value is not None:
                self._entries.move_to_end(key)
            return value

    def __setitem__(self, key: Key, value: Any) -> None:
        size = _size(value)
        if size > self._max_bytes:
            return
        with self._lock:
            self._forget(key)
            self._entries[key] = value
            self._bytes += size
            while self._bytes > self._max_bytes or len(self._entries) > self._max_entries:
                self._forget(next(iter(self._entries)))

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def _forget(self, key: Key) -> None:
        if key in self._entries:
            self._bytes -= _size(self._entries.pop(key))


def _size(value: Any) -> int:
    return _OVERHEAD + int(getattr(value, "size", 0))
