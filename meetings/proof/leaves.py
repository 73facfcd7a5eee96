"""The content of a leaf, pure and written apart from `db.record`: what a checker rebuilds from a row it is given."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meetings.kernel.facts import canonical
from meetings.proof.tree import leaf_hash

LEAF_VERSION = 1
#: a row on its way to the signer: these columns, in this order
COLUMNS = ("seq", "at", "type", "data", "actor_id", "actor_name", "salt", "leaf")


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as it stands in the database; `data` is its canonical JSON."""

    seq: int
    at: str
    type: str
    data: str
    actor_id: str | None
    actor_name: str
    salt: str
    leaf: str

    def text(self, stream_id: str) -> bytes:
        """The canonical content that the leaf is the hash of. ValueError if the data is no JSON object."""
        data = json.loads(self.data)
        if not isinstance(data, dict):
            raise ValueError("the data is no object")
        content: dict[str, Any] = {
            "v": LEAF_VERSION,
            "stream": stream_id,
            "seq": self.seq,
            "at": self.at,
            "type": self.type,
            "data": data,
            "actor": self.actor_id,
            "name": self.actor_name,
            "salt": self.salt,
        }
        return canonical(content)

    def hash(self, stream_id: str) -> bytes:
        """The leaf that the content gives. ValueError as for `text`."""
        return leaf_hash(self.text(stream_id))

    def honest_hash(self, stream_id: str) -> bytes:
        """The same, once it is the one that was written with the row. ValueError with the reason in words."""
        try:
            leaf = self.hash(stream_id)
        except ValueError as error:
            raise ValueError(f"Fact {self.seq} ({self.type}) cannot be read.") from error
        if leaf.hex() != self.leaf:
            raise ValueError(f"Fact {self.seq} ({self.type}) was changed: its hash does not fit its content.")
        return leaf

    def sent(self) -> list[Any]:
        """The row as it is sent."""
        return [getattr(self, column) for column in COLUMNS]

    @property
    def fact(self) -> Mapping[str, Any]:
        """The fact's fields."""
        data: Mapping[str, Any] = json.loads(self.data)
        return data


def received(values: Sequence[Any]) -> Row:
    """The row as it arrived. ValueError if it is none."""
    if len(values) != len(COLUMNS) or not isinstance(values[0], int):
        raise ValueError("this is no row")
    texts = [values[i] for i in (1, 2, 3, 5, 6, 7)]
    if not all(isinstance(text, str) for text in texts) or not isinstance(values[4], str | None):
        raise ValueError("this is no row")
    return Row(*values)
