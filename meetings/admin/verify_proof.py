"""Checkpoints and signed results against the record, and the record against what the signer remembers."""

from __future__ import annotations

from collections.abc import Iterator

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.proof.notes import read_note
from meetings.proof.queries import Checkpoint, checkpoints_of, keys, open_alarms, rows_of, tree_of
from meetings.proof.tree import Tree
from meetings.proof.verifier import NotRight
from meetings.proof.verifier import check as check_document
from meetings.runtime.keeper import Away, Keeper, Refused
from meetings.voting.models import Vote
from meetings.voting.statements.queries import statements_of

_PAGE = 2000


def check(session: Session, stream_id: str) -> list[str]:
    """Everything of a stream that is not as it was sealed."""
    return [*_checkpoints(session, stream_id), *_statements(session, stream_id), *_alarms(session, stream_id)]


def ask_signer(session: Session, signer: Keeper, stream_id: str) -> list[str]:
    """What the signer itself says of the rows as they are now; nothing when it does not answer."""
    try:
        head = signer.ask("head", stream=stream_id)
        for start in range(0, head["size"], _PAGE):
            until = min(start + _PAGE, head["size"])
            rows = [row.sent() for row in rows_of(session, stream_id, start, until)]
            end = until if until == head["size"] else None
            signer.ask("compare", stream=stream_id, rows=rows, to=end, **{"from": start})
    except Refused as refused:
        return [f"the signer: {refused}"]
    except Away:
        return []
    return []


def _checkpoints(session: Session, stream_id: str) -> Iterator[str]:
    found = checkpoints_of(session, stream_id)
    if not found:
        return
    known = {key.id: key.public_key for key in keys(session)}
    try:
        tree = tree_of(session, stream_id, found[0].size)
    except ValueError:
        yield f"facts are missing: {found[0].size} were sealed"
        return
    for checkpoint in found:
        yield from _checkpoint_differs(checkpoint, tree, known)


def _checkpoint_differs(checkpoint: Checkpoint, tree: Tree, known: dict[str, str]) -> Iterator[str]:
    what = f"the checkpoint of {checkpoint.size} facts"
    head, _, signature = read_note(checkpoint.note)
    if (head.size, head.root.hex()) != (checkpoint.size, checkpoint.root):
        yield f"{what} was changed: it does not say what is kept beside it"
    if tree.root(checkpoint.size) != head.root:
        yield f"{what} does not fit: the record was changed since it was sealed"
    try:
        VerifyKey(bytes.fromhex(known[checkpoint.key_id])).verify(head.text().encode(), signature)
    except (KeyError, ValueError, BadSignatureError):
        yield f"{what} is not signed by a key of the signer"


def _statements(session: Session, stream_id: str) -> Iterator[str]:
    for vote_id in session.scalars(select(Vote.id).where(Vote.meeting_id == stream_id).order_by(Vote.id)):
        for statement in statements_of(session, vote_id):
            try:
                check_document(statement.document)
            except (NotRight, ValueError) as error:
                yield f"vote {vote_id}: its signed result {statement.number} is not right: {error}"


def _alarms(session: Session, stream_id: str) -> Iterator[str]:
    for alarm in open_alarms(session):
        if alarm.stream_id == stream_id:
            yield f"an alarm of {alarm.found_at:%-d %B %Y} is not settled: {alarm.why}"
