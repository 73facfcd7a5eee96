"""What the facts of the proof say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]


def _root(d: Data) -> str:
    return f"{d['root'][:4]} {d['root'][4:8]}".upper()


WORDS: dict[str, Callable[[Data, Any], str]] = {
    "proof.checkpoint_signed": lambda d, k: f"The record was sealed up to fact {d['size']}: root {_root(d)}",
    "proof.key_published": lambda d, k: (
        f"The signer has the key {d['key_id']}"
        + (", and the key before it vouches for it" if d.get("signature") else "")
    ),
    "proof.alarm_raised": lambda d, k: f"The signer refused the record {d['stream']}: {d['why']}",
    "proof.alarm_settled": lambda d, k: f"An alarm of the signer was looked into: {d['words']}",
}
