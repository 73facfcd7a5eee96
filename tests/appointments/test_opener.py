"""The opener by itself: one box a round, whole, approved by two, and the same answer after a crash."""

from __future__ import annotations

import base64
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from meetings.appointments.box import hash_of, root_of
from meetings.opener import Opener, join, split
from meetings.runtime.keeper import Refused
from meetings.runtime.keeping import Keep
from tests.appointments.devices import envelope

ROUND = "abcdefgh23456789"
PEOPLE = ["ada", "bea"]


@pytest.fixture
def opener(tmp_path: Path) -> Opener:
    """A fresh one."""
    return Opener(Keep(tmp_path / "opener"))


class Box:
    """A round with three tellers and some envelopes."""

    def __init__(self, opener: Opener, choices: list[str], extra: list[bytes] | None = None) -> None:
        self.opener = opener
        self.tellers = [PrivateKey.generate() for _ in range(3)]
        self.made = opener.make(
            {"round": ROUND, "tellers": [bytes(t.public_key).hex() for t in self.tellers]}
        )
        key = self.made["public_key"]
        self.envelopes = [base64.b64decode(envelope(key, ROUND, c)) for c in choices] + (extra or [])

    @property
    def box(self) -> dict[str, Any]:
        """Root and number."""
        return {
            "root": root_of([hash_of(e) for e in self.envelopes]),
            "count": len(self.envelopes),
        }

    def approval(self, n: int, **other: Any) -> str:
        """Of the nth teller."""
        share = base64.b64decode(self.made["shares"][n])
        held = json.loads(SealedBox(self.tellers[n]).decrypt(share))
        word = {"round": ROUND, "index": held["index"], "share": held["share"], **self.box, **other}
        sealed = SealedBox(PublicKey(bytes.fromhex(held["reply_key"]))).encrypt(json.dumps(word).encode())
        return base64.b64encode(sealed).decode()

    def open(self, approvals: list[str] | None = None, **other: Any) -> dict[str, Any]:
        """As the application asks for it."""
        question = {
            "round": ROUND,
            **self.box,
            "candidates": PEOPLE,
            "envelopes": [base64.b64encode(e).decode() for e in self.envelopes],
            "approvals": approvals if approvals is not None else [self.approval(0), self.approval(2)],
        }
        return self.opener.open(question | other)


def test_two_tellers_open_a_box_and_the_key_is_gone(opener: Opener, tmp_path: Path) -> None:
    box = Box(opener, ["ada", "bea", "ada", "abstain"])
    kept = "".join(p.read_text() for p in (tmp_path / "opener").iterdir() if p.is_file())
    result = box.open()
    assert (result["votes"], result["abstained"]) == ({"ada": 2, "bea": 1}, 1)
    assert (result["malformed"], result["copied"]) == (0, 0)
    assert sorted(opener._keep.names()) == [f"{ROUND}.{kind}" for kind in ("box", "made", "result")]
    # The secret half was never on the disk.
    secret = join(dict(split_of(box)))
    assert secret.hex() not in kept


def split_of(box: Box) -> list[tuple[int, bytes]]:
    """Two shares as their tellers hold them."""
    held = [
        json.loads(SealedBox(t).decrypt(base64.b64decode(s)))
        for t, s in zip(box.tellers, box.made["shares"], strict=True)
    ]
    return [(h["index"], bytes.fromhex(h["share"])) for h in held[:2]]


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_any_two_tellers_will_do(opener: Opener, pair: tuple[int, int]) -> None:
    box = Box(opener, ["bea"])
    assert box.open([box.approval(n) for n in pair])["votes"] == {"ada": 0, "bea": 1}


def test_one_teller_alone_opens_nothing(opener: Opener) -> None:
    box = Box(opener, ["ada", "bea"])
    for approvals in ([], [box.approval(1)], [box.approval(1), box.approval(1)]):
        with pytest.raises(Refused, match="2 tellers"):
            box.open(approvals)


