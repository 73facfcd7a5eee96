"""Facts of the proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact


@fact("proof.checkpoint_signed")
@dataclass(frozen=True)
class CheckpointSigned(Fact):
    """The signer sealed the record of a meeting up to fact `size`."""

    size: int
    root: str
    key_id: str
    signed_at: datetime


@fact("proof.key_published")
@dataclass(frozen=True)
class KeyPublished(Fact):
    """The signer has a key that was not known. `message` and `signature`: how the key before it vouches for it."""

    key_id: str
    public_key: str
    name: str
    message: str = ""
    signature: str = ""


@fact("proof.alarm_raised")
@dataclass(frozen=True)
class AlarmRaised(Fact):
    """The signer refused to sign a record: it is not the one it signed before with something added."""

    alarm_id: str
    stream: str
    why: str


@fact("proof.alarm_settled")
@dataclass(frozen=True)
class AlarmSettled(Fact):
    """Somebody looked into what the signer had refused."""

    alarm_id: str
    words: str
