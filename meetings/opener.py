"""The opener: makes the key of each secret round, splits it among tellers and forgets it, and opens each box once.

It has no right to the database and no memory of who voted: it is given a round's envelopes without names, the box's
root and number, and what two tellers sealed to it, and answers with counts. `python -m meetings.opener --help`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import sys
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import VerifyKey

from meetings.appointments.box import PLAIN_BYTES, hash_of, root_of
from meetings.proof.leaves import received
from meetings.proof.notes import read_note
from meetings.proof.tree import included
from meetings.runtime.keeper import Refused
from meetings.runtime.keeping import Handler, Keep, main

NAME = "opener"
ABOUT = "Makes the keys of secret rounds, and opens a box that two tellers approved."
#: how many tellers there are, and how many must agree
TELLERS, NEEDED = 3, 2
_ROUND = re.compile(r"[a-z0-9]{8,20}")
_HEX = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"[0-9a-f]{32}")


class Opener:
    """Keeps what is public of each round, the key that tellers answer under, its box, and the counts."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def handlers(self) -> Mapping[str, Handler]:
        """What it answers."""
        return {"make": self.make, "open": self.open, "result": self.result}

    def make(self, question: dict[str, Any]) -> dict[str, Any]:
        """The key of a round: its public half, and a share of the other for each teller. Always the same answer."""
        round_id, keys = _round(question), question.get("tellers")
        before = self._keep.read(f"{round_id}.made")
        if before is not None:
            made: dict[str, Any] = json.loads(before)
            if made["tellers"] != keys:
                raise Refused("This round was begun with other tellers.")
            return made
        if not isinstance(keys, list) or len(keys) != TELLERS or len(set(map(str, keys))) != TELLERS:
            raise Refused(f"A key is split among {TELLERS} tellers, each with a device of their own.")
        secret, reply = PrivateKey.generate(), PrivateKey.generate()
        public, reply_key = bytes(secret.public_key).hex(), bytes(reply.public_key).hex()
        about = {"round": round_id, "public_key": public, "reply_key": reply_key}
        shares = [
            _sealed(key, {**about, "index": index, "share": share.hex()})
            for key, (index, share) in zip(keys, split(bytes(secret)), strict=True)
        ]
        signer = self._pinned(question.get("signer"))
        made = {
            "tellers": keys,
            "public_key": public,
            "reply_key": reply_key,
            "shares": shares,
            "signer": signer,
        }
        self._keep.write(f"{round_id}.reply", bytes(reply).hex().encode())
        self._keep.write(f"{round_id}.made", json.dumps(made).encode())
        return made

    def open(self, question: dict[str, Any]) -> dict[str, Any]:
        """Open a box: once a round, only the one that two tellers saw, and only whole. Counts, and nothing else."""
        round_id = _round(question)
        box = {"root": str(question.get("root")), "count": question.get("count")}
        done = self._keep.read(f"{round_id}.result")
        if done is not None:
            result: dict[str, Any] = json.loads(done)
            if result["box"] != box:
                raise Refused("Another box of this round was opened already: a round is opened once.")
            return result
        envelopes = _envelopes(question, box)
        self._sealed_in_the_record(round_id, box, question.get("seal"))
        secret = self._secret(round_id, box, question.get("approvals"))
        # From here on the round has this box and no other, whatever happens to this process.
        bound = self._keep.read(f"{round_id}.box")
        if bound is not None and json.loads(bound) != box:
            raise Refused("The opening of another box of this round was begun already.")
        self._keep.write(f"{round_id}.box", json.dumps(box).encode())
        candidates = [str(c) for c in question.get("candidates") or ()]
        result = {"box": box, **count(round_id, candidates, envelopes, secret)}
        self._keep.write(f"{round_id}.result", json.dumps(result).encode())
        self._keep.remove(f"{round_id}.reply")
        return result

    def result(self, question: dict[str, Any]) -> dict[str, Any]:
        """What came out of a box that was opened: to hold the record to it. Refused for one that was not."""
        done = self._keep.read(f"{_round(question)}.result")
        if done is None:
            raise Refused("This round's box was not opened here.")
        result: dict[str, Any] = json.loads(done)
        return result

    def _pinned(self, signer: Any) -> str:
        """The key of the record's signer, which does not change behind this process's back; empty: nobody signs."""
        known = (self._keep.read("signer") or b"").decode()
        if not signer:
            return known
        if not isinstance(signer, str) or not _HEX.fullmatch(signer):
            raise Refused("The signer's key cannot be read.")
        if known and known != signer:
            raise Refused(
                "The record is signed with another key than before. Once it is known why, the monitoring officer has "
                "the file “signer” removed from this process's folder."
            )
        if not known:
            self._keep.write("signer", signer.encode())
        return signer

    def _sealed_in_the_record(self, round_id: str, box: dict[str, Any], seal: Any) -> None:
        """Refuse a box whose close is not in a checkpoint that the signer signed, where there is a signer."""
        made = json.loads(self._keep.read(f"{round_id}.made") or b"{}")
        if not made.get("signer"):
            return
        try:
            head, _, signature = read_note(seal["note"])
            VerifyKey(bytes.fromhex(made["signer"])).verify(head.text().encode(), signature)
            row, path = received(seal["row"]), [bytes.fromhex(step) for step in seal["path"]]
            inside = included(row.hash(str(seal["stream"])), row.seq - 1, head.size, path, head.root)
            closed = row.fact
        except (BadSignatureError, KeyError, TypeError, ValueError) as error:
            raise Refused("The close of this round is not shown to be in the sealed record.") from error
        said = {"root": closed.get("box_root"), "count": closed.get("box_count")}
        right = row.type == "appointments.round_closed" and closed.get("round_id") == round_id
        if not inside or not right or said != box:
            raise Refused("The sealed record has another box of this round than this one.")

    def _secret(self, round_id: str, box: dict[str, Any], approvals: Any) -> PrivateKey:
        """The round's key, put together from two tellers' shares that came with their approval of this very box."""
        made, reply = self._keep.read(f"{round_id}.made"), self._keep.read(f"{round_id}.reply")
        if made is None or reply is None:
            raise Refused("This round's key was not made here.")
        opening = SealedBox(PrivateKey(bytes.fromhex(reply.decode())))
        shares: dict[int, bytes] = {}
        for text in approvals if isinstance(approvals, list) else ():
            approval = _unsealed(opening, text)
            if approval is None or approval.get("round") != round_id:
                raise Refused("An approval cannot be read: the teller gives it again.")
            if {"root": approval.get("root"), "count": approval.get("count")} != box:
                raise Refused("A teller approved another box than this one.")
            shares[int(approval["index"])] = bytes.fromhex(str(approval["share"]))
        if len(shares) < NEEDED:
            raise Refused(f"{NEEDED} tellers must approve the box.")
        for pair in combinations(shares.items(), NEEDED):
            secret = PrivateKey(join(dict(pair)))
            if bytes(secret.public_key).hex() == json.loads(made)["public_key"]:
                return secret
        raise Refused(
            "The tellers' shares do not fit this round: a device gave a wrong one. Ask the third teller."
        )


