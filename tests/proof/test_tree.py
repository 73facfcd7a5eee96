"""The tree against the vectors everybody tests with, against the RFC's own recursion, and against forged proofs."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.proof.tree import EMPTY, Tree, grew, included, leaf_hash

#: the inputs and roots published with Certificate Transparency
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_OF_FIRST_IN_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]


def leaves_of(count: int) -> list[bytes]:
    return [hashlib.sha256(b"%d" % i).digest() for i in range(count)]


# --- the RFC's own words, as slow as they are short


def mth(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    k = half(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def half(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = half(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def test_the_published_roots() -> None:
    tree = Tree([leaf_hash(content) for content in INPUTS])
    assert [tree.root(n).hex() for n in range(1, 9)] == ROOTS
    assert tree.root(0) == EMPTY
    assert [step.hex() for step in tree.inclusion(0, 8)] == PATH_OF_FIRST_IN_EIGHT
    assert [step.hex() for step in tree.consistency(1, 8)] == PATH_OF_FIRST_IN_EIGHT


def test_every_small_tree_is_the_rfcs() -> None:
    leaves = leaves_of(40)
    tree = Tree(leaves)
    for size in range(1, 41):
        root = tree.root(size)
        assert root == mth(leaves[:size])
        for index in range(size):
            steps = tree.inclusion(index, size)
            assert steps == path(index, leaves[:size])
            assert included(leaves[index], index, size, steps, root)
        for first in range(1, size + 1):
            steps = tree.consistency(first, size)
            assert steps == subproof(first, leaves[:size], True)
            assert grew(first, size, tree.root(first), root, steps)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_proof_holds_for_anything_else(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 200))
    leaves = leaves_of(size)
    tree = Tree(leaves)
    index, other = data.draw(st.permutations(range(size)))[:2]
    steps, root = tree.inclusion(index), tree.root()
    assert included(leaves[index], index, size, steps, root)
    assert not included(leaves[other], index, size, steps, root)
    assert not included(leaves[index], other, size, steps, root)
    assert not included(leaves[index], index, size, steps[:-1], root)
    assert not included(leaves[index], index, size, [*steps, steps[0]], root)
    first = data.draw(st.integers(1, size - 1))
    growth = tree.consistency(first)
    assert grew(first, size, tree.root(first), root, growth)
    swapped = list(leaves)
    at = data.draw(st.integers(0, first - 1))
    swapped[at] = hashlib.sha256(b"another").digest()
    forked = Tree(swapped)
    assert not grew(first, size, tree.root(first), forked.root(), forked.consistency(first))
    assert not grew(first, size, tree.root(first), root, growth[:-1])
    assert not grew(first, size, tree.root(first), root, [*growth, root])
    for place in range(len(growth)):
        broken = [*growth[:place], bytes(32), *growth[place + 1 :]]
        assert not grew(first, size, tree.root(first), root, broken)


def test_the_ends_of_growth() -> None:
    tree = Tree(leaves_of(5))
    root = tree.root()
    assert grew(5, 5, root, root, [])
    assert not grew(5, 5, root, tree.root(4), [])
    assert grew(0, 5, EMPTY, root, [])
    assert not grew(0, 5, root, root, [])
    assert not grew(6, 5, root, root, [])
    assert not grew(3, 5, tree.root(3), root, [])
    assert not included(b"", 5, 5, [], root)
    assert not included(b"", -1, 5, [], root)


def test_what_is_not_there_has_no_proof() -> None:
    tree = Tree(leaves_of(3))
    for wrong in (lambda: tree.root(4), lambda: tree.inclusion(3), lambda: tree.consistency(0)):
        with pytest.raises(ValueError, match=r"leaves|leaf"):
            wrong()
