"""The tree over a stream's leaves, pure (RFC 9162, section 2.1): roots, proofs of being in it and of growth."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

#: the root of no leaves at all
EMPTY = hashlib.sha256(b"").digest()
HASH_BYTES = 32


def leaf_hash(content: bytes) -> bytes:
    """The leaf of a content: what `db.record` writes beside each fact, as bytes."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree of these leaves. Every complete node is hashed once, so that many proofs cost little."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels: list[list[bytes]] = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            whole = len(below) - len(below) % 2
            self._levels.append([node_hash(below[i], below[i + 1]) for i in range(0, whole, 2)])

    @property
    def size(self) -> int:
        """How many leaves."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root; of the first `size` leaves if that is given. ValueError for more than there are."""
        size = self.size if size is None else size
        self._check(size)
        return self._node(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """What leads from a leaf (0 is the first) to the root of the first `size` leaves, from below."""
        size = self.size if size is None else size
        self._check(size)
        if not 0 <= index < size:
            raise ValueError(f"there is no leaf {index} among {size}")
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._node(middle, end))
                end = middle
            else:
                path.append(self._node(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """What shows that the tree of the first `second` leaves begins with the tree of the first `first`."""
        second = self.size if second is None else second
        self._check(second)
        if not 0 < first <= second:
            raise ValueError(f"a tree of {second} leaves did not grow from one of {first}")
        start, end, whole, path = 0, second, True, []
        while first != end:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._node(middle, end))
                end = middle
            else:
                path.append(self._node(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._node(start, end))
        return path[::-1]

    def _check(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ValueError(f"there are {self.size} leaves, not {size}")

    def _node(self, start: int, end: int) -> bytes:
        """The hash over leaves `start` to before `end`, as the tree divides them."""
        length = end - start
        if length & (length - 1) == 0:
            return self._levels[length.bit_length() - 1][start // length]
        middle = start + _split(length)
        return node_hash(self._node(start, middle), self._node(middle, end))


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path shows that this leaf is leaf `index` of the tree with that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(step, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, step)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def grew(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path shows that the second tree begins with the whole of the first (RFC 9162, 2.1.4.2)."""
    if first < 0 or first > second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    return _climb(here, last, steps) == (first_root, second_root)


def _climb(here: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a path of growth leads to; None if it leads past the top or not up to it."""
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(length: int) -> int:
    """The largest power of two smaller than `length`."""
    return 1 << (length - 1).bit_length() - 1
