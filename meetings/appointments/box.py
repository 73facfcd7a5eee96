"""The form of sealed envelopes and of the box they lie in: what browser, application and opener must agree on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

#: every choice is padded to so many bytes, so that the length of an envelope says nothing
PLAIN_BYTES = 128
#: a sealed box is longer by the sender's key (32) and the mark of genuineness (16)
ENVELOPE_BYTES = PLAIN_BYTES + 48


def hash_of(envelope: bytes) -> str:
    """By what the record knows an envelope."""
    return hashlib.sha256(envelope).hexdigest()


def right_length(envelope: bytes) -> bool:
    """Whether it is an envelope at all: all of them are equally long."""
    return len(envelope) == ENVELOPE_BYTES


def root_of(hashes: Iterable[str]) -> str:
    """The root over a box: its envelopes' hashes in order, as a tree of RFC 9162. It says nothing of who sent which."""
    nodes = [hashlib.sha256(b"\x00" + bytes.fromhex(h)).digest() for h in sorted(hashes)]
    return _root(nodes).hex()


def receipt_of(envelope_hash: str) -> str:
    """The start of an envelope's hash in a form that can be read aloud: 7F3A-2C."""
    return f"{envelope_hash[:4]}-{envelope_hash[4:6]}".upper()


def fingerprint_of(public_key: str) -> str:
    """A key in a form that can be compared by eye."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16].upper()
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def plain_of(round_id: str, choice: str, nonce: str) -> bytes:
    """What a voter's device seals. Raises ValueError if it does not fit."""
    text = json.dumps({"round": round_id, "choice": choice, "nonce": nonce}, separators=(",", ":")).encode()
    if len(text) > PLAIN_BYTES:
        raise ValueError("too long for an envelope")
    return text.ljust(PLAIN_BYTES)


def _root(nodes: list[bytes]) -> bytes:
    if not nodes:
        return hashlib.sha256(b"").digest()
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << (len(nodes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(nodes[:split]) + _root(nodes[split:])).digest()
