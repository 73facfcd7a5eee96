"""A declared vote has a signed result that anybody can check, and that gives nothing away but what was announced."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meetings.proof.notes import allowed_signers
from meetings.proof.verifier import PROGRAM, NotRight, check
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.statements.queries import statement_of, statements_of
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.sealing import SignerHere, sealed
from tests.factories.world import Sitting, World

YES, NO, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def declared(sitting: Sitting, method: VoteMethod, choices: list[Choice | None]) -> str:
    """A vote with these choices of the members in order, closed and declared."""
    world, people = sitting.world, sitting.body.members
    vote_id = sitting.vote(sitting.motion(), method)
    cast = {p: c for p, c in zip(people, choices, strict=True) if c is not None}
    sitting.cast(vote_id, cast)
    world.run(close_vote, CloseVote(vote_id, choices.count(None)))
    world.later(seconds=30)
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


def document(world: World, vote_id: str) -> dict[str, Any]:
    with world.runner.read() as session:
        return statement_of(session, vote_id).document


def test_a_recorded_vote_is_stated_and_checks(world: World, signer: SignerHere) -> None:
    sitting = world.body().meeting().open()
    vote_id = declared(sitting, VoteMethod.RECORDED, [YES, YES, NO, ABSTAIN, None])
    checkpoint = sealed(world.runner, signer, sitting.id)
    found = document(world, vote_id)
    said = found["statement"]
    assert said["tally"] == {"for": 2, "against": 1, "abstain": 1, "none": 1}
    assert (said["outcome"], said["present"], len(said["choices"])) == ("carried", 5, 4)
    assert said["record"]["checkpoint"] == checkpoint.note
    sentences = check(found)
    assert "Counted again: 2 for, 1 against, 1 abstained, 1 cast no vote." in sentences


def test_totals_only_gives_no_choice_and_no_missing_name_away(
    sqlite_world: World, signer: SignerHere
) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    vote_id = declared(sitting, VoteMethod.TOTALS, [YES, NO, NO, ABSTAIN, None])
    sealed(world.runner, signer, sitting.id)
    found = document(world, vote_id)
    check(found)
    said = found["statement"]
    assert said["tally"] == {"for": 1, "against": 2, "abstain": 1, "none": 1}
    assert said["choices"] == {}
    kinds = [json.loads(f["text"])["type"] for f in said["facts"] if f["text"]]
    assert kinds == ["voting.vote_opened", "voting.vote_declared"]
    assert len([f for f in said["facts"] if f["text"] is None]) == 5


def test_a_replaced_ballot_stays_sealed(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    people = sitting.body.members
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, {people[0]: NO}, "key-0000")
    sitting.cast(vote_id, dict.fromkeys(people, YES))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.later(seconds=30)
    world.run(declare_vote, DeclareVote(vote_id))
    sealed(world.runner, signer, sitting.id)
    found = document(world, vote_id)
    check(found)
    texts = [f["text"] for f in found["statement"]["facts"] if f["text"]]
    assert not [t for t in texts if '"against"' in t and "ballot_cast" in t]
    assert len([f for f in found["statement"]["facts"] if f["text"] is None]) == 1


def test_sealing_again_states_nothing_twice(sqlite_world: World, signer: SignerHere) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    vote_id = declared(sitting, VoteMethod.RECORDED, [YES] * 5)
    sealed(world.runner, signer, sitting.id)
    sealed(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        assert [s.number for s in statements_of(session, vote_id)] == [1]
    assert signer.asked.count("statement") == 1


def changed(found: dict[str, Any], path: list[Any], value: Any) -> dict[str, Any]:
    broken = copy.deepcopy(found)
    place = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return broken


def test_nothing_in_it_can_be_changed(sqlite_world: World, signer: SignerHere, tmp_path: Path) -> None:
    """Every value in the file in turn is another one: each is found."""
    world = sqlite_world
    sitting = world.body(members=3).meeting().open()
    vote_id = declared(sitting, VoteMethod.RECORDED, [YES, YES, NO])
    sealed(world.runner, signer, sitting.id)
    found = document(world, vote_id)

    def leaves(value: Any, path: list[Any]) -> Any:
        if isinstance(value, dict):
            for key in value:
                yield from leaves(value[key], [*path, key])
        elif isinstance(value, list):
            for n, each in enumerate(value):
                yield from leaves(each, [*path, n])
        else:
            yield path, value

    tried = 0
    for path, value in leaves(found["statement"], ["statement"]):
        if path[-2] == "path" and tried % 5:
            tried += 1
            continue
        other = value + 1 if isinstance(value, int) and not isinstance(value, bool) else f"{value}x"
        with pytest.raises(NotRight):
            check(changed(found, path, other))
        tried += 1
    assert tried > 60


def test_the_checking_program_runs_alone(sqlite_world: World, signer: SignerHere, tmp_path: Path) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    vote_id = declared(sitting, VoteMethod.RECORDED, [YES, YES, NO, NO, YES])
    sealed(world.runner, signer, sitting.id)
    found = document(world, vote_id)
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(PROGRAM, alone)
    right, wrong = alone / "right.json", alone / "wrong.json"
    right.write_text(json.dumps(found), encoding="utf-8")
    wrong.write_text(
        right.read_text(encoding="utf-8").replace("Councillor B.", "Councillor X."), encoding="utf-8"
    )
    (alone / "no.json").write_text("{")

    def run(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "verify_vote.py", *words]
        done = subprocess.run(command, cwd=alone, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    code, said = run("right.json")
    assert (code, "EVERYTHING IS RIGHT" in said) == (0, True)
    assert run("--key", found["statement"]["key"]["public_key"], "right.json")[0] == 0
    code, said = run("--key", "00" * 32, "right.json")
    assert (code, "another key" in said) == (1, True)
    code, said = run("wrong.json")
    assert (code, "changed after it was signed" in said) == (1, True)
    assert run("no.json")[0] == 2
    assert run()[0] == 2


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen on this machine")
def test_ssh_keygen_accepts_the_signature(sqlite_world: World, signer: SignerHere, tmp_path: Path) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open()
    vote_id = declared(sitting, VoteMethod.RECORDED, [YES] * 5)
    sealed(world.runner, signer, sitting.id)
    with world.runner.read() as session:
        statement = statement_of(session, vote_id)
    (tmp_path / "signers").write_text(allowed_signers(signer.signer.public_key))
    (tmp_path / "sig").write_text(statement.signature)

    def verify(message: str) -> int:
        command = [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "council",
            "-n",
            "council-vote",
            "-s",
            "sig",
        ]
        done = subprocess.run(command, cwd=tmp_path, input=message.encode(), capture_output=True, check=False)
        return done.returncode

    assert verify(statement.text) == 0
    assert verify(statement.text.replace("carried", "lost")) != 0
