"""Signed texts in forms that others' tools read: checkpoints as C2SP signed notes, statements with SSH signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from meetings.proof.tree import HASH_BYTES

#: the algorithm's number in a note's key, for Ed25519
_ED25519 = b"\x01"
_MAGIC = b"SSHSIG"
#: what a statement's signature says it is for
NAMESPACE = "council-vote"
_ARMOUR = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: so many leaves, with that root, at that time."""

    origin: str
    size: int
    root: bytes
    signed_at: datetime

    def text(self) -> str:
        """The lines that are signed. The time is an extension line: witnesses of other logs pass over it."""
        root = base64.b64encode(self.root).decode()
        at = self.signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{self.origin}\n{self.size}\n{root}\ntime {at}\n"


def fingerprint(public_key: bytes) -> str:
    """A key's short name on pages and in statements: 16 hexadecimal digits."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def key_hint(name: str, public_key: bytes) -> bytes:
    """The four bytes before a note's signature that say which key made it."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def verifier_key(name: str, public_key: bytes) -> str:
    """A key as other programs for signed notes take it: name, hint and key in one word."""
    key = base64.b64encode(_ED25519 + public_key).decode()
    return f"{name}+{key_hint(name, public_key).hex()}+{key}"


def note(head: Head, public_key: bytes, signature: bytes) -> str:
    """The checkpoint as it is published. The key's name is the origin."""
    signed = base64.b64encode(key_hint(head.origin, public_key) + signature).decode()
    return f"{head.text()}\n— {head.origin} {signed}\n"


def read_note(text: str) -> tuple[Head, bytes, bytes]:
    """What a checkpoint says, the hint of its key, and its signature. ValueError if it is not one of ours."""
    body, gap, signatures = text.partition("\n\n")
    lines = body.split("\n")
    dash, name, signed = ([*signatures.rstrip("\n").split(" "), "", "", ""])[:3]
    if not gap or len(lines) != 4 or dash != "—" or name != lines[0] or not lines[3].startswith("time "):
        raise ValueError("this is no checkpoint")
    try:
        root, raw = base64.b64decode(lines[2], validate=True), base64.b64decode(signed, validate=True)
        at = datetime.strptime(lines[3], "time %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (binascii.Error, ValueError) as error:
        raise ValueError("this is no checkpoint") from error
    if len(root) != HASH_BYTES or len(raw) != 4 + 64 or not lines[1].isdecimal():
        raise ValueError("this is no checkpoint")
    return Head(lines[0], int(lines[1]), root, at), raw[:4], raw[4:]


def ssh_signed_data(message: bytes, namespace: str = NAMESPACE) -> bytes:
    """What an SSH signature of a file signs."""
    parts = (namespace.encode(), b"", b"sha512", hashlib.sha512(message).digest())
    return _MAGIC + b"".join(_string(part) for part in parts)


def ssh_signature(public_key: bytes, signature: bytes, namespace: str = NAMESPACE) -> str:
    """An SSH signature as `ssh-keygen -Y verify` reads it."""
    key = _string(b"ssh-ed25519") + _string(public_key)
    signed = _string(b"ssh-ed25519") + _string(signature)
    parts = (key, namespace.encode(), b"", b"sha512", signed)
    blob = _MAGIC + struct.pack(">I", 1) + b"".join(_string(part) for part in parts)
    text = base64.b64encode(blob).decode()
    lines = [text[i : i + 70] for i in range(0, len(text), 70)]
    return "\n".join((_ARMOUR[0], *lines, _ARMOUR[1])) + "\n"


def allowed_signers(public_key: bytes, who: str = "council", namespace: str = NAMESPACE) -> str:
    """The line that tells `ssh-keygen -Y verify` whose signature to believe."""
    key = base64.b64encode(_string(b"ssh-ed25519") + _string(public_key)).decode()
    return f'{who} namespaces="{namespace}" ssh-ed25519 {key}\n'


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
