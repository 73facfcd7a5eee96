"""Having a stream sealed: gives the signer the rows, keeps what it gives back, raises the alarm when it refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import StatementError

from meetings.db.record import version_of
from meetings.kernel.actor import SYSTEM
from meetings.proof.leaves import Row
from meetings.proof.notes import read_note
from meetings.proof.queries import Checkpoint, checkpoint_of, rows_of
from meetings.proof.usecases import KeepCheckpoint, KnowKey, RaiseAlarm, keep_checkpoint, raise_alarm
from meetings.runtime.keeper import Away, Keeper, Refused
from meetings.runtime.usecase import Runner

log = logging.getLogger("witan.proof")

#: rows in one question
PAGE = 2000
#: a record of up to so many facts is looked through whole each time it is sealed; a longer one in its rounds
WHOLE = 5000

#: told after a stream was sealed: (runner, keeper, checkpoint)
After = Callable[[Runner, Keeper, Checkpoint], None]
_AFTER: list[After] = []


def after_checkpoint(told: After) -> After:
    """Have a function told of each checkpoint, where the signer answers: higher features make what hangs on it."""
    if told not in _AFTER:
        _AFTER.append(told)
    return told


def seal(runner: Runner, keeper: Keeper, stream_id: str, *, whole: bool = False) -> Checkpoint | None:
    """Have the signer seal a stream as it stands. None when it refused: then there is an alarm.

    `whole`: every row is compared, however long the record. Raises Away when the signer does not answer.
    """
    try:
        answer = _ask(runner, keeper, stream_id, whole=whole)
    except Refused as refused:
        _alarm(runner, stream_id, str(refused))
        return None
    if answer is None:
        return None
    head, _, _ = read_note(answer["note"])
    command = KeepCheckpoint(
        stream_id, answer["size"], answer["root"], answer["note"], key_of(answer), head.signed_at
    )
    runner.run(keep_checkpoint, command, actor=SYSTEM)
    with runner.read() as session:
        checkpoint = checkpoint_of(session, stream_id, answer["size"])
    for told in _AFTER:
        told(runner, keeper, checkpoint)
    return checkpoint


def compare(runner: Runner, keeper: Keeper, stream_id: str) -> bool:
    """Have the signer compare what it sealed with the rows as they are now. False when it found something."""
    try:
        head = keeper.ask("head", stream=stream_id)
        for start in range(0, head["size"], PAGE):
            rows = _rows(runner, stream_id, start, min(start + PAGE, head["size"]))
            end = head["size"] if start + PAGE >= head["size"] else None
            keeper.ask("compare", stream=stream_id, rows=[r.sent() for r in rows], to=end, **{"from": start})
    except Refused as refused:
        _alarm(runner, stream_id, str(refused))
        return False
    return True


def key_of(answer: dict[str, Any]) -> KnowKey:
    """The signer's key, from any of its answers."""
    message, signature = answer.get("message", ""), answer.get("signature", "")
    return KnowKey(answer["key_id"], answer["public_key"], answer["name"], message, signature)


def _ask(runner: Runner, keeper: Keeper, stream_id: str, *, whole: bool) -> dict[str, Any] | None:
    with runner.read() as session:
        version = version_of(session, stream_id)
    head = keeper.ask("head", stream=stream_id)
    if version == 0 and head["size"] == 0:
        return None
    start = 0 if whole or version <= WHOLE else min(head["size"], version)
    while True:
        rows = _rows(runner, stream_id, start, min(start + PAGE, version))
        last = start + PAGE >= version
        answer = keeper.ask(
            "sign",
            stream=stream_id,
            rows=[r.sent() for r in rows],
            to=version if last else None,
            **{"from": start},
        )
        if last:
            return answer
        start += PAGE


def _rows(runner: Runner, stream_id: str, after: int, up_to: int) -> list[Row]:
    try:
        with runner.read() as session:
            return rows_of(session, stream_id, after, up_to)
    except (ValueError, TypeError, StatementError) as error:
        raise Refused("The record cannot be read.") from error


def _alarm(runner: Runner, stream_id: str, why: str) -> None:
    log.error("the signer refused the record %s: %s", stream_id, why)
    runner.run(raise_alarm, RaiseAlarm(stream_id, why), actor=SYSTEM)


__all__ = ["Away", "after_checkpoint", "compare", "key_of", "seal"]
