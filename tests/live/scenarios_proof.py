"""The record of a meeting is sealed while people look on."""

from __future__ import annotations

from collections.abc import Callable

from nacl.signing import SigningKey

from meetings.kernel.actor import SYSTEM
from meetings.proof.events import CheckpointSigned
from meetings.proof.notes import Head, note
from meetings.proof.usecases import KeepCheckpoint, KnowKey, keep_checkpoint
from tests.factories.world import Sitting, World
from tests.live.scenarios import SCENARIOS


def checkpoint_signed(world: World) -> tuple[Sitting, Callable[[], object]]:
    """A checkpoint is kept beside the record."""
    sitting = world.body().meeting().open()
    key = SigningKey(bytes(32))
    public = bytes(key.verify_key)

    def act() -> None:
        head = Head(f"council.example/{sitting.id}", 5, bytes(32), world.clock.now())
        signed = note(head, public, key.sign(head.text().encode()).signature)
        known = KnowKey("0123456789abcdef", public.hex(), "council.example")
        command = KeepCheckpoint(sitting.id, 5, head.root.hex(), signed, known, head.signed_at)
        world.run(keep_checkpoint, command, SYSTEM)

    return sitting, act


SCENARIOS[CheckpointSigned] = checkpoint_signed