def test_wrong_share_leaves_it_to_the_other_two(opener: Opener) -> None:
    box = Box(opener, ["ada"])
    wrong = box.approval(0, share="00" * 32)
    with pytest.raises(Refused, match="do not fit"):
        box.open([wrong, box.approval(1)])
    assert box.open([wrong, box.approval(1), box.approval(2)])["votes"]["ada"] == 1


def test_never_a_part_of_the_box_nor_another_one(opener: Opener) -> None:
    box = Box(opener, ["ada", "bea", "bea"])
    approvals = [box.approval(0), box.approval(1)]
    whole = list(box.envelopes)
    for part in (whole[:1], whole[:2], [*whole, whole[0]], []):
        box.envelopes = part
        with pytest.raises(Refused):
            box.open(approvals)
        texts = [base64.b64encode(e).decode() for e in part]
        with pytest.raises(Refused, match="not the envelopes"):
            box.open(approvals, root=root_of(map(hash_of, whole)), count=len(whole), envelopes=texts)
    box.envelopes = whole
    with pytest.raises(Refused, match="another box"):
        box.open([box.approval(0, count=2), box.approval(1)])
    assert box.open(approvals)["votes"] == {"ada": 1, "bea": 2}


def test_opened_once_and_asked_again_the_same(opener: Opener) -> None:
    box = Box(opener, ["ada", "bea"])
    first = box.open()
    assert box.open([]) == first
    assert opener.result({"round": ROUND}) == first
    box.envelopes = box.envelopes[:1]
    with pytest.raises(Refused, match="opened once"):
        box.open([])


def test_crash_in_the_middle_binds_the_round_to_its_box(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(opener, ["ada", "bea", "bea"])
    approvals = [box.approval(0), box.approval(1)]
    write = opener._keep.write

    def dies(name: str, content: bytes) -> None:
        if name.endswith(".result"):
            raise OSError("no more power")
        write(name, content)

    monkeypatch.setattr(opener._keep, "write", dies)
    with pytest.raises(OSError, match="power"):
        box.open(approvals)
    monkeypatch.undo()
    whole, box.envelopes = box.envelopes, box.envelopes[:2]
    with pytest.raises(Refused, match="begun already"):
        box.open()
    box.envelopes = whole
    assert box.open(approvals)["votes"] == {"ada": 1, "bea": 2}


def test_copies_and_damaged_envelopes_are_counted_apart(opener: Opener) -> None:
    box = Box(opener, ["ada"])
    key = box.made["public_key"]
    other = envelope(key, "zzzzzzzzzzzzzzzz", "ada")
    stranger = envelope(key, ROUND, "zoe")
    twice = [envelope(key, ROUND, "bea", "ab" * 16) for _ in range(2)]
    box.envelopes += [base64.b64decode(t) for t in (other, stranger, *twice)] + [b"\x01" * 176]
    result = box.open()
    assert result["votes"] == {"ada": 1, "bea": 1}
    assert (result["malformed"], result["copied"]) == (3, 1)


def test_another_round_or_other_tellers_are_refused(opener: Opener) -> None:
    box = Box(opener, [])
    keys = [bytes(t.public_key).hex() for t in box.tellers]
    assert opener.make({"round": ROUND, "tellers": keys}) == box.made
    for tellers in (keys[::-1], keys[:2], ["xx"] * 3, [keys[0]] * 3, None):
        with pytest.raises(Refused):
            opener.make({"round": ROUND, "tellers": tellers})
        with pytest.raises(Refused):
            opener.make({"round": "fresh234567", "tellers": tellers if tellers != keys[::-1] else keys[:1]})
    for name in ("", "../etc", 7):
        with pytest.raises(Refused, match="no round"):
            opener.result({"round": name})


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_two_shares_give_the_secret(secret: bytes) -> None:
    shares = split(secret)
    for pair in itertools.combinations(shares, 2):
        assert join(dict(pair)) == secret


def test_one_share_says_nothing_of_the_secret() -> None:
    """Whatever the secret, every value of a share comes equally often: 256 slopes, 256 values."""
    seen = {split(bytes(1))[0][1][0] for _ in range(4000)}
    assert len(seen) > 250
