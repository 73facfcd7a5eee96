"""Changing the signer's key: the old key vouches for the new one, and the record says so."""

from __future__ import annotations

from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.proof.signing import key_of
from meetings.proof.usecases import KnowKey, know_key
from meetings.runtime.keeper import Away, Keeper, Refused
from meetings.runtime.usecase import Runner


def rotate(runner: Runner, keeper: Keeper, reason: str) -> KnowKey:
    """Have a new key made and publish it. Raises Away and Refused."""
    # The key as it is now is known first, or the new one would follow on nothing.
    runner.run(know_key, key_of(keeper.ask("key")), actor=SYSTEM)
    fresh = key_of(keeper.ask("rotate", reason=reason))
    runner.run(know_key, fresh, actor=SYSTEM)
    return fresh


def key_words(runner: Runner, keeper: Keeper, reason: str | None) -> str:
    """For the command line: the key in use, after it was changed if there is a reason. Raises WrongState."""
    try:
        key = rotate(runner, keeper, reason) if reason else key_of(keeper.ask("key"))
    except (Away, Refused) as error:
        raise WrongState(f"The signer does not answer: start the server first ({error}).") from error
    done = "The key was changed. " if reason else ""
    return f"{done}The signer {key.name} has the key {key.key_id}: {key.public_key}"
