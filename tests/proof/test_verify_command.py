"""`script/witan verify` finds what was sealed and changed, with the signer's word where it answers and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.registry import adapters
from meetings.admin.verify import check_stream
from meetings.admin.verify_proof import ask_signer
from meetings.proof.signing import seal
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.sealing import SignerHere, meddle, sealed
from tests.factories.world import Sitting, World

#: how somebody with the database could change what was sealed, and a word of what is said of it
MEDDLING = {
    "UPDATE checkpoint SET root = 'ab' || substr(root, 3)": "does not say what is kept beside it",
    "UPDATE checkpoint SET note = replace(note, 'time 20', 'time 19')": "not signed by a key",
    "UPDATE proof_key SET public_key = '00' || substr(public_key, 3)": "not signed by a key",
    "UPDATE vote_statement SET statement = replace(statement, 'carried', 'lost')": "is not right",
    "UPDATE record SET actor_name = 'X' WHERE seq = 3 AND stream_id = :s": "was changed",
    "DELETE FROM record WHERE stream_id = :s AND seq = 4": "missing",
}


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    sitting = sqlite_world.body().meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    sqlite_world.run(close_vote, CloseVote(vote_id, 0))
    sqlite_world.later(seconds=30)
    sqlite_world.run(declare_vote, DeclareVote(vote_id))
    return sitting


@pytest.fixture
def signer(tmp_path: Path, sitting: Sitting) -> SignerHere:
    made = SignerHere(tmp_path / "signer")
    sealed(sitting.world.runner, made, sitting.id)
    return made


def found(sitting: Sitting, folder: Path) -> list[str]:
    with sitting.world.runner.read() as session:
        return list(check_stream(session, adapters().storage(folder / "files"), sitting.id).differences)


def told(sitting: Sitting, signer: SignerHere) -> list[str]:
    with sitting.world.runner.read() as session:
        return ask_signer(session, signer, sitting.id)


def test_what_was_sealed_and_not_touched_is_intact(
    sitting: Sitting, signer: SignerHere, tmp_path: Path
) -> None:
    assert (found(sitting, tmp_path), told(sitting, signer)) == ([], [])
    signer.away = True
    assert told(sitting, signer) == []


@pytest.mark.parametrize("statement", MEDDLING)
def test_what_was_changed_is_found(
    sitting: Sitting, signer: SignerHere, tmp_path: Path, statement: str
) -> None:
    meddle(sitting.world.runner, statement, **({"s": sitting.id} if ":s" in statement else {}))
    assert [line for line in found(sitting, tmp_path) if MEDDLING[statement] in line]


def test_the_signer_says_what_the_database_no_longer_can(
    sitting: Sitting, signer: SignerHere, tmp_path: Path
) -> None:
    """Everything about it is gone from the database: the signer still knows."""
    runner = sitting.world.runner
    for statement in ("DELETE FROM vote_statement", "DELETE FROM checkpoint", "DELETE FROM proof_key"):
        meddle(runner, statement)
    meddle(runner, "UPDATE record SET salt = 'other' WHERE stream_id = :s AND seq = 3", s=sitting.id)
    assert "fact 3" in told(sitting, signer)[0].lower()


def test_an_alarm_stands_in_the_result(sitting: Sitting, signer: SignerHere, tmp_path: Path) -> None:
    runner = sitting.world.runner
    meddle(runner, "UPDATE record SET actor_name = 'X' WHERE seq = 3 AND stream_id = :s", s=sitting.id)
    assert seal(runner, signer, sitting.id) is None
    assert [line for line in found(sitting, tmp_path) if "is not settled" in line]