def count(
    round_id: str, candidates: Sequence[str], envelopes: Sequence[bytes], secret: PrivateKey
) -> dict[str, Any]:
    """The counts of a box. What cannot be read, and copies of a ballot, are counted apart and for nobody."""
    opening, seen = SealedBox(secret), set[str]()
    votes, abstained, malformed, copied = dict.fromkeys(candidates, 0), 0, 0, 0
    for envelope in envelopes:
        ballot = _ballot(opening, envelope, round_id)
        choice = ballot.get("choice") if ballot else None
        if ballot is None or (choice != "abstain" and choice not in votes):
            malformed += 1
        elif ballot["nonce"] in seen:
            copied += 1
        else:
            seen.add(ballot["nonce"])
            if choice == "abstain":
                abstained += 1
            else:
                votes[str(choice)] += 1
    return {
        "votes": dict(sorted(votes.items())),
        "abstained": abstained,
        "malformed": malformed,
        "copied": copied,
    }


def split(secret: bytes) -> list[tuple[int, bytes]]:
    """Shares of which any two give the secret and one gives nothing: a line through it, byte by byte, in GF(256)."""
    slope = secrets.token_bytes(len(secret))
    return [
        (x, bytes(s ^ _times(a, x) for s, a in zip(secret, slope, strict=True)))
        for x in range(1, TELLERS + 1)
    ]


def join(shares: Mapping[int, bytes]) -> bytes:
    """The secret from two shares."""
    (x, one), (y, two) = shares.items()
    across = _inverse(x ^ y)
    at_x, at_y = _times(y, across), _times(x, across)
    return bytes(_times(a, at_x) ^ _times(b, at_y) for a, b in zip(one, two, strict=True))


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    return next(b for b in range(1, 256) if _times(a, b) == 1)


def _ballot(opening: SealedBox[PrivateKey], envelope: bytes, round_id: str) -> dict[str, str] | None:
    """What an envelope holds; None unless it is a ballot of this round."""
    try:
        plain = opening.decrypt(envelope)
        ballot = json.loads(plain)
    except (CryptoError, ValueError, RecursionError):
        return None
    if len(plain) != PLAIN_BYTES or not isinstance(ballot, dict) or ballot.get("round") != round_id:
        return None
    if not all(isinstance(ballot.get(k), str) for k in ("choice", "nonce")):
        return None
    return ballot if _NONCE.fullmatch(ballot["nonce"]) else None


def _envelopes(question: dict[str, Any], box: dict[str, Any]) -> list[bytes]:
    """The box as given, if it is the one its root and number name."""
    try:
        envelopes = [base64.b64decode(e, validate=True) for e in question["envelopes"]]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("The envelopes cannot be read.") from error
    hashes = [hash_of(e) for e in envelopes]
    if len(set(hashes)) != len(hashes) or len(hashes) != box["count"] or root_of(hashes) != box["root"]:
        raise Refused("These are not the envelopes of the box: something was added, taken away or changed.")
    return [e for _, e in sorted(zip(hashes, envelopes, strict=True))]


def _sealed(key: Any, content: dict[str, Any]) -> str:
    if not isinstance(key, str) or not _HEX.fullmatch(key):
        raise Refused("A teller's key cannot be read.")
    try:
        box = SealedBox(PublicKey(bytes.fromhex(key)))
        return base64.b64encode(box.encrypt(json.dumps(content).encode())).decode()
    except CryptoError as error:
        raise Refused("A teller's key is no key.") from error


def _unsealed(opening: SealedBox[PrivateKey], text: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(opening.decrypt(base64.b64decode(text, validate=True)))
        index, share = found["index"], bytes.fromhex(found["share"])
    except (CryptoError, KeyError, TypeError, ValueError, binascii.Error):
        return None
    return found if index in range(1, TELLERS + 1) and len(share) == 32 else None


def _round(question: Mapping[str, Any]) -> str:
    round_id = question.get("round")
    if not isinstance(round_id, str) or not _ROUND.fullmatch(round_id):
        raise Refused("This is no round.")
    return round_id


if __name__ == "__main__":
    sys.exit(main(NAME, ABOUT, lambda keep: Opener(keep).handlers(), sys.argv[1:]))
