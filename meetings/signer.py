"""The signer: a process with its own key and its own memory, which signs that the record only ever grew.

It believes nothing it is told: it makes each leaf again from the row, compares it with what it signed before, and
refuses whatever is not the old record with something added at its end. `python -m meetings.signer --help`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nacl.signing import SigningKey

from meetings.proof.leaves import Row, received
from meetings.proof.notes import (
    Head,
    fingerprint,
    key_hint,
    note,
    read_note,
    ssh_signature,
    ssh_signed_data,
)
from meetings.proof.tree import HASH_BYTES, Tree
from meetings.proof.verifier import NotRight, examine
from meetings.runtime.keeper import Refused
from meetings.runtime.keeping import Handler, Keep, main, only_one

NAME = "signer"
ABOUT = "Signs checkpoints of the record, and refuses to sign a record that was changed."
#: refusals that are remembered
_REMEMBERED = 200
#: what a rotation's signature says it is for
ROTATION = "council-key"


@dataclass(frozen=True)
class Memory:
    """What was signed of one stream."""

    size: int
    root: bytes
    note: str
    #: how often the stream was begun anew by hand, after a restored backup
    again: int = 0


class Signer:
    """One key, and the leaves of every stream it ever signed."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._key, self._name = self._first_key()
        self._leaves: dict[str, list[bytes]] = {}

    @property
    def public_key(self) -> bytes:
        """The key that others check with."""
        return bytes(self._key.verify_key)

    def handlers(self) -> Mapping[str, Handler]:
        """What it answers."""
        return {
            "key": self.key,
            "sign": self.sign,
            "head": self.head,
            "compare": self.compare,
            "statement": self.statement,
            "rotate": self.rotate,
            "refusals": lambda _: {"refusals": self._refusals()},
        }

    def key(self, _question: dict[str, Any]) -> dict[str, Any]:
        """The public key, its short name, and the name that origins begin with."""
        public = self.public_key
        return {"public_key": public.hex(), "key_id": fingerprint(public), "name": self._name}

    def head(self, question: dict[str, Any]) -> dict[str, Any]:
        """What was signed last of a stream; size 0 if nothing was."""
        memory = self._memory(_stream(question))
        return {"size": memory.size, "root": memory.root.hex(), "note": memory.note}

    def sign(self, question: dict[str, Any]) -> dict[str, Any]:
        """Take rows after the first `from`, and sign where they lead. Refuses whatever does not only add.

        Rows that were signed before are compared; `to` is where the record ends, once no more rows follow.
        """
        stream, memory, fresh = self._looked_through(question)
        if fresh or not self._is_current(memory):
            memory = self._grow(stream, memory, fresh)
        return {**self.key({}), "size": memory.size, "root": memory.root.hex(), "note": memory.note}

    def compare(self, question: dict[str, Any]) -> dict[str, Any]:
        """Compare rows with what was signed, and sign nothing. Refuses as `sign` does."""
        _, memory, fresh = self._looked_through(question)
        return {"size": memory.size, "more": len(fresh)}

    def statement(self, question: dict[str, Any]) -> dict[str, Any]:
        """Sign a result after counting it again from the vote's own rows, by the published checking program."""
        stream = _stream(question)
        try:
            rows = [received(values) for values in question["rows"]]
            message = str(question["statement"]).encode()
            statement = json.loads(message)
            known = {row.seq: self._known(stream, row) for row in rows}
            if not all(known.values()) or statement["record"]["stream"] != stream:
                raise NotRight("rows that were never signed are among those of the vote")
            if statement["record"]["size"] > self._memory(stream).size:
                raise NotRight("the checkpoint it names was not signed here")
            examine(statement, {row.seq: row.text(stream) for row in rows})
        except (KeyError, TypeError, ValueError) as error:
            why = str(error) if isinstance(error, NotRight) else "it cannot be read"
            self._remember_refusal(stream, self._memory(stream).size, f"A statement was refused: {why}.")
            raise Refused(f"The statement is not signed: {why}.") from error
        signature = self._key.sign(ssh_signed_data(message)).signature
        return {**self.key({}), "signature": ssh_signature(self.public_key, signature)}

    def rotate(self, question: dict[str, Any]) -> dict[str, Any]:
        """Make a new key. The old one signs that the new one follows it, and is gone."""
        old, reason = self._key, str(question.get("reason", ""))[:500]
        fresh = SigningKey.generate()
        lines = (
            f"from {fingerprint(self.public_key)}",
            f"to {bytes(fresh.verify_key).hex()}",
            f"why {reason}",
        )
        message = "\n".join((*lines, f"at {_now().isoformat()}", "")).encode()
        signature = ssh_signature(
            self.public_key, old.sign(ssh_signed_data(message, ROTATION)).signature, ROTATION
        )
        self._keep.write("key", _key_file(fresh))
        self._key = fresh
        return {**self.key({}), "message": message.decode(), "signature": signature}

    def begin_again(self, stream: str, reason: str) -> None:
        """By hand only: accept that a stream was restored from a backup. What was signed stays in the folder."""
        memory = self._memory(stream)
        for kind in ("head", "leaves"):
            content = self._keep.read(f"{stream}.{kind}")
            if content is not None:
                self._keep.write(f"{stream}.{kind}.{memory.again}", content)
        self._remember_refusal(stream, memory.size, f"Begun again by hand: {reason}")
        self._leaves[stream] = []
        self._save(stream, Memory(0, b"", "", memory.again + 1), [])

    def _looked_through(self, question: dict[str, Any]) -> tuple[str, Memory, list[bytes]]:
        stream = _stream(question)
        try:
            rows = [received(values) for values in question["rows"]]
            start, end = int(question["from"]), question.get("to")
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("The rows cannot be read.") from error
        memory = self._memory(stream)
        try:
            return stream, memory, self._fresh(stream, memory, rows, start, end)
        except Refused as refused:
            self._remember_refusal(stream, memory.size, str(refused))
            raise

    def _is_current(self, memory: Memory) -> bool:
        """Whether the last checkpoint carries the key as it is now."""
        if not memory.note:
            return False
        head, hint, _ = read_note(memory.note)
        return hint == key_hint(head.origin, self.public_key)

    def _fresh(
        self, stream: str, memory: Memory, rows: Sequence[Row], start: int, end: int | None
    ) -> list[bytes]:
        """The leaves that follow on what was signed. Refused where the rows are not the record that was."""
        if not 0 <= start <= memory.size:
            raise Refused(f"Rows from {start + 1} do not follow on the {memory.size} that were signed.")
        known = self._leaves_of(stream, memory)
        fresh = []
        for place, row in enumerate(rows, start + 1):
            if row.seq != place:
                raise Refused(f"Fact {place} is missing or out of its place: fact {row.seq} stands there.")
            try:
                leaf = row.honest_hash(stream)
            except ValueError as error:
                raise Refused(str(error)) from error
            if place <= memory.size and leaf != known[place - 1]:
                raise Refused(f"Fact {place} ({row.type}) is not what it was when it was signed.")
            if place > memory.size:
                fresh.append(leaf)
        reached = start + len(rows)
        if end is not None and (reached != end or end < memory.size):
            raise Refused(
                f"Facts are missing: {max(memory.size, end)} are to be there, the rows end with {reached}."
            )
        return fresh

    def _grow(self, stream: str, memory: Memory, fresh: list[bytes]) -> Memory:
        leaves = [*self._leaves_of(stream, memory), *fresh]
        again = f".{memory.again}" if memory.again else ""
        head = Head(f"{self._name}/{stream}{again}", len(leaves), Tree(leaves).root(), _now())
        signature = self._key.sign(head.text().encode()).signature
        grown = replace(memory, size=head.size, root=head.root, note=note(head, self.public_key, signature))
        self._save(stream, grown, fresh)
        self._leaves[stream] = leaves
        return grown

    def _save(self, stream: str, memory: Memory, fresh: list[bytes]) -> None:
        """Leaves first, then the head: after a power cut between the two the leaves beyond the head do not count."""
        path = self._keep.path(f"{stream}.leaves")
        before = (memory.size - len(fresh)) * HASH_BYTES
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(before)
            file.seek(before)
            file.write(b"".join(fresh))
            file.flush()
            os.fsync(file.fileno())
        head = {"size": memory.size, "root": memory.root.hex(), "note": memory.note, "again": memory.again}
        self._keep.write(f"{stream}.head", json.dumps(head).encode())

    def _memory(self, stream: str) -> Memory:
        content = self._keep.read(f"{stream}.head")
        if content is None:
            return Memory(0, b"", "")
        head = json.loads(content)
        return Memory(head["size"], bytes.fromhex(head["root"]), head["note"], head["again"])

    def _leaves_of(self, stream: str, memory: Memory) -> list[bytes]:
        """What was signed, leaf by leaf. Refused if this process's own disk no longer has it."""
        cached = self._leaves.get(stream)
        if cached is None or len(cached) != memory.size:
            content = (self._keep.read(f"{stream}.leaves") or b"")[: memory.size * HASH_BYTES]
            cached = [content[i : i + HASH_BYTES] for i in range(0, len(content), HASH_BYTES)]
            if memory.size and (len(cached) != memory.size or Tree(cached).root() != memory.root):
                raise Refused("The signer's own memory of this stream is damaged: restore its folder.")
            self._leaves[stream] = cached
        return cached

    def _known(self, stream: str, row: Row) -> bool:
        leaves = self._leaves_of(stream, self._memory(stream))
        return 0 < row.seq <= len(leaves) and leaves[row.seq - 1] == row.hash(stream)

    def _first_key(self) -> tuple[SigningKey, str]:
        content, name = self._keep.read("key"), self._keep.read("name")
        if content is None:
            content = _key_file(SigningKey.generate())
            self._keep.write("key", content)
        key = SigningKey(bytes.fromhex(json.loads(content)["seed"]))
        if name is None:
            host = urlsplit(os.environ.get("WITAN_PUBLIC_URL", "")).hostname
            name = (host or f"witan-{fingerprint(bytes(key.verify_key))[:8]}").encode()
            self._keep.write("name", name)
        return key, name.decode()

    def _refusals(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._keep.read("refusals") or b"[]")
        return found

    def _remember_refusal(self, stream: str, size: int, why: str) -> None:
        before = self._refusals()
        if before and (before[-1]["stream"], before[-1]["why"]) == (stream, why):
            return
        entry = {"at": _now().isoformat(), "stream": stream, "signed": size, "why": why}
        self._keep.write("refusals", json.dumps([*before, entry][-_REMEMBERED:]).encode())


def _stream(question: Mapping[str, Any]) -> str:
    stream = question.get("stream")
    if not isinstance(stream, str) or not (stream.isascii() and stream.isalnum()) or len(stream) > 40:
        raise Refused("This is no stream.")
    return stream


def _key_file(key: SigningKey) -> bytes:
    return json.dumps({"seed": bytes(key).hex(), "made": _now().isoformat()}).encode()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def run(argv: Sequence[str]) -> int:
    """The command: the process itself, or `begin-again STATE STREAM REASON` by hand while it is not running."""
    if argv[:1] == ["begin-again"] and len(argv) == 4:
        with only_one(Keep(Path(argv[1]))) as alone:
            if alone:
                Signer(Keep(Path(argv[1]))).begin_again(_stream({"stream": argv[2]}), argv[3])
        return 0 if alone else 1
    return main(NAME, ABOUT, lambda keep: Signer(keep).handlers(), argv)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
